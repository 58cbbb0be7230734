#include "sim/pack_impl.h"

#include <string.h>

enum { GROUP = 4, RUN_MAX = 256 };

static const unsigned char bytes_of_tag[] = {0, 1, 2, 4};

static uint32_t zigzag(uint32_t d)
{
    return d << 1 ^ (d >> 31 ? UINT32_MAX : 0);
}

static uint32_t unzigzag(uint32_t z)
{
    return z >> 1 ^ (0 - (z & 1));
}

static unsigned tag_of(uint32_t z)
{
    return z == 0 ? 0 : z < 1U << 8 ? 1 : z < 1U << 16 ? 2 : 3;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t mu_pack_most(size_t n)
{
    return (n + GROUP - 1) / GROUP * (1 + GROUP * sizeof(uint32_t));
}

/* ---- packing ---- */

/* What each of up to four words is beside what was expected; the rest 0. */
static void look_at_group(const uint32_t *words, uint32_t *last, uint32_t *before, size_t n,
                          uint32_t z[GROUP])
{
    for (size_t i = 0; i < GROUP; i++)
        z[i] = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t word;
        memcpy(&word, &words[i], sizeof word); /* a board may hold numbers of any type */
        z[i] = zigzag(word - (2 * last[i] - before[i]));
        before[i] = last[i];
        last[i] = word;
    }
}

static unsigned char *write_group(unsigned char *to, const uint32_t z[GROUP])
{
    unsigned char *tags = to++;

    *tags = 0;
    for (unsigned i = 0; i < GROUP; i++) {
        const unsigned tag = tag_of(z[i]);
        *tags = (unsigned char)(*tags | tag << 2 * i);
        for (unsigned k = 0; k < bytes_of_tag[tag]; k++)
            *to++ = (unsigned char)(z[i] >> 8 * k);
    }
    return to;
}

static unsigned char *write_run(unsigned char *to, unsigned n)
{
    if (n > 0) {
        *to++ = 0;
        *to++ = (unsigned char)(n - 1);
    }
    return to;
}

size_t mu_pack(const uint32_t *words, uint32_t *last, uint32_t *before, size_t n,
               unsigned char *bytes)
{
    unsigned char *to = bytes;
    unsigned run = 0; /* groups of which there is nothing to say */
    uint32_t z[GROUP];

    for (size_t i = 0; i < n; i += GROUP) {
        look_at_group(words + i, last + i, before + i, smaller(n - i, GROUP), z);
        if ((z[0] | z[1] | z[2] | z[3]) == 0 && run < RUN_MAX) {
            run++;
            continue;
        }
        to = write_run(to, run);
        run = (z[0] | z[1] | z[2] | z[3]) == 0;
        if (run == 0)
            to = write_group(to, z);
    }
    return (size_t)(write_run(to, run) - bytes);
}

/* ---- unpacking ---- */

/* Most of the time of a board that hardly changes; the two arrays do not overlap. */
static void go_on(uint32_t *restrict words, uint32_t *restrict before, size_t n)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const uint32_t word = words[i];
        words[i] = 2 * word - before[i];
        before[i] = word;
    }
}

static uint32_t number_at(const unsigned char *from)
{
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 |
           (uint32_t)from[3] << 24;
}

/* Four words, where at least as many bytes follow as they can take. */
static const unsigned char *read_whole_group(const unsigned char *from, uint32_t *words)
{
    static const uint32_t mask[] = {0, 0xff, 0xffff, UINT32_MAX};
    const unsigned tags = *from++;

    for (unsigned i = 0; i < GROUP; i++) {
        const unsigned tag = tags >> 2 * i & 3;
        words[i] += unzigzag(number_at(from) & mask[tag]);
        from += bytes_of_tag[tag];
    }
    return from;
}

/* The same with care; NULL: it ends too early. */
static const unsigned char *read_group(const unsigned char *from, const unsigned char *end,
                                       uint32_t *words, size_t n)
{
    const unsigned tags = *from++;

    for (unsigned i = 0; i < GROUP; i++) {
        const unsigned size = bytes_of_tag[tags >> 2 * i & 3];
        uint32_t z = 0;

        if ((size_t)(end - from) < size || (size > 0 && i >= n))
            return NULL;
        for (unsigned k = 0; k < size; k++)
            z |= (uint32_t)*from++ << 8 * k;
        if (size > 0)
            words[i] += unzigzag(z);
    }
    return from;
}

bool mu_unpack(const unsigned char *bytes, size_t n_bytes, uint32_t *words, uint32_t *before,
               size_t n)
{
    const unsigned char *from = bytes, *end = bytes + n_bytes;
    size_t i = 0;

    go_on(words, before, n);
    while (i < n && from && end - from >= 2) {
        if (*from == 0) {
            i += GROUP * ((size_t)from[1] + 1);
            from += 2;
        } else {
            from = n - i >= GROUP && end - from > (ptrdiff_t)(GROUP * sizeof *words)
                       ? read_whole_group(from, words + i)
                       : read_group(from, end, words + i, n - i);
            i += GROUP;
        }
    }
    return from == end && i >= n && i - n < GROUP;
}
