/* run_impl.h - private: everything one run consists of. */
#ifndef MU_SIM_RUN_IMPL_H
#define MU_SIM_RUN_IMPL_H

#include <setjmp.h>

#include "sim/arena_impl.h"
#include "sim/calendar_impl.h"
#include "sim/column_impl.h"
#include "sim/guard_impl.h"
#include "sim/queue_impl.h"
#include "sim/run.h"
#include "sim/world_impl.h"

#define MU_BURST_MAX 1000000 /* messages without delay within one site at one instant */

/* A recorded event before it has its row. */
struct mu_row {
    mu_time time;
    uint64_t id; /* site << 40 | number within the site, from 1 */
    uint64_t cause, since;
    uint32_t kind, subject, object, place;
    bool in_field; /* at an instant of publication: before everything else */
    double value;
};

/* What every event needs, on one cache line; the pointers are set anew when a run is cloned. */
struct mu_entity {
    _Alignas(64) void *state;
    const void *params;
    void (*handle)(struct mu_ctx *ctx, void *state, const struct mu_event *ev);
    const struct mu_model *model;
    uint64_t tie;    /* of its next message: its rank, and how many it has sent */
    uint64_t rows;   /* of the site whose first entity this is */
    mu_time last_at; /* of the same: its last event */
    uint32_t site;   /* rank of the site's first entity */
    uint32_t model_index;
};
_Static_assert(sizeof(struct mu_entity) == 64, "a cache line");

/* The rest. */
struct mu_entity_more {
    mu_ref state_ref, params_ref, board_ref; /* params 0 = the world's; board 0 = no field */
    bool published;                          /* a field's board has been changed once */
    bool changed;                            /* ... in this phase */
    uint64_t name_hash;
    uint64_t last_cause; /* a field's: what it was last told or recorded */
    uint64_t checksum;   /* over the events it has handled */
    void *board;
    size_t board_size;
    /* of the site whose first entity this is: its last message without delay, and how many */
    mu_time burst_at;
    uint32_t burst;
};

struct mu_ctx {
    struct mu_acting acting;
    uint64_t cause;
    struct mu_run *run;
    struct mu_worker *worker;
    struct mu_entity *entity;
    /* Messages that take so long are allowed and go to a later window, whoever gets them.
     * MU_NEVER: it has to be looked at more closely. */
    mu_time straight;
    struct mu_writer *writer; /* of the calendar */
    bool in_field;            /* a field advances */
};

/* The failure with the least key is the run's. */
struct mu_failure {
    bool failed, in_event; /* else at the start, in a phase, at the end */
    mu_key key;            /* of the event, as in its worker */
    mu_time at;
    uint32_t site;
    char *text; /* NULL: no memory to say why */
};

struct mu_due;
struct mu_tape;

/* What one thread has counted. */
struct mu_worker_counts {
    uint64_t ties, timers_set, timers_cancelled, timers_moved, streams;
};

/* One thread's part of a run. Worker 0 does alone what is not done side by side. */
struct mu_worker {
    _Alignas(128) struct mu_ctx ctx;
    struct mu_queue queue; /* all that is pending, or that of one site within a window */
    struct mu_column rows; /* struct mu_row, in the order of execution */
    uint64_t handled;
    struct mu_worker_counts counts;
    mu_key key;    /* the greatest so far of its site at its instant: where it is in the order */
    bool in_event; /* one is */
    uint32_t number;
    /* Messages within the site before `bound` go to the queue. All do while the run is `alone`. */
    mu_time bound;
    uint64_t window; /* what it runs now */
    uint32_t partition;
    bool alone;
    bool site_failed; /* the site that acts now has nothing more to do */
    struct mu_failure failure;
    /* With a bound on events: the keys of this window's, and where the site's count began. */
    struct mu_column keys; /* mu_key */
    uint32_t counted_site;
    uint64_t counted_from;
    /* A window's events of one partition, by site. */
    struct mu_due *dues;
    uint32_t *heads, *touched;
    struct mu_due **line;
    uint32_t *parts;
    struct mu_chunk *in_hand; /* chunks whose records are being handled */
    size_t n_dues, n_heads;   /* room */
    jmp_buf out;              /* where a call into a model is left when memory has run out */
    bool guarded;
    enum mu_err err;
};

/* Sites that one thread runs at a time: all of first .. first + n - 1, and the operations site
 * where it begins among them. */
struct mu_partition {
    uint32_t first, n;
};

struct mu_run_series {
    const struct mu_model *model;
    const struct mu_series *series;
    uint32_t first, n;
    struct mu_column values; /* double */
};

struct mu_run_grid {
    mu_entity_id field;
    const struct mu_grid_output *output;
    struct mu_grid_shape shape;
    struct mu_column times, cells; /* mu_time, float */
};

