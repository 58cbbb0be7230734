/* dist_parse.h - "triangular(5, 8, 15) min" -> struct mu_dist.
 *
 *   5 m                                      fixed
 *   uniform(1, 3) m                          or uniform(1 m, 3 m)
 *   triangular(5, 8, 15) min                 least, most likely, greatest
 *   normal(10 m, sd 2 m)                     or cv 0.2
 *   lognormal(12 min, cv 0.4)                median; cv or sd of the value, or sigma of its log
 *   exponential(7.6 min)                     mean
 *   weibull(10 min, shape 1.5)               scale
 *   gamma(10 min, shape 2)                   mean; or cv
 *   erlang(10 min, stages 3)                 mean
 *   pert(5, 8, 15) min                       least, most likely, greatest
 *   beta(0, 10, shape 2, shape 3) m          least, greatest
 *   logistic(10 m, scale 2 m)                mean
 *   loglogistic(12 min, shape 3)             median
 *   pareto(10 min, shape 2)                  least
 *   gumbel(3 m, scale 0.5 m)                 mode
 *   poisson(3)                               mean; whole numbers, and so are
 *   binomial(10, p 0.3)                      trials
 *   geometric(4)                             mean trials to a success; or p 0.25
 *   negative_binomial(3, shape 2)            mean
 *   choice(3 m: 0.2, 5 m: 0.8)               weights, scaled to sum 1
 *   ... in [1 m, 20 m]                       cut there
 *
 * A unit behind the closing parenthesis counts for every number that has none.
 */
#ifndef MU_SCENARIOS_DIST_PARSE_H
#define MU_SCENARIOS_DIST_PARSE_H

#include "scenarios/values.h"

/* Is it written as a distribution (a name and a parenthesis)? */
bool mu_looks_like_dist(const char *text);

/* unit NULL or "1" = plain numbers; "s" = durations. lo..hi as in mu_check_range: what has
 * ends must lie inside, what has none is cut there. A choice's arrays come from in->pool. */
bool mu_read_dist(const struct mu_slot *slot, const char *text, const char *unit, double lo,
                  double hi, struct mu_dist *dist);

#endif
