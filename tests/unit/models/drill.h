/* drill.h - small worlds for tests of those who respond, with simple stand-ins for the rest:
 *
 *   roads  every trip goes straight from node to node at 10 m/s; no way leads to, or the
 *          water takes whoever goes to, the nodes its parameters name
 *   zone   `population` people in twos wait for a boat or bus; getting aboard takes 10 s each
 *   water  one depth everywhere, one breach
 *   office notes what it is told
 *
 * The land is flat: 20 x 20 cells of 1 km, nodes of the road every kilometre along y = 0.
 */
#ifndef MU_TESTS_DRILL_H
#define MU_TESTS_DRILL_H

#include "models/command/order.h"
#include "models/geo.h"
#include "models/hazard/water_board.h"
#include "models/people/zone.h"
#include "sim/run.h"

enum { DRILL_NODES = 20 };

struct drill_roads {
    int64_t no_way_to, water_at; /* nodes; -1 = none */
};

/* Begins like a real zone, so that others find where it is. */
struct drill_zone {
    struct mu_zone_params real; /* population = people trapped at the start */
};

struct drill_water {
    double depth; /* m */
    struct mu_water_breach breach;
    mu_time open_at;
};

enum drill_kind {
    DRILL_STATUS,   /* office: value = enum mu_status_kind, object = who says it */
    DRILL_WORTH,    /* office: value = status.value */
    DRILL_ABOARD,   /* zone: value = persons, object = whose vehicle */
    DRILL_SET_DOWN, /* zone: value = persons, place = shelter */
    DRILL_FULL,     /* zone: value = group */
    DRILL_TRIP,     /* roads: value = metres, object = whose */
    DRILL_TOLD,     /* office: value = of the fact, object = of whom */
    DRILL_NARROW,   /* water: value = m closed */
};

/* In doubles; cmocka's own compares floats. */
#define assert_near(a, b, epsilon) drill_near((a), (b), (epsilon), __FILE__, __LINE__)
void drill_near(double a, double b, double epsilon, const char *file, int line);

/* `names` are canonical, NULL at the end; sealed, not finished. Lookahead 1 s, publication
 * and samples every 60 s, end after ten days. */
struct mu_world *drill_world(const char *const *names);
mu_entity_id drill_find(const struct mu_world *world, const char *name);
void *drill_params(struct mu_world *world, const char *name);
struct mu_point drill_node(int i); /* where node i stands */
/* Copies of rows and references, owned by the world. */
struct mu_table drill_table(struct mu_world *world, const void *rows, size_t n, size_t size);
struct mu_refs drill_refs(struct mu_world *world, const mu_entity_id *ids, size_t n);

/* Finishes the world, with the seed 1. */
struct mu_run *drill_run(struct mu_world *world);
void drill_order(struct mu_run *run, mu_entity_id to, mu_time at, const struct mu_order *order);
/* Runs until t, hands the result over and destroys the run; fails the test if the run did. */
void drill_finish(struct mu_run *run, mu_time t, struct mu_result *result);

/* How often a kind was recorded; the k-th time (from 0) of one; its value. */
size_t drill_count(const struct mu_result *result, const char *kind);
double drill_sum(const struct mu_result *result, const char *kind);
double drill_seconds(const struct mu_result *result, const char *kind, size_t k);
double drill_value(const struct mu_result *result, const char *kind, size_t k);
size_t drill_row(const struct mu_result *result, const char *kind, size_t k);
/* Of a series at the last sample, summed over its entities. */
double drill_last(const struct mu_result *result, const char *series);

#endif
