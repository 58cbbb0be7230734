#include <stdio.h>
#include <string.h>

#include "scenarios/expr_parse.h"
#include "tests/cmocka_all.h"
#include "tests/unit/scenarios/reading.h"
#include "tests/unit/scenarios/toys.h"

/* gadget/hq, gadget/sub, place/East, place/West: facts 1 2 | 3 4 | 5 6 7 | 8 9 10 */
static int setup(void **state)
{
    if (test_reading_setup(state))
        return 1;
    struct test_reading *t = *state;
    struct mu_world *world = t->in.world = mu_world_create(toy_models);
    return !world || mu_world_name(world, "gadget", "hq") ||
           mu_world_name(world, "gadget", "sub") || mu_world_name(world, "place", "East") ||
           mu_world_name(world, "place", "West Gate") || mu_world_seal(world) ||
           mu_world_finish(world);
}

static int teardown(void **state)
{
    struct test_reading *t = *state;
    mu_world_destroy(t->in.world);
    return test_reading_teardown(state);
}

static void print_node(const struct mu_node *n, char *text, size_t size)
{
    static const char *const names[] = {
        "",   "",  "",   "any", "count", "sum", "max", "since", "age", "not", "and",
        "or", "<", "<=", ">",   ">=",    "==",  "!=",  "+",     "-",   "*",   "/"};
    switch (n->op) {
    case MU_OP_NUMBER: snprintf(text, size, "%.10g", n->number); break;
    case MU_OP_FACT: snprintf(text, size, "f%u", n->fact.i); break;
    case MU_OP_AGE: snprintf(text, size, "age:f%u", n->fact.i); break;
    case MU_OP_IT: snprintf(text, size, "it:%u.%u", n->model, n->q); break;
    case MU_OP_ANY:
    case MU_OP_COUNT:
    case MU_OP_SUM:
    case MU_OP_MAX: snprintf(text, size, "%s:%u.%u", names[n->op], n->model, n->q); break;
    case MU_OP_SINCE: snprintf(text, size, "since:%u", n->slot); break;
    default: snprintf(text, size, "%s", names[n->op]); break;
    }
}

/* The postfix form as a text. */
static const char *postfix(struct test_reading *t, const char *source)
{
    struct mu_expr e;
    if (!mu_read_expr(&t->slot, source, "place", &e))
        fail_msg("%s: %s", source, test_message(t));
    mu_expr_number_facts(&t->in);
    const char *all = "";
    for (size_t i = 0; i < e.n; i++) {
        char node[40];
        print_node(&e.nodes[i], node, sizeof node);
        all = mu_pool_printf(&t->pool, "%s%s%s", all, i ? " " : "", node);
    }
    return all;
}

static void assert_refused(struct test_reading *t, const char *source, int column,
                           const char *message)
{
    struct mu_expr e;
    assert_false(mu_read_expr(&t->slot, source, NULL, &e));
    assert_int_equal(t->diags.items[0].place.column, column);
    assert_string_equal(test_message(t), message);
}

static void comparisons_are_in_si(void **state)
{
    assert_string_equal(postfix(*state, "East.depth > 50 cm"), "f6 0.5 >");
    assert_string_equal(postfix(*state, "place/East.depth >= 0.5 m"), "f6 0.5 >=");
    assert_string_equal(postfix(*state, "\"West Gate\".trapped == 0"), "f10 0 ==");
    assert_string_equal(postfix(*state, "hq.level >= III"), "f1 2 >=");
}

static void and_binds_before_or_and_not_before_both(void **state)
{
    assert_string_equal(postfix(*state, "East.flooded or hq.level == I and not sub.level < II"),
                        "f5 f1 4 == f3 3 < not and or");
    assert_string_equal(postfix(*state, "(East.flooded or true) and false"), "f5 1 or 0 and");
}

static void arithmetic_has_its_usual_order(void **state)
{
    assert_string_equal(postfix(*state, "hq.waiting + 2 * sub.waiting - 1 > -3"),
                        "f2 2 f4 * + 1 - 0 3 - >");
    assert_string_equal(postfix(*state, "East.depth / 2 h > 10 cm/h"),
                        "f6 7200 / 2.777777778e-05 >");
}

