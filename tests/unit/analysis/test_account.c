#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/account.h"
#include "made.h"
#include "tests/cmocka_all.h"

struct drill {
    struct mu_result result;
    struct mu_view view;
    struct mu_score score;
    char *text;
};

static int setup(void **state)
{
    static const struct mu_objective objectives[] = {
        {"out", "people out in time", "people.moved.by_6h", 5, MU_HIGHER_IS_BETTER, 2, false},
        {"closed", "breach closed", "dike.closed_at", 6 * 3600, MU_LOWER_IS_BETTER, 1, true},
    };
    struct drill *d = test_calloc(1, sizeof *d);

    made_full(&d->result);
    made_view(&d->view, &d->result);
    assert_int_equal(mu_score_init(&d->score, &d->view, objectives, 2, NULL), MU_OK);
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    struct drill *d = *state;

    free(d->text);
    mu_score_fini(&d->score);
    mu_view_fini(&d->view);
    mu_result_fini(&d->result);
    test_free(d);
    return 0;
}

typedef enum mu_err (*printer)(FILE *, const struct mu_result *, const struct mu_results_meta *);

static const char *print(struct drill *d, printer as)
{
    struct mu_results_meta meta = made_meta();
    size_t size = 0;
    FILE *out = open_memstream(&d->text, &size);

    meta.score = &d->score;
    assert_int_equal(as(out, &d->result, &meta), MU_OK);
    fclose(out);
    return d->text;
}

static void expect_line(const char *text, const char *line)
{
    if (!strstr(text, line))
        fail_msg("no \"%s\" in\n%s", line, text);
}

static void the_account_tells_the_drill(void **state)
{
    const char *text = print(*state, mu_account_print);

    expect_line(text, "drill, plan-a, seed 7");
    expect_line(text, "Onset        06-13 10:00 (T+0:00)");
    expect_line(text, "  office/county:  IV 06-13 05:00 (T-5:00)  I 06-13 11:00 (T+1:00)");
    expect_line(text, "Breach       06-13 10:00 (T+0:00), up to 120 m wide");
    expect_line(text, "Closing      began 06-13 16:00 (T+6:00), closed 06-13 18:00 (T+8:00)");
    expect_line(text, "12 of 14 people warned; of those flooded 77.8 % before the water");
    expect_line(text, "7 from flooded places: by own means 3, by bus 0, by boat 4");
    expect_line(text, "6 people, at most 6 at once, 20 person-hours");
    expect_line(text, "first 5 h 00 min after the onset; wait 3 h 00 min (median)");
    expect_line(text, "4 t carried");
    expect_line(text, "Score        0.667, rating U (an objective with a veto was missed)");
}

static void the_account_fits_a_page(void **state)
{
    size_t lines = 0;

    for (const char *c = print(*state, mu_account_print); *c; c++)
        lines += *c == '\n';
    assert_in_range(lines, 15, 60);
}

static void large_numbers_are_grouped_by_thousands(void **state)
{
    struct drill *d = *state;

    d->result.series[0].values[0] = 143211 - 5;
    expect_line(print(d, mu_account_print), "12 of 143,211 people warned");
}

static double number_at(json_t *all, const char *object, const char *name)
{
    return json_number_value(
        json_object_get(json_object_get(json_object_get(all, object), name), "value"));
}

static void the_json_holds_every_metric(void **state)
{
    json_error_t error;
    json_t *all = json_loads(print(*state, mu_account_json), 0, &error);
    char name[64];

    assert_non_null(all);
    assert_string_equal(json_string_value(json_object_get(all, "format")), "muster.account");
    assert_int_equal(json_integer_value(json_object_get(all, "version")), 1);
    for (size_t i = 0; mu_metric_column(i, name, sizeof name); i++)
        assert_non_null(json_object_get(json_object_get(all, "metrics"), name));
    made_near(number_at(all, "metrics", "people.moved"), 7, 0);
    assert_string_equal(json_string_value(json_object_get(all, "onset")),
                        "2010-06-13T10:00:00+08:00");
    assert_int_equal(json_array_size(json_object_get(all, "tasks")), 3);
    assert_int_equal(json_array_size(json_object_get(json_object_get(all, "score"), "objectives")),
                     2);
    json_decref(all);
}

static void a_full_disk_is_an_error(void **state)
{
    struct drill *d = *state;
    struct mu_results_meta meta = made_meta();
    FILE *out = fopen("/dev/full", "w");

    if (!out)
        skip();
    setvbuf(out, NULL, _IONBF, 0);
    assert_int_equal(mu_account_print(out, &d->result, &meta), MU_ERR_IO);
    assert_int_equal(mu_account_json(out, &d->result, &meta), MU_ERR_IO);
    fclose(out);
}

int main(void)
{
#define DRILL(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        DRILL(the_account_tells_the_drill),
        DRILL(the_account_fits_a_page),
        DRILL(large_numbers_are_grouped_by_thousands),
        DRILL(the_json_holds_every_metric),
        DRILL(a_full_disk_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
