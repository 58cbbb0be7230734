#include "sim/resource.h"

#include "sim/line_impl.h"

/* ---- counts and tallies ---- */

/* Before anything changes. Both are always brought up to the same instant. */
static inline void until_now(const struct mu_ctx *ctx, struct mu_resource *r)
{
    if (r->queue.since == ctx->acting.now)
        return;
    mu_time_tally_until(&r->queue, ctx->acting.now);
    mu_time_tally_until(&r->in_service, ctx->acting.now);
}

void mu_resource_tally(const struct mu_ctx *ctx, struct mu_resource *r)
{
    until_now(ctx, r);
    mu_time_tally_until(&r->servers, mu_now(ctx));
}

void mu_resource_reset(const struct mu_ctx *ctx, struct mu_resource *r)
{
    const mu_time now = mu_now(ctx);

    r->wait = (struct mu_tally){0};
    r->served_to_end = r->balked = r->reneged = r->preempted = 0;
    mu_time_tally_reset(&r->queue, now);
    mu_time_tally_reset(&r->in_service, now);
    mu_time_tally_reset(&r->servers, now);
}

void mu_resource_init(struct mu_ctx *ctx, struct mu_resource *r,
                      const struct mu_resource_rules *rules)
{
    r->rules = *rules;
    r->servers.level = rules->servers;
    mu_resource_reset(ctx, r);
}

/* ---- who is served ---- */

static bool may_interrupt(const struct mu_resource *r)
{
    return r->rules.preemptive || r->rules.recalled;
}

/* Of those who are served the last by priority, and within it by coming, is the first to lose
 * its server: order and priority upside down. */
static void take_server(struct mu_ctx *ctx, struct mu_resource *r, struct mu_customer *pool,
                        uint32_t slot)
{
    const struct mu_customer *c = &pool[slot];

    r->in_service.level = ++r->busy;
    if (may_interrupt(r))
        mu_heap_add(ctx, &r->served, pool, (struct mu_rank){~c->priority, ~c->order, slot});
}

static void leave_server(struct mu_ctx *ctx, struct mu_resource *r, struct mu_customer *pool,
                         uint32_t slot)
{
    struct mu_customer *c = &pool[slot];

    r->in_service.level = --r->busy;
    if (may_interrupt(r))
        mu_heap_remove(ctx, &r->served, pool, slot);
    if (c->timer.generation != 0)
        c->left = mu_cancel(ctx, c->timer) ? c->ends - ctx->acting.now : 0;
    c->timer = (mu_timer){0};
}

static uint32_t first_to_lose(const struct mu_ctx *ctx, const struct mu_resource *r)
{
    return mu_heap_first(ctx, &r->served)->slot;
}

/* Would this priority take a server from somebody? Not while some servers are about to go: one
 * that became free would not stay. */
static bool displaces(const struct mu_ctx *ctx, const struct mu_resource *r, int64_t priority)
{
    return r->rules.preemptive && r->served.n > 0 && r->busy <= r->rules.servers &&
           priority < mu_line_pool(ctx, &r->line)[first_to_lose(ctx, r)].priority;
}

/* ---- coming ---- */

static bool finds_place(const struct mu_ctx *ctx, const struct mu_resource *r, int64_t priority)
{
    const struct mu_resource_rules *rules = &r->rules;
    const uint64_t free = rules->servers > r->busy ? rules->servers - r->busy : 0;

    if (rules->room == 0 && !rules->loss)
        return true;
    return r->line.n < free + (rules->loss ? 0 : rules->room) || displaces(ctx, r, priority);
}

mu_claim mu_resource_join(struct mu_ctx *ctx, struct mu_resource *r, const struct mu_join *join)
{
    until_now(ctx, r);
    if (!finds_place(ctx, r, join->priority)) {
        r->balked++;
        return (mu_claim){0};
    }
    const mu_claim claim = mu_line_join(ctx, &r->line, join, r->rules.gave_up);
    r->queue.level = r->line.n;
    return claim;
}

/* ---- turns ---- */

void mu_resource_serve(struct mu_ctx *ctx, struct mu_resource *r, mu_claim claim, mu_time time)
{
    struct mu_customer *c = mu_line_find(mu_line_pool(ctx, &r->line), &r->line, claim);

    mu_assert(c && c->state == MU_CUSTOMER_OUT && time >= 0 && r->rules.done != 0);
    if (c->timer.generation != 0)
        mu_cancel(ctx, c->timer);
    c->cause.i = ctx->cause;
    c->ends = time < MU_NEVER - ctx->acting.now ? ctx->acting.now + time : MU_NEVER;
    c->timer = mu_set_timer(ctx, time, r->rules.done, &claim, sizeof claim);
}

/* What the owner has left to be done of the turn before. */
static void end_turn(struct mu_ctx *ctx, struct mu_resource *r, const struct mu_turn *turn)
{
    struct mu_customer *c = mu_line_find(mu_line_pool(ctx, &r->line), &r->line, turn->claim);

    if (!c)
        return;
    if (turn->what == MU_TURN_INTERRUPTED && ctx->cause != turn->given.i)
        c->cause.i = ctx->cause;
    if (turn->what == MU_TURN_RESUMES && c->timer.generation == 0 && c->left != MU_NEVER)
        mu_resource_serve(ctx, r, turn->claim, c->left);
}

