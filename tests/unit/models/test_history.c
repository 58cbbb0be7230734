/* The record of 2010 as it is shipped: read, and replayed by the office it belongs to. */
#include "tests/cmocka_all.h"

#include "models/command/office.h"
#include "models/registry.h"
#include "scenarios/reader.h"
#include "sim/run.h"

#ifndef SCENARIOS
#error "SCENARIOS is the folder of the shipped scenarios"
#endif

static struct mu_scenario *read_history(void)
{
    const struct mu_scenario_request request = {
        .scenario = SCENARIOS "/dike-breach-small/scenario.yaml",
        .history = SCENARIOS "/dike-breach/history-2010.yaml"};
    struct mu_diags diags = {0};
    struct mu_scenario *s = mu_scenario_read(&request, mu_models, &diags);

    assert_int_equal(diags.errors, 0);
    mu_diags_fini(&diags);
    assert_non_null(s);
    return s;
}

struct steps {
    int32_t level[8];
    mu_time at[8];
    int n;
};

/* Of the only office that has decisions on levels. */
static struct steps levels_of(const struct mu_scenario *s)
{
    struct steps steps = {0};
    size_t n;
    const mu_entity_id first = mu_world_first(s->world, "office", &n);

    for (uint32_t i = 0; i < n; i++) {
        const struct mu_office_params *p =
            mu_world_params_const(s->world, (mu_entity_id){first.i + i});
        const struct mu_decision *rows = p->history.rows;
        for (size_t k = 0; k < p->history.n; k++)
            if (rows[k].does == MU_VERB_LEVEL) {
                assert_true(steps.n < 8);
                steps.level[steps.n] = rows[k].level;
                steps.at[steps.n++] = rows[k].at;
            }
    }
    return steps;
}

static void validation_52_levels_rise_from_iv_over_iii_to_i(void **unused)
{
    struct mu_scenario *s = read_history();
    const struct steps steps = levels_of(s);

    (void)unused;
    assert_int_equal(steps.n, 3);
    assert_int_equal(steps.level[0], 1); /* IV */
    assert_int_equal(steps.level[1], 2); /* III */
    assert_int_equal(steps.level[2], 4); /* I: II was left out */
    /* 13 June 00:00 to 17 June 19:00, 19 June 17:00, 20 June 24:00 */
    assert_true(steps.at[0] == 4 * MU_DAY + 19 * MU_HOUR);
    assert_true(steps.at[1] == 6 * MU_DAY + 17 * MU_HOUR);
    assert_true(steps.at[2] == 8 * MU_DAY);
    /* The dike breaks on 21 June at 18:30: level I comes 18.5 h before. */
    assert_true(s->onset - steps.at[2] == 18 * MU_HOUR + 30 * MU_MINUTE);
    mu_scenario_destroy(s);
}

static void validation_52_the_office_takes_them_at_their_instants(void **unused)
{
    struct mu_scenario *s = read_history();
    const struct steps steps = levels_of(s);
    const struct mu_run_options options = {.seed = 1};
    struct mu_run *run;
    struct mu_result r;
    int seen = 0;

    (void)unused;
    assert_int_equal(mu_run_create(s->world, &options, &run), MU_OK);
    assert_int_equal(mu_run_until(run, 8 * MU_DAY + MU_HOUR), MU_OK);
    assert_int_equal(mu_run_finish(run, &r), MU_OK);
    const size_t kind = mu_result_kind(&r, "office.level");
    for (size_t row = 0; row < r.events.n; row++)
        if (r.events.kind[row] == kind) {
            assert_true(seen < 3);
            assert_true(r.events.time[row] == steps.at[seen]);
            assert_true(r.events.value[row] == steps.level[seen]);
            seen++;
        }
    assert_int_equal(seen, 3);
    mu_run_destroy(run);
    mu_result_fini(&r);
    mu_scenario_destroy(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_52_levels_rise_from_iv_over_iii_to_i),
        cmocka_unit_test(validation_52_the_office_takes_them_at_their_instants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
