/* water_board.h - the water as it is, for those who are physically there: people, vehicles on
 * roads, works at a breach, gauges. Offices know only what they were told.
 *
 * The board comes from mu_board(ctx, water) and may be NULL: no water yet. It is one block
 * without pointers.
 */
#ifndef MU_MODELS_HAZARD_WATER_BOARD_H
#define MU_MODELS_HAZARD_WATER_BOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/value.h"

/* One dike. All zero where none has breached. */
struct mu_water_breach {
    bool open;         /* water can pass */
    bool closed;       /* it was open, and rock fills it from end to end */
    double width;      /* m, the open part */
    double eroded;     /* m, with what was closed */
    double filled;     /* m closed by rock */
    double sill;       /* m above the datum */
    double discharge;  /* m3/s, inwards */
    double speed;      /* m/s, mean in the opening, in either direction */
    double outside;    /* m above the datum */
    double inside;     /* m, mean of the cells behind the opening */
    double volume_in;  /* m3 through it since it broke */
    double volume_out; /* m3 the other way */
};

/* Cells as in the terrain (geo.h). */
double mu_water_depth(const void *board, size_t cell); /* m */
double mu_water_speed(const void *board, size_t cell); /* m/s */
struct mu_water_breach mu_water_breach(const void *board, mu_entity_id dike);

/* For the writer. */
size_t mu_water_board_size(size_t cells, size_t dikes);
void mu_water_board_init(void *board, size_t cells, mu_entity_id first_dike, size_t dikes);
float *mu_water_board_depths(void *board);
float *mu_water_board_speeds(void *board);
struct mu_water_breach *mu_water_board_breaches(void *board);

#endif
