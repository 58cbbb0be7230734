/* shelter.h - where people go: places, and what they eat and drink there. */
#ifndef MU_MODELS_RESPONSE_SHELTER_H
#define MU_MODELS_RESPONSE_SHELTER_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_shelter_event {
    MU_SHELTER_ARRIVE = MU_MSG_OWN, /* in, struct mu_shelter_group, from a zone */
    MU_SHELTER_LEAVE,               /* in, the same: people go home */
    MU_SHELTER_DELIVERY,            /* in, struct mu_delivery, from a depot's truck */
    MU_SHELTER_COUNT,               /* to itself: the daily count and order */
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

/* What a scenario sets (the zone reads `at` and `capacity` to choose). */
struct mu_shelter_params {
    struct mu_point at;
    double capacity; /* persons */
    bool open;       /* from the start */
    mu_entity_id office;
    struct mu_refs channels;
    struct mu_table stock; /* rows of goods and kg */
};

extern const struct mu_model mu_shelter_model;

#endif
