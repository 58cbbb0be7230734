/* office.h - an organisation that is told, decides and orders: village committee, township,
 * county headquarters, city, province.
 *
 *   REPORT -> duty room (a queue with as many servers as the level puts on duty)
 *          -> knowledge (facts: value, observed when, told when, by which event)
 *          -> rules of reporting: pass it on within the deadline
 *          -> plan items: trigger -> decision -> ORDERs -> STATUS -> done or late
 *
 * It acts only on its knowledge. Nothing here may include a header of truth (water, people,
 * roads boards): tests/layers.sh holds that.
 */
#ifndef MU_MODELS_COMMAND_OFFICE_H
#define MU_MODELS_COMMAND_OFFICE_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_office_event {
    MU_OFFICE_READ = MU_MSG_OWN, /* to itself: a clerk has taken a report in */
    MU_OFFICE_BEGIN,             /* to itself: the first look */
    MU_OFFICE_ACT,               /* to itself: an item's decision is made */
    MU_OFFICE_LETTER,            /* to itself: an order is tried again */
    MU_OFFICE_FORWARD,           /* to itself: a report is due */
    MU_OFFICE_DEADLINE,          /* to itself: an item's deadline */
    MU_OFFICE_HISTORY,           /* to itself: a recorded decision's instant */
    MU_OFFICE_CHECK,             /* to itself: a since() or age() may have come true */
    MU_OFFICE_DESK,              /* to itself: who can be sent where? */
    MU_OFFICE_GRANT,             /* to itself: a request has been decided, struct mu_order */
};

enum mu_office_quantity { MU_OFFICE_Q_LEVEL };

/* One line of a plan: who (the office that has it), does, when, with what. */
struct mu_item {
    const char *id, *title, *file;
    int64_t line;        /* in the plan file */
    int32_t phase, does; /* enum mu_verb */
    struct mu_expr when;
    const char *for_each;    /* a model's name: the item stands once for each of `among` */
    struct mu_refs among;    /* empty = all of that model */
    struct mu_refs at, with; /* targets, left out: that of the loop; media, teams, fleets, depots */
    mu_entity_id to, goods;
    int32_t level;
    double amount;
    int64_t sides;
    const char *roads; /* names, separated by commas */
    bool reopen;
    mu_time after, deadline; /* from the trigger */
};

/* A recorded decision: an item without trigger, at an instant. */
struct mu_decision {
    mu_time at;
    const char *id, *title, *file;
    int64_t line;
    int32_t phase, does;
    const char *for_each;
    struct mu_refs among, targets, with;
    mu_entity_id to, goods;
    int32_t level;
    double amount;
    int64_t sides;
    const char *roads;
    bool reopen;
};

/* How many are on duty from a level up. */
struct mu_duty {
    int32_t level;
    int64_t persons;
};

/* A rule of reporting: what is learned goes on to `to`. */
struct mu_rule {
    mu_entity_id to;
    mu_time within;    /* deadline, from learning it */
    mu_time every;     /* what is not urgent waits so long for company */
    int32_t at_level;  /* only from this level up */
    const char *about; /* "zone, dike": models whose facts are passed on; "" = all */
    double change;     /* share by which a number must have changed */
};

struct mu_office_params {
    const char *title;
    mu_entity_id parent;
    int32_t level;
    struct mu_table duty;    /* struct mu_duty */
    struct mu_dist service;  /* s, to take in one report */
    struct mu_dist decision; /* s, from a trigger to the order */
    struct mu_dist approval; /* s, to grant a request */
    struct mu_table rules;   /* struct mu_rule */
    struct mu_refs channels;
    struct mu_table plan, history; /* struct mu_item, struct mu_decision */
};

extern const struct mu_model mu_office_model;
extern const struct mu_model mu_feed_model; /* forecasts, warnings and rumours from outside */

#endif
