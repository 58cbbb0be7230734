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
    MU_OFFICE_ACT,               /* to itself: an item's decision time or offset is over */
    MU_OFFICE_FORWARD,           /* to itself: reports on are due to be sent */
    MU_OFFICE_DEADLINE,          /* to itself: an item's deadline */
    MU_OFFICE_HISTORY,           /* to itself: a recorded decision's instant */
    MU_OFFICE_CHECK,             /* to itself: a since() or age() may have come true */
};

enum mu_office_quantity { MU_OFFICE_Q_LEVEL };

/* One line of a plan: who (the office that has it), does, when, with what. */
struct mu_item {
    const char *id, *title;
    int32_t phase, does; /* enum mu_verb */
    struct mu_expr when;
    const char *for_each;    /* a model's name: the item stands once for each entity of `among` */
    struct mu_refs among;    /* empty = all of that model */
    struct mu_refs at, with; /* targets; means: media, teams, fleets, depots */
    mu_entity_id to, goods;
    int32_t level;
    double amount;
    int64_t sides;
    const char *text;
    mu_time after, deadline; /* from the trigger */
    int64_t line;            /* in the plan file */
};

/* A recorded decision: an item without trigger, at an instant. */
struct mu_decision {
    mu_time at;
    struct mu_item what;
};

extern const struct mu_model mu_office_model;
extern const struct mu_model mu_feed_model; /* forecasts, warnings and rumours from outside */

#endif
