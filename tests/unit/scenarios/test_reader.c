/* Whole files through the reader, with the toy models. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenarios/reader.h"
#include "scenarios/schema.h"
#include "tests/cmocka_all.h"
#include "tests/unit/scenarios/toys.h"

struct test {
    char folder[64];
    struct mu_diags diags;
    struct mu_scenario *scenario;
    const char *sets[4];
    size_t n_sets;
};

static int setup(void **state)
{
    struct test *t = calloc(1, sizeof *t);
    if (!t)
        return 1;
    strcpy(t->folder, "/tmp/muster-reader-XXXXXX");
    *state = t;
    return mkdtemp(t->folder) ? 0 : 1;
}

static const char *path_of(const struct test *t, const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", t->folder, name);
    return path;
}

static int teardown(void **state)
{
    static const char *const names[] = {"scenario.yaml", "plan.yaml",   "history.yaml",
                                        "places.csv",    "slots.csv",   "places.geojson",
                                        "terrain.asc",   "terrain.prj", "terrain.asc.aux.xml",
                                        "roads.geojson", "roads.osm"};
    struct test *t = *state;
    char path[128];
    mu_diags_fini(&t->diags);
    mu_scenario_destroy(t->scenario);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(path_of(t, names[i], path));
    rmdir(t->folder);
    free(t);
    return 0;
}

static void write_file(const struct test *t, const char *name, const char *text)
{
    char path[128];
    FILE *f = fopen(path_of(t, name, path), "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    fclose(f);
}

#define HEAD                                                                                       \
    "muster: 1\nname: 试验\nstart: 2010-06-13T00:00+08:00\nend: 2010-06-14T00:00+08:00\n"        \
    "onset: 2010-06-13T06:00+08:00\ncrs: EPSG:32650\n"

static const struct mu_world *read_all(struct test *t, const char *plan, const char *history)
{
    char paths[3][128];
    struct mu_scenario_request request = {
        .scenario = path_of(t, "scenario.yaml", paths[0]),
        .plan = plan ? path_of(t, plan, paths[1]) : NULL,
        .history = history ? path_of(t, history, paths[2]) : NULL,
        .overrides = t->sets,
        .n_overrides = t->n_sets,
    };
    t->scenario = mu_scenario_read(&request, toy_models, &t->diags);
    assert_non_null(t->scenario);
    if (t->diags.errors)
        mu_diags_print(&t->diags, stderr);
    return t->scenario->world;
}

static const struct mu_world *read_text(struct test *t, const char *text)
{
    write_file(t, "scenario.yaml", text);
    const struct mu_world *world = read_all(t, NULL, NULL);
    assert_non_null(world);
    return world;
}

static const struct toy_gadget *gadget(const struct mu_world *world, const char *name)
{
    mu_entity_id id = mu_world_find(world, "gadget", name);
    assert_true(id.i != 0);
    return mu_world_params_const(world, id);
}

static const struct toy_place *place(const struct mu_world *world, const char *name)
{
    mu_entity_id id = mu_world_find(world, "place", name);
    assert_true(id.i != 0);
    return mu_world_params_const(world, id);
}

static void every_type_arrives_in_the_models_struct(void **state)
{
    const struct mu_world *w =
        read_text(*state, HEAD
                  "entities:\n"
                  "  place: {East: {population: 100 persons}, 西: {population: 5 people}}\n"
                  "  gadget:\n"
                  "    hq: {load: 3.6 t/h, share: 25 %, people: 7 persons, bays: 3, open: false,\n"
                  "         turnout: 90 s, opens: T+02:30, colour: amber, note: 备注,\n"
                  "         at: [500000, 3100 km], delay: 'uniform(1, 3) min', places: [西]}\n"
                  "    sub: {parent: hq, places: all, when: hq.level >= III}\n");
    const struct toy_gadget *hq = gadget(w, "hq"), *sub = gadget(w, "sub");
    assert_true(hq->load == 1.0 && hq->share == 0.25 && hq->people == 7);
    assert_int_equal(hq->bays, 3);
    assert_false(hq->open);
    assert_true(hq->turnout == 90 * MU_SECOND);
    assert_true(hq->opens == 8 * MU_HOUR + 30 * MU_MINUTE);
    assert_int_equal(hq->colour, 1);
    assert_string_equal(hq->note, "备注");
    assert_true(hq->at.x == 500000 && hq->at.y == 3100000);
    assert_int_equal(hq->delay.kind, MU_DIST_UNIFORM);
    assert_true(hq->delay.a == 60 && hq->delay.b == 180);
    assert_int_equal(hq->places.n, 1);
    assert_int_equal(hq->places.ids[0].i, mu_world_find(w, "place", "西").i);
    assert_int_equal(sub->parent.i, mu_world_find(w, "gadget", "hq").i);
    assert_int_equal(sub->places.n, 2);
    assert_int_equal(sub->when.n, 3);
    assert_int_equal(sub->when.nodes[0].fact.i,
                     mu_world_fact(w, mu_world_find(w, "gadget", "hq"), 0).i);
}

static void what_is_left_out_has_its_default(void **state)
{
    const struct mu_world *w = read_text(*state, HEAD "entities: {gadget: {hq: }}\n");
    const struct toy_gadget *hq = gadget(w, "hq");
    assert_true(hq->load == 2.5 && hq->share == 0.4);
    assert_true(hq->opens == MU_NEVER);
    assert_int_equal(hq->colour, 2);
    assert_int_equal(hq->parent.i, 0);
    assert_string_equal(hq->note, "");
    assert_int_equal(hq->when.n, 0);
    assert_int_equal(hq->slots.n, 0);
    const struct mu_world_options *options = mu_world_options(w);
    assert_true(options->end == MU_DAY && options->lookahead == 10 * MU_SECOND &&
                options->publish_every == MU_MINUTE && options->sample_every == 10 * MU_MINUTE);
}

static void defaults_of_the_scenario_come_before_the_models(void **state)
{
    const struct mu_world *w = read_text(
        *state, HEAD "defaults: {place: {population: 10 persons, roughness: 0.05 s m-1/3}}\n"
                     "entities: {place: {East: {population: 20 persons}, West: }}\n");
    assert_true(place(w, "East")->population == 20 && place(w, "West")->population == 10);
    assert_true(place(w, "East")->roughness == 0.05);
}

static void tables_may_stand_in_a_file(void **state)
{
    struct test *t = *state;
    write_file(t, "slots.csv", "from,depth [m],at\n1 h,2,\n2 h,3,East; West\n");
    const struct mu_world *w =
        read_text(t, HEAD "defaults: {place: {population: 1 person}}\n"
                          "entities:\n  place: {East: , West: }\n"
                          "  gadget:\n    a: {slots: [{from: 30 min, depth: 50 cm, at: [East]}]}\n"
                          "    b: {slots: slots.csv}\n");
    const struct toy_slot *a = gadget(w, "a")->slots.rows, *b = gadget(w, "b")->slots.rows;
    assert_int_equal(gadget(w, "a")->slots.n, 1);
    assert_true(a[0].from == 30 * MU_MINUTE && a[0].depth == 0.5 && a[0].at.n == 1);
    assert_int_equal(gadget(w, "b")->slots.n, 2);
    assert_true(b[1].from == 2 * MU_HOUR && b[1].depth == 3 && b[1].at.n == 2);
    assert_int_equal(t->scenario->n_files, 2);
    assert_string_equal(t->scenario->files[1].name, "slots.csv");
}

static void entities_may_come_from_a_table(void **state)
{
    struct test *t = *state;
    write_file(t, "places.csv",
               "id,population [person],at.lon,at.lat\n东门,120,117,28\nWest,80,,\n");
    const struct mu_world *w = read_text(t, HEAD "entities: {place: places.csv}\n");
    assert_true(place(w, "东门")->population == 120 && place(w, "West")->population == 80);
    /* 117 E is the central meridian of UTM zone 50: x = 500 km */
    assert_true(fabs(place(w, "东门")->at.x - 500000) < 1e-3);
    assert_true(fabs(place(w, "东门")->at.y - 3097000) < 2000);
}

