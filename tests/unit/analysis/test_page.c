#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/page.h"
#include "made.h"
#include "tests/cmocka_all.h"

struct page {
    struct mu_results_file file;
    struct mu_score score;
    char *text;
    json_t *data;
};

/* The one JSON object of the page. */
static json_t *data_of(const char *text)
{
    static const char begin[] = "<script id=\"data\" type=\"application/json\">";
    const char *from = strstr(text, begin);
    const char *to = from ? strstr(from, "</script>") : NULL;

    assert_non_null(to);
    from += strlen(begin);
    json_t *data = json_loadb(from, (size_t)(to - from), 0, NULL);
    assert_non_null(data);
    return data;
}

static void write_page(struct page *p)
{
    char why[MU_WHY_MAX];
    size_t size = 0;
    FILE *out = open_memstream(&p->text, &size);

    assert_int_equal(mu_page_write(out, &p->file, 1, why), MU_OK);
    fclose(out);
    p->data = data_of(p->text);
}

static void discard(struct page *p)
{
    json_decref(p->data);
    free(p->text);
    mu_score_fini(&p->score);
    mu_result_fini(&p->file.result);
}

static struct mu_results_meta meta_with_titles(const struct mu_score *score)
{
    static const char *const titles[] = {"Flood office of the county"};
    static const struct mu_attribute_column office = {
        "office", "title", NULL, "its name for people", NULL, titles, 1};
    struct mu_results_meta meta = made_meta();

    meta.attributes = &office;
    meta.n_attributes = 1;
    meta.score = score;
    return meta;
}

static void make_score(struct page *p)
{
    static const struct mu_objective objectives[] = {
        {"dead", "nobody dies", "people.dead", 0, MU_LOWER_IS_BETTER, 1, true},
        {"hungry", "", "shelter.hungry_hours", 9, MU_LOWER_IS_BETTER, 1, false},
    };
    struct mu_view view;

    made_view(&view, &p->file.result);
    assert_int_equal(mu_score_init(&p->score, &view, objectives, 2, NULL), MU_OK);
    mu_view_fini(&view);
}

static int setup(void **state)
{
    struct page *p = test_calloc(1, sizeof *p);

    made_full(&p->file.result);
    make_score(p);
    p->file.meta = meta_with_titles(&p->score);
    write_page(p);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    discard(*state);
    test_free(*state);
    return 0;
}

static json_t *plan_of(struct page *p)
{
    return json_array_get(json_object_get(p->data, "plans"), 0);
}

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    assert_true(json_is_number(value));
    return json_number_value(value);
}

static const char *text(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));

    return value ? value : "";
}

/* The figure of the headline with this title. */
static json_t *headline(struct page *p, const char *title)
{
    json_t *headings = json_object_get(p->data, "headline"),
           *figures = json_object_get(plan_of(p), "headline");

    assert_int_equal(json_array_size(headings), json_array_size(figures));
    for (size_t i = 0; i < json_array_size(headings); i++)
        if (strcmp(text(json_array_get(headings, i), "title"), title) == 0)
            return json_array_get(figures, i);
    fail_msg("no headline \"%s\"", title);
    return NULL;
}

static void hours_come_with_the_people_who_shared_them(void **state)
{
    const json_t *trapped = headline(*state, "Time spent trapped");

    /* #1: 4 persons from 12 to 15; #2: 2 from 13 to 14 and 1 until 20. */
    made_near(number(trapped, "value"), 20, 1e-12);
    made_near(number(trapped, "persons"), 6, 0);
}

static void a_wait_tells_how_many_never_saw_its_end(void **state)
{
    const json_t *wait = headline(*state, "Wait of the trapped for rescue");

    made_near(number(wait, "persons"), 6, 0);
    made_near(number(wait, "never"), 2, 0); /* #2 */
    assert_true(json_is_null(json_object_get(headline(*state, "Deaths"), "never")));
}

static void a_shelter_counts_its_people_once(void **unused)
{
    (void)unused;
    struct page p = {0};

    made_full(&p.file.result);
    made_add(&p.file.result, EVENT(20, "group.sheltered", MADE_A0, 3, .place = MADE_SCHOOL));
    p.file.meta = made_meta();
    write_page(&p);
    const json_t *hungry = headline(&p, "Time in a shelter without food or water");
    made_near(number(hungry, "persons"), 12, 0); /* 3 + 4 + 5 at the school */
    assert_true(json_is_null(json_object_get(hungry, "reason")));
    discard(&p);
}

/* The school of the drill made a home of relatives: nobody was in a shelter then. */
static void homes_of_relatives_are_no_shelter(void **unused)
{
    (void)unused;
    static const double yes = 1;
    static const struct mu_attribute_column homes = {"shelter", "homes", "1", "", &yes, NULL, 1};
    struct page p = {0};

    made_full(&p.file.result);
    p.file.meta = made_meta();
    p.file.meta.attributes = &homes;
    p.file.meta.n_attributes = 1;
    write_page(&p);
    made_near(number(headline(&p, "Time in a shelter without food or water"), "persons"), 0, 0);
    discard(&p);
}

