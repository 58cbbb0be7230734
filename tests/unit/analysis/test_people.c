/* Nobody in two places; persons change by deaths only. */
#include <string.h>

#include "made.h"
#include "tests/cmocka_all.h"

static void expect_conserved(struct mu_result *r)
{
    char text[256] = "";
    bool ok = mu_people_conserved(r, text, sizeof text);

    mu_result_fini(r);
    if (!ok)
        fail_msg("%s", text);
}

static void expect_complaint(struct mu_result *r, const char *part)
{
    char text[256] = "";
    bool ok = mu_people_conserved(r, text, sizeof text);

    mu_result_fini(r);
    assert_false(ok);
    if (!strstr(text, part))
        fail_msg("\"%s\" does not say \"%s\"", text, part);
}

static void the_drill_is_sound(void **unused)
{
    struct mu_result r;

    (void)unused;
    made_drill(&r);
    expect_conserved(&r);
}

static void a_group_cannot_leave_twice(void **unused)
{
    struct mu_result r;

    (void)unused;
    made_world(&r);
    made_add(&r, EVENT(1, "group.departed", MADE_A0, 3));
    made_add(&r, EVENT(2, "group.departed", MADE_A0, 3));
    expect_complaint(&r, "event 2 (group.departed, zone/A#0): the group is on the way");
}

static void a_group_cannot_arrive_while_trapped(void **unused)
{
    struct mu_result r;

    (void)unused;
    made_world(&r);
    made_add(&r, EVENT(1, "group.trapped", MADE_A0, 3));
    made_add(&r, EVENT(2, "group.arrived", MADE_A0, 3));
    expect_complaint(&r, "the group is trapped");
}

static void two_boats_cannot_take_one_group(void **unused)
{
    struct mu_result r;

    (void)unused;
    made_world(&r);
    made_add(&r, EVENT(1, "group.trapped", MADE_A0, 3));
    made_add(&r, EVENT(2, "group.boarded", MADE_A0, 3));
    made_add(&r, EVENT(3, "group.boarded", MADE_A0, 3));
    expect_complaint(&r, "the group is aboard");
}

static void persons_do_not_vanish(void **unused)
{
    struct mu_result r;

    (void)unused;
    made_world(&r);
    made_add(&r, EVENT(1, "group.departed", MADE_A0, 3));
    made_add(&r, EVENT(2, "group.arrived", MADE_A0, 2));
    expect_complaint(&r, "2 persons, but 3 are alive");
}

static void the_dead_are_not_counted_among_the_living(void **unused)
{
    struct mu_result r;

    (void)unused;
    made_world(&r);
    made_add(&r, EVENT(1, "group.trapped", MADE_A0, 3));
    made_add(&r, EVENT(2, "group.dead", MADE_A0, 1));
    made_add(&r, EVENT(3, "group.boarded", MADE_A0, 3));
    expect_complaint(&r, "3 persons, but 2 are alive");
}

static void no_more_die_than_live(void **unused)
{
    struct mu_result r;

    (void)unused;
    made_world(&r);
    made_add(&r, EVENT(1, "group.trapped", MADE_A0, 3));
    made_add(&r, EVENT(2, "group.dead", MADE_A0, 4));
    expect_complaint(&r, "4 persons of 3");
}

static void who_turns_back_may_be_trapped_at_home_and_return_later(void **unused)
{
    struct mu_result r;

    (void)unused;
    made_world(&r);
    made_add(&r, EVENT(1, "group.departed", MADE_A0, 3));
    made_add(&r, EVENT(2, "group.turned_back", MADE_A0, 3));
    made_add(&r, EVENT(3, "group.trapped", MADE_A0, 3));
    made_add(&r, EVENT(4, "group.boarded", MADE_A0, 3));
    made_add(&r, EVENT(5, "group.landed", MADE_A0, 3));
    made_add(&r, EVENT(6, "group.departed", MADE_A0, 3));
    made_add(&r, EVENT(7, "group.arrived", MADE_A0, 3));
    made_add(&r, EVENT(8, "group.sheltered", MADE_A0, 3));
    made_add(&r, EVENT(9, "group.returned", MADE_A0, 3));
    expect_conserved(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_drill_is_sound),
        cmocka_unit_test(a_group_cannot_leave_twice),
        cmocka_unit_test(a_group_cannot_arrive_while_trapped),
        cmocka_unit_test(two_boats_cannot_take_one_group),
        cmocka_unit_test(persons_do_not_vanish),
        cmocka_unit_test(the_dead_are_not_counted_among_the_living),
        cmocka_unit_test(no_more_die_than_live),
        cmocka_unit_test(who_turns_back_may_be_trapped_at_home_and_return_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
