/* dist_impl.h - private: the parts of a distribution that know its formulas.
 *
 * Every inverse takes both tails, p = P(X <= x) and q = 1 - p, and works from the smaller one,
 * so that cuts far out in a tail keep their digits.
 */
#ifndef MU_SIM_DIST_IMPL_H
#define MU_SIM_DIST_IMPL_H

#include "sim/value.h"

struct mu_tails {
    double p, q;
};

double mu_log_q(struct mu_tails t);
double mu_normal_inverse(struct mu_tails t);

/* dist_shapes.c: uncut, all but points, choices and whole numbers. */
double mu_shape_inverse(const struct mu_dist *d, struct mu_tails t);
struct mu_tails mu_shape_tails(const struct mu_dist *d, double x);
double mu_shape_mean(const struct mu_dist *d);

/* dist_gamma.c: where there is no formula for the inverse. */
double mu_gamma_inverse(double shape, struct mu_tails t); /* with scale 1 */
double mu_beta_inverse(double a, double b, struct mu_tails t);

/* dist_counts.c: uncut whole numbers. The inverse is the least k with P(X <= k) >= p. */
bool mu_dist_counts(const struct mu_dist *d);
double mu_counts_inverse(const struct mu_dist *d, struct mu_tails t);
struct mu_tails mu_counts_tails(const struct mu_dist *d, double k);
double mu_counts_mean(const struct mu_dist *d);

#endif
