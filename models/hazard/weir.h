/* weir.h - flow over a broad crest, in both directions, free or drowned.
 *
 *   free      Q = m b (2/3)^1.5 sqrt(g) H^1.5         H = upstream head over the crest
 *   drowned   Q = m b T sqrt(2 g (H - T))             when the tailwater T >= 2/3 H
 *
 * The two meet at T = 2/3 H, so that Q is continuous. Sources: docs/models/dike.md.
 */
#ifndef MU_MODELS_HAZARD_WEIR_H
#define MU_MODELS_HAZARD_WEIR_H

#define MU_GRAVITY 9.81 /* m/s2 */

/* Discharge [m3/s] of `width` metres, m = 1; positive from the side of level `up` to the
 * side of level `down`. Levels and crest in metres above one datum. */
double mu_weir_flow(double width, double crest, double up, double down);

/* Mean speed [m/s] in the opening, in the direction of the flow, never negative. */
double mu_weir_speed(double crest, double up, double down);

/* What share of the free discharge is left by a tailwater of `ratio` = T / H in [0, 1]
 * (Villemonte 1947); an alternative to the drowned branch. */
double mu_weir_villemonte(double ratio);

/* The same flow into a store of `area` m2 whose level is `down` before a step of `dt`
 * seconds and rises by it: the discharge that belongs to the level at the end of the step.
 * Without this a small store behind a wide opening would swing about the outer level. */
double mu_weir_flow_into(double width, double crest, double up, double down, double area,
                         double dt);

#endif
