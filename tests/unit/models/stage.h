/* stage.h - a stage for roads and zones: small networks, water by a script, and people who
 * ask for trips.
 *
 * The terrain is flat, 100 x 20 cells of 100 m, so that the cell of (x, 0) is x / 100.
 */
#ifndef MU_TESTS_STAGE_H
#define MU_TESTS_STAGE_H

#include "models/geo.h"
#include "models/roads/roads.h"
#include "sim/run.h"

enum { STAGE_NX = 100, STAGE_NY = 20, STAGE_MAX = 64, STAGE_TRIPS = 2000 };

/* From `at` on, cells first..last of the southern row have this water. */
struct stage_wave {
    mu_time at;
    size_t first, last;
    double depth, speed;
};

struct stage_water {
    size_t n;
    struct stage_wave waves[32];
    mu_time dike_opens; /* 0 = it stands */
};

/* Trips of the one asker; `arrived` and so on are set by the stage. */
struct stage_trip {
    mu_time at;
    struct mu_trip trip;
};

struct stage_asker {
    size_t n;
    const struct stage_trip *trips;
};

struct stage {
    double z[STAGE_NX * STAGE_NY];
    struct mu_point nodes[STAGE_MAX], points[1];
    struct mu_link links[2 * STAGE_MAX];
    uint32_t first_out[STAGE_MAX + 1];
    struct mu_geo geo;
};

void stage_init(struct stage *s);
uint32_t stage_node(struct stage *s, double x, double y);
/* Both directions, or one; speed 10 m/s, capacity 0.5 vehicles/s, length as the crow flies. */
void stage_road(struct stage *s, uint32_t a, uint32_t b, const char *name);
void stage_one_way(struct stage *s, uint32_t a, uint32_t b, const char *name);
/* Sorts links, finds twins: after the last road. */
void stage_finish(struct stage *s);
uint32_t stage_link(const struct stage *s, uint32_t from, uint32_t to);

extern const struct mu_model stage_water_model, stage_asker_model, stage_office_model;
extern const struct mu_roads_params stage_roads_params; /* the defaults */

/* Lookahead 1 s, publication and samples every minute. Sealed; `names` NULL at the end. */
struct mu_world *stage_world(struct stage *s, const struct mu_model *const *models,
                             const char *const (*names)[2], mu_time end);
struct mu_run *stage_run(struct mu_world *world);
void stage_result(struct mu_run *run, mu_time t, struct mu_result *result);

size_t stage_count(const struct mu_result *r, const char *kind);
/* Row of the k-th event of a kind, SIZE_MAX if there are fewer. */
size_t stage_row(const struct mu_result *r, const char *kind, size_t k);
double stage_seconds(const struct mu_result *r, const char *kind, size_t k);
double stage_value(const struct mu_result *r, const char *kind, size_t k);
double stage_sum(const struct mu_result *r, const char *kind);

#endif
