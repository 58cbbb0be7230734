/* works.h - closing a breach with rock: rate by sides, stock of rock, weather and current.
 *
 * Needs an order (CLOSE), a team with the capability to build, and rock that trucks bring.
 */
#ifndef MU_MODELS_RESPONSE_WORKS_H
#define MU_MODELS_RESPONSE_WORKS_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_works_event {
    MU_WORKS_DELIVERY = MU_MSG_OWN, /* in, struct mu_delivery (shelter.h) */
    MU_WORKS_CREW,                  /* in, struct mu_crew: a team has come or left */
    MU_WORKS_STEP,                  /* to itself */
};

struct mu_crew {
    double persons; /* negative: they leave */
};

enum mu_works_quantity { MU_WORKS_Q_ADVANCE, MU_WORKS_Q_ROCK, MU_WORKS_Q_CLOSED };

extern const struct mu_model mu_works_model;

#endif
