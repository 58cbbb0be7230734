/* Shelters: room, opening, hunger, and the standards they are measured by. */
#include "tests/cmocka_all.h"

#include "drill.h"
#include "models/response/depot.h"
#include "models/response/shelter.h"

static const char *const names[] = {"office/A",    "roads/R",   "zone/Z",  "goods/food",
                                    "goods/quilt", "shelter/S", "depot/D", NULL};

/* Ten places, open; a person eats 24 kg of food a day, 1 kg an hour, to make sums easy. */
static struct mu_shelter_params *make(struct mu_world **world, double food, double quilts)
{
    struct mu_shelter_params *s;
    struct mu_shelter_stock stock[2];

    *world = drill_world(names);
    ((struct mu_goods_params *)drill_params(*world, "goods/food"))->need = 24.0 / 86400;
    ((struct mu_goods_params *)drill_params(*world, "goods/quilt"))->once = 2;
    *(struct mu_depot_params *)drill_params(*world, "depot/D") =
        (struct mu_depot_params){.bays = 1, .load_rate = 1, .unload_rate = 1, .truck_load = 1};
    stock[0] = (struct mu_shelter_stock){drill_find(*world, "goods/food"), food};
    stock[1] = (struct mu_shelter_stock){drill_find(*world, "goods/quilt"), quilts};
    s = drill_params(*world, "shelter/S");
    *s = (struct mu_shelter_params){
        .capacity = 10,
        .open = true,
        .opening_time = MU_HOUR,
        .turn_away = MU_MINUTE,
        .count_every = 6 * MU_HOUR,
        .stock = drill_table(*world, stock, 2, sizeof *stock),
    };
    return s;
}

/* Arrivals come from the zone in life; from outside here, so answers have no way back. */
static void arrive(struct mu_run *run, const struct mu_world *world, mu_time at, uint32_t group,
                   double persons)
{
    const struct mu_shelter_group g = {.group = group, .persons = persons};

    assert_int_equal(
        mu_run_post(run, drill_find(world, "shelter/S"), at, MU_SHELTER_ARRIVE, &g, sizeof g),
        MU_OK);
}

static void validation_50_sphere_needs_of_150000_people(void **unused)
{
    struct mu_sphere_needs n = mu_sphere_needs(150000);

    (void)unused;
    assert_near(n.water, 2250, 1e-9);               /* m3 a day */
    assert_near(n.water_points, 600, 0);            /* 150000 / 250 */
    assert_near(n.toilets, 7500, 0);                /* 150000 / 20 */
    assert_near(n.floor, 525000, 1e-9);             /* m2 */
    assert_near(n.camp, 675e4, 1e-6);               /* 675 ha */
    assert_near(n.energy / 4.184e9, 315, 1e-9);     /* Gcal a day */
    assert_near(mu_sphere_needs(21).toilets, 2, 0); /* a part of one is one */
}

