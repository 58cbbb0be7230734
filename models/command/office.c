#include "models/command/office.h"

#include <stdio.h>
#include <string.h>

#include "models/command/office_impl.h"
#include "sim/assert.h"

static void office_start(struct mu_ctx *ctx, void *state)
{
    const struct mu_office_params *p = mu_params(ctx);
    struct mu_office *o = state;

    o->level = p->level;
    mu_knowledge_init(ctx, &o->knows);
    if (p->rules.n) {
        o->rules = mu_alloc(ctx, p->rules.n, sizeof(struct mu_rule_state));
        struct mu_rule_state *rules = mu_at(ctx, o->rules);
        for (size_t i = 0; i < p->rules.n; i++)
            rules[i].pending = mu_alloc(ctx, mu_fact_count(ctx) + 1, sizeof(bool));
    }
    const struct mu_told own = {mu_fact_of(ctx, mu_self(ctx), MU_OFFICE_Q_LEVEL), o->level, 0};
    mu_knowledge_learn(ctx, &o->knows, &own, MU_NO_CAUSE);
    mu_office_desk_start(ctx, o);
    mu_office_plan_start(ctx, o);
    mu_set_timer(ctx, 0, MU_OFFICE_CHECK, NULL, 0);
}

static void on_order(struct mu_ctx *ctx, struct mu_office *o, const struct mu_order *order)
{
    if (order->verb == MU_VERB_REQUEST)
        mu_office_requested(ctx, o, order);
    else
        mu_fail(ctx, "an office can be asked for teams and fleets, not be told to %s",
                mu_verbs[order->verb]);
}

static uint32_t number_in(const struct mu_event *ev)
{
    uint32_t number;

    memcpy(&number, ev->body, sizeof number);
    return number;
}

static void on_check(struct mu_ctx *ctx, struct mu_office *o)
{
    o->checking = false;
    mu_office_look(ctx, o);
}

static void office_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct mu_office *o = state;
    const struct mu_dispatch *d = ev->body;

    switch (ev->type) {
    case MU_MSG_ORDER: on_order(ctx, o, ev->body); break;
    case MU_MSG_STATUS: mu_office_answered(ctx, o, ev->from, ev->body); break;
    case MU_MSG_REPORT: mu_office_receive(ctx, o, ev); break;
    case MU_OFFICE_READ: mu_office_read(ctx, o, ev->body); break;
    case MU_OFFICE_ACT: mu_office_act(ctx, o, number_in(ev)); break;
    case MU_OFFICE_ORDER: mu_office_send_order(ctx, o, d->to, &d->order); break;
    case MU_OFFICE_FORWARD: mu_office_forward(ctx, o, number_in(ev)); break;
    case MU_OFFICE_DEADLINE: mu_office_deadline(ctx, o, number_in(ev)); break;
    case MU_OFFICE_HISTORY: mu_office_history(ctx, o, number_in(ev)); break;
    case MU_OFFICE_CHECK: on_check(ctx, o); break;
    case MU_OFFICE_GRANT: mu_office_grant(ctx, o, ev->body); break;
    default: mu_bug("an office got a message it does not know");
    }
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
    return ((const struct mu_office *)state)->n_queue;
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
    .start = office_start,
    .handle = office_handle,
};
