/* tape_impl.h - private: what a field published and was told, kept for another run, or given by
 * one (recorder.h: struct mu_boards_info). Each field has a tape; most stay empty.
 */
#ifndef MU_SIM_TAPE_IMPL_H
#define MU_SIM_TAPE_IMPL_H

#include "sim/run_impl.h"

struct mu_tape {
    /* Kept. */
    struct mu_column times, ends, bytes; /* mu_time, uint64_t, unsigned char */
    struct mu_column told_at, told;      /* mu_time, uint64_t */
    mu_ref last, before;                 /* the two boards before, as words */
    uint64_t rows;                       /* recorded while it advanced, and at the end */
    /* Given; borrowed. NULL = the field solves for itself. */
    const struct mu_boards_info *from;
    const struct mu_result *result;
    size_t next, next_told, next_row;
    mu_ref before_given;
    mu_time differs_at; /* from here on it was told other things; MU_NEVER */
};

/* tape.c */
enum mu_err mu_tapes_make(struct mu_run *run) MU_CHECKED;
void mu_tapes_destroy(struct mu_run *run);
enum mu_err mu_tapes_clone(const struct mu_run *from, struct mu_run *to) MU_CHECKED;
size_t mu_tapes_bytes(const struct mu_run *run);
struct mu_tape *mu_tape_of(const struct mu_run *run, uint32_t field);
size_t mu_tape_words(const struct mu_run *run, uint32_t field); /* of its board */
uint64_t mu_tape_digest(const struct mu_ctx *ctx, const struct mu_event *ev);
struct mu_basis mu_tape_basis(struct mu_run *run, uint32_t field);

/* keep.c: each with the field as the one that acts now. */
void mu_keep_board(struct mu_ctx *ctx, struct mu_tape *tape);
void mu_keep_told(struct mu_ctx *ctx, struct mu_tape *tape, const struct mu_event *ev);
/* Fails the run when the field did what no replay can repeat. */
void mu_keep_check(struct mu_ctx *ctx, const struct mu_tape *tape);
enum mu_err mu_keep_fill(struct mu_run *run, struct mu_result *result) MU_CHECKED;

/* replay.c: the same. */
bool mu_replay_advance(struct mu_ctx *ctx, struct mu_tape *tape);
void mu_replay_told(struct mu_ctx *ctx, struct mu_tape *tape, const struct mu_event *ev);
void mu_replay_finish(struct mu_ctx *ctx, struct mu_tape *tape);
double mu_replay_sample(const struct mu_ctx *ctx, const struct mu_tape *tape,
                        const struct mu_run_series *series);
/* Cells of the grid now, or NULL: there are none of this instant. */
const float *mu_replay_cells(const struct mu_ctx *ctx, const struct mu_tape *tape,
                             const struct mu_run_grid *grid);
enum mu_err mu_replay_fill(struct mu_run *run, struct mu_result *result) MU_CHECKED;

#endif
