/* stream.h - random numbers by address, and draws from distributions by inversion.
 *
 * A stream is keyed by (seed, replication, branch) and addressed by (hash of the entity's
 * name, purpose, index). Generator: Philox4x64-10 (Salmon et al., SC 2011, through
 * Random123), which enciphers a counter of four words under a key of two:
 *
 *     key      seed, replication << 32 | branch
 *     counter  number of the block, name, purpose, index
 *
 * Under one key it is a permutation of the counters: a stream of 2^64 blocks never meets
 * another one, because their last three words differ. There is nothing to walk through, so
 * that any replication is reached at once, and adding an entity or permuting the input leaves
 * every other stream as it was. Wrapped as a gsl_rng_type, it serves every GSL distribution.
 */
#ifndef MU_SIM_STREAM_H
#define MU_SIM_STREAM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

#include "sim/value.h"

struct mu_stream {
    uint64_t key[2], counter[4], block[4];
    uint32_t used; /* numbers of `block` already given out */
    uint64_t flip; /* bits that are turned over in every number: 0, or all when antithetic */
};

struct mu_stream mu_stream_init(uint64_t seed, uint32_t replication, uint32_t branch, uint64_t name,
                                uint32_t purpose, uint64_t index);

/* The stream of the complements, from here on: 1 - u for each u of mu_uniform, exactly, and
 * the same for GSL. Twice = as it was. */
struct mu_stream mu_stream_antithetic(struct mu_stream s);
/* How many numbers it has given. */
uint64_t mu_stream_taken(const struct mu_stream *s);

#define MU_STREAM_BLOCK 4 /* numbers that the generator makes at a time */

/* The next block of numbers; the two below call it. */
void mu_stream_refill(struct mu_stream *s);

static inline uint64_t mu_stream_next(struct mu_stream *s)
{
    if (s->used >= MU_STREAM_BLOCK)
        mu_stream_refill(s);
    return s->block[s->used++];
}

/* In (0, 1), never an end point: the middle of one of 2^52 equal cells, exact in a double. */
static inline double mu_uniform_of(uint64_t number)
{
    return ((double)(int64_t)(number >> 12) + 0.5) * 0x1p-52;
}

static inline double mu_uniform(struct mu_stream *s)
{
    return mu_uniform_of(mu_stream_next(s));
}

/* One draw by inversion: exactly one uniform, whatever the distribution. */
double mu_draw(const struct mu_dist *dist, struct mu_stream *s);
/* true with probability p; one uniform. */
bool mu_chance(double p, struct mu_stream *s);

/* The value below which a draw falls with probability u in (0, 1), cut to [lo, hi]. */
double mu_dist_quantile(const struct mu_dist *dist, double u);
/* How much of the uncut distribution lies in [lo, hi]; 0: nothing can be drawn. */
double mu_dist_share(const struct mu_dist *dist);
/* Exact where it is not cut, else by quadrature of the quantile function, or the sum of whole
 * numbers; infinite where the upper tail is too heavy for a mean. */
double mu_dist_mean(const struct mu_dist *dist);
struct mu_dist mu_dist_fixed(double value);

/* For GSL, whatever it can draw: `r` reads from and advances `s`; valid while `s` is. */
gsl_rng mu_stream_gsl(struct mu_stream *s);

uint64_t mu_name_hash(const char *name); /* XXH3-64 of the bytes */

#endif
