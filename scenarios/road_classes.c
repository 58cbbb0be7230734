#include "scenarios/road_classes.h"

#include <string.h>

#define MPH 0.44704        /* m/s */
#define PER_H (1 / 3600.0) /* 1/s */

/* Speeds, lanes and capacities: LifeSim technical reference manual 1.0, defaults of the road
 * classes A1x .. A6x. Its modified Greenshields curve v(k) = v0 + (vf - v0)(1 - k/kjam)^alpha
 * has its greatest flow k v(k) per lane at
 *     A1x 65 mph, 3 lanes: 2134 veh/h    A2x 55 mph, 2 lanes: 1872    A3x 45 mph, 2 lanes: 1551
 *     A4x 35 mph, 1 lane:  1333          A5x, A6x 25 mph, 1 lane: 943
 * Which OpenStreetMap class is which A class: muster's choice. Slip roads have one lane; two
 * lanes a direction are not usual outside towns, so secondary roads have one. */
static const struct mu_road_class classes[] = {
    {"motorway", 65 * MPH, 3, 2134 * PER_H, true},
    {"motorway_link", 45 * MPH, 1, 1551 * PER_H, true},
    {"trunk", 55 * MPH, 2, 1872 * PER_H, false},
    {"trunk_link", 45 * MPH, 1, 1551 * PER_H, false},
    {"primary", 45 * MPH, 2, 1551 * PER_H, false},
    {"primary_link", 35 * MPH, 1, 1333 * PER_H, false},
    {"secondary", 45 * MPH, 1, 1551 * PER_H, false},
    {"secondary_link", 35 * MPH, 1, 1333 * PER_H, false},
    {"tertiary", 35 * MPH, 1, 1333 * PER_H, false},
    {"tertiary_link", 35 * MPH, 1, 1333 * PER_H, false},
    {"unclassified", 35 * MPH, 1, 1333 * PER_H, false},
    {"residential", 25 * MPH, 1, 943 * PER_H, false},
    {"road", 25 * MPH, 1, 943 * PER_H, false},
    {"living_street", 10 * MPH, 1, 943 * PER_H, false}, /* speed: muster's choice */
    {"service", 15 * MPH, 1, 943 * PER_H, false},       /* speed: muster's choice */
    {"track", 10 * MPH, 1, 943 * PER_H, false},         /* the same */
};

const struct mu_road_class *mu_road_class(const char *name)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strcmp(classes[i].name, name) == 0)
            return &classes[i];
    return NULL;
}

const char *mu_road_class_next(const void *unused, size_t i)
{
    (void)unused;
    return i < sizeof classes / sizeof *classes ? classes[i].name : NULL;
}
