#include "models/command/report.h"

#include <string.h>

/* Purpose of the draws of a report's way; below 2^31 and far from the models' own small ones. */
enum { PURPOSE_REPORT = 0x7e0000 };

size_t mu_report_size(uint32_t n)
{
    return offsetof(struct mu_report, told) + n * sizeof(struct mu_told);
}

/* The reference run of the objectives: every office is told at once. */
static void tell_all(struct mu_ctx *ctx, struct mu_report *r)
{
    size_t n;
    const mu_entity_id first = mu_first_of(ctx, "office", &n);

    r->due = MU_NEVER;
    for (uint32_t i = 0; i < n; i++)
        mu_send(ctx, (mu_entity_id){first.i + i}, mu_lookahead(ctx), MU_MSG_REPORT, r,
                mu_report_size(r->n));
}

static void record(struct mu_ctx *ctx, uint32_t kind, mu_entity_id office, double value)
{
    mu_record(ctx,
              &(struct mu_happening){.kind = kind, .object = mu_thing_of(office), .value = value});
}

bool mu_report_tell(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id office,
                    bool powered, uint32_t *number, int32_t stage, mu_time due,
                    const struct mu_told *told, uint32_t n)
{
    struct mu_report r = {
        .author = mu_self(ctx), .sender = mu_self(ctx), .stage = stage, .due = due};
    const mu_cause before = mu_cause_now(ctx);
    mu_time delay = 0;
    bool lost = false;

    r.n = n < MU_TOLD_MAX ? n : MU_TOLD_MAX;
    memcpy(r.told, told, r.n * sizeof *told);
    if (mu_perfect_information(ctx)) {
        r.number = ++*number;
        record(ctx, MU_KIND_REPORT_SENT, office, r.number);
        tell_all(ctx, &r);
        mu_set_cause(ctx, before);
        return true;
    }
    if (mu_channel_pick(ctx, channels, office, powered, PURPOSE_REPORT, *number + 1u, &delay, &lost)
            .i == 0) {
        record(ctx, MU_KIND_REPORT_MISSED, office, n);
        mu_set_cause(ctx, before);
        return false;
    }
    r.number = ++*number;
    record(ctx, lost ? MU_KIND_REPORT_LOST : MU_KIND_REPORT_SENT, office, r.number);
    if (!lost)
        mu_send(ctx, office, delay, MU_MSG_REPORT, &r, mu_report_size(r.n));
    mu_set_cause(ctx, before);
    return true;
}
