#include "tests/cmocka_all.h"

#include "models/command/span.h"

static void assert_span(int64_t workers, int64_t span, int64_t supervisors, int64_t levels)
{
    const struct mu_span s = mu_span_of_control(workers, span);

    assert_int_equal(s.supervisors, supervisors);
    assert_int_equal(s.levels, levels);
}

static void validation_51_supervisors_and_levels(void **unused)
{
    (void)unused;
    assert_span(125, 5, 31, 3);  /* 25 + 5 + 1 */
    assert_span(600, 5, 150, 4); /* 120 + 24 + 5 + 1 */
    assert_span(600, 7, 102, 4); /* 86 + 13 + 2 + 1 */
    assert_span(125, 7, 22, 3);  /* 18 + 3 + 1 */
}

static void the_last_of_a_group_may_lead_few(void **unused)
{
    (void)unused;
    assert_span(0, 5, 0, 0);
    assert_span(1, 5, 0, 0);
    assert_span(2, 5, 1, 1);
    assert_span(5, 5, 1, 1);
    assert_span(6, 5, 3, 2); /* 2 + 1 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_51_supervisors_and_levels),
        cmocka_unit_test(the_last_of_a_group_may_lead_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
