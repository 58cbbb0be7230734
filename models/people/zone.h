/* zone.h - a village or town: its people, in groups of about three, from the first warning
 * to the shelter.
 *
 * A zone keeps the books of its groups wherever they are: others carry them (roads, boats,
 * buses) and hand them back by number. A group is in exactly one state:
 *
 *   HOME -> PREPARING -> ON_ROAD -> AWAY (shelter or relatives)
 *     |         |           `-> STRANDED (handed back by the roads, waits for a boat)
 *     |         `-> WAITING for a bus -> ABOARD -> AWAY
 *     `-> TRAPPED (water too deep to leave) -> ABOARD a boat -> ON_ROAD -> AWAY
 *   a group dies or is hurt in part: its persons shrink, the dead are counted apart.
 *
 * Everything about a group that is a matter of chance is drawn at an address of its own
 * (purpose, group), so that the same family hears, decides and packs at the same quantile
 * under every plan.
 *
 * Left out on purpose: the way home (people who may return are at home at once), families
 * that meet on the way, pets and livestock. Sources: docs/models/people.md.
 */
#ifndef MU_MODELS_PEOPLE_ZONE_H
#define MU_MODELS_PEOPLE_ZONE_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_zone_event {
    MU_ZONE_WARNED = MU_MSG_OWN, /* to itself: a medium, or hearsay, reached a group */
    MU_ZONE_DECIDES,             /* to itself: a group has made up its mind to leave */
    MU_ZONE_LEAVES,              /* to itself: a group is ready */
    MU_ZONE_ARRIVED,             /* from roads, struct mu_trip_end, token = group */
    MU_ZONE_STRANDED,            /* the same */
    MU_ZONE_NO_ROUTE,            /* the same */
    MU_ZONE_LIFT,                /* a boat or bus is here, struct mu_lift */
    MU_ZONE_SET_DOWN,            /* ... and has set people down, struct mu_lift_groups */
    MU_ZONE_SHELTER_FULL,        /* from a shelter, struct mu_shelter_answer */
    MU_ZONE_SETTLED,             /* to itself: a group has been taken in */
    MU_ZONE_OBSERVE,             /* to itself: the reporter looks around */
    MU_ZONE_RUMOUR,              /* to itself: the reporter says what is not so */
    MU_ZONE_RETURN,              /* to itself: may people go home? */
    MU_ZONE_TASK,                /* to itself: a warning has reached the last it reaches */
};

/* A boat or a bus asks for passengers. */
struct mu_lift {
    uint32_t vehicle; /* the asker's number for it */
    int32_t seats;    /* 0 = only asks how many are there */
    bool boat;        /* takes trapped and stranded people; a bus takes those who wait */
    uint16_t answer;  /* event type for struct mu_lift_groups */
};

/* Who came aboard; who was set down. Sent with mu_lift_size(n). */
#define MU_LIFT_MAX 64
struct mu_lift_groups {
    uint32_t vehicle;
    bool boat;
    mu_entity_id zone;    /* whose groups they are */
    uint32_t node;        /* set down: at this node of the road network */
    mu_entity_id shelter; /* set down: at this shelter; MU_NOBODY = on the shore */
    double persons;
    double left; /* answer: people still here who want a boat, or wait for a bus */
    uint32_t n;
    uint32_t groups[MU_LIFT_MAX];
};

size_t mu_lift_size(uint32_t n);

/* Facts that may be told of a zone, in this order in its quantities. */
enum mu_zone_quantity {
    MU_ZONE_Q_FLOODED, /* bool */
    MU_ZONE_Q_DEPTH,   /* m, at the reporter's door */
    MU_ZONE_Q_TRAPPED, /* persons */
    MU_ZONE_Q_WAITING, /* persons waiting for a bus */
    MU_ZONE_Q_PRESENT, /* persons still here */
    MU_ZONE_Q_HURT,    /* persons injured */
    MU_ZONE_Q_CUT_OFF, /* bool: no road out is dry */
};

/* What a scenario sets; units, ranges, defaults and sources: the table in zone.c. Offices may
 * read where a place is and how many live there: paper facts. */
struct mu_zone_params {
    struct mu_point at;
    int64_t population, group_size;
    double radius;
    double share_65_plus, limited_under_65, limited_65_plus, share_with_vehicle;
    struct mu_dist storeys;
    double share_strong, floor_height, ground_spread;
    double relatives_share, refuse_share, never_share, refuse_boat;
    struct mu_refs media, channels;
    mu_entity_id office;
    struct mu_dist detect_delay;
    mu_time looks_every, report_within;
    double reports, conceals, false_share;
    double word_reach, word_rate, word_shape;
    double leave_on_word, leave_on_advice, leave_on_order, leave_on_water, belief;
    mu_time needless_after;
    struct mu_dist decide_word, decide_advice, decide_order, decide_water, prepare;
    double walk_limit, walking_speed, street_speed;
    mu_time access, register_time, ride_wait, retry_every, return_after, board_time;
    int64_t tries, doors;
    double ride_seats;
    double wet_depth, trap_depth, power_depth, cut_depth, done_share;
    double hurt_low, hurt_high;
    const char *title; /* its name for people */
};

extern const struct mu_model mu_zone_model;
extern const struct mu_model mu_medium_model; /* medium.h */

#endif
