/* Works: a breach of 60 m is closed by rock, crew and weather. Rates are simple numbers. */
#include "tests/cmocka_all.h"

#include "drill.h"
#include "models/response/depot.h"
#include "models/response/shelter.h"
#include "models/response/team.h"
#include "models/response/works.h"

static const char *const names[] = {"office/A",         "roads/R",    "water/W", "dike/D",
                                    "goods/rock",       "goods/rice", "works/X", "team/T",
                                    "capability/build", NULL};

/* 6 m/h a side is 1 m a step of 10 min; 1 t a metre; 100 people for the full rate. */
static struct mu_works_params *make(struct mu_world **world)
{
    struct mu_works_params *w;
    mu_entity_id build;

    *world = drill_world(names);
    build = drill_find(*world, "capability/build");
    *(struct drill_water *)drill_params(*world, "water/W") =
        (struct drill_water){.breach = {.open = true, .eroded = 60, .width = 60, .speed = 2}};
    *(struct mu_team_params *)drill_params(*world, "team/T") = (struct mu_team_params){
        .owner = drill_find(*world, "office/A"),
        .at = drill_node(3),
        .outside_speed = 1,
        .available_from = MU_NEVER,
        .persons = 100,
        .show_up = 1,
        .mobilisation = mu_dist_fixed(60),
        .move_off = MU_SECOND,
        .crew = 1,
        .boat_speed = 1,
        .capabilities = drill_refs(*world, &build, 1),
    };
    w = drill_params(*world, "works/X");
    *w = (struct mu_works_params){
        .dike = drill_find(*world, "dike/D"),
        .at = drill_node(3),
        .goods = drill_find(*world, "goods/rock"),
        .skill = build,
        .rock_per_metre = 1000,
        .rate = 6.0 / 3600,
        .crew = 100,
        .velocity_limit = 4,
        .sides = 2,
        .preparation = mu_dist_fixed(7200),
        .report_every = MU_HOUR,
    };
    return w;
}

static void rock(struct mu_run *run, const struct mu_world *world, mu_time at, double kg,
                 const char *goods)
{
    const struct mu_delivery d = {.goods = drill_find(world, goods), .kg = kg};

    assert_int_equal(
        mu_run_post(run, drill_find(world, "works/X"), at, MU_WORKS_DELIVERY, &d, sizeof d), MU_OK);
}

static struct mu_run *begin(struct mu_world *world, int sides)
{
    struct mu_run *run = drill_run(world);
    const struct mu_order close = {.verb = MU_VERB_CLOSE,
                                   .issuer = drill_find(world, "office/A"),
                                   .target = drill_find(world, "works/X"),
                                   .sides = sides};
    const struct mu_order send = {.verb = MU_VERB_SEND,
                                  .issuer = drill_find(world, "office/A"),
                                  .to = drill_find(world, "works/X")};

    drill_order(run, drill_find(world, "works/X"), 0, &close);
    drill_order(run, drill_find(world, "team/T"), 0, &send);
    return run;
}

static void play(struct mu_world *world, int sides, double kg, mu_time until, struct mu_result *r)
{
    struct mu_run *run = begin(world, sides);

    rock(run, world, 0, kg, "goods/rock");
    drill_finish(run, until, r);
}