static void people_eat_by_the_hour_and_then_go_hungry(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;

    (void)unused;
    make(&world, 10, 0);
    ((struct mu_goods_params *)drill_params(world, "goods/quilt"))->once = 0;
    run = drill_run(world);
    arrive(run, world, 0, 1, 4);
    drill_finish(run, 5 * MU_HOUR + 2 * MU_MINUTE, &r);
    /* 4 kg an hour out of 10 kg: after three hours 2 of 4 kg are missing, after four and five
     * all: 2 + 4 + 4 person hours. */
    assert_int_equal(drill_count(&r, "shelter.hungry"), 3);
    assert_near(drill_seconds(&r, "shelter.hungry", 0), 3 * 3600, 0);
    assert_near(drill_value(&r, "shelter.hungry", 0), 2, 1e-9);
    assert_near(drill_sum(&r, "shelter.hungry"), 10, 1e-9);
    assert_near(drill_last(&r, "shelter.stock"), 0, 1e-9);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void food_that_comes_ends_the_hunger(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;
    struct mu_delivery food = {.kg = 100};

    (void)unused;
    make(&world, 0, 100);
    food.goods = drill_find(world, "goods/food");
    run = drill_run(world);
    arrive(run, world, 0, 1, 4);
    assert_int_equal(mu_run_post(run, drill_find(world, "shelter/S"), 90 * MU_MINUTE,
                                 MU_SHELTER_DELIVERY, &food, sizeof food),
                     MU_OK);
    drill_finish(run, 5 * MU_HOUR + 2 * MU_MINUTE, &r);
    assert_int_equal(drill_count(&r, "shelter.hungry"), 1);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void a_quilt_is_given_once_even_when_it_comes_late(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;
    struct mu_delivery quilts = {.kg = 100};

    (void)unused;
    make(&world, 1000, 4);
    quilts.goods = drill_find(world, "goods/quilt");
    run = drill_run(world);
    arrive(run, world, 0, 1, 4); /* 8 kg are owed, 4 are there */
    assert_int_equal(mu_run_post(run, drill_find(world, "shelter/S"), 90 * MU_MINUTE,
                                 MU_SHELTER_DELIVERY, &quilts, sizeof quilts),
                     MU_OK);
    drill_finish(run, 5 * MU_HOUR + 2 * MU_MINUTE, &r);
    /* 1000 - 5 x 4 kg of food and 104 - 8 kg of quilts are left. */
    assert_near(drill_last(&r, "shelter.stock"), 980 + 96, 1e-9);
    assert_near(drill_last(&r, "shelter.used"), 20 + 8, 1e-9);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void an_order_opens_it_after_its_time(void **unused)
{
    struct mu_world *world;
    struct mu_order order;
    struct mu_run *run;
    struct mu_result r;

    (void)unused;
    make(&world, 0, 0)->open = false;
    order = (struct mu_order){.verb = MU_VERB_OPEN,
                              .issuer = drill_find(world, "office/A"),
                              .target = drill_find(world, "shelter/S")};
    run = drill_run(world);
    drill_order(run, drill_find(world, "shelter/S"), MU_MINUTE, &order);
    arrive(run, world, 62 * MU_MINUTE, 1, 4);
    drill_finish(run, 70 * MU_MINUTE, &r);
    assert_near(drill_seconds(&r, "shelter.opened", 0), 61 * 60, 0);
    assert_int_equal(drill_value(&r, "drill.status", 1), MU_STATUS_DONE);
    assert_near(drill_last(&r, "shelter.persons"), 4, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void homes_hold_any_number_and_feed_them(void **unused)
{
    struct mu_world *world;
    struct mu_shelter_params *s;
    struct mu_run *run;
    struct mu_result r;

    (void)unused;
    s = make(&world, 0, 0);
    s->open = false;
    s->homes = true;
    s->capacity = 0;
    run = drill_run(world);
    arrive(run, world, 0, 1, 5000);
    drill_finish(run, MU_DAY, &r);
    assert_near(drill_last(&r, "shelter.persons"), 5000, 0);
    assert_int_equal(drill_count(&r, "shelter.hungry"), 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void who_leaves_makes_room_and_eats_no_more(void **unused)
{
    const struct mu_shelter_group four = {.group = 1, .persons = 4};
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;

    (void)unused;
    make(&world, 100, 100);
    run = drill_run(world);
    arrive(run, world, 0, 1, 4);
    assert_int_equal(mu_run_post(run, drill_find(world, "shelter/S"), 150 * MU_MINUTE,
                                 MU_SHELTER_LEAVE, &four, sizeof four),
                     MU_OK);
    drill_finish(run, 10 * MU_HOUR, &r);
    assert_near(drill_last(&r, "shelter.persons"), 0, 0);
    assert_near(drill_last(&r, "shelter.stock"), 100 - 2 * 4 + 100 - 8, 1e-9);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void come(struct mu_run *run, const struct mu_world *world, mu_time at, double persons)
{
    const struct mu_order order = {.to = drill_find(world, "shelter/S"), .amount = persons};

    drill_order(run, drill_find(world, "zone/Z"), at, &order);
}

static void a_group_that_finds_no_room_is_told_so(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;

    (void)unused;
    make(&world, 1000, 1000);
    run = drill_run(world);
    come(run, world, 0, 8);
    come(run, world, MU_MINUTE, 3);     /* two places are left: the three stay together */
    come(run, world, 2 * MU_MINUTE, 2); /* and two fit in */
    drill_finish(run, MU_HOUR, &r);
    assert_int_equal(drill_count(&r, "drill.full"), 1);
    assert_near(drill_value(&r, "drill.full", 0), 7, 0);
    assert_near(drill_seconds(&r, "drill.full", 0), 60 + 1 + 60, 0);
    assert_int_equal(drill_count(&r, "shelter.full"), 1);
    assert_near(drill_last(&r, "shelter.persons"), 10, 0);
    assert_near(drill_last(&r, "shelter.turned_away"), 3, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void a_closed_shelter_takes_nobody(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_result r;

    (void)unused;
    make(&world, 1000, 1000)->open = false;
    run = drill_run(world);
    come(run, world, 0, 2);
    drill_finish(run, MU_HOUR, &r);
    assert_int_equal(drill_count(&r, "drill.full"), 1);
    assert_near(drill_last(&r, "shelter.persons"), 0, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_50_sphere_needs_of_150000_people),
        cmocka_unit_test(people_eat_by_the_hour_and_then_go_hungry),
        cmocka_unit_test(food_that_comes_ends_the_hunger),
        cmocka_unit_test(a_quilt_is_given_once_even_when_it_comes_late),
        cmocka_unit_test(an_order_opens_it_after_its_time),
        cmocka_unit_test(homes_hold_any_number_and_feed_them),
        cmocka_unit_test(a_group_that_finds_no_room_is_told_so),
        cmocka_unit_test(a_closed_shelter_takes_nobody),
        cmocka_unit_test(who_leaves_makes_room_and_eats_no_more),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
