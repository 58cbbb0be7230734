/* shelter.h - where people go: places, and what they eat and drink there.
 *
 *     OPEN -> open -> ARRIVE: taken in, or turned away when full -> each hour they use goods
 *
 * What a person needs a day stands in the goods ("goods" in depot.h), so that a shelter
 * without any food is as hungry as one that has run out. `homes` are relatives' homes:
 * without limit and fed by their hosts.
 *
 * Left out on purpose: families that share a place, spoilage. Sources: docs/models/shelters.md.
 */
#ifndef MU_MODELS_RESPONSE_SHELTER_H
#define MU_MODELS_RESPONSE_SHELTER_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_shelter_event {
    MU_SHELTER_ARRIVE = MU_MSG_OWN, /* in, struct mu_shelter_group, from a zone */
    MU_SHELTER_LEAVE,               /* in, the same: people go home */
    MU_SHELTER_DELIVERY,            /* in, struct mu_delivery, from a depot's truck */
    MU_SHELTER_COUNT,               /* to itself: time to count and report */
    MU_SHELTER_OPENED,              /* to itself: the place is made ready */
    MU_SHELTER_HOUR,                /* to itself: an hour's use of goods */
};

struct mu_shelter_group {
    uint32_t group; /* the zone's number */
    double persons;
};

/* Back to the zone as MU_ZONE_SHELTER_FULL when there is no room or it is not open. */
struct mu_shelter_answer {
    uint32_t group;
    mu_entity_id shelter;
};

struct mu_delivery {
    mu_entity_id goods, depot;
    mu_thing item;
    double kg;
};

enum mu_shelter_quantity {
    MU_SHELTER_Q_OPEN,
    MU_SHELTER_Q_PERSONS,
    MU_SHELTER_Q_FREE,
    MU_SHELTER_Q_SHORT
};

struct mu_shelter_stock {
    mu_entity_id goods;
    double kg;
};

/* What a scenario sets (the zone reads `at` and `capacity` to choose). */
struct mu_shelter_params {
    struct mu_point at;
    double capacity; /* persons */
    bool open;       /* from the start */
    bool homes;      /* relatives' homes */
    mu_time opening_time;
    mu_time turn_away; /* to tell a group that there is no room */
    mu_time count_every;
    mu_entity_id office;
    struct mu_refs channels;
    struct mu_table stock; /* struct mu_shelter_stock */
    const char *title;     /* its name for people */
};

/* Least needs of displaced people (Sphere Handbook 2018). */
struct mu_sphere_needs {
    double water;        /* m3 a day: 15 L each          */
    double water_points; /* one for 250                  */
    double toilets;      /* one for 20                   */
    double floor;        /* m2 under a roof: 3.5 each    */
    double camp;         /* m2 of a camp: 45 each        */
    double energy;       /* J a day in food: 2100 kcal each */
};

struct mu_sphere_needs mu_sphere_needs(double persons);

extern const struct mu_model mu_shelter_model;

#endif
