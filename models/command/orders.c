/* orders.c - orders go out by channel, again and again until they are heard, and each is kept
 * until it is answered: done, or failed.
 */
#include <string.h>

#include "models/command/office_impl.h"
#include "models/response/fleet.h"
#include "models/response/team.h"
#include "sim/assert.h"

/* muster calibration */
#define RETRY (5 * MU_MINUTE)    /* until another try when no channel worked */
#define UNHEARD (10 * MU_MINUTE) /* until it is noticed that an order was not heard */
#define LEFTOVER_KG 1e-6

/* ---- letters ---- */

static void again(struct mu_ctx *ctx, const struct mu_letter *letter, mu_time delay)
{
    mu_set_timer(ctx, delay, MU_OFFICE_LETTER, letter, sizeof *letter);
}

static void note(struct mu_ctx *ctx, uint32_t kind, const struct mu_letter *letter)
{
    mu_record(ctx, &(struct mu_happening){.kind = kind,
                                          .object = mu_thing_of(letter->to),
                                          .place = mu_thing_of(letter->order.target),
                                          .value = letter->order.verb});
}

static void assign(struct mu_ctx *ctx, const struct mu_letter *letter, mu_time delay)
{
    const struct mu_assignment body = {letter->order.issuer, letter->order.item};
    const bool fleet = strcmp(mu_model_of(ctx, letter->to), "fleet") == 0;

    mu_send(ctx, letter->to, delay, fleet ? MU_FLEET_ASSIGNED : MU_TEAM_ASSIGNED, &body,
            sizeof body);
}

static void answer_request(struct mu_ctx *ctx, const struct mu_letter *letter, mu_time delay)
{
    const struct mu_status status = {.kind = letter->kind == MU_LETTER_GRANTED ? MU_STATUS_DONE
                                                                               : MU_STATUS_FAILED,
                                     .item = letter->order.item,
                                     .target = letter->order.target,
                                     .value = letter->kind == MU_LETTER_GRANTED};

    mu_send(ctx, letter->to, delay, MU_MSG_STATUS, &status, sizeof status);
}

static void deliver(struct mu_ctx *ctx, const struct mu_letter *letter, mu_time delay)
{
    switch ((enum mu_letter_kind)letter->kind) {
    case MU_LETTER_ORDER:
        mu_send(ctx, letter->to, delay, MU_MSG_ORDER, &letter->order, sizeof letter->order);
        break;
    case MU_LETTER_ASSIGN: assign(ctx, letter, delay); break;
    case MU_LETTER_GRANTED:
    case MU_LETTER_REFUSED: answer_request(ctx, letter, delay); break;
    }
}

void mu_office_post(struct mu_ctx *ctx, const struct mu_letter *letter)
{
    const struct mu_office_params *p = mu_params(ctx);
    const mu_cause before = mu_cause_now(ctx);
    struct mu_letter next = *letter;
    mu_time delay = 0;
    bool lost = false;

    if (mu_channel_pick(ctx, &p->channels, letter->to, true, MU_OFFICE_DRAW_LETTER,
                        letter->draws + letter->tries, &delay, &lost)
            .i == 0) {
        if (!letter->missed)
            note(ctx, MU_OFFICE_KIND_ORDER_MISSED, letter);
        next.missed = true;
        again(ctx, &next, RETRY);
    } else if (lost) {
        note(ctx, MU_OFFICE_KIND_ORDER_LOST, letter);
        next.tries++;
        again(ctx, &next, delay + UNHEARD);
    } else {
        deliver(ctx, letter, delay);
    }
    mu_set_cause(ctx, before);
}

/* ---- orders that are out ---- */

static struct mu_sent *sent_at(const struct mu_ctx *ctx, const struct mu_office *o, uint32_t i)
{
    mu_assert(i < o->sent.n);
    return (struct mu_sent *)mu_at(ctx, o->sent.items) + i;
}

static uint32_t take_place(struct mu_ctx *ctx, struct mu_office *o)
{
    if (o->free_sent == 0) {
        mu_list_add(ctx, &o->sent, sizeof(struct mu_sent));
        return o->sent.n - 1;
    }
    const uint32_t i = o->free_sent - 1;
    o->free_sent = sent_at(ctx, o, i)->next;
    return i;
}

/* Behind those that are out already: the oldest is answered first. */
static void link_up(struct mu_ctx *ctx, struct mu_office *o, struct mu_instance *i, uint32_t number)
{
    uint32_t *at = &i->sent;

    while (*at)
        at = &sent_at(ctx, o, *at - 1)->next;
    *at = number + 1;
    i->open++;
}

static void forget(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_sent *s = sent_at(ctx, o, number);
    struct mu_instance *i = mu_office_instance(ctx, o, s->instance);
    uint32_t *at = &i->sent;

    while (*at != number + 1)
        at = &sent_at(ctx, o, *at - 1)->next;
    *at = s->next;
    i->open--;
    *s = (struct mu_sent){.next = o->free_sent};
    o->free_sent = number + 1;
}

/* A request for several teams is one call: they share its draws. */
static uint64_t draws_of(const struct mu_ctx *ctx, const struct mu_order *order, mu_entity_id to,
                         uint32_t nth)
{
    if (order->verb == MU_VERB_REQUEST)
        return mu_office_address("%016llx|%s", (unsigned long long)order->draws, mu_name(ctx, to));
    return mu_office_address("%016llx|%s|%s|%u", (unsigned long long)order->draws, mu_name(ctx, to),
                             mu_name(ctx, order->target), nth);
}

