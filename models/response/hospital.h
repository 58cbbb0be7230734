/* hospital.h - beds for the injured, some more in an emergency, and a list of who waits.
 *
 *     ARRIVE -> a bed, or waits (first come, first served) -> DISCHARGE frees the bed
 *
 * Left out on purpose: kinds of beds, theatres, getting worse while waiting, transfers.
 * Sources: docs/models/shelters.md.
 */
#ifndef MU_MODELS_RESPONSE_HOSPITAL_H
#define MU_MODELS_RESPONSE_HOSPITAL_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_hospital_event {
    MU_HOSPITAL_ARRIVE = MU_MSG_OWN, /* in, struct mu_patients */
    MU_HOSPITAL_DISCHARGE,           /* to itself */
};

struct mu_patients {
    mu_thing group; /* whose persons they are */
    double persons;
};

enum mu_hospital_quantity { MU_HOSPITAL_Q_FREE, MU_HOSPITAL_Q_WAITING };

struct mu_hospital_params {
    struct mu_point at;
    double beds;         /* staffed */
    double occupied;     /* share of them taken by others at the start and all the time */
    double surge;        /* further beds in an emergency, as a share of `beds` */
    struct mu_dist stay; /* s */
    mu_entity_id office;
    struct mu_refs channels;
    const char *title; /* its name for people */
};

extern const struct mu_model mu_hospital_model;

#endif
