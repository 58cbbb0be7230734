#include "sim/stream.h"

#include <Random123/philox.h>
#include <string.h>
#include <xxhash.h>

#include "sim/assert.h"

struct mu_stream mu_stream_init(uint64_t seed, uint32_t replication, uint32_t branch, uint64_t name,
                                uint32_t purpose, uint64_t index)
{
    return (struct mu_stream){
        .key = {seed, (uint64_t)replication << 32 | branch},
        .counter = {0, name, purpose, index},
        .used = MU_STREAM_BLOCK,
    };
}

struct mu_stream mu_stream_antithetic(struct mu_stream s)
{
    s.flip = ~s.flip;
    for (int i = 0; i < MU_STREAM_BLOCK; i++)
        s.block[i] = ~s.block[i];
    return s;
}

uint64_t mu_stream_taken(const struct mu_stream *s)
{
    return s->counter[0] * MU_STREAM_BLOCK - (MU_STREAM_BLOCK - s->used);
}

void mu_stream_refill(struct mu_stream *s)
{
    /* Word by word: they stay in registers. */
    const philox4x64_ctr_t counter = {{s->counter[0], s->counter[1], s->counter[2], s->counter[3]}};
    const philox4x64_key_t key = {{s->key[0], s->key[1]}};
    const philox4x64_ctr_t block = philox4x64_R(10, counter, key);
    s->block[0] = block.v[0] ^ s->flip;
    s->block[1] = block.v[1] ^ s->flip;
    s->block[2] = block.v[2] ^ s->flip;
    s->block[3] = block.v[3] ^ s->flip;
    s->counter[0]++; /* only this word counts, so that addresses never overlap */
    s->used = 0;
}

bool mu_chance(double p, struct mu_stream *s)
{
    return mu_uniform(s) < p;
}

double mu_draw(const struct mu_dist *dist, struct mu_stream *s)
{
    return mu_dist_quantile(dist, mu_uniform(s));
}

static void gsl_set(void *state, unsigned long seed)
{
    struct mu_stream *s = state;
    s->key[0] = seed;
    s->counter[0] = 0;
    s->used = MU_STREAM_BLOCK;
}

static unsigned long gsl_get(void *state)
{
    return mu_stream_next(state);
}

static double gsl_get_double(void *state)
{
    return mu_uniform(state);
}

static const gsl_rng_type stream_type = {
    .name = "muster philox4x64-10",
    .max = UINT64_MAX,
    .min = 0,
    .size = sizeof(struct mu_stream),
    .set = gsl_set,
    .get = gsl_get,
    .get_double = gsl_get_double,
};

gsl_rng mu_stream_gsl(struct mu_stream *s)
{
    return (gsl_rng){.type = &stream_type, .state = s};
}

uint64_t mu_name_hash(const char *name)
{
    return XXH3_64bits(name, strlen(name));
}
