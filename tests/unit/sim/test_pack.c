/* Boards come back from their packed bytes to the bit, and damaged bytes are noticed. */
#include "sim/pack_impl.h"

#include <stdlib.h>
#include <string.h>

#include "tests/cmocka_all.h"

enum { MOST = 5000 };

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

struct tape {
    uint32_t words[MOST], last[MOST], before[MOST]; /* of who packs */
    uint32_t again[MOST], before_again[MOST];       /* of who unpacks */
    unsigned char bytes[MOST * 5];
};

/* Packs and unpacks `words`; returns how many bytes it took. */
static size_t pass(struct tape *t, size_t n)
{
    const size_t size = mu_pack(t->words, t->last, t->before, n, t->bytes);

    assert_true(size <= mu_pack_most(n));
    assert_true(mu_unpack(t->bytes, size, t->again, t->before_again, n));
    assert_memory_equal(t->again, t->words, n * sizeof *t->words);
    return size;
}

/* Words that stand, that go on steadily, that change a little, and that are anything. */
static void change(uint32_t *words, size_t n, uint64_t *seed)
{
    for (size_t i = 0; i < n; i++)
        switch (next(seed) % 5) {
        case 0: words[i] += (uint32_t)(next(seed) % 7) - 3; break;
        case 1: words[i] -= (uint32_t)(next(seed) % 40000); break;
        case 2: words[i] = (uint32_t)(next(seed) << 1 ^ next(seed)); break;
        default: break;
        }
}

static void any_words_come_back(void **unused)
{
    static const size_t sizes[] = {1, 2, 3, 4, 5, 7, 8, 63, 1023, 1024, 1025, 1028, 4999, MOST};
    uint64_t seed = 7;

    (void)unused;
    print_message("seed %llu\n", (unsigned long long)seed);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        struct tape *t = test_calloc(1, sizeof *t);

        for (int k = 0; k < 20; k++) {
            if (k != 10) /* once it is as it was, twice it goes on as it went */
                change(t->words, sizes[s], &seed);
            pass(t, sizes[s]);
        }
        test_free(t);
    }
}

/* Each 1,024 words of which there is nothing to say take two bytes. */
static void what_goes_on_as_it_went_takes_next_to_nothing(void **unused)
{
    struct tape *t = test_calloc(1, sizeof *t);

    (void)unused;
    assert_int_equal(pass(t, 4096), 8); /* zeros after zeros */
    for (uint32_t k = 1; k <= 3; k++) {
        for (uint32_t i = 0; i < 4096; i++)
            t->words[i] = k * i; /* steadily, from 0 */
        const size_t size = pass(t, 4096);
        if (k > 1)
            assert_int_equal(size, 8);
    }
    test_free(t);
}

/* Words 5, 0, 0, -3, then zeros: zigzag 10 and 5, in one byte each; tags 01 00 00 01. */
static void the_bytes_are_as_they_are_said_to_be(void **unused)
{
    static const unsigned char expected[] = {0x41, 10, 5, 0, 0};
    struct tape *t = test_calloc(1, sizeof *t);

    (void)unused;
    t->words[0] = 5;
    t->words[3] = UINT32_MAX - 2;
    assert_int_equal(pass(t, 8), sizeof expected);
    assert_memory_equal(t->bytes, expected, sizeof expected);
    test_free(t);
}

/* Bytes of their own, so that a sanitizer sees a step beyond them. */
static bool unpacks(struct tape *t, const unsigned char *bytes, size_t n_bytes, size_t n)
{
    unsigned char *copy = malloc(n_bytes + !n_bytes);

    memcpy(copy, bytes, n_bytes);
    const bool ok = mu_unpack(copy, n_bytes, t->again, t->before_again, n);
    free(copy);
    return ok;
}

static void what_is_cut_short_or_too_long_is_refused(void **unused)
{
    struct tape *t = test_calloc(1, sizeof *t);
    uint64_t seed = 8;

    (void)unused;
    change(t->words, 101, &seed);
    const size_t size = pass(t, 101);
    for (size_t cut = 0; cut < size; cut++)
        assert_false(unpacks(t, t->bytes, cut, 101));
    assert_false(unpacks(t, t->bytes, size + 1, 101));
    assert_false(unpacks(t, t->bytes, size, 90));
    assert_false(unpacks(t, t->bytes, size, 120));
    for (int k = 0; k < 20000; k++) { /* anything at all: no crash */
        for (size_t i = 0; i < 60; i++)
            t->bytes[i] = (unsigned char)next(&seed);
        unpacks(t, t->bytes, next(&seed) % 60, 40);
    }
    test_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_words_come_back),
        cmocka_unit_test(what_goes_on_as_it_went_takes_next_to_nothing),
        cmocka_unit_test(the_bytes_are_as_they_are_said_to_be),
        cmocka_unit_test(what_is_cut_short_or_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
