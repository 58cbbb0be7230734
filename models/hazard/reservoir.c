#include "models/hazard/reservoir.h"

#include "sim/assert.h"

static double on_line(double x0, double y0, double x1, double y1, double x)
{
    return y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
}

double mu_reservoir_volume(const struct mu_reservoir_row *rows, size_t n, double stage)
{
    mu_assert(n > 0);
    if (stage <= rows[0].stage)
        return rows[0].volume;
    for (size_t i = 1; i < n; i++) {
        const struct mu_reservoir_row *a = &rows[i - 1], *b = &rows[i];

        if (stage < b->stage)
            return on_line(a->stage, a->volume, b->stage, b->volume, stage);
    }
    return rows[n - 1].volume;
}

double mu_reservoir_stage(const struct mu_reservoir_row *rows, size_t n, double volume)
{
    mu_assert(n > 0);
    if (volume <= rows[0].volume)
        return rows[0].stage;
    for (size_t i = 1; i < n; i++) {
        const struct mu_reservoir_row *a = &rows[i - 1], *b = &rows[i];

        if (volume < b->volume)
            return on_line(a->volume, a->stage, b->volume, b->stage, volume);
    }
    return rows[n - 1].stage;
}
