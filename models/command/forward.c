/* forward.c - what an office learns goes on: by its rules of reporting within a deadline, its own
 * level to the office above and those below, all that is known by an item.
 *
 * What is urgent (heard for the first time, or a yes/no that turned) goes at once; the rest
 * waits for company, at most `every`. A fact never goes back to who told it.
 */
#include <math.h>
#include <string.h>

#include "models/command/office_impl.h"
#include "sim/assert.h"

#define RETRY (5 * MU_MINUTE) /* until another try when no channel worked; muster calibration */

static const struct mu_office_params *params(const struct mu_ctx *ctx)
{
    return mu_params(ctx);
}

static struct mu_outlet *outlet_at(const struct mu_ctx *ctx, const struct mu_office *o, uint32_t i)
{
    mu_assert(i < o->outlets.n);
    return (struct mu_outlet *)mu_at(ctx, o->outlets.items) + i;
}

static const struct mu_rule *rule_of(const struct mu_ctx *ctx, const struct mu_outlet *out)
{
    return (const struct mu_rule *)params(ctx)->rules.rows + out->rule;
}

/* ---- to whom ---- */

static uint32_t find_outlet(const struct mu_ctx *ctx, const struct mu_office *o, mu_entity_id to)
{
    for (uint32_t i = (uint32_t)params(ctx)->rules.n; i < o->outlets.n; i++)
        if (outlet_at(ctx, o, i)->to.i == to.i)
            return i;
    return UINT32_MAX;
}

static void add_outlet(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id to, uint32_t rule)
{
    if (to.i == 0 || (rule == MU_NO_RULE && find_outlet(ctx, o, to) != UINT32_MAX))
        return;
    *(struct mu_outlet *)mu_list_add(ctx, &o->outlets, sizeof(struct mu_outlet)) =
        (struct mu_outlet){.to = to, .rule = rule, .at = MU_NEVER};
}

static bool is_kin(const struct mu_ctx *ctx, mu_entity_id other)
{
    const struct mu_office_params *q = mu_params_of(ctx, other);

    return q->parent.i == mu_self(ctx).i || params(ctx)->parent.i == other.i;
}

void mu_office_outlets_start(struct mu_ctx *ctx, struct mu_office *o)
{
    const struct mu_rule *rules = params(ctx)->rules.rows;
    size_t n;
    const mu_entity_id first = mu_first_of(ctx, "office", &n);

    for (uint32_t i = 0; i < params(ctx)->rules.n; i++)
        add_outlet(ctx, o, rules[i].to, i);
    for (uint32_t i = 0; i < n; i++)
        if (is_kin(ctx, (mu_entity_id){first.i + i}))
            add_outlet(ctx, o, (mu_entity_id){first.i + i}, MU_NO_RULE);
    for (uint32_t row = 0; row < mu_office_item_rows(ctx); row++) {
        const struct mu_item item = mu_office_item(ctx, row);
        if (item.does == MU_VERB_REPORT)
            add_outlet(ctx, o, item.to, MU_NO_RULE);
    }
}

/* ---- what is pending ---- */

static void make_room(struct mu_ctx *ctx, struct mu_outlet *out)
{
    const size_t facts = mu_fact_count(ctx) + 1;

    if (out->is_pending.i)
        return;
    out->is_pending = mu_alloc(ctx, facts, sizeof(bool));
    out->list = mu_alloc(ctx, facts, sizeof(uint32_t));
    out->passed = mu_alloc(ctx, facts, sizeof(double));
    double *passed = mu_at(ctx, out->passed);
    for (size_t i = 0; i < facts; i++)
        passed[i] = NAN;
}

static void add_pending(struct mu_ctx *ctx, struct mu_outlet *out, mu_fact fact)
{
    bool *is_pending = mu_at(ctx, out->is_pending);
    uint32_t *list = mu_at(ctx, out->list);

    if (is_pending[fact.i])
        return;
    if (out->n == 0) {
        out->first = mu_now(ctx);
        out->cause = mu_cause_now(ctx);
    }
    is_pending[fact.i] = true;
    list[out->n++] = fact.i;
}

/* The next report goes after `delay`, or when it was to go if that is sooner. */
static void wake(struct mu_ctx *ctx, const struct mu_office *o, uint32_t number, mu_time delay)
{
    struct mu_outlet *out = outlet_at(ctx, o, number);
    const mu_time when = mu_now(ctx) + delay;

    if (when >= out->at)
        return;
    mu_cancel(ctx, out->timer);
    out->at = when;
    out->timer = mu_set_timer(ctx, delay, MU_OFFICE_FORWARD, &number, sizeof number);
}

