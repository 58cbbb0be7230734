#include "models/hazard/weir.h"

#include <math.h>

#include "sim/assert.h"

/* h: upstream head over the crest > 0; t: tailwater over the crest, t <= h. Per metre. */
static double unit_flow(double h, double t)
{
    if (3 * t < 2 * h)
        return pow(2.0 / 3.0, 1.5) * sqrt(MU_GRAVITY) * h * sqrt(h);
    return t * sqrt(2 * MU_GRAVITY * (h - t));
}

double mu_weir_flow(double width, double crest, double up, double down)
{
    double h = fmax(up, down) - crest, t = fmin(up, down) - crest;

    if (h <= 0)
        return 0;
    return copysign(width * unit_flow(h, fmax(t, 0)), up - down);
}

double mu_weir_speed(double crest, double up, double down)
{
    double h = fmax(up, down) - crest;
    double t = fmax(fmin(up, down) - crest, 0);

    if (h <= 0)
        return 0;
    /* Free flow passes the crest at the critical depth 2/3 h. */
    return unit_flow(h, t) / fmax(t, 2.0 / 3.0 * h);
}

double mu_weir_villemonte(double ratio)
{
    mu_assert(ratio >= 0 && ratio <= 1);
    return pow(1 - pow(ratio, 1.5), 0.385);
}

double mu_weir_flow_into(double width, double crest, double up, double down, double area, double dt)
{
    double rise = dt / area; /* m of level per m3/s */
    double high = mu_weir_flow(width, crest, up, down), low = 0;

    if (mu_weir_flow(width, crest, up, down + rise * high) == high)
        return high; /* free flow does not feel the tailwater */
    /* The flow falls as the store rises, so q - flow(down + rise q) has one root between 0
     * and the explicit answer. Bisection, since the drowned branch has an infinite slope at
     * equal levels; 1e-6 of the flow only shifts when water arrives, never how much. */
    while (fabs(high - low) > 1e-6 * fabs(high)) {
        double q = 0.5 * (high + low);

        if ((q - mu_weir_flow(width, crest, up, down + rise * q)) * high > 0)
            high = q;
        else
            low = q;
    }
    return low;
}