static void without_anybody_in_a_shelter_there_is_a_reason_in_place_of_a_figure(void **unused)
{
    (void)unused;
    struct page p = {0};

    made_world(&p.file.result);
    p.file.meta = made_meta();
    write_page(&p);
    const json_t *hungry = headline(&p, "Time in a shelter without food or water");
    assert_string_equal(text(hungry, "reason"), "nobody was in a shelter");
    assert_string_equal(text(headline(&p, "Wait of the trapped for rescue"), "reason"),
                        "nobody was trapped");
    assert_true(json_is_null(json_object_get(headline(&p, "Deaths"), "reason")));
    discard(&p);
}

/* The limits of score.h. */
static void ratings_come_with_the_limits_of_the_score(void **state)
{
    static const double least[] = {0.80, 0.65, 0.50, 0};
    struct page *p = *state;
    const json_t *ratings = json_object_get(p->data, "ratings");

    assert_int_equal(json_array_size(ratings), 4);
    for (size_t i = 0; i < 4; i++) {
        const json_t *row = json_array_get(ratings, i);
        const double limit = json_number_value(json_array_get(row, 1));
        made_near(limit, least[i], 0);
        assert_int_equal(json_string_value(json_array_get(row, 0))[0], mu_rating(limit));
    }
}

static void a_missed_veto_can_be_named(void **state)
{
    const json_t *objectives = json_object_get(plan_of(*state), "objectives"),
                 *dead = json_array_get(objectives, 0);

    assert_true(json_is_true(json_object_get(plan_of(*state), "vetoed")));
    assert_string_equal(text(dead, "title"), "nobody dies");
    assert_true(json_is_true(json_object_get(dead, "veto")));
    assert_true(json_is_false(json_object_get(dead, "met")));
    made_near(number(json_object_get(dead, "figure"), "value"), 1, 0);
}

static void an_objective_without_a_title_is_called_by_its_id(void **state)
{
    const json_t *objectives = json_object_get(plan_of(*state), "objectives"),
                 *hungry = json_array_get(objectives, 1);

    assert_string_equal(text(hungry, "title"), "hungry");
    made_near(number(json_object_get(hungry, "figure"), "persons"), 12, 0);
}

/* Runs with other settings are not the same disaster. */
static void a_plan_says_what_was_set_for_its_run(void **state)
{
    const json_t *set = json_object_get(plan_of(*state), "set");

    assert_int_equal(json_array_size(set), 2);
    assert_string_equal(json_string_value(json_array_get(set, 0)), "zone.A.population=9");
}

static void an_owner_is_called_by_its_title(void **state)
{
    const json_t *item = json_array_get(json_object_get(plan_of(*state), "items"), 0);

    assert_string_equal(text(item, "owner"), "county");
    assert_string_equal(text(item, "office"), "Flood office of the county");
}

/* A title is only shown where there is one. */
static void a_thing_without_a_title_is_called_by_its_name(void **unused)
{
    (void)unused;
    struct page p = {0};

    made_full(&p.file.result);
    p.file.meta = made_meta();
    write_page(&p);
    const json_t *item = json_array_get(json_object_get(plan_of(&p), "items"), 0);
    assert_string_equal(text(item, "office"), "county");
    discard(&p);
}

static void an_observation_says_what_it_and_its_curve_count(void **state)
{
    struct page *p = *state;
    const json_t *o = json_array_get(json_object_get(p->data, "observed"), 0);

    assert_string_equal(text(o, "label"), "people moved");
    assert_string_equal(text(o, "counts"), "out of the flooded zones so far");
    assert_string_equal(text(o, "unit"), "person");
}

/* The dike is first of its kind, breaks at 10 h and is closed at 18 h. */
static void a_dike_is_open_from_its_breach_to_its_closing(void **state)
{
    const json_t *span = json_array_get(json_object_get(plan_of(*state), "breaches"), 0);

    made_near(json_number_value(json_array_get(span, 0)), 0, 0);
    made_near(json_number_value(json_array_get(span, 1)), 10 * 3600, 1e-9);
    made_near(json_number_value(json_array_get(span, 2)), 18 * 3600, 1e-9);
}

/* Addresses that are only names of formats are no requests. */
static void the_page_asks_nobody_for_anything(void **state)
{
    static const char *const asks[] = {"src=", "<link", "@import", "url(", "fetch(", "XMLHttp"};
    const struct page *p = *state;

    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        if (strstr(p->text, asks[i]))
            fail_msg("the page has %s", asks[i]);
    for (const char *at = p->text; (at = strstr(at, "http")); at++)
        assert_memory_equal(at, "http://www.w3.org/2000/svg", 26);
}

int main(void)
{
#define PAGE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        PAGE(hours_come_with_the_people_who_shared_them),
        PAGE(a_wait_tells_how_many_never_saw_its_end),
        cmocka_unit_test(a_shelter_counts_its_people_once),
        cmocka_unit_test(homes_of_relatives_are_no_shelter),
        cmocka_unit_test(without_anybody_in_a_shelter_there_is_a_reason_in_place_of_a_figure),
        PAGE(ratings_come_with_the_limits_of_the_score),
        PAGE(a_missed_veto_can_be_named),
        PAGE(an_objective_without_a_title_is_called_by_its_id),
        PAGE(a_plan_says_what_was_set_for_its_run),
        PAGE(an_owner_is_called_by_its_title),
        cmocka_unit_test(a_thing_without_a_title_is_called_by_its_name),
        PAGE(an_observation_says_what_it_and_its_curve_count),
        PAGE(a_dike_is_open_from_its_breach_to_its_closing),
        PAGE(the_page_asks_nobody_for_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
