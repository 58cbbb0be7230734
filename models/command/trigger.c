/* trigger.c - is a trigger true by what is known, and if not, when may it turn by itself?
 *
 * since() and age() grow by a second each second, so every value on the stack carries its rate.
 * Where two values cross, a comparison may turn: the earliest crossing ahead is when the trigger
 * has to be judged again although nothing was told.
 */
#include <math.h>

#include "models/command/facts.h"
#include "sim/assert.h"

enum { STACK = 256 };

/* A number and how much it grows each second; NaN = unknown. */
struct value {
    double v, rate;
};

struct eval {
    struct mu_ctx *ctx;
    struct mu_knowledge *k;
    const struct mu_trigger *t;
    struct mu_verdict verdict;
    mu_time latest; /* when the newest of the facts used was told */
    size_t n;
    struct value stack[STACK];
};

static void push(struct eval *e, double v, double rate)
{
    mu_assert(e->n < STACK);
    e->stack[e->n++] = (struct value){v, rate};
}

static struct value pop(struct eval *e)
{
    mu_assert(e->n > 0);
    return e->stack[--e->n];
}

static void note_cause(struct eval *e, mu_time told, mu_cause cause)
{
    if (told < e->latest)
        return;
    e->latest = told;
    e->verdict.cause = cause;
}

static void look_after(struct eval *e, mu_time wait)
{
    const mu_time now = mu_now(e->ctx);

    if (wait < MU_NEVER - now && now + wait < e->verdict.next)
        e->verdict.next = now + wait;
}

/* One is `ahead` of the other; when they are level it may turn at the next instant. */
static void note_crossing(struct eval *e, double ahead, double rate)
{
    if (rate == 0 || isnan(ahead) || (ahead > 0 && rate > 0) || (ahead < 0 && rate < 0))
        return;
    const mu_time wait = ahead == 0 ? 1 : mu_seconds(-ahead / rate);
    look_after(e, wait > 0 ? wait : 1);
}

/* ---- what is pushed ---- */

static void push_fact(struct eval *e, mu_fact fact)
{
    const struct mu_known *known = mu_knowledge_of(e->ctx, e->k, fact);

    if (known->is_known)
        note_cause(e, known->told, known->cause);
    push(e, known->is_known ? known->value : NAN, 0);
}

static void push_it(struct eval *e, uint32_t q)
{
    if (e->t->it.i)
        push_fact(e, mu_fact_of(e->ctx, e->t->it, q));
    else
        push(e, NAN, 0);
}

static void push_total(struct eval *e, const struct mu_node *node)
{
    const uint32_t group = mu_knowledge_group(e->ctx, e->k, node->model, node->q);
    const struct mu_group *g = mu_knowledge_total(e->ctx, e->k, group);

    if (g->latest >= 0)
        note_cause(e, g->latest, g->cause);
    switch (node->op) {
    case MU_OP_ANY: push(e, g->count > 0, 0); break;
    case MU_OP_COUNT: push(e, g->count, 0); break;
    case MU_OP_SUM: push(e, g->sum, 0); break;
    default: push(e, g->max, 0); break;
    }
}

static double seconds_from(const struct eval *e, mu_time then)
{
    return (double)(mu_now(e->ctx) - then) / (double)MU_SECOND;
}

static void push_since(struct eval *e, uint32_t slot)
{
    const struct value truth = pop(e);
    mu_time *memory = &e->t->memories[slot];

    if (isnan(truth.v) || truth.v == 0) {
        *memory = MU_NEVER;
        push(e, 0, 0);
        return;
    }
    if (*memory == MU_NEVER)
        *memory = mu_now(e->ctx);
    push(e, seconds_from(e, *memory), 1);
}

static void push_age(struct eval *e, mu_fact fact)
{
    const struct mu_known *known = mu_knowledge_of(e->ctx, e->k, fact);

    if (!known->is_known) {
        push(e, NAN, 0);
        return;
    }
    note_cause(e, known->told, known->cause);
    push(e, seconds_from(e, known->observed), 1);
}

