/* zone.h - a village or town: its people, in groups of about three, from the first warning
 * to the shelter.
 *
 * A zone keeps the books of its groups wherever they are: others carry them (roads, boats,
 * buses) and hand them back by number. A group is in exactly one state:
 *
 *   HOME -> PREPARING -> ON_ROAD -> AWAY (shelter or relatives)
 *     |         |           `-> STRANDED (handed back by the roads, waits for a boat)
 *     |         `-> WAITING for a bus -> ABOARD -> AWAY
 *     `-> TRAPPED (water too deep to leave) -> ABOARD a boat -> LANDED -> ON_ROAD -> AWAY
 *   a group dies or is hurt in part: its persons shrink, the dead are counted apart.
 */
#ifndef MU_MODELS_PEOPLE_ZONE_H
#define MU_MODELS_PEOPLE_ZONE_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_zone_event {
    MU_ZONE_WARNED = MU_MSG_OWN, /* to itself: a medium reached a group */
    MU_ZONE_LEAVES,              /* to itself: a group is ready */
    MU_ZONE_ARRIVED,             /* from roads, struct mu_trip_end, token = group */
    MU_ZONE_STRANDED,            /* the same */
    MU_ZONE_NO_ROUTE,            /* the same */
    MU_ZONE_LIFT,                /* a boat or bus is here, struct mu_lift */
    MU_ZONE_SET_DOWN,            /* ... and has set people down, struct mu_lift_groups */
    MU_ZONE_SHELTER_FULL,        /* from a shelter, struct mu_shelter_answer */
    MU_ZONE_OBSERVE,             /* to itself: the reporter looks around */
    MU_ZONE_RETURN,              /* to itself: people may go home */
};

/* A boat or a bus asks for passengers. */
struct mu_lift {
    uint32_t vehicle; /* the asker's number for it */
    int32_t seats;
    bool boat;       /* takes trapped and stranded people; a bus takes those who wait */
    uint16_t answer; /* event type for struct mu_lift_groups */
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
    double left; /* answer: trapped (boat) or waiting (bus) people still here */
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

extern const struct mu_model mu_zone_model;
extern const struct mu_model mu_medium_model; /* loudspeaker, SMS, television, door to door */

#endif
