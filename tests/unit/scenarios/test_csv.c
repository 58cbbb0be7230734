#include <stdlib.h>
#include <string.h>

#include "scenarios/csv.h"
#include "tests/cmocka_all.h"

struct test {
    struct mu_pool pool;
    struct mu_diags diags;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct test));
    return *state ? 0 : 1;
}

static int teardown(void **state)
{
    struct test *t = *state;
    mu_diags_fini(&t->diags);
    mu_pool_fini(&t->pool);
    free(t);
    return 0;
}

static struct mu_tree *read(struct test *t, const char *text)
{
    return mu_csv_read(&t->pool, text, strlen(text), "t.csv", &t->diags);
}

static void a_header_cell_may_carry_the_unit(void **state)
{
    struct mu_tree *rows = read(*state, "id,depth [m],note\n"
                                        "# a comment\n"
                                        "东门,1.5,\"said \"\"deep\"\", twice\"\n"
                                        "West,30 cm,\n");
    assert_int_equal(rows->n, 2);
    struct mu_tree *east = rows->first, *west = east->next;
    assert_string_equal(mu_tree_text(east, "id"), "东门");
    assert_string_equal(mu_tree_text(east, "depth"), "1.5 m");
    assert_string_equal(mu_tree_text(east, "note"), "said \"deep\", twice");
    assert_string_equal(mu_tree_text(west, "depth"), "30 cm"); /* its own unit */
    assert_null(mu_tree_find(west, "note"));                   /* empty: left out */
}

static void places_count_characters(void **state)
{
    struct mu_tree *rows = read(*state, "id,depth\n东门,1.5 m\n");
    const struct mu_tree *depth = mu_tree_find(rows->first, "depth");
    assert_int_equal(depth->place.line, 2);
    assert_int_equal(depth->place.column, 4);
}

static void a_point_makes_a_mapping(void **state)
{
    struct mu_tree *rows = read(*state, "id,at.lon,at.lat\nEast,116.5,28\n");
    const struct mu_tree *at = mu_tree_find(rows->first, "at");
    assert_string_equal(mu_tree_text(at, "lon"), "116.5");
    assert_string_equal(mu_tree_text(at, "lat"), "28");
}

static void carriage_returns_and_a_mark_are_skipped(void **state)
{
    struct mu_tree *rows = read(*state, "\xEF\xBB\xBFid,n\r\na,1\r\nb,2");
    assert_int_equal(rows->n, 2);
    assert_string_equal(mu_tree_text(rows->first, "n"), "1");
    assert_string_equal(mu_tree_text(rows->first->next, "n"), "2");
}

static void assert_mistake(struct test *t, const char *text, int line, const char *message)
{
    size_t before = t->diags.n;
    read(t, text);
    assert_int_equal(t->diags.n, before + 1);
    assert_string_equal(t->diags.items[before].text, message);
    assert_int_equal(t->diags.items[before].place.line, line);
}

static void other_rows_stay_when_one_is_broken(void **state)
{
    struct mu_tree *rows = read(*state, "id,n\na,1,2\nb,3\n");
    assert_int_equal(rows->n, 1);
    assert_string_equal(mu_tree_text(rows->first, "id"), "b");
}

static void broken_rows_are_located(void **state)
{
    assert_mistake(*state, "id,n\na,1,2\n", 2, "3 cells; the header has 2 columns");
    assert_mistake(*state, "id,n\n\"a,1\n", 2, "the quote is not closed");
    assert_mistake(*state, "id,id\n", 1, "column \"id\" stands here twice");
    assert_mistake(*state, "id,n [m\n", 1,
                   "a column is headed by a name, or by a name and [a unit]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_cell_may_carry_the_unit),
        cmocka_unit_test(places_count_characters),
        cmocka_unit_test(a_point_makes_a_mapping),
        cmocka_unit_test(carriage_returns_and_a_mark_are_skipped),
        cmocka_unit_test(other_rows_stay_when_one_is_broken),
        cmocka_unit_test(broken_rows_are_located),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
