#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "made.h"
#include "tests/cmocka_all.h"

struct drill {
    struct mu_result result; /* seed 7: 7 people moved, 1 dead, 20 person-hours trapped */
    struct mu_view view;
    char path[64];
};

static int setup(void **state)
{
    struct drill *d = test_calloc(1, sizeof *d);
    int file;

    made_drill(&d->result);
    made_view(&d->view, &d->result);
    strcpy(d->path, "references-XXXXXX");
    file = mkstemp(d->path);
    assert_true(file >= 0);
    close(file);
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    struct drill *d = *state;

    unlink(d->path);
    mu_view_fini(&d->view);
    mu_result_fini(&d->result);
    test_free(d);
    return 0;
}

static void write_lines(const struct drill *d, const char *lines)
{
    FILE *file = fopen(d->path, "w");

    assert_non_null(file);
    fprintf(file, "plan_kind,seed,metric,value\n%s", lines);
    assert_int_equal(fclose(file), 0);
}

/* One objective against the references given as lines, "" = no file. */
static struct mu_score judge(struct drill *d, struct mu_objective objective, const char *lines)
{
    struct mu_references refs = {0};
    struct mu_score score;
    char why[MU_WHY_MAX];

    if (lines[0]) {
        write_lines(d, lines);
        assert_int_equal(mu_references_read(d->path, &refs, why), MU_OK);
    }
    assert_int_equal(mu_score_init(&score, &d->view, &objective, 1, lines[0] ? &refs : NULL),
                     MU_OK);
    mu_references_fini(&refs);
    return score;
}

static const struct mu_objective moved = {
    "out", "people out", "people.moved", 6, MU_HIGHER_IS_BETTER, 1, false};
static const struct mu_objective trapped = {
    "caught", "few trapped", "people.trapped_hours", 10, MU_LOWER_IS_BETTER, 1, false};

static bool flagged(const struct mu_score *s, enum mu_score_flag f)
{
    return s->rows[0].flags & (1U << f);
}

static void attainment_lies_between_none_and_bound(void **state)
{
    struct mu_score s = judge(*state, moved, "none,7,people.moved,2\nbound,7,people.moved,10\n");

    made_near(s.rows[0].attainment, (7.0 - 2) / (10 - 2), 1e-12);
    assert_int_equal(s.rows[0].rating, 'M'); /* 0.625 */
    assert_true(s.rows[0].met);              /* 7 >= 6, whatever the attainment */
    made_near(s.score, 0.625, 1e-12);
    assert_int_equal(s.rows[0].flags, 0);
    mu_score_fini(&s);
}

static void lower_is_better_needs_no_other_formula(void **state)
{
    struct mu_score s =
        judge(*state, trapped, "none,7,people.trapped_hours,100\nbound,7,people.trapped_hours,0\n");

    made_near(s.rows[0].attainment, 0.8, 1e-12); /* (20 - 100) / (0 - 100) */
    assert_int_equal(s.rows[0].rating, 'P');
    assert_false(s.rows[0].met); /* 20 > 10 */
    mu_score_fini(&s);
}

static void attainment_is_clamped(void **state)
{
    struct mu_score s = judge(*state, moved, "none,7,people.moved,2\nbound,7,people.moved,5\n");

    made_near(s.rows[0].attainment, 1, 0);
    mu_score_fini(&s);
    s = judge(*state, moved, "none,7,people.moved,8\nbound,7,people.moved,9\n");
    made_near(s.rows[0].attainment, 0, 0);
    mu_score_fini(&s);
}

static void another_seed_gets_the_mean_flagged(void **state)
{
    struct mu_score s = judge(*state, moved,
                              "none,1,people.moved,1\nnone,2,people.moved,3\n"
                              "bound,1,people.moved,9\nbound,2,people.moved,11\n");

    made_near(s.rows[0].none, 2, 0);
    made_near(s.rows[0].bound, 10, 0);
    assert_true(flagged(&s, MU_SCORE_OTHER_SEEDS));
    mu_score_fini(&s);
}

static void its_own_seed_is_taken_before_the_mean(void **state)
{
    struct mu_score s = judge(*state, moved,
                              "none,1,people.moved,1\nnone,7,people.moved,3\n"
                              "bound,7,people.moved,8\nbound,2,people.moved,11\n");

    made_near(s.rows[0].attainment, (7.0 - 3) / (8 - 3), 1e-12);
    assert_false(flagged(&s, MU_SCORE_OTHER_SEEDS));
    mu_score_fini(&s);
}

static void references_that_do_not_differ_decide_nothing(void **state)
{
    struct mu_score s = judge(*state, moved, "none,7,people.moved,7\nbound,7,people.moved,7\n");

    assert_true(flagged(&s, MU_SCORE_SAME_REFERENCES));
    made_near(s.rows[0].weight, 0, 0);
    assert_true(isnan(s.rows[0].attainment));
    assert_int_equal(s.rows[0].rating, '-');
    assert_true(isnan(s.score)); /* nothing is left to weigh */
    mu_score_fini(&s);
}

static void references_the_wrong_way_round_decide_nothing(void **state)
{
    struct mu_score s = judge(*state, moved, "none,7,people.moved,9\nbound,7,people.moved,2\n");

    assert_true(flagged(&s, MU_SCORE_REVERSED));
    made_near(s.rows[0].weight, 0, 0);
    mu_score_fini(&s);
}

