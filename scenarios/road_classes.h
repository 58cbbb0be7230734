/* road_classes.h - what a road is when the map says no more than its class. */
#ifndef MU_SCENARIOS_ROAD_CLASSES_H
#define MU_SCENARIOS_ROAD_CLASSES_H

#include <stdbool.h>
#include <stddef.h>

struct mu_road_class {
    const char *name;
    double speed;         /* m/s, free flow */
    double lanes;         /* of one direction */
    double lane_capacity; /* vehicles/s */
    bool oneway;          /* when the map does not say */
};

/* NULL: not for motor vehicles, or no class at all. */
const struct mu_road_class *mu_road_class(const char *name);
/* For mu_nearest. */
const char *mu_road_class_next(const void *unused, size_t i);

#endif
