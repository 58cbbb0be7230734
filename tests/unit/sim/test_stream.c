#include "tests/cmocka_all.h"

#include <math.h>
#include <stdlib.h>

#include "worlds.h"

struct known_answer {
    uint64_t counter[4], key[2], block[4];
};

/* philox4x64-10 from the known-answer vectors published with Random123 (kat_vectors): all
 * zeros, all ones, the digits of pi. */
static const struct known_answer published[] = {
    {{0, 0, 0, 0},
     {0, 0},
     {0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}},
    {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
     {UINT64_MAX, UINT64_MAX},
     {0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}},
    {{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
     {0x452821e638d01377, 0xbe5466cf34e90c6c},
     {0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}},
};

static void blocks_are_the_published_ones(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < sizeof published / sizeof *published; k++) {
        const struct known_answer *kat = &published[k];
        struct mu_stream s = {.key = {kat->key[0], kat->key[1]}, .used = 4};
        for (int i = 0; i < 4; i++)
            s.counter[i] = kat->counter[i];
        for (int i = 0; i < 4; i++)
            assert_true(mu_stream_next(&s) == kat->block[i]);
    }
}

static void every_part_of_the_address_changes_the_numbers(void **unused)
{
    (void)unused;
    struct mu_stream streams[] = {
        mu_stream_init(1, 2, 3, 4, 5, 6), mu_stream_init(9, 2, 3, 4, 5, 6),
        mu_stream_init(1, 9, 3, 4, 5, 6), mu_stream_init(1, 2, 9, 4, 5, 6),
        mu_stream_init(1, 2, 3, 9, 5, 6), mu_stream_init(1, 2, 3, 4, 9, 6),
        mu_stream_init(1, 2, 3, 4, 5, 9),
    };
    enum { N = sizeof streams / sizeof *streams };
    uint64_t first[N];
    for (size_t i = 0; i < N; i++) {
        first[i] = mu_stream_next(&streams[i]);
        for (size_t j = 0; j < i; j++)
            assert_true(first[i] != first[j]);
    }
}

static void uniforms_keep_off_both_ends(void **unused)
{
    (void)unused;
    struct mu_stream zeros = {.used = 0}, ones = {.used = 0};
    for (int i = 0; i < 4; i++)
        ones.block[i] = UINT64_MAX;
    /* 52 bits, the middle of the cell: 2^-53 and 1 - 2^-53. */
    assert_true(mu_uniform(&zeros) == 0x1p-53);
    assert_true(mu_uniform(&ones) == 1 - 0x1p-53);
    assert_true(mu_chance(1.0, &ones));
    assert_false(mu_chance(0.0, &zeros));
}

static void uniforms_have_the_moments_of_the_unit_interval(void **unused)
{
    (void)unused;
    enum { N = 1000000 };
    struct mu_stream s = mu_stream_init(7, 0, 0, 0, 0, 0);
    double sum = 0, squares = 0, lag = 0, before = 0.5;
    for (int i = 0; i < N; i++) {
        double u = mu_uniform(&s) - 0.5;
        sum += u;
        squares += u * u;
        lag += u * before;
        before = u;
    }
    /* Variance of u: 1/12; of u^2: 1/180; of a product: 1/144. 4 sigma each. */
    assert_true(fabs(sum / N) < 4 * sqrt(1.0 / 12 / N));
    assert_true(fabs(squares / N - 1.0 / 12) < 4 * sqrt(1.0 / 180 / N));
    assert_true(fabs(lag / N) < 4 * sqrt(1.0 / 144 / N));
}

/* 1000 equal cells, 1000 in each on average. Chi-square with 999 degrees of freedom is above
 * 1173.9 once in 10,000 seeds (its upper quantile by Wilson and Hilferty: 999 (1 - 2 / 8991 +
 * 3.719 sqrt(2 / 8991))^3), and below 841.2 as seldom. One stream, and the first numbers of a
 * million streams that differ in their index alone. */
static void uniforms_fill_all_cells_alike(void **unused)
{
    (void)unused;
    enum { CELLS = 1000, N = 1000000 };
    static double along[CELLS], across[CELLS];
    struct mu_stream s = mu_stream_init(21, 0, 0, 0, 0, 0);
    double chi_along = 0, chi_across = 0;
    for (uint64_t i = 0; i < N; i++) {
        struct mu_stream other = mu_stream_init(21, 0, 0, 0, 1, i);
        along[(size_t)(mu_uniform(&s) * CELLS)]++;
        across[(size_t)(mu_uniform(&other) * CELLS)]++;
    }
    for (int k = 0; k < CELLS; k++) {
        chi_along += (along[k] - 1000) * (along[k] - 1000) / 1000;
        chi_across += (across[k] - 1000) * (across[k] - 1000) / 1000;
    }
    assert_true(chi_along > 841.2 && chi_along < 1173.9);
    assert_true(chi_across > 841.2 && chi_across < 1173.9);
}

