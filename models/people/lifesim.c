#include "models/people/lifesim.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stddef.h>

#include "sim/assert.h"
#include "sim/stream.h"

#define FOOT 0.3048
#define STOREY (9 * FOOT)
#define ATTIC (6 * FOOT)

static double triangular(double least, double likely, double most, double u)
{
    const struct mu_dist d = {
        .kind = MU_DIST_TRIANGULAR,
        .a = least,
        .b = likely,
        .c = most,
        .lo = -INFINITY,
        .hi = INFINITY,
    };

    return mu_dist_quantile(&d, u);
}

double mu_lifesim_deadly_depth(int storeys, enum mu_refuge refuge, double u)
{
    double ceiling = storeys * STOREY;

    switch (refuge) {
    case MU_REFUGE_FLOOR: return ceiling - STOREY + triangular(4, 5, 6, u) * FOOT;
    case MU_REFUGE_CEILING: return ceiling - triangular(0.5, 1, 1.5, u) * FOOT;
    case MU_REFUGE_ATTIC: return ceiling + ATTIC - triangular(0.5, 1, 1.5, u) * FOOT;
    case MU_REFUGE_ROOF: return ceiling + ATTIC + triangular(3, 4, 5, u) * FOOT;
    }
    mu_bug("there is no such refuge");
}

/* RESCDAM: wood 3 and 7 m2/s, without and with anchors; LifeSim spreads masonry's 7. */
double mu_lifesim_collapse_limit(enum mu_building building, double u)
{
    switch (building) {
    case MU_BUILDING_WOOD: return 3;
    case MU_BUILDING_ANCHORED: return 7;
    case MU_BUILDING_MASONRY: return triangular(6, 7, 8, u);
    }
    mu_bug("there is no such building");
}

bool mu_lifesim_collapses(enum mu_building building, double speed, double flow, double limit)
{
    return flow >= limit && (building != MU_BUILDING_MASONRY || speed > 2);
}

bool mu_lifesim_car_swept(double depth, double speed, double u)
{
    return depth > triangular(0.3, 1.2, 1.5, u) || speed > triangular(3, 4.5, 6, u) ||
           depth * speed > triangular(0.3, 0.8, 1.3, u);
}

bool mu_lifesim_walker_swept(double depth, double speed)
{
    const double height = 1.65, mass = 60; /* m, kg: an adult, muster calibration */

    return depth * speed > 0.004 * height * mass + 0.2;
}

/* The rate at rank x of [0, 1], straight between the points of a curve. */
struct point {
    double x, rate;
};

static double interpolate(const struct point *a, const struct point *b, double x)
{
    return a->rate + (b->rate - a->rate) * (x - a->x) / (b->x - a->x);
}

/* Rates of the recorded groups at high exposure, greatest first; a rate that was seen several
 * times stands once. Rank i of the curve is at x = i / 138, the last at 1. */
static const struct {
    double rate;
    int times;
} high_rates[] = {
    {1, 66},        {0.975, 1},     {0.9708738, 1}, {0.96, 1},      {0.9565217, 1}, {0.9090909, 1},
    {0.9, 1},       {0.8947368, 1}, {0.8571429, 2}, {0.8333333, 1}, {0.8235294, 1}, {0.8, 3},
    {0.75, 5},      {0.6666667, 5}, {0.5714286, 2}, {0.55, 1},      {0.5, 13},      {0.4285714, 2},
    {0.3333333, 8}, {0.2857143, 1}, {0.2, 3},       {0.1666667, 1}, {0, 17},
};
#define HIGH_RANKS 138

static double high_rate(int rank)
{
    for (size_t k = 0; k < sizeof high_rates / sizeof *high_rates; k++) {
        if (rank < high_rates[k].times)
            return high_rates[k].rate;
        rank -= high_rates[k].times;
    }
    return 0;
}

static double high_fatality(double u)
{
    int rank = (int)(u * HIGH_RANKS);
    const struct point a = {(double)rank / HIGH_RANKS, high_rate(rank)};
    const struct point b = {(double)(rank + 1) / HIGH_RANKS, high_rate(rank + 1)};

    return interpolate(&a, &b, u);
}

static const struct point low_curve[] = {
    {0, 1},
    {0.000003213863, 1},
    {0.000006427726, 1},
    {0.00000964159, 0.5},
    {0.00001285545, 0.5},
    {0.00001606932, 0.2},
    {0.00001928318, 0.1428571},
    {0.00002249704, 0.04},
    {0.00002571091, 0},
};

static double low_fatality(double u)
{
    for (size_t k = 1; k < sizeof low_curve / sizeof *low_curve; k++)
        if (u < low_curve[k].x)
            return interpolate(&low_curve[k - 1], &low_curve[k], u);
    return 0;
}

double mu_lifesim_fatality(enum mu_exposure exposure, double u)
{
    switch (exposure) {
    case MU_EXPOSURE_NONE: return 0;
    case MU_EXPOSURE_LOW: return low_fatality(u);
    case MU_EXPOSURE_HIGH: return high_fatality(u);
    }
    mu_bug("there is no such exposure");
}

double mu_jonkman_mortality(double depth, double speed, double rise)
{
    if (depth <= 0)
        return 0;
    if (depth * speed >= 7 && speed >= 2)
        return 1;
    if (depth >= 2.1 && rise >= 0.5)
        return gsl_cdf_ugaussian_P((log(depth) - 1.46) / 0.28);
    return gsl_cdf_ugaussian_P((log(depth) - 7.60) / 2.75);
}