static void two_sides_close_sixty_metres_in_five_hours(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world);
    play(world, 2, 1e6, MU_DAY, &r);
    /* Ready at 2 h; 2 m a step: 30 steps of 10 min; seen to be closed one step later. */
    assert_near(drill_seconds(&r, "works.started", 0), 7200, 0);
    assert_near(drill_seconds(&r, "works.finished", 0), 7200 + 31 * 600, 0);
    assert_near(drill_value(&r, "works.finished", 0), 60, 1e-9);
    assert_int_equal(r.events.object[drill_row(&r, "works.finished", 0)],
                     drill_find(world, "dike/D").i);
    assert_int_equal(drill_count(&r, "works.advanced"), 6); /* every 10 m */
    assert_near(drill_seconds(&r, "works.advanced", 0), 7200 + 5 * 600, 0);
    assert_near(drill_last(&r, "works.rock"), 1e6 - 60e3, 1e-6);
    assert_near(drill_last(&r, "works.placed"), 60e3, 1e-6);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void one_side_takes_twice_as_long(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world);
    play(world, 1, 1e6, MU_DAY, &r);
    assert_near(drill_seconds(&r, "works.finished", 0), 7200 + 61 * 600, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void a_second_order_brings_in_the_other_side(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;
    struct mu_order both = {.verb = MU_VERB_CLOSE, .sides = 2};

    (void)unused;
    make(&world);
    run = begin(world, 1);
    rock(run, world, 0, 1e6, "goods/rock");
    both.issuer = drill_find(world, "office/A");
    /* After 20 steps of 1 m, 40 m are left: 20 steps of 2 m. */
    drill_order(run, drill_find(world, "works/X"), (7200 + 20 * 600 - 1) * MU_SECOND, &both);
    drill_finish(run, MU_DAY, &r);
    assert_near(drill_seconds(&r, "works.finished", 0), 7200 + 41 * 600, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void rock_sets_the_pace_when_it_comes_slowly(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;

    (void)unused;
    make(&world);
    run = begin(world, 2);
    for (int i = 0; i < 12; i++) /* 1 t an hour: 1 m an hour */
        rock(run, world, i * MU_HOUR, 1000, "goods/rock");
    rock(run, world, 0, 1e6, "goods/rice"); /* closes nothing */
    drill_finish(run, MU_DAY, &r);
    assert_near(drill_last(&r, "works.closed"), 12, 1e-9);
    assert_near(drill_last(&r, "works.rock"), 0, 1e-9);
    assert_int_equal(drill_count(&r, "works.finished"), 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void without_the_skill_a_team_is_no_crew(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world);
    ((struct mu_team_params *)drill_params(world, "team/T"))->capabilities.n = 0;
    play(world, 2, 1e6, MU_DAY, &r);
    assert_int_equal(drill_count(&r, "works.started"), 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void no_rock_holds_in_fast_water(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world)->velocity_limit = 1.5;
    play(world, 2, 1e6, MU_DAY, &r);
    assert_int_equal(drill_count(&r, "works.started"), 0);
    assert_int_equal(drill_count(&r, "works.held"), 1);
    assert_near(drill_value(&r, "works.held", 0), 2, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void crews_are_free_when_it_is_done(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world);
    play(world, 2, 1e6, MU_DAY, &r);
    assert_near(drill_seconds(&r, "team.released", 0), 7200 + 31 * 600, 0);
    assert_near(drill_last(&r, "works.crew"), 0, 0);
    /* Of the team: started and, when assembled beside the works after 60 s, done; free at the end.
     */
    assert_near(drill_value(&r, "drill.status", 1), MU_STATUS_DONE, 0);
    assert_near(drill_seconds(&r, "drill.status", 1), 60, 0);
    assert_near(drill_value(&r, "drill.status", 4), MU_STATUS_FREE, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void the_advance_is_the_least_of_work_and_rock(void **unused)
{
    struct mu_works_params *w;
    struct mu_world *world;

    (void)unused;
    w = make(&world);
    assert_near(mu_works_advance(w, 3600, 1, 100, 1, 1e9), 6, 1e-12);    /* 6 m/h */
    assert_near(mu_works_advance(w, 3600, 2, 100, 0.5, 1e9), 6, 1e-12);  /* rain */
    assert_near(mu_works_advance(w, 3600, 2, 25, 1, 1e9), 3, 1e-12);     /* a quarter of the crew */
    assert_near(mu_works_advance(w, 3600, 2, 500, 1, 1e9), 12, 1e-12);   /* more do not help */
    assert_near(mu_works_advance(w, 3600, 2, 100, 1, 2500), 2.5, 1e-12); /* 2.5 t of rock */
    mu_world_destroy(world);
}

static void the_weather_is_that_of_the_last_row_that_has_begun(void **unused)
{
    const struct mu_works_weather rows[] = {{MU_HOUR, 0.5}, {2 * MU_HOUR, 0.8}};
    struct mu_works_params w = {.weather = {rows, 2}};

    (void)unused;
    assert_near(mu_works_weather(&w, 0), 1, 0);
    assert_near(mu_works_weather(&w, MU_HOUR), 0.5, 0);
    assert_near(mu_works_weather(&w, 9 * MU_HOUR), 0.8, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_sides_close_sixty_metres_in_five_hours),
        cmocka_unit_test(one_side_takes_twice_as_long),
        cmocka_unit_test(a_second_order_brings_in_the_other_side),
        cmocka_unit_test(rock_sets_the_pace_when_it_comes_slowly),
        cmocka_unit_test(without_the_skill_a_team_is_no_crew),
        cmocka_unit_test(no_rock_holds_in_fast_water),
        cmocka_unit_test(crews_are_free_when_it_is_done),
        cmocka_unit_test(the_advance_is_the_least_of_work_and_rock),
        cmocka_unit_test(the_weather_is_that_of_the_last_row_that_has_begun),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
