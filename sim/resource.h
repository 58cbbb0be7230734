/* resource.h - servers that customers wait for: doctors, clerks, cranes, loading bays.
 *
 *     join -> [waiting] -> turn: begins -> serve -> done
 *               |  ^                  |
 *        gave up  +-- interrupted <---+      (of higher priority, or fewer servers)
 *
 * A struct in the state of the entity that owns it; customers lie in the run's memory. Nothing is
 * called back. The owner does three things: it lets customers join, it says what is done when the
 * events come that its rules name, and after each change it asks whose turn it is until there is
 * none:
 *
 *     for (struct mu_turn turn = {0}; mu_resource_next(ctx, &s->desk, &turn);)
 *         mu_resource_serve(ctx, &s->desk, turn.claim, service_time(ctx, turn.customer));
 *
 * Within a turn the cause is the customer's own, since the server that became free is not why it
 * is there; afterwards it is the handler's again.
 *
 * The least priority number goes first, first come first served within one. A customer takes one
 * server. Left out on purpose: batches, customers who need several servers at once.
 */
#ifndef MU_SIM_RESOURCE_H
#define MU_SIM_RESOURCE_H

#include "sim/line.h"
#include "sim/tally.h"

/* Copied. Events are of the owner's enum, and have the claim as their body (mu_claim_of). */
struct mu_resource_rules {
    uint32_t servers;
    uint32_t room;   /* so many may wait, others balk; 0 = without bound */
    bool loss;       /* nobody waits, but who was interrupted */
    bool preemptive; /* a higher priority takes a server from the lowest */
    bool recalled;   /* servers that go leave their customers; else they finish with them */
    uint16_t done;   /* a service is over */
    uint16_t gave_up;
    uint16_t shift; /* mu_resource_shift has to be called; without body */
};

struct mu_resource {
    struct mu_resource_rules rules;
    struct mu_line line;
    struct mu_list served; /* who would be interrupted first, when anybody may be */
    uint32_t busy;         /* servers; for a while more than there are */
    struct mu_tally wait;  /* s until the service begins */
    struct mu_time_tally queue, in_service, servers;
    uint64_t served_to_end, balked, reneged, preempted;
};

/* `r` arrives zeroed. */
void mu_resource_init(struct mu_ctx *ctx, struct mu_resource *r,
                      const struct mu_resource_rules *rules);

/* The zeroed claim when it balks: no server for it and no room. Whoever joined before and has not
 * had its turn yet counts as waiting: take turns after each. Patience ends with the first
 * service. */
mu_claim mu_resource_join(struct mu_ctx *ctx, struct mu_resource *r, const struct mu_join *join);

/* The next turn; false when there is none. MU_TURN_BEGINS: the owner lets it be served, or keeps
 * the claim until it is done. MU_TURN_RESUMES: goes on by itself for the time that was left,
 * unless the owner serves it anew. MU_TURN_INTERRUPTED: is only told, and has as its cause who
 * takes the server; what the owner records then is why the customer waits again. */
static inline bool mu_resource_next(struct mu_ctx *ctx, struct mu_resource *r,
                                    struct mu_turn *turn);
/* For so long (us), then the event `done` comes. What happens to it from now on has the present
 * cause. */
void mu_resource_serve(struct mu_ctx *ctx, struct mu_resource *r, mu_claim claim, mu_time time);

/* Its service is over: at the event `done`, or whenever the owner says so. What is returned can
 * be read until the next customer joins. */
const struct mu_customer *mu_resource_done(struct mu_ctx *ctx, struct mu_resource *r,
                                           mu_claim claim);
/* At the event `gave_up`. */
const struct mu_customer *mu_resource_give_up(struct mu_ctx *ctx, struct mu_resource *r,
                                              mu_claim claim);
/* Never mind, whether it waits or is served; false when it has gone. */
bool mu_resource_withdraw(struct mu_ctx *ctx, struct mu_resource *r, mu_claim claim);
/* NULL when it has gone. */
const struct mu_customer *mu_resource_customer(const struct mu_ctx *ctx,
                                               const struct mu_resource *r, mu_claim claim);

/* More or fewer servers from now on. */
void mu_resource_set_servers(struct mu_ctx *ctx, struct mu_resource *r, uint32_t servers);

/* A row of a timetable: so many servers from `at` on. */
struct mu_shift {
    mu_time at;
    int64_t servers;
};

/* Sets the servers as the timetable has them now, and the event `shift` for the next change: the
 * owner calls it at the start and at each such event. Rows ascend. With a period (a day) they lie
 * within it and come round: before the first row the last one holds. With 0 they come once, and
 * before the first row the rules hold. */
void mu_resource_shift(struct mu_ctx *ctx, struct mu_resource *r, const struct mu_shift *rows,
                       size_t n, mu_time period);

static inline uint32_t mu_resource_waiting(const struct mu_resource *r)
{
    return r->line.n;
}

/* Brings the tallies over time up to now, before they are read. Servers in use: the mean of
 * `in_service`, over that of `servers` the use made of them. */
void mu_resource_tally(const struct mu_ctx *ctx, struct mu_resource *r);
/* The end of the warm-up: tallies and counts begin anew, customers stay. */
void mu_resource_reset(const struct mu_ctx *ctx, struct mu_resource *r);

/* What mu_resource_next does when there is something to do. */
bool mu_resource_turn(struct mu_ctx *ctx, struct mu_resource *r, struct mu_turn *turn);

/* Most often there is nothing: not worth a call. */
static inline bool mu_resource_next(struct mu_ctx *ctx, struct mu_resource *r, struct mu_turn *turn)
{
    const bool may_begin = r->line.n > 0 && (r->busy < r->rules.servers || r->rules.preemptive);

    if (may_begin || r->busy > r->rules.servers || turn->what != MU_TURN_BEGINS)
        return mu_resource_turn(ctx, r, turn);
    if (turn->claim.slot != 0)
        mu_set_cause(ctx, turn->before);
    turn->claim = (mu_claim){0};
    return false;
}

#endif
