/* tally.h - statistics that a model keeps in its state: plain structs without pointers, which
 * merge.
 *
 *   mu_tally       of observations: how many, mean, variance, least, greatest
 *   mu_time_tally  of a level that lasts: its mean over time, its greatest
 *   mu_histogram   of observations: how many in each of equal bins; quantiles
 *
 * The first two are empty when zeroed. Merged, two tallies are the one that had seen everything,
 * up to rounding; tallies merged in a fixed order give the same bits each time. Adding costs no
 * division. A mean of nothing is NaN.
 */
#ifndef MU_SIM_TALLY_H
#define MU_SIM_TALLY_H

#include "sim/assert.h"
#include "sim/value.h"

/* ---- observations ---- */

#define MU_TALLY_BLOCK 64 /* observations between two corrections of the mean */

/* `sum` and `square` are of deviations from `mean`, which follows block by block: so nothing
 * cancels, as in Welford's method (Technometrics 4, 1962), without its division. */
struct mu_tally {
    uint64_t n;
    double least, greatest;
    double mean, m2; /* of all before the block; squares of deviations from their mean, summed */
    double sum, square;
    uint32_t pending; /* observations in the block */
};

/* Brings `mean` up to date. */
void mu_tally_fold(struct mu_tally *t);
double mu_tally_mean(const struct mu_tally *t);
double mu_tally_variance(const struct mu_tally *t); /* of the sample: n - 1; NaN below two */
/* By Chan, Golub and LeVeque (COMPSTAT 1982). */
void mu_tally_merge(struct mu_tally *into, const struct mu_tally *from);

static inline void mu_tally_add(struct mu_tally *t, double x)
{
    if (t->n++ == 0)
        t->mean = t->least = t->greatest = x;
    const double deviation = x - t->mean;
    t->sum += deviation;
    t->square += deviation * deviation;
    t->least = x < t->least ? x : t->least;
    t->greatest = x > t->greatest ? x : t->greatest;
    if (++t->pending == MU_TALLY_BLOCK)
        mu_tally_fold(t);
}

/* ---- a level over time ---- */

/* What lasts no time counts for nothing. Zeroed: level 0 since the start. */
struct mu_time_tally {
    double level;
    double area;     /* level x us, over `span` */
    double greatest; /* of those that lasted */
    mu_time since, span;
};

/* The level has lasted until now, which is never earlier than the last time. */
static inline void mu_time_tally_until(struct mu_time_tally *t, mu_time now)
{
    if (now == t->since)
        return;
    mu_assert(now > t->since);
    if (t->span == 0 || t->level > t->greatest)
        t->greatest = t->level;
    t->area += t->level * (double)(now - t->since);
    t->span += now - t->since;
    t->since = now;
}

static inline void mu_time_tally_set(struct mu_time_tally *t, mu_time now, double level)
{
    mu_time_tally_until(t, now);
    t->level = level;
}

/* The end of the warm-up: forgets all but the level. */
void mu_time_tally_reset(struct mu_time_tally *t, mu_time now);
/* As far as it was brought with mu_time_tally_until. */
double mu_time_tally_mean(const struct mu_time_tally *t);
/* Both count with the time they span, as if one had come after the other. */
void mu_time_tally_merge(struct mu_time_tally *into, const struct mu_time_tally *from);

/* ---- how observations are spread ---- */

/* Takes mu_histogram_size bytes, which may be memory of the run (mu_alloc(ctx, 1, size)). */
struct mu_histogram {
    double lo, hi, per_unit; /* bins in one unit of x */
    uint64_t below, above;   /* x < lo; x >= hi */
    uint32_t n_bins;
    uint64_t bins[];
};

size_t mu_histogram_size(uint32_t n_bins);
/* Empty, with n_bins >= 1 equal bins over lo <= x < hi. */
void mu_histogram_init(struct mu_histogram *h, double lo, double hi, uint32_t n_bins);
uint64_t mu_histogram_n(const struct mu_histogram *h);
/* The x below which a share q (0 to 1) lies, as if observations were spread evenly within each
 * bin: within a bin's width of the sample's quantile. `lo` or `hi` where it lies outside. */
double mu_histogram_quantile(const struct mu_histogram *h, double q);
/* Of the same range and bins. */
void mu_histogram_merge(struct mu_histogram *into, const struct mu_histogram *from);

static inline void mu_histogram_add(struct mu_histogram *h, double x)
{
    if (x < h->lo) {
        h->below++;
    } else if (x < h->hi) {
        const uint32_t bin = (uint32_t)((x - h->lo) * h->per_unit);
        h->bins[bin < h->n_bins ? bin : h->n_bins - 1]++; /* just below hi it may round up */
    } else {
        h->above++;
    }
}

#endif