static void entities_may_be_points_of_a_map(void **state)
{
    struct test *t = *state;
    write_file(t, "places.geojson",
               "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\",\n"
               " \"properties\": {\"id\": \"East\", \"population\": \"120 persons\"},\n"
               " \"geometry\": {\"type\": \"Point\", \"coordinates\": [117.0, 28.0]}}]}\n");
    const struct mu_world *w = read_text(t, HEAD "entities: {place: places.geojson}\n");
    assert_true(place(w, "East")->population == 120);
    assert_true(fabs(place(w, "East")->at.x - 500000) < 1e-3);
}

static void overrides_reach_everything(void **state)
{
    struct test *t = *state;
    t->sets[0] = "place.East.population=7 persons";
    t->sets[1] = "end=T+1 h";
    t->sets[2] = "gadget.hq.places=[East]";
    t->sets[3] = "defaults.gadget.bays=9";
    t->n_sets = 4;
    const struct mu_world *w =
        read_text(t, HEAD "defaults: {gadget: {bays: 2}}\n"
                          "entities: {place: {East: {population: 1 person}},\n"
                          "  gadget: {hq: }}\n");
    assert_true(place(w, "East")->population == 7);
    assert_true(mu_world_options(w)->end == 7 * MU_HOUR);
    assert_int_equal(gadget(w, "hq")->places.n, 1);
    assert_int_equal(gadget(w, "hq")->bays, 9);
}

