/* toys.h - two small models with a parameter of every type, for tests of the reader. */
#ifndef MU_TESTS_TOYS_H
#define MU_TESTS_TOYS_H

#include "sim/model.h"

struct toy_slot {
    mu_time from;
    double depth;
    struct mu_refs at;
};

struct toy_item {
    const char *id;
    int32_t does;
    struct mu_expr when;
    const char *for_each;
    struct mu_refs at;
    double amount;
    mu_time after, deadline;
    int64_t line;
};

struct toy_decision {
    mu_time at;
    struct toy_item what;
};

/* "gadget" */
struct toy_gadget {
    double load, share, people;
    int64_t bays;
    bool open;
    mu_time turnout, opens;
    int32_t colour;
    mu_entity_id parent;
    struct mu_refs places;
    const char *note;
    struct mu_point at;
    struct mu_dist delay;
    struct mu_expr when;
    struct mu_table slots;
    struct mu_table plan, history;
};

/* "place" */
struct toy_place {
    double population, roughness;
    struct mu_point at;
};

extern const struct mu_model *const toy_models[];

#endif