static int by_number(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Blocks under one key are all different, because the cipher is a permutation: no number of
 * 64 bits may come twice among 100,000 but by the chance of 3e-10. */
static void neighbouring_addresses_share_no_numbers(void **unused)
{
    (void)unused;
    enum { STREAMS = 6250, NUMBERS = 16, N = STREAMS * NUMBERS };
    static uint64_t all[N];
    for (uint64_t i = 0; i < STREAMS; i++) {
        struct mu_stream s = mu_stream_init(1, (uint32_t)(i % 5), (uint32_t)(i / 5 % 5), i / 25 % 5,
                                            (uint32_t)(i / 125 % 5), i / 625);
        for (uint64_t k = 0; k < NUMBERS; k++)
            all[i * NUMBERS + k] = mu_stream_next(&s);
    }
    qsort(all, N, sizeof *all, by_number);
    for (size_t i = 1; i < N; i++)
        assert_true(all[i] != all[i - 1]);
}

/* A stream of 2^64 blocks would have to come round to touch another: only the first word of
 * the counter moves. */
static void a_stream_stays_at_its_address(void **unused)
{
    (void)unused;
    struct mu_stream s = mu_stream_init(1, 2, 3, 4, 5, 6);
    s.counter[0] = UINT64_MAX;
    mu_stream_next(&s);
    assert_true(s.counter[0] == 0 && s.counter[1] == 4 && s.counter[2] == 5 && s.counter[3] == 6);
    assert_true(s.key[0] == 1 && s.key[1] == ((uint64_t)2 << 32 | 3));
}

static void a_stream_knows_how_many_it_gave(void **unused)
{
    (void)unused;
    struct mu_stream s = mu_stream_init(1, 2, 3, 4, 5, 6);
    for (uint64_t i = 0; i < 11; i++) {
        assert_true(mu_stream_taken(&s) == i);
        mu_uniform(&s);
    }
}

static void antithetic_numbers_are_exact_complements(void **unused)
{
    (void)unused;
    struct mu_stream plain = mu_stream_init(1, 2, 3, 4, 5, 6), anti = mu_stream_antithetic(plain);
    for (int i = 0; i < 1000; i++)
        assert_true(mu_uniform(&plain) + mu_uniform(&anti) == 1);
    /* In the middle of a block, and back again. */
    struct mu_stream again = plain;
    mu_uniform(&again);
    mu_uniform(&plain);
    again = mu_stream_antithetic(again);
    assert_true(mu_uniform(&again) + mu_uniform(&plain) == 1);
    again = mu_stream_antithetic(again);
    assert_true(mu_uniform(&again) == mu_uniform(&plain));
    gsl_rng p = mu_stream_gsl(&plain), a = mu_stream_gsl(&anti);
    mu_uniform(&anti);
    mu_uniform(&anti);
    mu_uniform(&anti);
    assert_true(gsl_rng_get(&p) + gsl_rng_get(&a) == gsl_rng_max(&p) + gsl_rng_min(&p));
    assert_true(gsl_rng_uniform(&p) + gsl_rng_uniform(&a) == 1);
}

static void gsl_reads_the_same_numbers(void **unused)
{
    (void)unused;
    struct mu_stream a = mu_stream_init(1, 2, 3, 4, 5, 6), b = a;
    gsl_rng r = mu_stream_gsl(&a);
    assert_true(gsl_rng_max(&r) == UINT64_MAX && gsl_rng_min(&r) == 0);
    assert_true(gsl_rng_get(&r) == mu_stream_next(&b));
    assert_true(gsl_rng_uniform(&r) == mu_uniform(&b));
    /* Seeding it, as GSL does with its own, begins another stream. */
    gsl_rng_set(&r, 77);
    struct mu_stream c = mu_stream_init(77, 2, 3, 4, 5, 6);
    assert_true(gsl_rng_get(&r) == mu_stream_next(&c));
}

static void a_draw_takes_one_uniform(void **unused)
{
    (void)unused;
    for (enum mu_dist_kind kind = MU_DIST_FIXED; kind <= MU_DIST_NEGATIVE_BINOMIAL; kind++) {
        struct mu_stream a = mu_stream_init(1, 0, 0, 0, 0, 0), b = a;
        const double value = 1, weight = 1;
        const double x =
            mu_draw(&(struct mu_dist){kind, .a = 2, .b = 0.5, .c = 3, .d = 4, .lo = 0.5, .hi = 2.5,
                                      .values = &value, .cumulative = &weight, .n = 1},
                    &a);
        assert_true(x >= 0.5 && x <= 2.5);
        mu_uniform(&b);
        assert_true(mu_stream_next(&a) == mu_stream_next(&b));
    }
}

static void draw_at_start(struct mu_ctx *ctx, void *state)
{
    struct mu_stream s = mu_stream_for(ctx, 3, 17);
    ((struct actor *)state)->sum = mu_uniform(&s);
    note(ctx, "%.15f", mu_uniform(&s));
}

static void drawn_in(const char *const *names, struct diary *diary)
{
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/M") = (struct actor_params){.start = draw_at_start, .diary = diary};
    mu_run_destroy(test_run(world));
    mu_world_destroy(world);
}

static void adding_and_permuting_entities_changes_nobodys_numbers(void **unused)
{
    (void)unused;
    struct diary alone = {0}, among = {0};
    drawn_in((const char *const[]){"actor/M", NULL}, &alone);
    drawn_in((const char *const[]){"clerk/Z", "actor/Z", "actor/M", "actor/A", NULL}, &among);
    assert_string_equal(alone.notes[0], among.notes[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_the_published_ones),
        cmocka_unit_test(every_part_of_the_address_changes_the_numbers),
        cmocka_unit_test(uniforms_keep_off_both_ends),
        cmocka_unit_test(uniforms_have_the_moments_of_the_unit_interval),
        cmocka_unit_test(uniforms_fill_all_cells_alike),
        cmocka_unit_test(neighbouring_addresses_share_no_numbers),
        cmocka_unit_test(a_stream_stays_at_its_address),
        cmocka_unit_test(a_stream_knows_how_many_it_gave),
        cmocka_unit_test(antithetic_numbers_are_exact_complements),
        cmocka_unit_test(gsl_reads_the_same_numbers),
        cmocka_unit_test(a_draw_takes_one_uniform),
        cmocka_unit_test(adding_and_permuting_entities_changes_nobodys_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
