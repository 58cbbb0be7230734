#include "sim/tape_impl.h"

#include <stdlib.h>

#include "sim/digest.h"

static struct mu_tape blank(void)
{
    return (struct mu_tape){.times = {.width = sizeof(mu_time)},
                            .ends = {.width = sizeof(uint64_t)},
                            .bytes = {.width = 1},
                            .told_at = {.width = sizeof(mu_time)},
                            .told = {.width = sizeof(uint64_t)},
                            .differs_at = MU_NEVER};
}

enum mu_err mu_tapes_make(struct mu_run *run)
{
    run->tapes = calloc(run->n_fields + 1, sizeof *run->tapes);
    if (!run->tapes)
        return MU_ERR_MEMORY;
    for (size_t k = 0; k < run->n_fields; k++)
        run->tapes[k] = blank();
    return MU_OK;
}

void mu_tapes_destroy(struct mu_run *run)
{
    for (size_t k = 0; run->tapes && k < run->n_fields; k++) {
        mu_column_fini(&run->tapes[k].times);
        mu_column_fini(&run->tapes[k].ends);
        mu_column_fini(&run->tapes[k].bytes);
        mu_column_fini(&run->tapes[k].told_at);
        mu_column_fini(&run->tapes[k].told);
    }
    free(run->tapes);
}

static enum mu_err clone_columns(const struct mu_tape *from, struct mu_tape *to)
{
    enum mu_err err = mu_column_clone(&from->times, &to->times);

    if (err == MU_OK)
        err = mu_column_clone(&from->ends, &to->ends);
    if (err == MU_OK)
        err = mu_column_clone(&from->bytes, &to->bytes);
    if (err == MU_OK)
        err = mu_column_clone(&from->told_at, &to->told_at);
    if (err == MU_OK)
        err = mu_column_clone(&from->told, &to->told);
    return err;
}

enum mu_err mu_tapes_clone(const struct mu_run *from, struct mu_run *to)
{
    enum mu_err err = MU_OK;

    for (size_t k = 0; k < from->n_fields && err == MU_OK; k++) {
        const struct mu_tape empty = blank(), *tape = &from->tapes[k];
        struct mu_tape *copy = &to->tapes[k];

        *copy = *tape;
        copy->times = empty.times;
        copy->ends = empty.ends;
        copy->bytes = empty.bytes;
        copy->told_at = empty.told_at;
        copy->told = empty.told;
        err = clone_columns(tape, copy);
    }
    return err;
}

size_t mu_tapes_bytes(const struct mu_run *run)
{
    size_t bytes = 0;

    for (size_t k = 0; k < run->n_fields; k++) {
        const struct mu_tape *tape = &run->tapes[k];
        bytes += mu_column_bytes(&tape->times) + mu_column_bytes(&tape->ends) +
                 mu_column_bytes(&tape->bytes) + mu_column_bytes(&tape->told_at) +
                 mu_column_bytes(&tape->told);
    }
    return bytes;
}

struct mu_tape *mu_tape_of(const struct mu_run *run, uint32_t field)
{
    for (size_t k = 0; k < run->n_fields; k++)
        if (run->fields[k] == field)
            return &run->tapes[k];
    return NULL;
}

size_t mu_tape_words(const struct mu_run *run, uint32_t field)
{
    return (run->more[field].board_size + sizeof(uint32_t) - 1) / sizeof(uint32_t);
}

/* Whoever sent it goes by name: numbers are another world's. */
uint64_t mu_tape_digest(const struct mu_ctx *ctx, const struct mu_event *ev)
{
    const uint64_t head[] = {ctx->run->more[ev->from.i].name_hash, ev->type};

    return mu_digest(mu_digest(0, head, sizeof head), ev->body, ev->size);
}

struct mu_basis mu_tape_basis(struct mu_run *run, uint32_t field)
{
    struct mu_ctx *ctx = &run->workers[0].ctx;
    struct mu_basis basis = {0};

    mu_worker_enter(&run->workers[0], field, run->now, 0);
    ctx->entity->model->field->basis(ctx, ctx->entity->state, &basis);
    return basis;
}