/* ---- operators ---- */

static double logic(enum mu_op op, double a, double b)
{
    const bool decides = op == MU_OP_OR;

    if ((!isnan(a) && (a != 0) == decides) || (!isnan(b) && (b != 0) == decides))
        return decides;
    return isnan(a) || isnan(b) ? NAN : !decides;
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

static void multiply(struct eval *e, struct value a, struct value b)
{
    if (a.rate != 0 && b.rate != 0)
        look_after(e, MU_MINUTE); /* not a straight line: look again and again */
    push(e, a.v * b.v, a.v * b.rate + b.v * a.rate);
}

static void divide(struct eval *e, struct value a, struct value b)
{
    if (b.rate != 0)
        look_after(e, MU_MINUTE);
    if (b.v == 0)
        push(e, NAN, 0);
    else
        push(e, a.v / b.v, a.rate / b.v);
}

static void binary(struct eval *e, enum mu_op op)
{
    const struct value b = pop(e), a = pop(e);

    switch (op) {
    case MU_OP_AND:
    case MU_OP_OR: push(e, logic(op, a.v, b.v), 0); break;
    case MU_OP_ADD: push(e, a.v + b.v, a.rate + b.rate); break;
    case MU_OP_SUB: push(e, a.v - b.v, a.rate - b.rate); break;
    case MU_OP_MUL: multiply(e, a, b); break;
    case MU_OP_DIV: divide(e, a, b); break;
    default: note_crossing(e, a.v - b.v, a.rate - b.rate); push(e, compare(op, a.v, b.v), 0);
    }
}

static void negate(struct eval *e)
{
    const struct value v = pop(e);
    push(e, isnan(v.v) ? NAN : v.v == 0, 0);
}

static void step(struct eval *e, const struct mu_node *node)
{
    switch (node->op) {
    case MU_OP_NUMBER: push(e, node->number, 0); break;
    case MU_OP_FACT: push_fact(e, node->fact); break;
    case MU_OP_IT: push_it(e, node->q); break;
    case MU_OP_ANY:
    case MU_OP_COUNT:
    case MU_OP_SUM:
    case MU_OP_MAX: push_total(e, node); break;
    case MU_OP_SINCE: push_since(e, node->slot); break;
    case MU_OP_AGE: push_age(e, node->fact); break;
    case MU_OP_NOT: negate(e); break;
    default: binary(e, node->op); break;
    }
}

struct mu_verdict mu_trigger_judge(struct mu_ctx *ctx, struct mu_knowledge *k,
                                   const struct mu_trigger *trigger)
{
    struct eval e; /* the stack needs no zeros */

    e.ctx = ctx;
    e.k = k;
    e.t = trigger;
    e.verdict = (struct mu_verdict){.next = MU_NEVER};
    e.latest = -1;
    e.n = 0;
    if (trigger->expr->n == 0)
        return e.verdict;
    for (size_t i = 0; i < trigger->expr->n; i++)
        step(&e, &trigger->expr->nodes[i]);
    const struct value v = pop(&e);
    mu_assert(e.n == 0);
    e.verdict.is_true = !isnan(v.v) && v.v != 0;
    return e.verdict;
}

static int growth(enum mu_op op)
{
    switch (op) {
    case MU_OP_NUMBER:
    case MU_OP_FACT:
    case MU_OP_IT:
    case MU_OP_ANY:
    case MU_OP_COUNT:
    case MU_OP_SUM:
    case MU_OP_MAX:
    case MU_OP_AGE: return 1;
    case MU_OP_SINCE:
    case MU_OP_NOT: return 0;
    default: return -1;
    }
}

bool mu_trigger_fits(const struct mu_expr *expr)
{
    int depth = 0, most = 0;

    for (size_t i = 0; i < expr->n; i++) {
        depth += growth(expr->nodes[i].op);
        most = depth > most ? depth : most;
    }
    return most <= STACK;
}
