#include "models/hazard/hydrograph.h"

#include <math.h>

#include "sim/assert.h"

double mu_hydrograph_stage(const struct mu_hydrograph_row *rows, size_t n, mu_time t)
{
    mu_assert(n > 0);
    if (t <= rows[0].at)
        return rows[0].stage;
    for (size_t i = 1; i < n; i++) {
        if (t < rows[i].at) {
            double share = (double)(t - rows[i - 1].at) / (double)(rows[i].at - rows[i - 1].at);

            return rows[i - 1].stage + share * (rows[i].stage - rows[i - 1].stage);
        }
    }
    return rows[n - 1].stage;
}

/* When the line from (t0, s0) to (t1, s1) passes `level`, rounded up. */
static mu_time passes(mu_time t0, double s0, mu_time t1, double s1, double level)
{
    return t0 + (mu_time)ceil((double)(t1 - t0) * ((level - s0) / (s1 - s0)));
}

mu_time mu_hydrograph_reaches(const struct mu_hydrograph_row *rows, size_t n, double level,
                              mu_time held, mu_time from)
{
    mu_time t0 = from;
    double s0 = mu_hydrograph_stage(rows, n, from);
    mu_time since = s0 >= level ? from : MU_NEVER;

    for (size_t i = 0; i < n; i++) {
        mu_time t1 = rows[i].at;
        double s1 = rows[i].stage;

        if (t1 <= from)
            continue;
        if (since == MU_NEVER && s1 >= level)
            since = passes(t0, s0, t1, s1, level);
        if (since != MU_NEVER && s1 < level) {
            if (passes(t0, s0, t1, s1, level) - since >= held)
                return since + held;
            since = MU_NEVER;
        }
        t0 = t1;
        s0 = s1;
    }
    return since == MU_NEVER ? MU_NEVER : since + held;
}