static void without_references_the_target_decides(void **state)
{
    struct mu_score s = judge(*state, moved, "");

    assert_int_equal(s.rows[0].rating, 'P');
    assert_true(flagged(&s, MU_SCORE_NO_REFERENCE));
    mu_score_fini(&s);
    s = judge(*state, trapped, "");
    assert_int_equal(s.rows[0].rating, 'U');
    made_near(s.score, 0, 0);
    mu_score_fini(&s);
}

static void what_was_not_measured_has_no_weight(void **state)
{
    struct mu_objective none = {"lead", "", "hospital.admitted", 0, MU_LOWER_IS_BETTER, 2, false};
    struct drill *d = *state;
    struct mu_score s;

    none.metric = "dike.closed_at";
    for (size_t i = 0; i < d->result.events.n; i++) /* no breach: nothing to close */
        if (d->result.events.kind[i] == mu_result_kind(&d->result, "dike.breached"))
            d->result.events.kind[i] = (uint32_t)mu_result_kind(&d->result, "team.called");
    s = judge(d, none, "none,7,dike.closed_at,100\nbound,7,dike.closed_at,10\n");
    assert_true(flagged(&s, MU_SCORE_NO_VALUE));
    made_near(s.rows[0].weight, 0, 0);
    mu_score_fini(&s);
}

static void weights_and_veto_make_the_score(void **state)
{
    struct mu_objective two[] = {moved, trapped};
    struct drill *d = *state;
    struct mu_references refs;
    struct mu_score s;
    char why[MU_WHY_MAX];

    write_lines(d, "none,7,people.moved,2\nbound,7,people.moved,10\n"
                   "none,7,people.trapped_hours,100\nbound,7,people.trapped_hours,0\n");
    assert_int_equal(mu_references_read(d->path, &refs, why), MU_OK);
    two[0].weight = 1;
    two[1].weight = 3;
    assert_int_equal(mu_score_init(&s, &d->view, two, 2, &refs), MU_OK);
    made_near(s.score, (0.625 * 1 + 0.8 * 3) / 4, 1e-12); /* 0.75625 */
    assert_int_equal(s.rating, 'S');
    mu_score_fini(&s);

    two[1].veto = true; /* 20 person-hours trapped, 10 wanted */
    assert_int_equal(mu_score_init(&s, &d->view, two, 2, &refs), MU_OK);
    made_near(s.score, 0.75625, 1e-12);
    assert_int_equal(s.rating, 'U');
    assert_true(s.vetoed);
    mu_score_fini(&s);
    mu_references_fini(&refs);
}

static void ratings_begin_at_their_bounds(void **state)
{
    (void)state;
    assert_int_equal(mu_rating(0.80), 'P');
    assert_int_equal(mu_rating(0.7999), 'S');
    assert_int_equal(mu_rating(0.65), 'S');
    assert_int_equal(mu_rating(0.6499), 'M');
    assert_int_equal(mu_rating(0.50), 'M');
    assert_int_equal(mu_rating(0.4999), 'U');
    assert_int_equal(mu_rating(NAN), '-');
}

static void expect_refused(struct drill *d, const char *lines, const char *part)
{
    struct mu_references refs;
    char why[MU_WHY_MAX];

    write_lines(d, lines);
    assert_int_equal(mu_references_read(d->path, &refs, why), MU_ERR_INPUT);
    if (!strstr(why, part))
        fail_msg("\"%s\" does not say \"%s\"", why, part);
    assert_null(refs.rows);
}

static void mistakes_in_the_references_name_their_line(void **state)
{
    expect_refused(*state, "none,7,people.moved,2\nboth,7,people.moved,2\n",
                   "line 3: plan_kind must be none or bound");
    expect_refused(*state, "none,7,people.moved\n", "line 2: four fields");
    expect_refused(*state, "none,7,people.moved,2,3\n", "line 2: four fields");
    expect_refused(*state, "none,-7,people.moved,2\n", "line 2: the seed");
    expect_refused(*state, "none,7,people.mooved,2\n", "line 2: there is no such metric");
    expect_refused(*state, "none,7,people.moved,two\n", "line 2: the value");
}

static void a_missing_file_is_no_mistake_in_it(void **state)
{
    struct mu_references refs;
    char why[MU_WHY_MAX];

    (void)state;
    assert_int_equal(mu_references_read("no-such-file.csv", &refs, why), MU_ERR_IO);
    assert_non_null(strstr(why, "No such file"));
}

int main(void)
{
#define DRILL(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        DRILL(attainment_lies_between_none_and_bound),
        DRILL(lower_is_better_needs_no_other_formula),
        DRILL(attainment_is_clamped),
        DRILL(another_seed_gets_the_mean_flagged),
        DRILL(its_own_seed_is_taken_before_the_mean),
        DRILL(references_that_do_not_differ_decide_nothing),
        DRILL(references_the_wrong_way_round_decide_nothing),
        DRILL(without_references_the_target_decides),
        DRILL(what_was_not_measured_has_no_weight),
        DRILL(weights_and_veto_make_the_score),
        DRILL(ratings_begin_at_their_bounds),
        DRILL(mistakes_in_the_references_name_their_line),
        DRILL(a_missing_file_is_no_mistake_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