static void items_go_to_their_owner_in_order(void **state)
{
    struct test *t = *state;
    write_file(t, "history.yaml",
               "muster: 1\ntitle: as it was\nhistory:\n"
               "  - {owner: hq, at: T+1 h, id: h1, does: warn}\n");
    t->sets[0] = "plan.three.amount=4";
    t->n_sets = 1;
    write_file(t, "scenario.yaml", HEAD "entities: {gadget: {hq: , sub: }}\n");
    write_file(t, "plan.yaml",
               "muster: 1\nplan: A\nversion: 2\ntier: special\nitems:\n"
               "  - {owner: hq, id: one, does: warn, amount: 1}\n"
               "  - {owner: gadget/sub, id: two, does: send, after: 30 min}\n"
               "  - {owner: hq, id: three, does: close, for_each: place, when: it.flooded}\n");
    const struct mu_world *w = read_all(t, "plan.yaml", "history.yaml");
    assert_non_null(w);
    const struct toy_gadget *hq = gadget(w, "hq"), *sub = gadget(w, "sub");
    const struct toy_item *items = hq->plan.rows, *other = sub->plan.rows;
    const struct toy_decision *past = hq->history.rows;
    assert_int_equal(hq->plan.n, 2);
    assert_string_equal(items[0].id, "one");
    assert_int_equal(items[0].line, 6);
    assert_string_equal(items[1].id, "three");
    assert_true(items[1].amount == 4);
    assert_int_equal(items[1].when.nodes[0].op, MU_OP_IT);
    assert_int_equal(sub->plan.n, 1);
    assert_true(other[0].after == 30 * MU_MINUTE);
    assert_int_equal(hq->history.n, 1);
    assert_true(past[0].at == 7 * MU_HOUR);
    assert_string_equal(past[0].what.id, "h1");
    assert_string_equal(t->scenario->plan.id, "A");
    assert_string_equal(t->scenario->plan.version, "2");
    assert_string_equal(t->scenario->history, "as it was");
    assert_int_equal(t->scenario->n_files, 3);
}

static void objectives_and_observations_come_in_si(void **state)
{
    struct test *t = *state;
    read_text(
        t,
        HEAD "objectives:\n"
             "  - {id: deaths, metric: people.dead, target: 0 persons, better: lower, veto: true}\n"
             "  - {id: quick, metric: rescue.first, target: 2 h 30 min, better: lower, weight: 2}\n"
             "observed:\n"
             "  - {curve: breach, at: T+1 h, low: 30 m, high: 0.04 km, source: S1}\n"
             "entities: {gadget: {hq: }}\n");
    const struct mu_scenario *s = t->scenario;
    assert_int_equal(s->n_objectives, 2);
    assert_true(s->objectives[0].veto && s->objectives[0].weight == 1);
    assert_string_equal(s->objectives[0].unit, "person");
    assert_true(s->objectives[1].target == 9000 && s->objectives[1].weight == 2);
    assert_int_equal(s->n_observed, 1);
    assert_true(s->observed[0].low == 30 && s->observed[0].high == 40);
    assert_true(s->observed[0].at == 7 * MU_HOUR);
}

