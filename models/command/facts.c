#include "models/command/facts.h"

#include <math.h>

#include "sim/assert.h"

enum { STACK = 64 };

struct eval {
    struct mu_ctx *ctx;
    const struct mu_knowledge *k;
    const struct mu_trigger *t;
    mu_cause cause; /* of what was told last */
    mu_time latest;
    double stack[STACK]; /* NaN = unknown */
    size_t n;
};

void mu_knowledge_init(struct mu_ctx *ctx, struct mu_knowledge *k)
{
    k->facts = mu_alloc(ctx, mu_fact_count(ctx) + 1, sizeof(struct mu_known));
}

const struct mu_known *mu_knowledge_of(const struct mu_ctx *ctx, const struct mu_knowledge *k,
                                       mu_fact fact)
{
    return (const struct mu_known *)mu_at(ctx, k->facts) + fact.i;
}

enum mu_news mu_knowledge_learn(struct mu_ctx *ctx, struct mu_knowledge *k,
                                const struct mu_told *told, mu_cause cause)
{
    struct mu_known *known = (struct mu_known *)mu_at(ctx, k->facts) + told->fact.i;
    const bool first = !known->is_known;

    mu_assert(told->fact.i <= mu_fact_count(ctx));
    if (!first && told->observed < known->observed)
        return MU_NEWS_NONE;
    if (!first && told->value == known->value) {
        known->observed = told->observed;
        return MU_NEWS_NONE;
    }
    *known = (struct mu_known){.value = told->value,
                               .observed = told->observed,
                               .told = mu_now(ctx),
                               .cause = cause,
                               .is_known = true};
    return first ? MU_NEWS_FIRST : MU_NEWS_CHANGE;
}

static void push(struct eval *e, double v)
{
    mu_assert(e->n < STACK);
    e->stack[e->n++] = v;
}

static double pop(struct eval *e)
{
    mu_assert(e->n > 0);
    return e->stack[--e->n];
}

static double known_value(struct eval *e, mu_fact fact)
{
    const struct mu_known *known = mu_knowledge_of(e->ctx, e->k, fact);

    if (!known->is_known)
        return NAN;
    if (known->told >= e->latest) {
        e->latest = known->told;
        e->cause = known->cause;
    }
    return known->value;
}

static double value_of_it(struct eval *e, uint32_t q)
{
    return e->t->it.i ? known_value(e, mu_fact_of(e->ctx, e->t->it, q)) : NAN;
}

/* any, count, sum and max over what is known of all entities of a model. */
static double over_all(struct eval *e, const struct mu_node *node)
{
    size_t n;
    const mu_entity_id first = mu_first_of_index(e->ctx, node->model, &n);
    double count = 0, sum = 0, max = NAN;

    for (uint32_t i = 0; i < n; i++) {
        const mu_fact fact = mu_fact_of(e->ctx, (mu_entity_id){first.i + i}, node->q);
        const double v = known_value(e, fact);
        if (isnan(v))
            continue;
        count += v != 0;
        sum += v;
        max = isnan(max) || v > max ? v : max;
    }
    switch (node->op) {
    case MU_OP_ANY: return count > 0;
    case MU_OP_COUNT: return count;
    case MU_OP_SUM: return sum;
    default: return max;
    }
}

static double since(struct eval *e, const struct mu_node *node)
{
    const double truth = pop(e);
    mu_time *memory = &e->t->memories[node->slot];

    if (isnan(truth) || truth == 0) {
        *memory = MU_NEVER;
        return 0;
    }
    if (*memory == MU_NEVER)
        *memory = mu_now(e->ctx);
    return (double)(mu_now(e->ctx) - *memory) / (double)MU_SECOND;
}

static double age(struct eval *e, mu_fact fact)
{
    const struct mu_known *known = mu_knowledge_of(e->ctx, e->k, fact);

    return known->is_known ? (double)(mu_now(e->ctx) - known->observed) / (double)MU_SECOND : NAN;
}

static double logic(enum mu_op op, double a, double b)
{
    const double decides = op == MU_OP_OR;

    if ((!isnan(a) && (a != 0) == (decides != 0)) || (!isnan(b) && (b != 0) == (decides != 0)))
        return decides;
    return isnan(a) || isnan(b) ? NAN : 1 - decides;
}

static double compare(enum mu_op op, double a, double b)
{
    if (isnan(a) || isnan(b))
        return NAN;
    switch (op) {
    case MU_OP_LT: return a < b;
    case MU_OP_LE: return a <= b;
    case MU_OP_GT: return a > b;
    case MU_OP_GE: return a >= b;
    case MU_OP_EQ: return a == b;
    default: return a != b;
    }
}

static double compute(enum mu_op op, double a, double b)
{
    switch (op) {
    case MU_OP_ADD: return a + b;
    case MU_OP_SUB: return a - b;
    case MU_OP_MUL: return a * b;
    default: return b == 0 ? NAN : a / b;
    }
}

static void binary(struct eval *e, enum mu_op op)
{
    const double b = pop(e), a = pop(e);

    if (op == MU_OP_AND || op == MU_OP_OR)
        push(e, logic(op, a, b));
    else if (op >= MU_OP_LT && op <= MU_OP_NE)
        push(e, compare(op, a, b));
    else
        push(e, compute(op, a, b));
}

static void step(struct eval *e, const struct mu_node *node)
{
    switch (node->op) {
    case MU_OP_NUMBER: push(e, node->number); break;
    case MU_OP_FACT: push(e, known_value(e, node->fact)); break;
    case MU_OP_IT: push(e, value_of_it(e, node->q)); break;
    case MU_OP_ANY:
    case MU_OP_COUNT:
    case MU_OP_SUM:
    case MU_OP_MAX: push(e, over_all(e, node)); break;
    case MU_OP_SINCE: push(e, since(e, node)); break;
    case MU_OP_AGE: push(e, age(e, node->fact)); break;
    case MU_OP_NOT: {
        const double v = pop(e);
        push(e, isnan(v) ? v : v == 0);
        break;
    }
    default: binary(e, node->op); break;
    }
}

bool mu_trigger_true(struct mu_ctx *ctx, const struct mu_knowledge *k,
                     const struct mu_trigger *trigger, mu_cause *cause)
{
    struct eval e = {.ctx = ctx, .k = k, .t = trigger, .latest = -1};

    if (trigger->expr->n == 0)
        return false;
    for (size_t i = 0; i < trigger->expr->n; i++)
        step(&e, &trigger->expr->nodes[i]);
    const double v = pop(&e);
    mu_assert(e.n == 0);
    *cause = e.cause;
    return !isnan(v) && v != 0;
}

bool mu_trigger_waits(const struct mu_expr *expr)
{
    for (size_t i = 0; i < expr->n; i++)
        if (expr->nodes[i].op == MU_OP_SINCE || expr->nodes[i].op == MU_OP_AGE)
            return true;
    return false;
}