struct mu_run {
    const struct mu_world *world;
    struct mu_run_options options;
    struct mu_arena arena;
    struct mu_guard *guard;     /* NULL = no self-test */
    bool closely;               /* events are looked at: bound, checksums, self-test */
    struct mu_entity *entities; /* 0 .. n */
    struct mu_entity_more *more;
    uint32_t *site_of;      /* by entity, as in it; many of them on one cache line */
    uint16_t *partition_of; /* by entity */
    struct mu_partition *partitions;
    struct mu_timers *timers;    /* by partition */
    struct mu_promise *promises; /* by pair of sites */
    size_t n_promises;
    mu_time longest_promise; /* or the lookahead */
    uint32_t n_partitions;
    struct mu_calendar calendar; /* all that is pending while windows are run */
    struct mu_worker *workers;
    uint32_t n_workers;
    bool in_windows;  /* else everything is in worker 0's queue */
    bool together;    /* a window has so many events that several threads pay */
    uint32_t *fields; /* entities with a field, by rank */
    size_t n_fields;
    struct mu_tape *tapes; /* by field */
    struct mu_crew *crew;  /* of the fields; NULL = one thread */
    uint32_t *watchers;    /* entities told of boards, by rank */
    size_t n_watchers;
    uint32_t *kinds;  /* by kinds_of[model] + k: index in the result */
    size_t *kinds_of; /* by model */
    size_t n_kinds;   /* different ones */
    struct mu_column sample_times;
    struct mu_run_series *series;
    size_t n_series;
    struct mu_run_grid *grids;
    size_t n_grids;

    mu_time now;
    mu_time next_publication, next_sample; /* phases still to come; MU_NEVER = none */
    size_t next_frame;
    struct mu_failure failure; /* the first one by key */
    bool finished;
    enum mu_err err;
    uint64_t left; /* events allowed from the beginning of this window, when there is a bound */
    /* When it was last looked at how many events there are in a window. */
    uint64_t counted;
    mu_time counted_at;
    uint64_t in_windows_so_far; /* events */
    uint32_t since_look;        /* windows, or events of the one queue */
    uint64_t windows, peak_pending;
    uint64_t since_bytes; /* events, since it was last looked at how much memory there is */
};

/* Leaves the handler for good: the run ends with `err`. */
_Noreturn void mu_worker_stop(struct mu_worker *worker, enum mu_err err);
/* Marks the run failed, in the name of who acts now; the handler goes on to its end. */
void mu_worker_fail(struct mu_worker *worker, const char *fmt, va_list args) MU_PRINTF(2, 0);
/* Calls body with mu_worker_stop allowed; returns how it ended. */
enum mu_err mu_worker_guarded(struct mu_worker *worker,
                              void (*body)(struct mu_worker *worker, mu_time t),
                              mu_time t) MU_CHECKED;
/* Some worker has failed or has had to stop; it is not settled yet which one is told. */
bool mu_run_in_trouble(const struct mu_run *run);
/* Makes `id` the one that acts now. */
static inline void mu_worker_act(struct mu_worker *worker, uint32_t id, mu_time now, uint64_t cause)
{
    struct mu_ctx *ctx = &worker->ctx;

    ctx->entity = &ctx->run->entities[id];
    ctx->acting = (struct mu_acting){now, {id}, ctx->entity->params};
    ctx->cause = cause;
}

/* The same; a self-test opens what is his. */
static inline void mu_worker_enter(struct mu_worker *worker, uint32_t id, mu_time now,
                                   uint64_t cause)
{
    if (worker->ctx.run->guard)
        mu_guard_enter(worker->ctx.run, id);
    mu_worker_act(worker, id, now, cause);
}

/* counts.c: messages on their way and timers, without those taken back. */
uint64_t mu_run_pending(const struct mu_run *run);
static inline void mu_run_note_pending(struct mu_run *run, uint64_t pending)
{
    if (pending > run->peak_pending)
        run->peak_pending = pending;
}

/* run.c: a run without what its models do at the start. */
enum mu_err mu_run_make(const struct mu_world *world, const struct mu_run_options *options,
                        struct mu_run **run) MU_CHECKED;

/* prepare.c: tables that follow from the world alone; then states, boards and the
 * parameters drawn for this run. */
enum mu_err mu_run_prepare(struct mu_run *run) MU_CHECKED;
void mu_run_unprepare(struct mu_run *run);
void mu_run_give_memory(struct mu_run *run);

/* phase.c: publication, samples, frames. */
mu_time mu_run_next_phase(const struct mu_run *run);
void mu_run_phase(struct mu_run *run, mu_time t);
void mu_run_shape_grids(struct mu_run *run);
/* A field is told something; last words of the one that acts now. */
void mu_run_tell_field(struct mu_ctx *ctx, void *state, const struct mu_event *ev);
void mu_run_last_words(struct mu_ctx *ctx);
void mu_run_final_grids(struct mu_run *run);

/* result.c: the columns; takes what was recorded out of the run. */
enum mu_err mu_run_fill(struct mu_run *run, struct mu_result *result) MU_CHECKED;

#endif