static void terrain_has_its_first_row_in_the_south(void **state)
{
    struct test *t = *state;
    write_file(t, "terrain.asc",
               "ncols 3\nnrows 2\nxllcorner 500000\nyllcorner 3100000\n"
               "cellsize 10\nNODATA_value -9999\n4 5 6\n1 -9999 3\n");
    write_file(t, "roads.geojson",
               "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\",\n"
               " \"properties\": {\"class\": \"primary\", \"name\": \"堤路\", \"raised_m\": 4,\n"
               "  \"speed_kmh\": 36, \"lanes\": 4},\n"
               " \"geometry\": {\"type\": \"LineString\",\n"
               "  \"coordinates\": [[117.0, 28.0], [117.001, 28.0]]}}]}\n");
    read_text(t, HEAD
              "geography: {terrain: terrain.asc, terrain_crs: EPSG:32650, roads: roads.geojson}\n"
              "entities: {gadget: {hq: {at: [500015, 3100015]}}}\n");
    const struct mu_grid *g = &t->scenario->geo.terrain;
    assert_true(g->nx == 3 && g->ny == 2 && g->dx == 10 && g->x0 == 500005 && g->y0 == 3100005);
    assert_true(g->z[0] == 1 && g->z[2] == 3 && g->z[3] == 4);
    assert_true(fabs(g->z[1] - (1 + 3 + 4 + 5 + 6) / 5.0) < 1e-12); /* the gap */
    assert_int_equal(t->diags.warnings, 1);
    const struct mu_network *roads = &t->scenario->geo.roads;
    assert_int_equal(roads->n_nodes, 2);
    assert_int_equal(roads->n_links, 2);
    const struct mu_link *link = &roads->links[0];
    assert_true(link->raised == 4 && link->speed == 10 && link->lanes == 2);
    assert_string_equal(link->name, "堤路");
    /* 0.001 degrees of longitude at 28 N: 98.4 m on the ellipsoid, times 0.9996 */
    assert_true(fabs(link->length - 98.37) < 0.05);
    assert_true(t->scenario->geo.crs_wkt[0] == 'P'); /* PROJCRS[... */
}

/* 5 x 4 cells of 10 m; every cell holds 10 times its row from the south plus its column. */
#define RAMP                                                                                       \
    "ncols 5\nnrows 4\nxllcorner 500000\nyllcorner 3100000\ncellsize 10\n"                         \
    "30 31 32 33 34\n20 21 22 23 24\n10 11 12 13 14\n0 1 2 3 4\n"

static void a_part_of_the_terrain_keeps_its_cells(void **state)
{
    struct test *t = *state;
    write_file(t, "terrain.asc", RAMP);
    /* The corners lie in columns 1 and 3, rows 1 and 2. */
    read_text(t, HEAD "geography: {terrain: terrain.asc, terrain_crs: EPSG:32650,\n"
                      "  southwest: [500012, 3100019], northeast: [500031, 3100030]}\n"
                      "entities: {gadget: {hq: }}\n");
    const struct mu_grid *g = &t->scenario->geo.terrain;
    static const double expected[] = {11, 12, 13, 21, 22, 23};
    assert_true(g->nx == 3 && g->ny == 2 && g->dx == 10);
    assert_true(g->x0 == 500015 && g->y0 == 3100015);
    for (size_t k = 0; k < 6; k++)
        assert_true(fabs(g->z[k] - expected[k]) < 1e-9);
    assert_int_equal(t->diags.n, 0);
}

