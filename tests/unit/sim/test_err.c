#include "tests/cmocka_all.h"

#include <string.h>

#include "sim/err.h"

static void every_code_has_a_text_of_its_own(void **unused)
{
    (void)unused;
    for (int i = 0; i < MU_ERR_COUNT; i++) {
        assert_string_not_equal(mu_err_text((enum mu_err)i), "unknown error");
        for (int j = 0; j < i; j++)
            assert_string_not_equal(mu_err_text((enum mu_err)i), mu_err_text((enum mu_err)j));
    }
    assert_string_equal(mu_err_text(MU_ERR_COUNT), "unknown error");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_code_has_a_text_of_its_own)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