/* Is `model` one of the words of "zone, dike"? */
static bool is_about(const char *about, const char *model)
{
    const size_t n = strlen(model);

    if (!about || !*about)
        return true;
    for (const char *at = about; (at = strstr(at, model)) != NULL; at += n) {
        const bool starts = at == about || strchr(", ", at[-1]);
        if (starts && (at[n] == '\0' || strchr(", ", at[n])))
            return true;
    }
    return false;
}

static bool applies(const struct mu_ctx *ctx, const struct mu_office *o,
                    const struct mu_outlet *out, mu_fact fact)
{
    if (out->rule == MU_NO_RULE || o->level < rule_of(ctx, out)->at_level)
        return false;
    return is_about(rule_of(ctx, out)->about, mu_model_of(ctx, mu_fact_entity(ctx, fact, NULL)));
}

/* ---- what is learned ---- */

/* Compared with what was passed on last, so that many small steps are told in the end. */
static bool is_worth_it(double passed, double now, double change)
{
    return isnan(passed) || fabs(now - passed) > change * fabs(passed);
}

static void consider(struct mu_ctx *ctx, struct mu_office *o, uint32_t number,
                     const struct mu_told *told)
{
    struct mu_outlet *out = outlet_at(ctx, o, number);
    const struct mu_rule *rule = rule_of(ctx, out);
    const mu_time next = out->last + rule->every;

    make_room(ctx, out);
    const double passed = ((const double *)mu_at(ctx, out->passed))[told->fact.i];
    if (!is_worth_it(passed, told->value, rule->change))
        return;
    const bool turned = (!isnan(passed) && passed != 0) != (told->value != 0);
    add_pending(ctx, out, told->fact);
    if (turned || !out->told_before || next <= mu_now(ctx))
        wake(ctx, o, number, 0);
    else
        wake(ctx, o, number, next - mu_now(ctx));
}

void mu_office_pass_on(struct mu_ctx *ctx, struct mu_office *o, const struct mu_told *told,
                       mu_entity_id from)
{
    if (mu_perfect_information(ctx))
        return; /* everybody has it already */
    for (uint32_t i = 0; i < params(ctx)->rules.n; i++) {
        const struct mu_outlet *out = outlet_at(ctx, o, i);
        if (out->to.i != from.i && applies(ctx, o, out, told->fact))
            consider(ctx, o, i, told);
    }
}

static uint32_t add_all_known(struct mu_ctx *ctx, const struct mu_office *o, uint32_t number)
{
    struct mu_outlet *out = outlet_at(ctx, o, number);
    const uint32_t last = (uint32_t)mu_fact_count(ctx);

    make_room(ctx, out);
    for (uint32_t i = 1; i <= last; i++) {
        const struct mu_known *k = mu_knowledge_of(ctx, &o->knows, (mu_fact){i});
        if (k->is_known && k->from.i != out->to.i &&
            (out->rule == MU_NO_RULE || applies(ctx, o, out, (mu_fact){i})))
            add_pending(ctx, out, (mu_fact){i});
    }
    return out->n;
}

/* A rule that begins at this level begins with all that is known. */
static void begin_rules(struct mu_ctx *ctx, struct mu_office *o, int32_t before)
{
    for (uint32_t i = 0; i < params(ctx)->rules.n; i++) {
        const int32_t from = rule_of(ctx, outlet_at(ctx, o, i))->at_level;
        if (from > before && from <= o->level && add_all_known(ctx, o, i) > 0)
            wake(ctx, o, i, 0);
    }
}

/* The level is news that waits for no company. */
static void tell_level(struct mu_ctx *ctx, const struct mu_office *o, uint32_t number,
                       mu_fact level)
{
    struct mu_outlet *out = outlet_at(ctx, o, number);

    make_room(ctx, out);
    add_pending(ctx, out, level);
    wake(ctx, o, number, 0);
}

/* By a rule, or else as to the office above or below. */
static bool tell_by_rule(struct mu_ctx *ctx, const struct mu_office *o, mu_entity_id to,
                         mu_fact level)
{
    bool told = false;

    for (uint32_t i = 0; i < params(ctx)->rules.n; i++) {
        const struct mu_outlet *out = outlet_at(ctx, o, i);
        if ((to.i != 0 && out->to.i != to.i) || !applies(ctx, o, out, level))
            continue;
        tell_level(ctx, o, i, level);
        told = true;
    }
    return told;
}