static void durations_may_have_parts(void **state)
{
    assert_string_equal(postfix(*state, "since(East.flooded) >= 1 d 6 h"), "f5 since:0 108000 >=");
    assert_string_equal(postfix(*state, "age(hq.level) > 30 min and since(hq.level == I) > 5 min"),
                        "age:f1 1800 > f1 4 == since:0 300 > and");
}

static void each_since_has_its_own_memory(void **state)
{
    struct test_reading *t = *state;
    struct mu_expr e;
    assert_true(mu_read_expr(&t->slot, "since(East.flooded) > 1 h or since(true) > 2 h", NULL, &e));
    assert_int_equal(e.slots, 2);
    assert_string_equal(e.text, "since(East.flooded) > 1 h or since(true) > 2 h");
}

static void quantities_of_all_entities_are_gathered(void **state)
{
    assert_string_equal(postfix(*state, "count(place.flooded) >= 2"), "count:1.0 2 >=");
    assert_string_equal(postfix(*state, "any(place.flooded) and max(place.depth) > 1 m"),
                        "any:1.0 max:1.1 1 > and");
    assert_string_equal(postfix(*state, "sum(place.trapped) > 100 persons"), "sum:1.2 100 >");
}

static void it_is_an_entity_of_the_loop(void **state)
{
    assert_string_equal(postfix(*state, "it.flooded and it.depth > 1 m"), "it:1.0 it:1.1 1 > and");
    assert_refused(*state, "it.flooded", 1, "\"it\" stands for nothing here; it needs for_each");
}

static void an_empty_text_is_never_true(void **state)
{
    assert_string_equal(postfix(*state, "  "), "");
}

static void mistakes_point_into_the_text(void **state)
{
    assert_refused(*state, "East.depth > 5", 14, "5 has no unit; write \"5 m\" if that is meant");
    assert_refused(*state, "East.depth > 5 h", 14,
                   "a length on the left and a duration on the right cannot be put together");
    assert_refused(*state, "East.dept > 5 m", 1,
                   "nothing called \"dept\" can be known of a place; did you mean \"depth\"?");
    assert_refused(*state, "Eats.depth > 5 m", 1,
                   "nothing is called \"Eats\"; did you mean \"East\"?");
    assert_refused(*state, "East.flooded && true", 14, "write and");
    assert_refused(*state, "hq.level = III", 10, "write == to compare");
    assert_refused(*state, "East.depth", 1,
                   "this is a number; a condition is expected, such as a comparison");
    assert_refused(*state, "(East.flooded", 14, "\")\" is expected here");
    assert_refused(*state, "East.flooded East.flooded", 14,
                   "\"East.flooded\" is too much; and, or or the end is expected");
    assert_refused(*state, "hq.level >= IIII", 13,
                   "\"IIII\" alone means nothing; write entity.quantity, such as IIII.level");
    assert_refused(*state, "East.flooded and", 17, "the trigger ends too early");
    assert_refused(*state, "1 m < East.depth < 2 m", 18,
                   "one comparison after another; join two by and");
    assert_refused(*state, "sum(place.flooded) > 1", 5,
                   "\"flooded\" is true or false; count() counts");
}

static void depth_is_bounded(void **state)
{
    char text[200];
    memset(text, '(', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_refused(*state, text, 41, "more than 40 parentheses, one inside the other");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons_are_in_si),
        cmocka_unit_test(and_binds_before_or_and_not_before_both),
        cmocka_unit_test(arithmetic_has_its_usual_order),
        cmocka_unit_test(durations_may_have_parts),
        cmocka_unit_test(each_since_has_its_own_memory),
        cmocka_unit_test(quantities_of_all_entities_are_gathered),
        cmocka_unit_test(it_is_an_entity_of_the_loop),
        cmocka_unit_test(an_empty_text_is_never_true),
        cmocka_unit_test(mistakes_point_into_the_text),
        cmocka_unit_test(depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