static bool begin(struct mu_ctx *ctx, struct mu_resource *r, struct mu_customer *pool,
                  uint32_t slot, struct mu_turn *turn)
{
    struct mu_customer *c = &pool[slot];
    const bool again = c->begun;

    mu_line_take(ctx, &r->line, pool, slot);
    r->queue.level = r->line.n;
    take_server(ctx, r, pool, slot);
    c->begun = true;
    if (!again)
        mu_tally_add(&r->wait, 1e-6 * (double)c->waited);
    mu_line_turn(ctx, pool, slot, again ? MU_TURN_RESUMES : MU_TURN_BEGINS, turn);
    return true;
}

static bool interrupt(struct mu_ctx *ctx, struct mu_resource *r, struct mu_customer *pool,
                      mu_cause because, struct mu_turn *turn)
{
    const uint32_t slot = first_to_lose(ctx, r);

    pool[slot].left = MU_NEVER;
    leave_server(ctx, r, pool, slot);
    mu_line_return(ctx, &r->line, pool, slot);
    r->queue.level = r->line.n;
    r->preempted++;
    mu_line_turn(ctx, pool, slot, MU_TURN_INTERRUPTED, turn);
    turn->given = because;
    ctx->cause = because.i;
    return true;
}

bool mu_resource_turn(struct mu_ctx *ctx, struct mu_resource *r, struct mu_turn *turn)
{
    if (turn->claim.slot != 0 && turn->what != MU_TURN_BEGINS)
        end_turn(ctx, r, turn);
    struct mu_customer *pool = mu_line_pool(ctx, &r->line);
    until_now(ctx, r);
    if (r->busy > r->rules.servers && r->rules.recalled)
        return interrupt(ctx, r, pool, turn->claim.slot ? turn->before : mu_cause_now(ctx), turn);
    const uint32_t first = mu_line_first(ctx, &r->line, pool);
    if (first == 0)
        return mu_line_turns_over(ctx, turn);
    if (r->busy < r->rules.servers)
        return begin(ctx, r, pool, first, turn);
    if (displaces(ctx, r, pool[first].priority))
        return interrupt(ctx, r, pool, pool[first].cause, turn);
    return mu_line_turns_over(ctx, turn);
}

/* ---- going ---- */

const struct mu_customer *mu_resource_customer(const struct mu_ctx *ctx,
                                               const struct mu_resource *r, mu_claim claim)
{
    return mu_line_find(mu_line_pool(ctx, &r->line), &r->line, claim);
}

static const struct mu_customer *forget_served(struct mu_ctx *ctx, struct mu_resource *r,
                                               struct mu_customer *pool, uint32_t slot)
{
    until_now(ctx, r);
    leave_server(ctx, r, pool, slot);
    mu_line_give(&r->line, pool, slot);
    return &pool[slot];
}

static const struct mu_customer *forget_waiting(struct mu_ctx *ctx, struct mu_resource *r,
                                                struct mu_customer *pool, uint32_t slot)
{
    until_now(ctx, r);
    mu_line_forget(ctx, &r->line, pool, slot);
    r->queue.level = r->line.n;
    return &pool[slot];
}

const struct mu_customer *mu_resource_done(struct mu_ctx *ctx, struct mu_resource *r,
                                           mu_claim claim)
{
    struct mu_customer *pool = mu_line_pool(ctx, &r->line);
    const struct mu_customer *c = mu_line_find(pool, &r->line, claim);

    mu_assert(c && c->state == MU_CUSTOMER_OUT);
    r->served_to_end++;
    return forget_served(ctx, r, pool, claim.slot);
}

const struct mu_customer *mu_resource_give_up(struct mu_ctx *ctx, struct mu_resource *r,
                                              mu_claim claim)
{
    struct mu_customer *pool = mu_line_pool(ctx, &r->line);
    const struct mu_customer *c = mu_line_find(pool, &r->line, claim);

    mu_assert(c && mu_customer_waits(c));
    r->reneged++;
    return forget_waiting(ctx, r, pool, claim.slot);
}

bool mu_resource_withdraw(struct mu_ctx *ctx, struct mu_resource *r, mu_claim claim)
{
    struct mu_customer *pool = mu_line_pool(ctx, &r->line);
    const struct mu_customer *c = mu_line_find(pool, &r->line, claim);

    if (!c)
        return false;
    if (mu_customer_waits(c))
        forget_waiting(ctx, r, pool, claim.slot);
    else
        forget_served(ctx, r, pool, claim.slot);
    return true;
}

/* ---- how many servers there are ---- */

void mu_resource_set_servers(struct mu_ctx *ctx, struct mu_resource *r, uint32_t servers)
{
    mu_time_tally_set(&r->servers, mu_now(ctx), servers);
    r->rules.servers = servers;
}

/* The last row that has begun by `at`; else the last one holds from the period before. */
static size_t row_at(const struct mu_shift *rows, size_t n, mu_time at)
{
    size_t row = n - 1;

    for (size_t i = 0; i < n && rows[i].at <= at; i++)
        row = i;
    return row;
}

/* From `at` to the next row; 0 = there is none. */
static mu_time to_next_row(const struct mu_shift *rows, size_t n, mu_time at, mu_time period)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].at > at)
            return rows[i].at - at;
    return period > 0 && n > 1 ? rows[0].at + period - at : 0;
}

void mu_resource_shift(struct mu_ctx *ctx, struct mu_resource *r, const struct mu_shift *rows,
                       size_t n, mu_time period)
{
    const mu_time at = period > 0 ? mu_now(ctx) % period : mu_now(ctx);

    mu_assert(n > 0);
    if (period > 0 || rows[0].at <= at)
        mu_resource_set_servers(ctx, r, (uint32_t)rows[row_at(rows, n, at)].servers);
    const mu_time delay = to_next_row(rows, n, at, period);
    if (delay > 0)
        mu_set_timer(ctx, delay, r->rules.shift, NULL, 0);
}
