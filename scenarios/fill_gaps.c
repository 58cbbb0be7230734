#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios/terrain_read.h"

struct gaps {
    size_t nx, ny;
    double *z;
    uint8_t *listed; /* 1: in `front` or filled */
    size_t *front, n;
    double *mean;
};

/* Visits the neighbours of cell k that exist. */
static size_t neighbours(const struct gaps *g, size_t k, size_t near[8])
{
    size_t i = k % g->nx, j = k / g->nx, n = 0;
    for (int dj = -1; dj <= 1; dj++) {
        for (int di = -1; di <= 1; di++) {
            bool beyond = (di < 0 && i == 0) || (di > 0 && i + 1 == g->nx) || (dj < 0 && j == 0) ||
                          (dj > 0 && j + 1 == g->ny);
            if (!beyond && (di || dj))
                near[n++] = (size_t)((ptrdiff_t)k + dj * (ptrdiff_t)g->nx + di);
        }
    }
    return n;
}

static double mean_around(const struct gaps *g, size_t k)
{
    size_t near[8], n = neighbours(g, k, near), known = 0;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(g->z[near[i]])) {
            sum += g->z[near[i]];
            known++;
        }
    }
    return known ? sum / (double)known : NAN;
}

static void list_edge(struct gaps *g)
{
    for (size_t k = 0; k < g->nx * g->ny; k++) {
        if (isnan(g->z[k]) && !isnan(mean_around(g, k))) {
            g->front[g->n++] = k;
            g->listed[k] = 1;
        }
    }
}

/* One ring at a time: all means first, so that the order of cells does not matter. */
static void fill_rings(struct gaps *g)
{
    size_t from = 0;
    while (from < g->n) {
        size_t to = g->n;
        for (size_t i = from; i < to; i++)
            g->mean[i] = mean_around(g, g->front[i]);
        for (size_t i = from; i < to; i++)
            g->z[g->front[i]] = g->mean[i];
        for (size_t i = from; i < to; i++) {
            size_t near[8], n = neighbours(g, g->front[i], near);
            for (size_t m = 0; m < n; m++) {
                if (isnan(g->z[near[m]]) && !g->listed[near[m]]) {
                    g->listed[near[m]] = 1;
                    g->front[g->n++] = near[m];
                }
            }
        }
        from = to;
    }
}

size_t mu_fill_gaps(size_t nx, size_t ny, double *z)
{
    size_t gaps = 0;
    for (size_t k = 0; k < nx * ny; k++)
        gaps += isnan(z[k]) ? 1 : 0;
    if (gaps == 0 || gaps == nx * ny)
        return gaps;
    struct gaps g = {.nx = nx, .ny = ny, .z = z};
    g.listed = calloc(nx * ny, 1);
    g.front = malloc(gaps * sizeof *g.front);
    g.mean = malloc(gaps * sizeof *g.mean);
    bool ok = g.listed && g.front && g.mean;
    if (ok) {
        list_edge(&g);
        fill_rings(&g);
    }
    free(g.listed);
    free(g.front);
    free(g.mean);
    return ok ? gaps : SIZE_MAX;
}
