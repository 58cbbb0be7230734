/* Hospitals: beds, surge, and a list of who waits. */
#include "tests/cmocka_all.h"

#include "drill.h"
#include "models/response/hospital.h"

static const char *const names[] = {"office/A", "roads/R", "hospital/H", NULL};

/* 10 beds, 8 of them taken, a fifth more in an emergency: 4 beds for injured, two days each. */
static struct mu_hospital_params *make(struct mu_world **world)
{
    struct mu_hospital_params *h;

    *world = drill_world(names);
    h = drill_params(*world, "hospital/H");
    *h = (struct mu_hospital_params){
        .beds = 10, .occupied = 0.8, .surge = 0.2, .stay = mu_dist_fixed(2 * 86400)};
    return h;
}

static void arrive(struct mu_run *run, const struct mu_world *world, mu_time at, double persons)
{
    const struct mu_patients p = {.persons = persons};

    assert_int_equal(
        mu_run_post(run, drill_find(world, "hospital/H"), at, MU_HOSPITAL_ARRIVE, &p, sizeof p),
        MU_OK);
}

static void four_get_beds_and_three_wait_until_these_are_free(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;

    (void)unused;
    make(&world);
    run = drill_run(world);
    arrive(run, world, MU_HOUR, 3);
    arrive(run, world, 2 * MU_HOUR, 4); /* one of them gets the last bed */
    drill_finish(run, 9 * MU_DAY, &r);
    assert_near(drill_sum(&r, "hospital.admitted"), 7, 0);
    assert_near(drill_value(&r, "hospital.admitted", 1), 1, 0);
    assert_near(drill_seconds(&r, "hospital.full", 0), 7200, 0);
    /* The three leave two days after the first hour, and the three who wait come in. */
    assert_near(drill_value(&r, "hospital.admitted", 2), 3, 0);
    assert_near(drill_seconds(&r, "hospital.admitted", 2), 3600 + 2 * 86400, 0);
    assert_near(drill_last(&r, "hospital.patients"), 0, 0);
    assert_near(drill_last(&r, "hospital.waiting"), 0, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void nobody_passes_those_who_wait(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;

    (void)unused;
    make(&world);
    run = drill_run(world);
    arrive(run, world, 0, 4);
    arrive(run, world, MU_HOUR, 2);
    arrive(run, world, 2 * MU_HOUR, 1);
    drill_finish(run, 9 * MU_DAY, &r);
    /* The two before the one, at the same instant. */
    assert_near(drill_value(&r, "hospital.admitted", 1), 2, 0);
    assert_near(drill_value(&r, "hospital.admitted", 2), 1, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void without_surge_fewer_get_beds(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;

    (void)unused;
    make(&world)->surge = 0;
    run = drill_run(world);
    arrive(run, world, 0, 4);
    drill_finish(run, MU_HOUR, &r);
    assert_near(drill_last(&r, "hospital.patients"), 2, 0);
    assert_near(drill_last(&r, "hospital.waiting"), 2, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_get_beds_and_three_wait_until_these_are_free),
        cmocka_unit_test(nobody_passes_those_who_wait),
        cmocka_unit_test(without_surge_fewer_get_beds),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
