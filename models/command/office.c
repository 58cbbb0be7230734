#include "models/command/office.h"

#include <stdio.h>
#include <string.h>

#include "models/command/office_impl.h"
#include "sim/assert.h"

static void office_start(struct mu_ctx *ctx, void *state)
{
    const struct mu_office_params *p = mu_params(ctx);
    const struct mu_decision *decisions = p->history.rows;
    struct mu_office *o = state;

    o->level = p->level;
    o->level_from = -1;
    mu_office_duty_start(ctx, o);
    mu_knowledge_init(ctx, &o->knows);
    const struct mu_told own = {mu_fact_of(ctx, mu_self(ctx), MU_OFFICE_Q_LEVEL), o->level, 0};
    mu_knowledge_learn(ctx, &o->knows, &own, mu_self(ctx), MU_NO_CAUSE);
    mu_office_assets_start(ctx, o);
    mu_office_items_start(ctx, o);
    mu_office_needs_start(ctx, o);
    mu_office_watch_start(ctx, o);
    mu_office_outlets_start(ctx, o);
    mu_set_timer(ctx, 0, MU_OFFICE_BEGIN, NULL, 0);
    for (uint32_t row = 0; row < p->history.n; row++)
        mu_set_timer(ctx, decisions[row].at, MU_OFFICE_HISTORY, &row, sizeof row);
}

/* Offices can be asked for teams and fleets; nobody else gives them orders. */
static void on_order(struct mu_ctx *ctx, const struct mu_order *order)
{
    if (order->verb == MU_VERB_REQUEST)
        mu_office_requested(ctx, order);
    else
        mu_office_decline(ctx, order);
}

static uint32_t number_in(const struct mu_event *ev)
{
    uint32_t number;

    memcpy(&number, ev->body, sizeof number);
    return number;
}

static void handle(struct mu_ctx *ctx, struct mu_office *o, const struct mu_event *ev)
{
    switch (ev->type) {
    case MU_MSG_ORDER: on_order(ctx, ev->body); break;
    case MU_MSG_STATUS: mu_office_answered(ctx, o, ev->from, ev->body); break;
    case MU_MSG_REPORT: mu_office_receive(ctx, o, ev); break;
    case MU_OFFICE_READ: mu_office_read(ctx, o, mu_claim_of(ev)); break;
    case MU_OFFICE_ACT: mu_office_act(ctx, o, number_in(ev)); break;
    case MU_OFFICE_LETTER: mu_office_post(ctx, ev->body); break;
    case MU_OFFICE_FORWARD: mu_office_forward(ctx, o, number_in(ev)); break;
    case MU_OFFICE_DEADLINE: mu_office_deadline(ctx, o, number_in(ev)); break;
    case MU_OFFICE_HISTORY: mu_office_history(ctx, o, number_in(ev)); break;
    case MU_OFFICE_CHECK: mu_office_check_again(ctx, o, number_in(ev)); break;
    case MU_OFFICE_BEGIN: mu_office_begin(ctx, o); break;
    case MU_OFFICE_DESK: mu_office_dispatch(ctx, o); break;
    case MU_OFFICE_GRANT: mu_office_grant(ctx, o, ev->body); break;
    default: mu_bug("an office got a message that it does not know");
    }
}

static void office_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    handle(ctx, state, ev);
    mu_office_look(ctx, state);
    mu_office_stir(ctx, state);
}

static size_t office_parts(const void *params)
{
    const struct mu_office_params *p = params;
    return p->plan.n + p->history.n;
}

static double series_level(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct mu_office *)state)->level;
}

static double series_queue(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return mu_resource_waiting(&((const struct mu_office *)state)->clerks);
}

static const struct mu_kind kinds[] = {
    MU_REPORT_KINDS,
    {"report.received", "s", "time it waited for a clerk", "an office has read a report"},
    {"report.late", "s", "time after the deadline", "a report was read after its deadline"},
    {"office.told", "1", "value of the fact", "an office learned something it did not know"},
    {"office.level", "level", "IV to I as 1 to 4", "an office changed its response level"},
    {"item.triggered", "1", "", "a plan item's trigger came true"},
    {"item.started", "1", "", "the decision was made; orders go out"},
    {"item.done", "1", "what was achieved", "all that the item ordered is done"},
    {"item.failed", "1", "", "something the item ordered could not be done"},
    {"item.late", "1", "", "the item's deadline passed before it was done"},
    {"decision.made", "1", "", "a decision of the history"},
    {"dispatch.sent", "person", "people known to wait", "a team or fleet was sent somewhere"},
    {"request.received", "1", "", "an office was asked for a team or a fleet"},
    {"request.granted", "1", "", "it was put under the asker's command"},
    {"request.refused", "1", "", "it is not under the command of the office that was asked"},
    {"order.lost", "1", "what was ordered, by number", "an order was not heard"},
    {"order.missed", "1", "what was ordered, by number", "no channel worked for an order"},
    {0}};

static const struct mu_series series[] = {
    {"level", "level", "response level, IV to I as 1 to 4", series_level},
    {"queue", "1", "reports that wait for a clerk", series_queue},
    {0}};

static const struct mu_quantity quantities[] = {{"level", "level", "response level"}, {0}};

/* "office/county-hq:A7" */
static void office_part_name(const void *params, const char *entity, size_t i, char *text,
                             size_t size)
{
    const struct mu_office_params *p = params;
    const char *id = i < p->plan.n
                         ? ((const struct mu_item *)p->plan.rows)[i].id
                         : ((const struct mu_decision *)p->history.rows)[i - p->plan.n].id;

    snprintf(text, size, "%s:%s", entity, id);
}

const struct mu_model mu_office_model = {
    .name = "office",
    .summary = "an organisation that is told, decides and orders",
    .params = mu_office_table,
    .params_size = sizeof(struct mu_office_params),
    .state_size = sizeof(struct mu_office),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .series = series,
    .quantities = quantities,
    .part_kind = "item",
    .parts = office_parts,
    .part_name = office_part_name,
    .check = mu_office_check,
    .start = office_start,
    .handle = office_handle,
};