static void other_cells_are_means_or_interpolated(void **state)
{
    struct test *t = *state;
    write_file(t, "terrain.asc", RAMP);
    t->sets[0] = "geography.cell=20 m";
    t->n_sets = 1;
#define PART                                                                                       \
    HEAD "geography: {terrain: terrain.asc, terrain_crs: EPSG:32650, cell: 5 m,\n"                 \
         "  southwest: [500000, 3100000], northeast: [500040, 3100040]}\n"                         \
         "entities: {gadget: {hq: }}\n"
    read_text(t, PART);
    const struct mu_grid *g = &t->scenario->geo.terrain;
    assert_true(g->nx == 2 && g->ny == 2 && g->dx == 20);
    assert_true(fabs(g->z[0] - (0 + 1 + 10 + 11) / 4.0) < 1e-9);
    mu_scenario_destroy(t->scenario);
    t->n_sets = 0;
    read_text(t, PART);
    g = &t->scenario->geo.terrain;
    assert_true(g->nx == 8 && g->ny == 8 && g->dx == 5);
    /* Cell (3, 2) has its centre at x = 17.5 m, y = 12.5 m: 1.25 columns, 0.75 rows from the
     * centre of cell (0, 0). */
    assert_true(fabs(g->z[2 * 8 + 3] - (1.25 + 10 * 0.75)) < 1e-9);
}

#define WAY(id, from, to, tags)                                                                    \
    "<way id=\"" #id "\"><nd ref=\"" #from "\"/><nd ref=\"" #to "\"/>" tags "</way>\n"
#define TAG(key, value) "<tag k=\"" key "\" v=\"" value "\"/>"

/* A row of nodes along 28 N; only the first three ways and the last are for vehicles. */
static void openstreetmap_says_what_is_open_to_vehicles(void **state)
{
    struct test *t = *state;
    write_file(
        t, "roads.osm",
        "<osm version=\"0.6\">\n"
        "<node id=\"1\" lat=\"28\" lon=\"117.000\"/><node id=\"2\" lat=\"28\" lon=\"117.001\"/>\n"
        "<node id=\"3\" lat=\"28\" lon=\"117.002\"/><node id=\"4\" lat=\"28\" lon=\"117.003\"/>\n"
        /* clang-format off */
        WAY(10, 1, 2, TAG("highway", "primary") TAG("ref", "CG-2"))
        WAY(11, 2, 3, TAG("highway", "service") TAG("access", "no") TAG("motor_vehicle", "yes"))
        WAY(12, 1, 3, TAG("highway", "tertiary") TAG("access", "yes"))
        WAY(13, 2, 4, TAG("highway", "primary") TAG("motor_vehicle", "no"))
        WAY(14, 2, 4, TAG("highway", "primary") TAG("vehicle", "private") TAG("access", "yes"))
        WAY(15, 2, 4, TAG("highway", "primary") TAG("access", "private"))
        WAY(16, 2, 4, TAG("highway", "track"))
        WAY(17, 2, 4, TAG("highway", "footway"))
        WAY(18, 3, 4, TAG("highway", "residential"))
        /* clang-format on */
        "</osm>\n");
    read_text(t, HEAD "geography: {roads: roads.osm}\nentities: {gadget: {hq: }}\n");
    const struct mu_network *roads = &t->scenario->geo.roads;
    assert_int_equal(roads->n_nodes, 4);
    assert_int_equal(roads->n_links, 2 * 4);
    assert_string_equal(roads->links[0].name, "CG-2");
}

static void a_schema_names_every_parameter(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(mu_schema_write(out, toy_models, "scenario"), MU_OK);
    assert_int_equal(mu_schema_write(out, toy_models, "novel"), MU_ERR_INPUT);
    fclose(out);
    static const char *const names[] = {"\"turnout\"",    "\"amber\"",
                                        "\"population\"", "\"slots\"",
                                        "draft-07",       "speed of one bay [kg/s]; 0.001 kg/s to"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_non_null(strstr(text, names[i]));
    assert_null(strstr(text, "\"plan\"")); /* stands in a file of its own */
    free(text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_type_arrives_in_the_models_struct),
        TEST(what_is_left_out_has_its_default),
        TEST(defaults_of_the_scenario_come_before_the_models),
        TEST(tables_may_stand_in_a_file),
        TEST(entities_may_come_from_a_table),
        TEST(entities_may_be_points_of_a_map),
        TEST(overrides_reach_everything),
        TEST(items_go_to_their_owner_in_order),
        TEST(objectives_and_observations_come_in_si),
        TEST(terrain_has_its_first_row_in_the_south),
        TEST(a_part_of_the_terrain_keeps_its_cells),
        TEST(other_cells_are_means_or_interpolated),
        TEST(openstreetmap_says_what_is_open_to_vehicles),
        TEST(a_schema_names_every_parameter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
