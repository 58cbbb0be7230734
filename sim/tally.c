#include "sim/tally.h"

#include <math.h>
#include <string.h>

/* ---- observations ---- */

/* Squares about the mean of all are squares about the old mean less n times the square of how
 * far the mean moves. */
void mu_tally_fold(struct mu_tally *t)
{
    if (t->pending == 0)
        return;
    const double step = t->sum / (double)t->n;

    t->mean += step;
    t->m2 += t->square - t->sum * step;
    t->sum = t->square = 0;
    t->pending = 0;
}

double mu_tally_mean(const struct mu_tally *t)
{
    return t->n > 0 ? t->mean + t->sum / (double)t->n : NAN;
}

double mu_tally_variance(const struct mu_tally *t)
{
    const double n = (double)t->n;

    return t->n > 1 ? (t->m2 + t->square - t->sum * (t->sum / n)) / (n - 1) : NAN;
}

void mu_tally_merge(struct mu_tally *into, const struct mu_tally *from)
{
    struct mu_tally b = *from;

    if (b.n == 0)
        return;
    if (into->n == 0) {
        *into = b;
        return;
    }
    mu_tally_fold(into);
    mu_tally_fold(&b);
    const double n = (double)(into->n + b.n), share = (double)b.n / n, apart = b.mean - into->mean;
    into->m2 += b.m2 + apart * apart * (double)into->n * share;
    into->mean += apart * share;
    into->n += b.n;
    into->least = fmin(into->least, b.least);
    into->greatest = fmax(into->greatest, b.greatest);
}

/* ---- a level over time ---- */

void mu_time_tally_reset(struct mu_time_tally *t, mu_time now)
{
    *t = (struct mu_time_tally){.level = t->level, .since = now};
}

double mu_time_tally_mean(const struct mu_time_tally *t)
{
    return t->span > 0 ? t->area / (double)t->span : NAN;
}

void mu_time_tally_merge(struct mu_time_tally *into, const struct mu_time_tally *from)
{
    if (from->span == 0)
        return;
    if (into->span == 0 || from->greatest > into->greatest)
        into->greatest = from->greatest;
    into->area += from->area;
    into->span += from->span;
}

/* ---- how observations are spread ---- */

size_t mu_histogram_size(uint32_t n_bins)
{
    return sizeof(struct mu_histogram) + n_bins * sizeof(uint64_t);
}

void mu_histogram_init(struct mu_histogram *h, double lo, double hi, uint32_t n_bins)
{
    mu_assert(lo < hi && n_bins > 0);
    memset(h, 0, mu_histogram_size(n_bins));
    h->lo = lo;
    h->hi = hi;
    h->n_bins = n_bins;
    h->per_unit = n_bins / (hi - lo);
}

uint64_t mu_histogram_n(const struct mu_histogram *h)
{
    uint64_t n = h->below + h->above;

    for (uint32_t i = 0; i < h->n_bins; i++)
        n += h->bins[i];
    return n;
}

double mu_histogram_quantile(const struct mu_histogram *h, double q)
{
    const double wanted = q * (double)mu_histogram_n(h);
    double before = (double)h->below;

    mu_assert(q >= 0 && q <= 1);
    if (mu_histogram_n(h) == 0)
        return NAN;
    if (before > 0 && wanted <= before)
        return h->lo;
    for (uint32_t i = 0; i < h->n_bins; i++) {
        const double here = (double)h->bins[i];

        if (here > 0 && wanted <= before + here)
            return h->lo + (i + (wanted - before) / here) / h->per_unit;
        before += here;
    }
    return h->hi;
}

void mu_histogram_merge(struct mu_histogram *into, const struct mu_histogram *from)
{
    mu_assert(into->lo == from->lo && into->hi == from->hi && into->n_bins == from->n_bins);
    into->below += from->below;
    into->above += from->above;
    for (uint32_t i = 0; i < into->n_bins; i++)
        into->bins[i] += from->bins[i];
}
