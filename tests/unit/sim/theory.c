#include "theory.h"

#include <math.h>

#include "tests/cmocka_all.h"

const struct mu_param theory_no_params[] = {MU_PARAMS_END};

mu_time theory_exponential(struct mu_stream *s, double mean)
{
    return mu_seconds(-mean * log(mu_uniform(s)));
}

void theory_run(const struct mu_world *world, uint32_t replication, unsigned threads)
{
    const struct mu_run_options options = {
        .seed = 1, .replication = replication, .threads = threads};
    struct mu_result result;
    struct mu_run *run;

    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    mu_result_fini(&result);
    mu_run_destroy(run);
}

void theory_compare(const char *what, const struct mu_tally *means, double expected)
{
    const double mean = mu_tally_mean(means),
                 sigma = sqrt(mu_tally_variance(means) / (double)means->n);

    assert_true(sigma < 0.05 * expected); /* else the test could not fail */
    if (fabs(mean - expected) > 3 * sigma)
        fail_msg("%s: %.6f, expected %.6f, sigma %.6f", what, mean, expected, sigma);
}
