/* A field's boards, kept as they are published, with what it was told in between. */
#include <stdlib.h>
#include <string.h>

#include "sim/pack_impl.h"
#include "sim/tape_impl.h"

static void *add(struct mu_ctx *ctx, struct mu_column *column, size_t n)
{
    void *room = mu_column_add(column, n);

    if (!room)
        mu_worker_stop(ctx->worker, MU_ERR_MEMORY);
    return room;
}

void mu_keep_board(struct mu_ctx *ctx, struct mu_tape *tape)
{
    const size_t n = mu_tape_words(ctx->run, ctx->acting.id.i), most = mu_pack_most(n);

    if (tape->last.i == 0) {
        tape->last = mu_alloc(ctx, n + 1, sizeof(uint32_t));
        tape->before = mu_alloc(ctx, n + 1, sizeof(uint32_t));
    }
    unsigned char *bytes = add(ctx, &tape->bytes, most);
    tape->bytes.n -= most - mu_pack(ctx->run->more[ctx->acting.id.i].board, mu_at(ctx, tape->last),
                                    mu_at(ctx, tape->before), n, bytes);
    *(mu_time *)add(ctx, &tape->times, 1) = ctx->acting.now;
    *(uint64_t *)add(ctx, &tape->ends, 1) = tape->bytes.n;
}

void mu_keep_told(struct mu_ctx *ctx, struct mu_tape *tape, const struct mu_event *ev)
{
    *(mu_time *)add(ctx, &tape->told_at, 1) = ev->at;
    *(uint64_t *)add(ctx, &tape->told, 1) = mu_tape_digest(ctx, ev);
}

void mu_keep_check(struct mu_ctx *ctx, const struct mu_tape *tape)
{
    if (mu_sequence(ctx->entity->tie) > 0 || ctx->entity->rows != tape->rows)
        mu_fail(ctx, "its boards cannot be kept: it sends, or records when it is told something, "
                     "and no replay would do that again");
}

/* ---- the result ---- */

/* The numbers of the events that the field recorded: those of the end come last. */
static bool fill_rows(const struct mu_run *run, uint32_t field, struct mu_boards_info *info)
{
    const struct mu_column *all = &run->workers[0].rows;
    const struct mu_row *rows = all->data;

    info->rows = calloc(run->entities[field].rows + 1, sizeof *info->rows);
    for (size_t i = 0; info->rows && i < all->n; i++) {
        if (mu_rank(rows[i].id) != field)
            continue;
        info->rows[info->n_rows++] = i + 1;
        info->n_last += !rows[i].in_field;
    }
    return info->rows != NULL;
}

/* Boards that were replayed still follow from what the field was told when they were made. */
static bool fill_told(struct mu_tape *tape, struct mu_boards_info *info)
{
    const size_t n = tape->from ? tape->from->n_told : tape->told.n;

    info->n_told = n;
    info->told_at =
        tape->from ? calloc(n + 1, sizeof *info->told_at) : mu_column_hand_over(&tape->told_at);
    info->told = tape->from ? calloc(n + 1, sizeof *info->told) : mu_column_hand_over(&tape->told);
    if (tape->from && n > 0 && info->told_at && info->told) {
        memcpy(info->told_at, tape->from->told_at, n * sizeof *info->told_at);
        memcpy(info->told, tape->from->told, n * sizeof *info->told);
    }
    return info->told_at && info->told;
}

static bool fill_boards(struct mu_run *run, uint32_t field, struct mu_boards_info *info)
{
    struct mu_tape *tape = mu_tape_of(run, field);
    const struct mu_basis basis = mu_tape_basis(run, field);

    *info = (struct mu_boards_info){
        .field = strdup(mu_world_entity_name(run->world, (mu_entity_id){field})),
        .land = basis.land,
        .settings = basis.settings,
        .publish_every = run->world->options.publish_every,
        .sample_every = run->world->options.sample_every,
        .size = run->more[field].board_size,
        .n = tape->times.n};
    info->times = mu_column_hand_over(&tape->times);
    info->ends = mu_column_hand_over(&tape->ends);
    info->bytes = mu_column_hand_over(&tape->bytes);
    return info->field && info->times && info->ends && info->bytes && fill_told(tape, info) &&
           fill_rows(run, field, info);
}

enum mu_err mu_keep_fill(struct mu_run *run, struct mu_result *result)
{
    bool ok = true;

    /* How far beyond its failure a run had gone depends on how it was executed. */
    if (!run->options.keep_boards || run->failure.failed)
        return MU_OK;
    result->boards = calloc(run->n_fields + 1, sizeof *result->boards);
    if (!result->boards)
        return MU_ERR_MEMORY;
    for (size_t k = 0; k < run->n_fields && ok; k++)
        if (run->entities[run->fields[k]].model->field->basis)
            ok = fill_boards(run, run->fields[k], &result->boards[result->n_boards++]);
    return ok ? MU_OK : MU_ERR_MEMORY;
}
