#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/same.h"
#include "made.h"
#include "tests/cmocka_all.h"

struct pair {
    struct mu_result a, b;
};

static int setup(void **state)
{
    struct pair *p = test_calloc(1, sizeof *p);

    made_full(&p->a);
    made_full(&p->b);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct pair *p = *state;

    mu_result_fini(&p->a);
    mu_result_fini(&p->b);
    test_free(p);
    return 0;
}

static bool same_by_name(const struct pair *p)
{
    bool same = false;

    assert_int_equal(mu_results_same_by_name(&p->a, &p->b, NULL, &same), MU_OK);
    return same;
}

static void two_equal_results_are_the_same(void **state)
{
    struct pair *p = *state;

    assert_true(mu_results_same(&p->a, &p->b, stderr));
    assert_true(same_by_name(p));
}

static void the_last_bit_of_a_value_counts(void **state)
{
    struct pair *p = *state;

    p->b.events.value[10] = nextafter(p->b.events.value[10], INFINITY);
    assert_false(mu_results_same(&p->a, &p->b, NULL));
    assert_false(same_by_name(p));
}

static void minus_zero_is_not_zero_to_the_bit(void **state)
{
    struct pair *p = *state;
    size_t zero = 0;

    while (p->b.events.value[zero] != 0)
        zero++;
    p->b.events.value[zero] = -0.0;
    assert_false(mu_results_same(&p->a, &p->b, NULL));
}

static void every_column_counts(void **state)
{
    struct pair *p = *state;
    uint32_t *columns[] = {p->b.events.kind, p->b.events.subject, p->b.events.object,
                           p->b.events.place};

    for (size_t i = 0; i < 4; i++) {
        columns[i][20] ^= 1;
        assert_false(mu_results_same(&p->a, &p->b, NULL));
        columns[i][20] ^= 1;
    }
    p->b.events.cause[7] ^= 1;
    assert_false(mu_results_same(&p->a, &p->b, NULL));
    assert_false(same_by_name(p));
    p->b.events.cause[7] ^= 1;
    p->b.events.since[7] = 1;
    assert_false(mu_results_same(&p->a, &p->b, NULL));
    assert_false(same_by_name(p));
}

static void series_and_grids_count(void **state)
{
    struct pair *p = *state;

    p->b.series[0].values[3] += 1;
    assert_false(mu_results_same(&p->a, &p->b, NULL));
    assert_false(same_by_name(p));
    p->b.series[0].values[3] -= 1;
    p->b.grids[0].cells[9] += 1;
    assert_false(mu_results_same(&p->a, &p->b, NULL));
    assert_false(same_by_name(p));
}

static void memory_used_does_not_count(void **state)
{
    struct pair *p = *state;

    p->b.run_bytes = 12345;
    assert_true(mu_results_same(&p->a, &p->b, NULL));
}

/* A thing put in the first place: every number behind it grows by one. */
static void insert_thing(struct mu_result *r, const char *name, const char *kind)
{
    struct mu_thing_info *things = calloc(r->n_things + 1, sizeof *things);

    assert_non_null(things);
    things[0] = r->things[0];
    things[1] = (struct mu_thing_info){strdup(name), kind, 1};
    for (size_t i = 1; i < r->n_things; i++) {
        things[i + 1] = r->things[i];
        things[i + 1].entity++;
    }
    free(r->things);
    r->things = things;
    r->n_things++;
    r->n_entities++;
    for (size_t i = 0; i < r->events.n; i++) {
        r->events.subject[i] += r->events.subject[i] != 0;
        r->events.object[i] += r->events.object[i] != 0;
        r->events.place[i] += r->events.place[i] != 0;
    }
    r->series[0].first++;
}

/* An event put in the first place: causes move by one. */
static void insert_event(struct mu_result *r, uint32_t subject)
{
    struct mu_event_columns *e = &r->events;

#define SHIFT(column) memmove(e->column + 1, e->column, e->n * sizeof *e->column)
    SHIFT(time);
    SHIFT(kind);
    SHIFT(subject);
    SHIFT(object);
    SHIFT(place);
    SHIFT(value);
    SHIFT(cause);
    SHIFT(since);
#undef SHIFT
    e->n++;
    for (size_t i = 1; i < e->n; i++) {
        e->cause[i] += e->cause[i] != 0;
        e->since[i] += e->since[i] != 0;
    }
    e->time[0] = 0;
    e->subject[0] = subject;
    e->object[0] = e->place[0] = 0;
    e->value[0] = 1;
    e->cause[0] = e->since[0] = 0;
}

static void a_team_far_away_is_passed_over_by_name(void **state)
{
    struct pair *p = *state;

    insert_thing(&p->b, "boat/far", "boat");
    assert_false(mu_results_same(&p->a, &p->b, NULL));
    assert_true(same_by_name(p));
    insert_event(&p->b, 1);
    assert_true(same_by_name(p));
    p->b.events.value[12] += 1; /* of somebody both have */
    assert_false(same_by_name(p));
}

static void an_event_that_only_one_has_is_a_difference(void **state)
{
    struct pair *p = *state;

    insert_event(&p->b, MADE_DIKE);
    assert_false(same_by_name(p));
}

static void the_order_within_an_instant_does_not_count_by_name(void **state)
{
    struct pair *p = *state;
    struct mu_event_columns *e = &p->b.events;

    /* Rows 1 and 2: warnings of zones A and B at 9 h, of different groups, nobody's cause. */
    assert_true(e->time[1] == e->time[2]);
    for (size_t i = 1; i <= 2; i++) {
        e->subject[i] = i == 1 ? MADE_B0 : MADE_A0;
        e->value[i] = i == 1 ? 5 : 3;
    }
    assert_false(mu_results_same(&p->a, &p->b, NULL));
    assert_true(same_by_name(p));
}

static void the_report_names_what_differs(void **state)
{
    struct pair *p = *state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    p->b.events.value[1] = 4; /* the warning of #0, of 3 persons */
    assert_false(mu_results_same(&p->a, &p->b, out));
    fclose(out);
    assert_non_null(strstr(text, "event 2: group.warned of zone/A#0"));
    free(text);
}

int main(void)
{
#define PAIR(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        PAIR(two_equal_results_are_the_same),
        PAIR(the_last_bit_of_a_value_counts),
        PAIR(minus_zero_is_not_zero_to_the_bit),
        PAIR(every_column_counts),
        PAIR(series_and_grids_count),
        PAIR(memory_used_does_not_count),
        PAIR(a_team_far_away_is_passed_over_by_name),
        PAIR(an_event_that_only_one_has_is_a_difference),
        PAIR(the_order_within_an_instant_does_not_count_by_name),
        PAIR(the_report_names_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
