/* lifesim.h - who dies in the water: the rules of LifeSim 2 as plain functions.
 *
 *   water at a home -> building collapses, or is submerged -> exposure high
 *                   -> otherwise                            -> exposure low
 *   exposure -> a fatality rate for the group, drawn from the curve of its class
 *            -> each person dies with that rate
 *
 * Sources: USACE-RMC, LifeSim 2 technical reference manual; RESCDAM; USACE go-consequences
 * (fatality curves, MIT licence). See docs/models/people.md.
 */
#ifndef MU_MODELS_PEOPLE_LIFESIM_H
#define MU_MODELS_PEOPLE_LIFESIM_H

#include <stdbool.h>

enum mu_exposure { MU_EXPOSURE_NONE, MU_EXPOSURE_LOW, MU_EXPOSURE_HIGH };

/* Where the people of a home are when the water has come as high as they can climb. */
enum mu_refuge {
    MU_REFUGE_FLOOR,   /* limited mobility: the top floor, standing or lying */
    MU_REFUGE_CEILING, /* able, no way further up: under the top ceiling     */
    MU_REFUGE_ATTIC,
    MU_REFUGE_ROOF,
};

/* Depth of water above the first floor [m] beyond which people in `refuge` of a building of
 * `storeys` are at high exposure. `u` in (0, 1): where in the triangular spread of the
 * critical depth this group stands. Storeys 9 ft, attic 6 ft. */
double mu_lifesim_deadly_depth(int storeys, enum mu_refuge refuge, double u);

enum mu_building { MU_BUILDING_WOOD, MU_BUILDING_ANCHORED, MU_BUILDING_MASONRY };

/* Depth times speed [m2/s] at which a building collapses; `u` in (0, 1) for the spread. */
double mu_lifesim_collapse_limit(enum mu_building building, double u);
/* Speed [m/s], depth times speed [m2/s] and the limit above. Masonry needs fast water too. */
bool mu_lifesim_collapses(enum mu_building building, double speed, double flow, double limit);

/* Is a low car swept away by water of `depth` [m] and `speed` [m/s]? */
bool mu_lifesim_car_swept(double depth, double speed, double u);
/* Is somebody on foot? RESCDAM: depth x speed > 0.004 x height [m] x mass [kg] + 0.2. */
bool mu_lifesim_walker_swept(double depth, double speed);

/* The fatality rate at quantile u in (0, 1) of the class's curve; 0 for NONE. */
double mu_lifesim_fatality(enum mu_exposure exposure, double u);

/* Jonkman 2008: share of the exposed who die in water of `depth` [m] and `speed` [m/s] that
 * rises by `rise` [m/h]. The alternative that LifeSim's users compare with. */
double mu_jonkman_mortality(double depth, double speed, double rise);

#endif
