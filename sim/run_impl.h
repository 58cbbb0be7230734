/* run_impl.h - private: everything one run consists of. */
#ifndef MU_SIM_RUN_IMPL_H
#define MU_SIM_RUN_IMPL_H

#include <setjmp.h>

#include "sim/arena_impl.h"
#include "sim/column_impl.h"
#include "sim/queue_impl.h"
#include "sim/run.h"
#include "sim/world_impl.h"

#define MU_BURST_MAX 1000000 /* events of one site at one instant */

/* A recorded event before it has its row. */
struct mu_row {
    mu_time time;
    uint64_t id; /* site << 40 | number within the site, from 1 */
    uint64_t cause, since;
    uint32_t kind, subject, object, place;
    bool in_field; /* at an instant of publication: before everything else */
    double value;
};

/* The pointers at the end are set anew when a run is cloned. */
struct mu_entity {
    mu_ref state_ref, params_ref, board_ref; /* params 0 = the world's; board 0 = no field */
    bool published;                          /* a field's board has been changed once */
    bool changed;                            /* ... in this phase */
    uint32_t site;                           /* rank of the site's first entity */
    uint64_t name_hash;
    uint64_t sequence;   /* of its sends */
    uint64_t last_cause; /* a field's: what it was last told or recorded */
    /* of the site whose first entity this is: */
    mu_time burst_at;
    uint32_t burst;
    uint64_t rows;

    void *state, *board;
    const void *params;
    const struct mu_model *model;
    uint32_t model_index;
};

struct mu_ctx {
    struct mu_run *run;
    struct mu_entity *entity;
    mu_entity_id id;
    mu_time now;
    uint64_t cause;
    bool in_field; /* a field advances */
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
    struct mu_queue queue;
    struct mu_entity *entities; /* 0 .. n */
    uint32_t *fields;           /* entities with a field, by rank */
    size_t n_fields;
    uint32_t *watchers; /* entities told of boards, by rank */
    size_t n_watchers;
    uint32_t *kinds;       /* by kinds_of[model] + k: index in the result */
    size_t *kinds_of;      /* by model */
    size_t n_kinds;        /* different ones */
    struct mu_column rows; /* struct mu_row, in the order of execution */
    struct mu_column sample_times;
    struct mu_run_series *series;
    size_t n_series;
    struct mu_run_grid *grids;
    size_t n_grids;

    mu_time now;
    mu_time next_publication, next_sample; /* phases still to come; MU_NEVER = none */
    size_t next_frame;
    uint64_t handled;
    struct mu_ctx ctx;

    char *failure;
    bool failed, finished;
    /* Where a call into a model is left when memory has run out. */
    jmp_buf out;
    bool guarded;
    enum mu_err err;
};

/* Leaves the handler for good: the run ends with `err`. */
_Noreturn void mu_run_stop(struct mu_run *run, enum mu_err err);
/* Marks the run failed, in the name of who acts now; the handler goes on to its end. */
void mu_run_fail(struct mu_run *run, const char *fmt, va_list args) MU_PRINTF(2, 0);
/* Calls body with mu_run_stop allowed; returns how it ended. */
enum mu_err mu_run_guarded(struct mu_run *run, void (*body)(struct mu_run *run, mu_time t),
                           mu_time t) MU_CHECKED;
/* Makes `id` the one that acts now. */
void mu_run_enter(struct mu_run *run, uint32_t id, mu_time now, uint64_t cause);

/* prepare.c: tables that follow from the world alone; then states, boards and the
 * parameters drawn for this run. */
enum mu_err mu_run_prepare(struct mu_run *run) MU_CHECKED;
void mu_run_unprepare(struct mu_run *run);
void mu_run_give_memory(struct mu_run *run);

/* phase.c: publication, samples, frames. */
mu_time mu_run_next_phase(const struct mu_run *run);
void mu_run_phase(struct mu_run *run, mu_time t);
void mu_run_shape_grids(struct mu_run *run);
void mu_run_final_grids(struct mu_run *run);

/* result.c: the columns; takes what was recorded out of the run. */
enum mu_err mu_run_fill(struct mu_run *run, struct mu_result *result) MU_CHECKED;

/* clone.c: a copy that goes on as the original would: rewind, branch, forecast. */
enum mu_err mu_run_clone(const struct mu_run *from, struct mu_run **to) MU_CHECKED;

#endif
