/* requests.c - one office asks another for teams and fleets.
 *
 *   REQUEST -> approval -> granted: the team is told whom it belongs to now, the asker is told
 *                       -> refused: it is not (any more) under this office's command
 */
#include "models/command/office_impl.h"

static void record(struct mu_ctx *ctx, uint32_t kind, const struct mu_order *order)
{
    mu_record(ctx, &(struct mu_happening){.kind = kind,
                                          .object = mu_thing_of(order->issuer),
                                          .place = mu_thing_of(order->target)});
}

/* The teams of one request are approved together: one draw for all. */
void mu_office_requested(struct mu_ctx *ctx, const struct mu_order *order)
{
    const struct mu_office_params *p = mu_params(ctx);
    const uint64_t address = mu_office_address("%s|%016llx", mu_name(ctx, order->issuer),
                                               (unsigned long long)order->draws);
    struct mu_stream s = mu_stream_for(ctx, MU_OFFICE_DRAW_APPROVAL, address);

    record(ctx, MU_OFFICE_KIND_REQUESTED, order);
    mu_set_timer(ctx, mu_seconds(mu_draw(&p->approval, &s)), MU_OFFICE_GRANT, order, sizeof *order);
}

static void write_to(struct mu_ctx *ctx, mu_entity_id to, enum mu_letter_kind kind,
                     const struct mu_order *order)
{
    const struct mu_letter letter = {
        .to = to,
        .kind = (int32_t)kind,
        .draws = mu_office_address("%d|%016llx|%s", (int)kind, (unsigned long long)order->draws,
                                   kind == MU_LETTER_ASSIGN ? mu_name(ctx, order->target) : ""),
        .order = *order};

    mu_office_post(ctx, &letter);
}

void mu_office_decline(struct mu_ctx *ctx, const struct mu_order *order)
{
    if (order->issuer.i)
        write_to(ctx, order->issuer, MU_LETTER_REFUSED, order);
}

void mu_office_grant(struct mu_ctx *ctx, struct mu_office *o, const struct mu_order *order)
{
    if (!mu_office_find_asset(ctx, o, order->target)) {
        record(ctx, MU_OFFICE_KIND_REFUSED, order);
        write_to(ctx, order->issuer, MU_LETTER_REFUSED, order);
        return;
    }
    record(ctx, MU_OFFICE_KIND_GRANTED, order);
    mu_office_lose(ctx, o, order->target);
    write_to(ctx, order->target, MU_LETTER_ASSIGN, order);
    write_to(ctx, order->issuer, MU_LETTER_GRANTED, order);
}
