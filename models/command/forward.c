/* forward.c - rules of reporting: what an office learns goes on within a deadline.
 *
 * What is urgent (heard for the first time, or a yes/no that turned) goes at once; the rest
 * waits for company, at most `every`. A fact never goes back to who told it.
 */
#include <math.h>
#include <string.h>

#include "models/command/office_impl.h"

enum { RETRY_S = 300 }; /* s until another try when no channel worked; muster calibration */

static struct mu_rule_state *rule_state(const struct mu_ctx *ctx, const struct mu_office *o,
                                        uint32_t rule)
{
    return (struct mu_rule_state *)mu_at(ctx, o->rules) + rule;
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

static bool changed_enough(const struct mu_rule *rule, double before, double now)
{
    return isnan(before) || fabs(now - before) > rule->change * fabs(before);
}

static void add_pending(struct mu_ctx *ctx, struct mu_rule_state *s, mu_fact fact)
{
    bool *pending = mu_at(ctx, s->pending);

    if (s->n_pending == 0)
        s->first = mu_now(ctx);
    s->n_pending += !pending[fact.i];
    pending[fact.i] = true;
}

static void wake(struct mu_ctx *ctx, struct mu_rule_state *s, uint32_t rule, mu_time delay)
{
    if (s->timed)
        return;
    s->timed = true;
    mu_set_timer(ctx, delay, MU_OFFICE_FORWARD, &rule, sizeof rule);
}

static uint32_t gather(struct mu_ctx *ctx, const struct mu_office *o, struct mu_rule_state *s,
                       struct mu_told *told)
{
    bool *pending = mu_at(ctx, s->pending);
    const uint32_t last = (uint32_t)mu_fact_count(ctx);
    uint32_t n = 0;

    for (uint32_t i = 1; i <= last && n < MU_TOLD_MAX && s->n_pending > 0; i++) {
        if (!pending[i])
            continue;
        const struct mu_known *k = mu_knowledge_of(ctx, &o->knows, (mu_fact){i});
        told[n++] = (struct mu_told){{i}, k->value, k->observed};
        pending[i] = false;
        s->n_pending--;
    }
    return n;
}

static void put_back(struct mu_ctx *ctx, struct mu_rule_state *s, const struct mu_told *told,
                     uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        add_pending(ctx, s, told[i].fact);
}

static void report(struct mu_ctx *ctx, struct mu_office *o, uint32_t row)
{
    const struct mu_office_params *p = mu_params(ctx);
    const struct mu_rule *rule = (const struct mu_rule *)p->rules.rows + row;
    struct mu_rule_state *s = rule_state(ctx, o, row);
    struct mu_told told[MU_TOLD_MAX];
    const mu_time first = s->first;
    const mu_time due = rule->within == MU_NEVER ? MU_NEVER : first + rule->within;

    while (s->n_pending > 0) {
        const uint32_t n = gather(ctx, o, s, told);
        if (!mu_report_tell(ctx, &p->channels, rule->to, true, &o->number,
                            s->told_before ? MU_REPORT_FOLLOW_UP : MU_REPORT_INITIAL, due, told,
                            n)) {
            put_back(ctx, s, told, n);
            s->first = first;
            wake(ctx, s, row, RETRY_S * MU_SECOND);
            return;
        }
        s->told_before = true;
    }
    s->last = mu_now(ctx);
}

void mu_office_forward(struct mu_ctx *ctx, struct mu_office *o, uint32_t rule)
{
    rule_state(ctx, o, rule)->timed = false;
    report(ctx, o, rule);
}

static void apply(struct mu_ctx *ctx, struct mu_office *o, uint32_t row, mu_fact fact, bool urgent)
{
    const struct mu_office_params *p = mu_params(ctx);
    const struct mu_rule *rule = (const struct mu_rule *)p->rules.rows + row;
    struct mu_rule_state *s = rule_state(ctx, o, row);
    const mu_time next = s->last + rule->every;

    add_pending(ctx, s, fact);
    if (urgent || !s->told_before)
        wake(ctx, s, row, 0);
    else
        wake(ctx, s, row, next > mu_now(ctx) ? next - mu_now(ctx) : 0);
}

void mu_office_pass_on(struct mu_ctx *ctx, struct mu_office *o, const struct mu_told *told,
                       enum mu_news news, double before, mu_entity_id from)
{
    const struct mu_office_params *p = mu_params(ctx);
    const struct mu_rule *rules = p->rules.rows;
    uint32_t quantity;
    const char *model = mu_model_of(ctx, mu_fact_entity(ctx, told->fact, &quantity));
    const bool turned = !isnan(before) && (before != 0) != (told->value != 0);

    if (mu_perfect_information(ctx))
        return; /* everybody has it already */
    for (uint32_t i = 0; i < p->rules.n; i++)
        if (o->level >= rules[i].at_level && rules[i].to.i != from.i &&
            is_about(rules[i].about, model) && changed_enough(&rules[i], before, told->value))
            apply(ctx, o, i, told->fact, (news == MU_NEWS_FIRST && told->value != 0) || turned);
}

void mu_office_tell_all_known(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id to)
{
    const struct mu_office_params *p = mu_params(ctx);
    const uint32_t last = (uint32_t)mu_fact_count(ctx);
    struct mu_told told[MU_TOLD_MAX];
    uint32_t n = 0;

    for (uint32_t i = 1; i <= last; i++) {
        const struct mu_known *k = mu_knowledge_of(ctx, &o->knows, (mu_fact){i});
        if (k->is_known)
            told[n++] = (struct mu_told){{i}, k->value, k->observed};
        if (n == MU_TOLD_MAX || (i == last && n > 0)) {
            mu_report_tell(ctx, &p->channels, to, true, &o->number, MU_REPORT_FOLLOW_UP, MU_NEVER,
                           told, n);
            n = 0;
        }
    }
}
