/* order.h - what offices tell people to do, and what comes back.
 *
 *     office --ORDER--> zone, team, fleet, depot, shelter, works, other office
 *     executor --STATUS--> the office that gave the order
 *
 * The event types below are the same in every model, so that anybody can be ordered and
 * any office can be reported to; a model's own types start at MU_MSG_OWN.
 */
#ifndef MU_MODELS_COMMAND_ORDER_H
#define MU_MODELS_COMMAND_ORDER_H

#include "sim/sim.h"

enum mu_message {
    MU_MSG_ORDER = 1, /* struct mu_order */
    MU_MSG_STATUS,    /* struct mu_status, to an office */
    MU_MSG_REPORT,    /* struct mu_report, to an office */
    MU_MSG_OWN = 16,
};

/* What a plan item or a recorded decision may do. The names in a file: mu_verbs. */
enum mu_verb {
    MU_VERB_LEVEL,     /* the owner takes response level `level`                       */
    MU_VERB_WARN,      /* people of the zones `at` are warned through the media `with` */
    MU_VERB_EVACUATE,  /* the same, as an order to leave                               */
    MU_VERB_RESCUE,    /* the owner's teams with boats fetch trapped people from `at`  */
    MU_VERB_SEND,      /* teams `with` go to `to` and stand by, patrol or help there   */
    MU_VERB_REQUEST,   /* office `to` is asked for the teams and fleets `with`         */
    MU_VERB_TRANSPORT, /* buses of the fleets `with` fetch waiting people from `at`    */
    MU_VERB_OPEN,      /* shelters `at` open                                           */
    MU_VERB_SUPPLY,    /* `amount` of `goods` goes to `to`, from the depots `with` in that order */
    MU_VERB_CLOSE,     /* works `at` close the breach, `sides` at a time               */
    MU_VERB_REPORT,    /* an extra report of all that is known goes to office `to`     */
    MU_VERB_ROAD,      /* the roads named in `roads` are closed to vehicles, or opened (`reopen`) */
    MU_VERBS
};

extern const char *const mu_verbs[]; /* NULL at the end */

#define MU_ORDER_TEXT_MAX 128

struct mu_order {
    int32_t verb;
    mu_thing item;       /* the plan item or recorded decision behind it */
    mu_entity_id issuer; /* gets the STATUS */
    mu_entity_id target; /* what it is about: zone, works, shelter */
    mu_entity_id to;     /* where to, or whom */
    mu_entity_id goods;
    uint64_t media; /* WARN, EVACUATE: bit k = medium number k (first_of "medium") */
    double amount;  /* SUPPLY: kg; RESCUE, TRANSPORT: persons known to wait */
    int32_t sides;
    mu_time deadline;             /* MU_NEVER = none */
    uint64_t draws;               /* address of what is drawn about it: the same under every plan */
    char text[MU_ORDER_TEXT_MAX]; /* ROAD: names of roads, separated by commas */
};

enum mu_status_kind { MU_STATUS_STARTED, MU_STATUS_DONE, MU_STATUS_FAILED, MU_STATUS_FREE };

struct mu_status {
    int32_t kind;        /* enum mu_status_kind; FREE = a team or fleet can be sent again */
    mu_thing item;       /* as in the order; 0 for a FREE of one's own accord */
    mu_entity_id target; /* as in the order */
    double value;        /* persons moved, kg delivered, m closed */
};

#endif
