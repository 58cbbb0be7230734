#include "models/command/report.h"

#include <string.h>

#include "models/command/report_impl.h"
#include "sim/assert.h"

/* Purpose of the draws of a report's way; below 2^31 and far from the models' own small ones. */
enum { PURPOSE_REPORT = 0x7e0000 };

size_t mu_report_size(uint32_t n)
{
    return offsetof(struct mu_report, told) + n * sizeof(struct mu_told);
}

static void record(struct mu_ctx *ctx, uint32_t kind, mu_entity_id office, double value)
{
    mu_record(ctx,
              &(struct mu_happening){.kind = kind, .object = mu_thing_of(office), .value = value});
}

/* The reference run of the objectives: every office is told at once. */
static void tell_all(struct mu_ctx *ctx, const struct mu_report *r)
{
    size_t n;
    const mu_entity_id first = mu_first_of(ctx, "office", &n);

    for (uint32_t i = 0; i < n; i++)
        mu_send(ctx, (mu_entity_id){first.i + i}, mu_lookahead(ctx), MU_MSG_REPORT, r,
                mu_report_size(r->n));
}

/* Where a report goes and how. */
struct way {
    const struct mu_refs *channels;
    mu_entity_id office;
    bool powered;
};

static void fill(struct mu_ctx *ctx, struct mu_report *r, int32_t stage, mu_time due,
                 const struct mu_told *told, uint32_t n)
{
    mu_assert(n <= MU_TOLD_MAX);
    memset(r, 0, mu_report_size(0));
    r->sender = mu_self(ctx);
    r->stage = stage;
    r->due = due;
    r->n = n;
    memcpy(r->told, told, n * sizeof *told);
}

static void go(struct mu_ctx *ctx, const struct way *w, mu_time delay, bool lost,
               const struct mu_report *r)
{
    record(ctx, lost ? MU_KIND_REPORT_LOST : MU_KIND_REPORT_SENT, w->office, r->number);
    if (!lost)
        mu_send(ctx, w->office, delay, MU_MSG_REPORT, r, mu_report_size(r->n));
}

static bool try(struct mu_ctx *ctx, const struct way *w, uint32_t *number, struct mu_report *r)
{
    mu_time delay = 0;
    bool lost = false;

    r->number = *number + 1;
    if (mu_perfect_information(ctx)) {
        r->due = MU_NEVER;
        record(ctx, MU_KIND_REPORT_SENT, w->office, r->number);
        tell_all(ctx, r);
    } else if (mu_channel_pick(ctx, w->channels, w->office, w->powered, PURPOSE_REPORT, r->number,
                               &delay, &lost)
                   .i != 0) {
        go(ctx, w, delay, lost, r);
    } else {
        record(ctx, MU_KIND_REPORT_MISSED, w->office, r->n);
        return false;
    }
    ++*number;
    return true;
}

bool mu_report_tell(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id office,
                    bool powered, uint32_t *number, int32_t stage, mu_time due,
                    const struct mu_told *told, uint32_t n)
{
    const struct way way = {channels, office, powered};
    const mu_cause before = mu_cause_now(ctx);
    struct mu_report r;

    fill(ctx, &r, stage, due, told, n);
    const bool gone = try(ctx, &way, number, &r);
    mu_set_cause(ctx, before);
    return gone;
}

void mu_report_tell_in_the_end(struct mu_ctx *ctx, const struct mu_refs *channels,
                               mu_entity_id office, bool powered, uint32_t *number, int32_t stage,
                               mu_time due, const struct mu_told *told, uint32_t n)
{
    const struct way way = {channels, office, powered};
    const mu_cause before = mu_cause_now(ctx);
    struct mu_report r;
    mu_time delay = 0;
    bool lost = false;

    fill(ctx, &r, stage, due, told, n);
    if (!try(ctx, &way, number, &r) &&
        mu_channel_pick_later(ctx, channels, office, powered, PURPOSE_REPORT, r.number, &delay,
                              &lost)
                .i != 0) {
        ++*number;
        if (!lost) /* that it was missed is on record */
            mu_send(ctx, office, delay, MU_MSG_REPORT, &r, mu_report_size(r.n));
    }
    mu_set_cause(ctx, before);
}