void mu_office_pass_level(struct mu_ctx *ctx, struct mu_office *o, const struct mu_told *told,
                          int32_t before)
{
    if (mu_perfect_information(ctx)) {
        mu_report_tell(ctx, &params(ctx)->channels, MU_NOBODY, true, &o->number,
                       MU_REPORT_FOLLOW_UP, MU_NEVER, told, 1);
        return;
    }
    begin_rules(ctx, o, before);
    tell_by_rule(ctx, o, MU_NOBODY, told->fact);
    for (uint32_t i = (uint32_t)params(ctx)->rules.n; i < o->outlets.n; i++) {
        const mu_entity_id to = outlet_at(ctx, o, i)->to;
        if (is_kin(ctx, to) && !tell_by_rule(ctx, o, to, told->fact))
            tell_level(ctx, o, i, told->fact);
    }
}

bool mu_office_tell_all_known(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id to)
{
    const uint32_t i = find_outlet(ctx, o, to);

    if (mu_perfect_information(ctx) || i == UINT32_MAX || add_all_known(ctx, o, i) == 0)
        return false;
    wake(ctx, o, i, 0);
    return true;
}

/* ---- a report goes ---- */

static uint32_t gather(struct mu_ctx *ctx, const struct mu_office *o, const struct mu_outlet *out,
                       uint32_t *taken, struct mu_told *told)
{
    const uint32_t *list = mu_at(ctx, out->list);
    uint32_t n = 0;

    for (; *taken < out->n && n < MU_TOLD_MAX; ++*taken) {
        const mu_fact fact = {list[*taken]};
        const struct mu_known *k = mu_knowledge_of(ctx, &o->knows, fact);
        if (k->from.i != out->to.i) /* who has told it meanwhile knows it */
            told[n++] = (struct mu_told){fact, k->value, k->observed};
    }
    return n;
}

static void remove_pending(struct mu_ctx *ctx, struct mu_outlet *out, uint32_t taken)
{
    bool *is_pending = mu_at(ctx, out->is_pending);
    uint32_t *list = mu_at(ctx, out->list);

    for (uint32_t i = 0; i < taken; i++)
        is_pending[list[i]] = false;
    out->n -= taken;
    memmove(list, list + taken, out->n * sizeof *list);
}

static bool tell(struct mu_ctx *ctx, struct mu_office *o, struct mu_outlet *out,
                 const struct mu_told *told, uint32_t n)
{
    const mu_time within = out->rule == MU_NO_RULE ? MU_NEVER : rule_of(ctx, out)->within;
    const mu_time due = within == MU_NEVER ? MU_NEVER : out->first + within;
    double *passed = mu_at(ctx, out->passed);

    mu_set_cause(ctx, out->cause); /* that it waited for company is not why it goes */
    if (!mu_report_tell(ctx, &params(ctx)->channels, out->to, true, &o->number,
                        out->told_before ? MU_REPORT_FOLLOW_UP : MU_REPORT_INITIAL, due, told, n))
        return false;
    out->told_before = true;
    for (uint32_t i = 0; i < n; i++)
        passed[told[i].fact.i] = told[i].value;
    return true;
}

static bool tell_pending(struct mu_ctx *ctx, struct mu_office *o, struct mu_outlet *out)
{
    struct mu_told told[MU_TOLD_MAX];

    while (out->n > 0) {
        uint32_t taken = 0;
        const uint32_t n = gather(ctx, o, out, &taken, told);
        if (n > 0 && !tell(ctx, o, out, told, n))
            return false;
        remove_pending(ctx, out, taken);
    }
    out->last = mu_now(ctx);
    return true;
}

/* Items that wanted all told to `to`. */
static void end_reports(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id to)
{
    for (uint32_t k = 0; k < o->n_instances; k++) {
        const struct mu_instance *i = mu_office_instance(ctx, o, k);
        if (i->stage != MU_STAGE_STARTED)
            continue;
        const struct mu_item item = mu_office_item(ctx, i->row);
        if (item.does == MU_VERB_REPORT && item.to.i == to.i) {
            mu_set_cause(ctx, i->cause);
            mu_office_end_item(ctx, o, k);
        }
    }
}

void mu_office_forward(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_outlet *out = outlet_at(ctx, o, number);
    const bool cut = !mu_channel_works(ctx, &params(ctx)->channels, out->to, true);

    out->at = MU_NEVER;
    if ((cut && out->missed) || !tell_pending(ctx, o, out)) {
        out->missed = true; /* once on record is enough */
        wake(ctx, o, number, RETRY);
        return;
    }
    out->missed = false;
    if (out->rule == MU_NO_RULE)
        end_reports(ctx, o, out->to);
}
