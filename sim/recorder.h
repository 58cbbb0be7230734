/* recorder.h - what a run leaves behind: a set of columns.
 *
 * The engine fills it; the scorer reads it; HDF5 is only how it is written. Rows of
 * events are in the order (time, site, as executed), fields first at an instant of
 * publication, and their numbers are rows + 1, so that cause and since point to earlier
 * rows and 0 means none.
 */
#ifndef MU_SIM_RECORDER_H
#define MU_SIM_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/err.h"
#include "sim/value.h"

struct mu_event_columns {
    size_t n, capacity;
    mu_time *time;
    uint32_t *kind;                     /* index into mu_result.kinds */
    uint32_t *subject, *object, *place; /* things, 0 = none */
    double *value;
    uint64_t *cause, *since; /* 1 + row, 0 = none */
};

struct mu_kind_info {
    char *name, *unit, *value, *help;
};

/* Things are 1 .. n_things; item 0 is empty. Entities come first. */
struct mu_thing_info {
    char *name;       /* "zone/Luozhen", "zone/Luozhen#12" */
    const char *kind; /* "zone", "group"; static or owned by the world */
    uint32_t entity;  /* of a part: its entity; of an entity: itself */
};

struct mu_series_info {
    char *name, *unit, *help; /* "zone.at_home" */
    const char *kind;         /* of the things on the second axis */
    uint32_t first, n;        /* things first .. first + n - 1 */
    double *values;           /* times x n, row by row */
};

struct mu_grid_info {
    char *field, *name, *unit, *standard_name, *long_name; /* "water", "depth" */
    size_t nx, ny;
    double x0, y0, dx;
    bool final;     /* one frame, of the end */
    size_t n_times; /* frames kept */
    mu_time *times;
    float *cells; /* times x ny x nx, row 0 = south */
};

/* How much happened. The first eight depend on nothing but the run, unless it failed: in windows
 * other sites had gone on beyond the failure. How many numbers its streams gave is not known,
 * because a stream is a value of the model's (mu_stream_taken tells of one). */
struct mu_run_counts {
    uint64_t events;   /* executed */
    uint64_t ties;     /* of them, at the same instant as the one before on their site */
    uint64_t messages; /* sent by entities; timers apart */
    uint64_t timers_set, timers_cancelled, timers_moved;
    uint64_t streams; /* asked for */
    uint64_t posts;   /* from outside */
    /* These two go by how the run was executed: */
    uint64_t windows;      /* with anything in them */
    uint64_t peak_pending; /* events, looked at after each one or before each window */
};

/* What a field published and was told, so that another run can be given it (run.h) and need not
 * solve again. */
struct mu_boards_info {
    char *field;             /* "water/polder" */
    uint64_t land, settings; /* what it followed from (model.h: struct mu_basis) */
    mu_time publish_every, sample_every;
    size_t size;          /* bytes of a board */
    size_t n;             /* publications at which it changed */
    mu_time *times;       /* theirs */
    uint64_t *ends;       /* where the bytes of each end */
    unsigned char *bytes; /* the boards, packed (docs/results.md) */
    size_t n_told;        /* messages, in their order */
    mu_time *told_at;
    uint64_t *told;        /* digests of their senders' names, types and bodies */
    size_t n_rows, n_last; /* events it recorded; how many of them at the end of the run */
    uint64_t *rows;        /* 1 + row */
};

/* A field that was given its boards instead of solving. */
struct mu_replay_info {
    char *field;
    mu_time differs_at; /* from here on it was told other things than when the boards were made, so
                           that they no longer follow from this run; MU_NEVER */
};

struct mu_result {
    struct mu_event_columns events;
    struct mu_kind_info *kinds;
    size_t n_kinds;
    struct mu_thing_info *things;
    size_t n_things; /* with item 0: things + 1 */
    size_t n_entities;
    mu_time *sample_times;
    size_t n_samples;
    struct mu_series_info *series;
    size_t n_series;
    struct mu_grid_info *grids;
    size_t n_grids;
    struct mu_boards_info *boards; /* options.keep_boards */
    size_t n_boards;
    struct mu_replay_info *replays;
    size_t n_replays;
    uint64_t seed;
    uint32_t replication, branch;
    mu_time end;        /* how far it came */
    bool complete;      /* reached its end without a failure */
    uint64_t n_handled; /* events executed */
    struct mu_run_counts counts;
    size_t run_bytes;
    char *failure; /* NULL when complete */
};

void mu_result_fini(struct mu_result *result);
/* Index of a kind by name, or SIZE_MAX. */
size_t mu_result_kind(const struct mu_result *result, const char *name);
/* A thing by name, or 0. */
uint32_t mu_result_thing(const struct mu_result *result, const char *name);
/* A series by name, or NULL. */
const struct mu_series_info *mu_result_series(const struct mu_result *result, const char *name);

#endif