static void go_out(struct mu_ctx *ctx, struct mu_office *o, struct mu_sent *s,
                   const struct mu_order *order)
{
    struct mu_asset *a = mu_office_find_asset(ctx, o, s->to);
    const struct mu_letter letter = {.to = s->to,
                                     .kind = MU_LETTER_ORDER,
                                     .draws = draws_of(ctx, order, s->to, a ? a->orders : 0),
                                     .order = *order};

    s->state = MU_SENT_OPEN;
    if (a) {
        a->orders++;
        a->used += s->units;
    }
    mu_office_post(ctx, &letter);
}

struct mu_sent *mu_office_send_order(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance,
                                     mu_entity_id to, const struct mu_order *order, uint32_t units)
{
    const uint32_t number = take_place(ctx, o);
    struct mu_sent *s = sent_at(ctx, o, number);

    *s = (struct mu_sent){.to = to,
                          .target = order->target,
                          .instance = instance,
                          .state = MU_SENT_WAITS,
                          .units = units};
    link_up(ctx, o, mu_office_instance(ctx, o, instance), number);
    if (!mu_office_is_force(ctx, to) || mu_office_find_asset(ctx, o, to))
        go_out(ctx, o, s, order);
    return s;
}

void mu_office_release(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who)
{
    const mu_cause before = mu_cause_now(ctx);

    for (uint32_t k = 0; k < o->sent.n; k++) {
        struct mu_sent *s = sent_at(ctx, o, k);
        if (s->state != MU_SENT_WAITS || s->to.i != who.i)
            continue;
        const struct mu_instance *i = mu_office_instance(ctx, o, s->instance);
        const struct mu_item item = mu_office_item(ctx, i->row);
        const struct mu_order order = mu_office_order(ctx, i, &item);
        mu_set_cause(ctx, i->cause); /* that the team came is not why it goes */
        go_out(ctx, o, s, &order);
    }
    mu_set_cause(ctx, before);
}

/* ---- answers ---- */

static bool matches(const struct mu_sent *s, mu_entity_id from, const struct mu_status *status)
{
    return s->state == MU_SENT_OPEN && s->to.i == from.i && s->target.i == status->target.i;
}

static uint32_t find_sent(struct mu_ctx *ctx, const struct mu_office *o, mu_entity_id from,
                          const struct mu_status *status)
{
    const uint32_t first = mu_office_item_rows(ctx) ? mu_part(ctx, 0).i : 0;

    if (first == 0 || status->item.i < first || status->item.i - first >= mu_office_item_rows(ctx))
        return UINT32_MAX;
    const struct mu_item_row *r = mu_office_row(ctx, o, status->item.i - first);
    for (uint32_t k = r->first; k < r->first + r->n; k++)
        for (uint32_t s = mu_office_instance(ctx, o, k)->sent; s; s = sent_at(ctx, o, s - 1)->next)
            if (matches(sent_at(ctx, o, s - 1), from, status))
                return s - 1;
    return UINT32_MAX;
}

/* What one depot has not, the next of the list is asked for. True when the order is over. */
static bool came_short(struct mu_ctx *ctx, struct mu_office *o, uint32_t number, double kg)
{
    const struct mu_sent s = *sent_at(ctx, o, number);

    if (!mu_office_supply(ctx, o, s.instance, s.step + 1, kg))
        mu_office_instance(ctx, o, s.instance)->one_failed = true;
    sent_at(ctx, o, number)->amount -= kg;
    return s.amount - kg <= LEFTOVER_KG;
}

static mu_entity_id went_to(const struct mu_item *item, const struct mu_sent *s)
{
    return item->does == MU_VERB_SEND && item->to.i ? item->to : s->target;
}

static void over(struct mu_ctx *ctx, struct mu_office *o, uint32_t number, bool done, double value)
{
    const struct mu_sent s = *sent_at(ctx, o, number);
    struct mu_instance *i = mu_office_instance(ctx, o, s.instance);
    const struct mu_item item = mu_office_item(ctx, i->row);

    forget(ctx, o, number);
    i->value += done ? value : 0;
    mu_office_asset_back(ctx, o, &s, went_to(&item, &s), done);
    if (i->need) {
        mu_office_need_answered(ctx, o, i->need - 1, s.amount, done);
        return;
    }
    i->one_failed = i->one_failed || (!done && item.does != MU_VERB_SUPPLY);
    if (i->open == 0 && i->stage == MU_STAGE_STARTED)
        mu_office_end_item(ctx, o, s.instance);
}

void mu_office_answered(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id from,
                        const struct mu_status *status)
{
    const bool done = status->kind == MU_STATUS_DONE;

    if (status->kind == MU_STATUS_FREE)
        mu_office_freed(ctx, o, from);
    if (status->kind == MU_STATUS_FREE || status->kind == MU_STATUS_STARTED)
        return;
    const uint32_t number = find_sent(ctx, o, from, status);
    if (number == UINT32_MAX)
        return;
    const uint32_t row = mu_office_instance(ctx, o, sent_at(ctx, o, number)->instance)->row;
    if (!done && mu_office_item(ctx, row).does == MU_VERB_SUPPLY &&
        !came_short(ctx, o, number, status->value))
        return; /* a part is still under way */
    over(ctx, o, number, done, status->value);
}
