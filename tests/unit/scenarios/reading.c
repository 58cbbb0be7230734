#include "tests/unit/scenarios/reading.h"

#include <stdlib.h>

#include "tests/cmocka_all.h"

/* 2010-06-12T16:00Z = 14772 days and 16 h after 1970 (40 years, 10 leap days, 162 days). */
#define START_UNIX (INT64_C(14772) * 86400 + 16 * 3600)

int test_reading_setup(void **state)
{
    struct test_reading *t = calloc(1, sizeof *t);
    if (!t)
        return 1;
    t->in = (struct mu_reading){.diags = &t->diags, .pool = &t->pool, .units = mu_units_create()};
    t->in.clock = (struct mu_time_base){.known = true,
                                        .start_unix = START_UNIX,
                                        .zone_s = 8 * 3600,
                                        .has_onset = true,
                                        .onset = 210 * MU_HOUR + 30 * MU_MINUTE};
    t->slot = (struct mu_slot){.in = &t->in, .place = {"test.yaml", 1, 1}};
    *state = t;
    return t->in.units ? 0 : 1;
}

int test_reading_teardown(void **state)
{
    struct test_reading *t = *state;
    mu_units_destroy(t->in.units);
    mu_diags_fini(&t->diags);
    mu_pool_fini(&t->pool);
    free(t);
    return 0;
}

const char *test_message(struct test_reading *t)
{
    if (t->diags.n == 0)
        return "";
    assert_int_equal(t->diags.n, 1);
    const char *text = mu_pool_printf(&t->pool, "%s", t->diags.items[0].text);
    mu_diags_fini(&t->diags);
    t->diags = (struct mu_diags){0};
    return text;
}
