/* line.h - those who wait: the least priority first, first come first served within one.
 *
 * What resources, stores and conditions are made of. Customers lie in a pool in the run's memory
 * and are named by claims. Newcomers of one priority stand in a list, all others in a heap: with
 * one priority joining and leaving cost no logarithm.
 *
 * Who waits keeps its own cause: that of the handler in which it joined.
 */
#ifndef MU_SIM_LINE_H
#define MU_SIM_LINE_H

#include "sim/list.h"

/* One customer of one line, until it has left; zeroed = nobody. */
typedef struct {
    uint32_t slot, generation;
} mu_claim;

/* How one joins. What is left out is 0. */
struct mu_join {
    uint64_t payload; /* the model's own: a number, a mu_ref */
    int64_t priority; /* 1 goes before 2; an instant makes it earliest due date first */
    mu_time patience; /* gives up after waiting so long; 0 = never */
    double amount;    /* stores only; > 0 */
    bool partial;     /* stores only: takes what there is and waits for the rest */
};

enum mu_customer_state {
    MU_CUSTOMER_GONE,
    MU_CUSTOMER_LISTED,
    MU_CUSTOMER_RANKED,
    MU_CUSTOMER_OUT
};

struct mu_customer {
    uint64_t payload;
    int64_t priority;
    mu_time came;
    mu_time waited; /* us in the line, without the wait that lasts */
    mu_cause cause; /* since which it waits */
    double amount;  /* still wanted */
    mu_time left;   /* us of a service that was interrupted; MU_NEVER = not known */

    /* Of the line and its owners. */
    mu_time since; /* in the line */
    mu_time ends;  /* of its service */
    uint64_t order;
    mu_timer timer; /* patience, or the end of its service */
    uint32_t next, prev, place, generation;
    enum mu_customer_state state;
    bool partial, begun;
};

/* Zeroed = empty. */
struct mu_line {
    struct mu_list pool; /* struct mu_customer; number 0 is nobody */
    struct mu_list heap; /* who came with another priority, or came back */
    uint32_t free, head, tail;
    uint32_t n;       /* who wait */
    int64_t priority; /* of those in the list */
    uint64_t joined;
};

/* What a handler of the owner is told: whose turn it is. Begin with a zeroed one. */
enum mu_turn_kind {
    MU_TURN_BEGINS,      /* a server takes it                     */
    MU_TURN_RESUMES,     /* a server takes it again               */
    MU_TURN_INTERRUPTED, /* it has lost its server and waits again */
    MU_TURN_GETS,        /* out of a store                        */
    MU_TURN_PUTS,        /* into a store                          */
    MU_TURN_GOES,        /* what it waited for is so              */
};

struct mu_turn {
    enum mu_turn_kind what;
    mu_claim claim;
    const struct mu_customer *customer; /* until the next one joins */
    double amount;                      /* got or put now */
    mu_cause before, given;             /* of the handler; set for this turn */
};

/* The claim that an event of the owner carries. */
static inline mu_claim mu_claim_of(const struct mu_event *ev)
{
    return *(const mu_claim *)ev->body;
}

#endif
