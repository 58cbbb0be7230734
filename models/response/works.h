/* works.h - closing a breach with rock: rate by sides, stock of rock, weather and current.
 *
 * Needs an order (CLOSE), a crew with the skill to build, and rock that trucks bring:
 *
 *     CLOSE -> haul road is made ready -> each step of 10 min:
 *         metres = rate x sides x crew share x weather x time, at most what the rock allows,
 *         none while the water in the opening runs faster than the rock holds
 *     -> the water is told -> ... -> closed, crews dismissed
 *
 * Left out on purpose: rock carried away by the water, sealing afterwards.
 * Sources: docs/models/works.md.
 */
#ifndef MU_MODELS_RESPONSE_WORKS_H
#define MU_MODELS_RESPONSE_WORKS_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_works_event {
    MU_WORKS_DELIVERY = MU_MSG_OWN, /* in, struct mu_delivery (shelter.h) */
    MU_WORKS_CREW,                  /* in, struct mu_crew: a team has come or left */
    MU_WORKS_STEP,                  /* to itself: a step's metres are done; begin the next */
};

struct mu_crew {
    double persons; /* negative: they leave */
};

enum mu_works_quantity { MU_WORKS_Q_ADVANCE, MU_WORKS_Q_ROCK, MU_WORKS_Q_CLOSED };

struct mu_works_weather {
    mu_time from;
    double factor; /* on the rate */
};

struct mu_works_params {
    mu_entity_id dike;
    struct mu_point at;
    mu_entity_id goods;         /* the rock */
    mu_entity_id skill;         /* capability of a crew that counts; nobody = any */
    double rock_per_metre;      /* kg/m */
    double rate;                /* m/s of one side */
    double crew;                /* persons for the full rate */
    double velocity_limit;      /* m/s */
    int64_t sides;              /* that can be reached */
    struct mu_dist preparation; /* s */
    mu_time report_every;
    mu_entity_id office;
    struct mu_refs channels;
    struct mu_table weather; /* struct mu_works_weather, ascending */
    const char *title;       /* its name for people */
};

/* Metres that can be placed in `dt` s by `sides` with `persons` at work and `rock` kg there. */
double mu_works_advance(const struct mu_works_params *works, double dt, int sides, double persons,
                        double weather, double rock);
/* The factor of the last row that has begun; 1 before the first. */
double mu_works_weather(const struct mu_works_params *works, mu_time now);

extern const struct mu_model mu_works_model;

#endif
