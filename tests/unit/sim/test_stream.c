#include "tests/cmocka_all.h"

#include <gsl/gsl_randist.h>
#include <math.h>

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

static void gsl_reads_the_same_numbers(void **unused)
{
    (void)unused;
    struct mu_stream a = mu_stream_init(1, 2, 3, 4, 5, 6), b = a;
    gsl_rng r = mu_stream_gsl(&a);
    assert_true(gsl_rng_get(&r) == mu_stream_next(&b));
    assert_true(gsl_rng_uniform(&r) == mu_uniform(&b));
    assert_true(gsl_ran_exponential(&r, 2.0) > 0);
    unsigned poisson = gsl_ran_poisson(&r, 3.0);
    assert_true(poisson < 100);
}

static void a_draw_takes_one_uniform(void **unused)
{
    (void)unused;
    static const enum mu_dist_kind kinds[] = {
        MU_DIST_FIXED,     MU_DIST_UNIFORM,     MU_DIST_TRIANGULAR, MU_DIST_NORMAL,
        MU_DIST_LOGNORMAL, MU_DIST_EXPONENTIAL, MU_DIST_WEIBULL};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct mu_stream a = mu_stream_init(1, 0, 0, 0, 0, 0), b = a;
        mu_draw(&(struct mu_dist){kinds[i], .a = 1, .b = 2, .c = 3, .lo = 0.5, .hi = 2.5}, &a);
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
        cmocka_unit_test(gsl_reads_the_same_numbers),
        cmocka_unit_test(a_draw_takes_one_uniform),
        cmocka_unit_test(adding_and_permuting_entities_changes_nobodys_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
