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

/* A number, how much it grows each second, and to which report it is owed; NaN = unknown. */
struct value {
    double v, rate;
    mu_time told; /* -1: to none */
    mu_cause cause;
};

struct eval {
    struct mu_ctx *ctx;
    struct mu_knowledge *k;
    const struct mu_trigger *t;
    mu_time next; /* crossing ahead */
    size_t n;
    struct value stack[STACK];
};

static void push(struct eval *e, struct value v)
{
    mu_assert(e->n < STACK);
    e->stack[e->n++] = v;
}

static struct value pop(struct eval *e)
{
    mu_assert(e->n > 0);
    return e->stack[--e->n];
}

static struct value owed_to_none(double v)
{
    return (struct value){.v = v, .told = -1};
}

/* The same number, owed to the later of the two. */
static struct value owed(double v, struct value a, struct value b)
{
    const struct value *later = a.told > b.told ? &a : &b;
    return (struct value){.v = v, .told = later->told, .cause = later->cause};
}

static void look_after(struct eval *e, mu_time wait)
{
    const mu_time now = mu_now(e->ctx);

    if (wait < MU_NEVER - now && now + wait < e->next)
        e->next = now + wait;
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

static struct value known_value(const struct mu_known *known, double v)
{
    if (!known->is_known)
        return owed_to_none(NAN);
    return (struct value){.v = v, .told = known->told, .cause = known->cause};
}

static void push_fact(struct eval *e, mu_fact fact)
{
    const struct mu_known *known = mu_knowledge_of(e->ctx, e->k, fact);

    push(e, known_value(known, known->value));
}

static void push_it(struct eval *e, uint32_t q)
{
    if (e->t->it.i)
        push_fact(e, mu_fact_of(e->ctx, e->t->it, q));
    else
        push(e, owed_to_none(NAN));
}

static double total_of(enum mu_op op, const struct mu_group *g)
{
    switch (op) {
    case MU_OP_ANY: return g->count > 0;
    case MU_OP_COUNT: return g->count;
    case MU_OP_SUM: return g->sum;
    default: return g->max;
    }
}

static void push_total(struct eval *e, const struct mu_node *node)
{
    const uint32_t group = mu_knowledge_group(e->ctx, e->k, node->model, node->q);
    const struct mu_group *g = mu_knowledge_total(e->ctx, e->k, group);

    push(e, (struct value){.v = total_of(node->op, g), .told = g->latest, .cause = g->cause});
}

static double seconds_from(const struct eval *e, mu_time then)
{
    return (double)(mu_now(e->ctx) - then) / (double)MU_SECOND;
}

static void push_since(struct eval *e, uint32_t slot)
{
    struct value truth = pop(e);
    mu_time *memory = &e->t->memories[slot];

    if (isnan(truth.v) || truth.v == 0) {
        *memory = MU_NEVER;
        truth.v = 0;
        push(e, truth);
        return;
    }
    if (*memory == MU_NEVER)
        *memory = mu_now(e->ctx);
    truth.v = seconds_from(e, *memory);
    truth.rate = 1;
    push(e, truth);
}

static void push_age(struct eval *e, mu_fact fact)
{
    const struct mu_known *known = mu_knowledge_of(e->ctx, e->k, fact);
    struct value age = known_value(known, seconds_from(e, known->observed));

    age.rate = known->is_known;
    push(e, age);
}

/* ---- operators ---- */

/* Does this operand alone decide an `and` or an `or`? */
static bool decides(enum mu_op op, double v)
{
    return !isnan(v) && (v != 0) == (op == MU_OP_OR);
}

static double truth(enum mu_op op, double a, double b)
{
    if (decides(op, a) || decides(op, b))
        return op == MU_OP_OR;
    return isnan(a) || isnan(b) ? NAN : op != MU_OP_OR;
}

/* What is decided by one alone is owed to that one. */
static struct value logic(enum mu_op op, struct value a, struct value b)
{
    const double v = truth(op, a.v, b.v);

    if (decides(op, a.v) != decides(op, b.v))
        return decides(op, a.v) ? owed(v, a, a) : owed(v, b, b);
    return owed(v, a, b);
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

static struct value multiply(struct eval *e, struct value a, struct value b)
{
    struct value v = owed(a.v * b.v, a, b);

    if (a.rate != 0 && b.rate != 0)
        look_after(e, MU_MINUTE); /* not a straight line: look again and again */
    v.rate = a.v * b.rate + b.v * a.rate;
    return v;
}

static struct value divide(struct eval *e, struct value a, struct value b)
{
    struct value v = owed(b.v == 0 ? NAN : a.v / b.v, a, b);

    if (b.rate != 0)
        look_after(e, MU_MINUTE);
    v.rate = b.v == 0 ? 0 : a.rate / b.v;
    return v;
}

static struct value add(struct value a, struct value b, double sign)
{
    struct value v = owed(a.v + sign * b.v, a, b);

    v.rate = a.rate + sign * b.rate;
    return v;
}

static struct value binary(struct eval *e, enum mu_op op)
{
    const struct value b = pop(e), a = pop(e);

    switch (op) {
    case MU_OP_AND:
    case MU_OP_OR: return logic(op, a, b);
    case MU_OP_ADD: return add(a, b, 1);
    case MU_OP_SUB: return add(a, b, -1);
    case MU_OP_MUL: return multiply(e, a, b);
    case MU_OP_DIV: return divide(e, a, b);
    default: note_crossing(e, a.v - b.v, a.rate - b.rate); return owed(compare(op, a.v, b.v), a, b);
    }
}

static void negate(struct eval *e)
{
    struct value v = pop(e);

    v.v = isnan(v.v) ? NAN : v.v == 0;
    push(e, v);
}

static void step(struct eval *e, const struct mu_node *node)
{
    switch (node->op) {
    case MU_OP_NUMBER: push(e, owed_to_none(node->number)); break;
    case MU_OP_FACT: push_fact(e, node->fact); break;
    case MU_OP_IT: push_it(e, node->q); break;
    case MU_OP_ANY:
    case MU_OP_COUNT:
    case MU_OP_SUM:
    case MU_OP_MAX: push_total(e, node); break;
    case MU_OP_SINCE: push_since(e, node->slot); break;
    case MU_OP_AGE: push_age(e, node->fact); break;
    case MU_OP_NOT: negate(e); break;
    default: push(e, binary(e, node->op)); break;
    }
}

static struct mu_verdict judge(struct mu_ctx *ctx, struct mu_knowledge *k,
                               const struct mu_trigger *trigger)
{
    struct eval e; /* the stack needs no zeros */

    e.ctx = ctx;
    e.k = k;
    e.t = trigger;
    e.next = MU_NEVER;
    e.n = 0;
    for (size_t i = 0; i < trigger->expr->n; i++)
        step(&e, &trigger->expr->nodes[i]);
    const struct value v = pop(&e);
    mu_assert(e.n == 0);
    return (struct mu_verdict){
        .is_true = !isnan(v.v) && v.v != 0, .cause = v.cause, .next = e.next};
}

/* ---- the short way: only the number, of triggers without clocks ---- */

static double quick_binary(enum mu_op op, double a, double b)
{
    switch (op) {
    case MU_OP_AND:
    case MU_OP_OR: return truth(op, a, b);
    case MU_OP_ADD: return a + b;
    case MU_OP_SUB: return a - b;
    case MU_OP_MUL: return a * b;
    case MU_OP_DIV: return b == 0 ? NAN : a / b;
    default: return compare(op, a, b);
    }
}

static double quick_fact(const struct mu_known *facts, mu_fact fact)
{
    return facts[fact.i].is_known ? facts[fact.i].value : NAN;
}

static double quick_total(struct mu_ctx *ctx, struct mu_knowledge *k, const struct mu_node *node)
{
    const uint32_t group = mu_knowledge_group(ctx, k, node->model, node->q);
    return total_of(node->op, mu_knowledge_total(ctx, k, group));
}

static double quick_value(struct mu_ctx *ctx, struct mu_knowledge *k, const struct mu_trigger *t)
{
    const struct mu_known *facts = mu_at(ctx, k->facts);
    double stack[STACK], *top = stack; /* as deep as judge() goes */

    for (const struct mu_node *node = t->expr->nodes; node < t->expr->nodes + t->expr->n; node++)
        switch (node->op) {
        case MU_OP_NUMBER: *top++ = node->number; break;
        case MU_OP_FACT: *top++ = quick_fact(facts, node->fact); break;
        case MU_OP_IT:
            *top++ = t->it.i ? quick_fact(facts, mu_fact_of(ctx, t->it, node->q)) : NAN;
            break;
        case MU_OP_ANY:
        case MU_OP_COUNT:
        case MU_OP_SUM:
        case MU_OP_MAX: *top++ = quick_total(ctx, k, node); break;
        case MU_OP_NOT: top[-1] = isnan(top[-1]) ? NAN : top[-1] == 0; break;
        default: top--, top[-1] = quick_binary(node->op, top[-1], top[0]); break;
        }
    return top[-1];
}

struct mu_verdict mu_trigger_judge(struct mu_ctx *ctx, struct mu_knowledge *k,
                                   const struct mu_trigger *trigger)
{
    const struct mu_verdict no = {.next = MU_NEVER};

    if (trigger->expr->n == 0)
        return no;
    if (trigger->has_clock)
        return judge(ctx, k, trigger);
    const double v = quick_value(ctx, k, trigger);
    return isnan(v) || v == 0 ? no : judge(ctx, k, trigger);
}

bool mu_trigger_has_clock(const struct mu_expr *expr)
{
    for (size_t i = 0; i < expr->n; i++)
        if (expr->nodes[i].op == MU_OP_SINCE || expr->nodes[i].op == MU_OP_AGE)
            return true;
    return false;
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
