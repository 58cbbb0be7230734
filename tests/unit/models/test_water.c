#include "models/hazard/water.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/geo.h"
#include "models/hazard/dike.h"
#include "models/hazard/gauge.h"
#include "models/hazard/water_board.h"
#include "sim/run.h"
#include "tests/cmocka_all.h"

#define NX 40
#define NY 20

/* A polder of 4 km x 2 km at 0 m, in cells of 100 m; the river west of it stands at 4 m. */
struct polder {
    double z[NX * NY];
    struct mu_geo geo;
    struct mu_world *world;
    mu_entity_id dike, drain, gauge, water;
    mu_time end;
};

static const struct mu_hydrograph_row steady[] = {{0, 4}};
static const struct mu_hydrograph_row rising[] = {{0, 2}, {10 * MU_HOUR, 4}};

static const struct mu_water_params water_defaults = {
    .manning = 0.05,
    .theta = 0.8,
    .courant = 0.7,
    .dry_depth = 1e-3,
    .arrival_depth = 0.05,
    .embankments = true,
    .edge_slope = 1e-3,
    .river = {steady, 1},
};

static const struct mu_dike_params dike_defaults = {
    .at = {-100, 1000},
    .inside = {0, 1000},
    .crest = 5,
    .sill = 1,
    .breaches = MU_BREACHES_NEVER,
    .when = MU_NEVER,
    .initial_width = 20,
    .max_width = 300,
    .critical_velocity = 0.2,
    .f1 = 1.3,
    .f2 = 0.04,
    .weir_coefficient = 1,
};

static void check_ok(enum mu_err err)
{
    assert_int_equal(err, MU_OK);
}

/* Two dikes that stand: tests let "a" breach, and "b" where they need an outlet. */
static struct polder *polder_of(mu_time end)
{
    static const struct mu_model *const models[] = {&mu_dike_model, &mu_gauge_model,
                                                    &mu_water_model, NULL};
    struct polder *p = test_calloc(1, sizeof *p);

    p->end = end;
    p->geo.terrain = (struct mu_grid){.nx = NX, .ny = NY, .x0 = 0, .y0 = 0, .dx = 100, .z = p->z};
    p->world = mu_world_create(models);
    assert_non_null(p->world);
    mu_world_set_options(p->world, &(struct mu_world_options){.end = end,
                                                              .lookahead = 10 * MU_SECOND,
                                                              .publish_every = MU_MINUTE,
                                                              .sample_every = 10 * MU_MINUTE,
                                                              .geography = &p->geo});
    check_ok(mu_world_name(p->world, "water", "land"));
    check_ok(mu_world_name(p->world, "dike", "a"));
    check_ok(mu_world_name(p->world, "dike", "b"));
    check_ok(mu_world_name(p->world, "gauge", "bridge"));
    check_ok(mu_world_seal(p->world));
    p->dike = mu_world_find(p->world, "dike", "a");
    p->drain = mu_world_find(p->world, "dike", "b");
    p->gauge = mu_world_find(p->world, "gauge", "bridge");
    p->water = mu_world_find(p->world, "water", "land");
    *(struct mu_water_params *)mu_world_params(p->world, p->water) = water_defaults;
    *(struct mu_dike_params *)mu_world_params(p->world, p->dike) = dike_defaults;
    *(struct mu_dike_params *)mu_world_params(p->world, p->drain) = dike_defaults;
    *(struct mu_gauge_params *)mu_world_params(p->world, p->gauge) =
        (struct mu_gauge_params){.interval = MU_HOUR, .fails_at = MU_NEVER, .fails_above = 1e4};
    return p;
}

static struct mu_dike_params *dike_params(struct polder *p)
{
    return mu_world_params(p->world, p->dike);
}

static struct mu_water_params *water_params(struct polder *p)
{
    return mu_world_params(p->world, p->water);
}

static void polder_free(struct polder *p)
{
    mu_world_destroy(p->world);
    test_free(p);
}

static struct mu_run *begin(struct polder *p)
{
    struct mu_run *run;

    check_ok(mu_world_finish(p->world));
    check_ok(mu_run_create(p->world, &(struct mu_run_options){.seed = 1}, &run));
    return run;
}

static void finish(struct polder *p, struct mu_run *run, struct mu_result *result)
{
    enum mu_err err = mu_run_until(run, p->end);

    if (err != MU_OK)
        print_message("%s\n", mu_run_failure(run));
    check_ok(err);
    check_ok(mu_run_finish(run, result));
    mu_run_destroy(run);
}

static void run_all(struct polder *p, struct mu_result *result)
{
    finish(p, begin(p), result);
}

/* ---- looking at results ----------------------------------------------------------------- */

static size_t count(const struct mu_result *r, const char *kind, mu_time *first, double *value)
{
    size_t k = mu_result_kind(r, kind), n = 0;

    assert_true(k != SIZE_MAX);
    for (size_t i = r->events.n; i-- > 0;) {
        if (r->events.kind[i] != k)
            continue;
        n++;
        *first = r->events.time[i];
        *value = r->events.value[i];
    }
    return n;
}

/* Value of a series at sample i for entity k of its model. */
static double sample(const struct mu_result *r, const char *name, size_t i, size_t k)
{
    const struct mu_series_info *s = mu_result_series(r, name);

    assert_non_null(s);
    assert_true(i < r->n_samples && k < s->n);
    return s->values[i * s->n + k];
}

static double last(const struct mu_result *r, const char *name, size_t k)
{
    return sample(r, name, r->n_samples - 1, k);
}

static const float *grid(const struct mu_result *r, const char *name)
{
    for (size_t i = 0; i < r->n_grids; i++)
        if (strcmp(r->grids[i].name, name) == 0 && r->grids[i].n_times > 0)
            return r->grids[i].cells;
    fail_msg("no grid \"%s\"", name);
    return NULL;
}

/* ---- facts ------------------------------------------------------------------------------ */

static void no_water_runs_while_the_dike_stands(void **unused)
{
    struct polder *p = polder_of(12 * MU_HOUR);
    struct mu_result r;
    mu_time t;
    double v;

    (void)unused;
    run_all(p, &r);
    assert_int_equal(count(&r, "dike.breached", &t, &v), 0);
    assert_true(last(&r, "water.volume_in", 0) == 0 && last(&r, "water.wet_area", 0) == 0);
    assert_true(last(&r, "dike.outside", 0) == 4);
    assert_true(isnan(grid(&r, "arrival")[0]) && grid(&r, "max_depth")[0] == 0);
    mu_result_fini(&r);
    polder_free(p);
}

static void a_breach_begins_at_its_instant(void **unused)
{
    struct polder *p = polder_of(4 * MU_HOUR);
    const mu_time when = 2 * MU_HOUR + 12345678;
    struct mu_result r;
    mu_time t;
    double v;

    (void)unused;
    dike_params(p)->breaches = MU_BREACHES_AT;
    dike_params(p)->when = when;
    dike_params(p)->max_width = 20; /* it keeps its first width */
    run_all(p, &r);
    assert_int_equal(count(&r, "dike.breached", &t, &v), 1);
    assert_true(t == when && v == 20);
    assert_true(sample(&r, "water.volume_in", 12, 0) == 0); /* 2 h */
    /* 20 m, 3 m over the sill, free flow: 20 (2/3)^1.5 sqrt(9.81) 3^1.5 = 177.2 m3/s during
     * what is left of the first 600 s. */
    double expected = 20 * pow(2.0 / 3.0, 1.5) * sqrt(9.81) * pow(3, 1.5) * (600 - 12.345678);
    assert_true(fabs(sample(&r, "water.volume_in", 13, 0) - expected) < 1e-9 * expected);
    assert_true(grid(&r, "arrival")[10 * NX] == 2 * 3600 + 60); /* next publication */
    mu_result_fini(&r);
    polder_free(p);
}

static void water_in_is_stored_or_has_left(void **unused)
{
    struct polder *p = polder_of(12 * MU_HOUR);
    struct mu_result r;
    mu_time t;
    double v, in = 0, out = 0, stored;

    (void)unused;
    dike_params(p)->breaches = MU_BREACHES_AT;
    dike_params(p)->when = MU_HOUR;
    water_params(p)->east = 1;
    run_all(p, &r);
    for (size_t i = 0; i < r.n_samples; i++) {
        in = sample(&r, "water.volume_in", i, 0);
        out = sample(&r, "water.volume_out", i, 0);
        stored = sample(&r, "water.volume_stored", i, 0);
        assert_true(fabs(in - out - stored) <= 1e-9 * in);
    }
    assert_true(in > 1e7 && out > 1e5); /* hundreds of m3/s for 11 h; 8 km2 fill, then drain */
    assert_int_equal(count(&r, "water.balance", &t, &v), 1);
    assert_true(fabs(v) < 1e-9);
    mu_result_fini(&r);
    polder_free(p);
}

/* The river rises by 0.2 m an hour from 2 m: 3.5 m after 7.5 h. */
static void a_stage_held_long_enough_breaks_the_dike(void **unused)
{
    struct polder *p = polder_of(12 * MU_HOUR);
    struct mu_result r;
    mu_time t;
    double v;

    (void)unused;
    water_params(p)->river = (struct mu_table){rising, 2};
    water_params(p)->river_shift = 1;
    dike_params(p)->stage_offset = -0.5;
    dike_params(p)->breaches = MU_BREACHES_STAGE;
    dike_params(p)->level = 4; /* = 3.5 in the table */
    dike_params(p)->held = MU_HOUR;
    run_all(p, &r);
    assert_int_equal(count(&r, "dike.breached", &t, &v), 1);
    assert_true(llabs(t - (mu_time)(8.5 * (double)MU_HOUR)) <= 1);
    mu_result_fini(&r);
    polder_free(p);
}

static void water_over_the_crest_breaks_the_dike(void **unused)
{
    struct polder *p = polder_of(12 * MU_HOUR);
    struct mu_result r;
    mu_time t;
    double v;

    (void)unused;
    water_params(p)->river = (struct mu_table){rising, 2};
    dike_params(p)->breaches = MU_BREACHES_OVERTOPPING;
    dike_params(p)->crest = 3;
    dike_params(p)->over = 0.2; /* 3.2 m after 6 h */
    run_all(p, &r);
    assert_int_equal(count(&r, "dike.breached", &t, &v), 1);
    assert_true(llabs(t - 6 * MU_HOUR) <= 1);
    mu_result_fini(&r);
    polder_free(p);
}

/* The polder fills to the river's level and no further, and the breach passes 50 m marks. */
static void the_polder_fills_to_the_rivers_level(void **unused)
{
    struct polder *p = polder_of(4 * MU_DAY);
    struct mu_result r;
    mu_time t;
    double v;

    (void)unused;
    dike_params(p)->breaches = MU_BREACHES_AT;
    dike_params(p)->when = 0;
    run_all(p, &r);
    assert_true(fabs(last(&r, "dike.inside", 0) - 4) < 0.01);
    assert_true(fabs(last(&r, "water.volume_stored", 0) - 4.0 * NX * NY * 1e4) < 0.01 * 3.2e7);
    assert_true(last(&r, "water.wet_area", 0) == NX * NY * 1e4);
    assert_true(count(&r, "dike.width_reached", &t, &v) >= 1 && v == 50);
    assert_true(last(&r, "dike.width", 0) > 50 && last(&r, "dike.width", 0) <= 300);
    const float *deepest = grid(&r, "max_depth");
    for (size_t i = 0; i < NX * NY; i++) {
        assert_true(fabsf(deepest[i] - 4) < 0.1F);
        assert_true(grid(&r, "arrival")[i] > 0);
        assert_true(fabs(grid(&r, "duration")[i] + grid(&r, "arrival")[i] - 4 * 86400) < 61);
    }
    mu_result_fini(&r);
    polder_free(p);
}

/* A dam with 1e6 m3 between 10 and 20 m: all of it comes, and the stage falls to the sill. */
static void a_reservoir_gives_what_it_holds(void **unused)
{
    static const struct mu_reservoir_row rows[] = {{10, 0}, {20, 1e6}};
    struct polder *p = polder_of(MU_DAY);
    struct mu_dike_params *d = dike_params(p);
    struct mu_result r;

    (void)unused;
    d->crest = 22;
    d->sill = 10;
    d->breaches = MU_BREACHES_AT;
    d->when = MU_HOUR;
    d->growth = MU_DIKE_FROEHLICH_2008;
    d->reservoir = (struct mu_table){rows, 2};
    d->reservoir_level = 20;
    run_all(p, &r);
    assert_true(sample(&r, "dike.outside", 6, 0) == 20); /* at 1 h */
    assert_true(last(&r, "dike.outside", 0) < 10.2);
    assert_true(fabs(last(&r, "water.volume_in", 0) - 1e6) < 0.02 * 1e6);
    assert_true(last(&r, "water.volume_in", 0) <= 1e6 * (1 + 1e-12));
    /* 0.27 x 1 x 1e6^0.32 x 12^0.04 = 24.8 m (piping) */
    assert_true(fabs(last(&r, "dike.width", 0) - 24.8) < 0.1);
    mu_result_fini(&r);
    polder_free(p);
}

static void narrow(struct polder *p, struct mu_run *run, mu_time at, double closed, int32_t ends)
{
    const struct mu_water_narrow body = {.dike = p->dike, .closed = closed, .ends = ends};

    check_ok(mu_run_post(run, p->water, at, MU_WATER_NARROW, &body, sizeof body));
}

static void rock_closes_a_breach_for_good(void **unused)
{
    struct polder *p = polder_of(2 * MU_DAY);
    struct mu_result r;
    struct mu_run *run;
    mu_time t;
    double v;

    (void)unused;
    dike_params(p)->breaches = MU_BREACHES_AT;
    dike_params(p)->when = MU_HOUR;
    run = begin(p);
    narrow(p, run, 2 * MU_HOUR, 0, 2);    /* both ends protected at 2 h */
    narrow(p, run, 3 * MU_HOUR, 15, 2);   /* 15 m closed */
    narrow(p, run, 4 * MU_HOUR, 1000, 2); /* more than there is */
    finish(p, run, &r);
    double eroded = sample(&r, "dike.width", 12, 0); /* at 2 h */
    assert_true(eroded > 21);
    assert_true(sample(&r, "dike.width", 17, 0) == eroded); /* it widened no more */
    assert_true(fabs(sample(&r, "dike.width", 19, 0) - (eroded - 15)) < 1e-9);
    /* 15 m less of the width, and of the water; the levels hardly change in 10 min. */
    double less = sample(&r, "dike.discharge", 19, 0) / sample(&r, "dike.discharge", 18, 0);
    assert_true(fabs(less - (eroded - 15) / eroded) < 0.05);
    assert_true(last(&r, "dike.width", 0) == 0 && last(&r, "dike.discharge", 0) == 0);
    assert_int_equal(count(&r, "dike.closed", &t, &v), 1);
    assert_true(t == 4 * MU_HOUR + MU_MINUTE && v == eroded); /* seen at the next publication */
    assert_true(last(&r, "water.volume_in", 0) == sample(&r, "water.volume_in", 25, 0));
    assert_true(fabs(last(&r, "water.volume_stored", 0) - last(&r, "water.volume_in", 0)) < 1);
    mu_result_fini(&r);
    polder_free(p);
}

static void one_free_end_goes_on_eroding(void **unused)
{
    double width[3];

    (void)unused;
    for (int32_t ends = 0; ends < 3; ends++) {
        struct polder *p = polder_of(3 * MU_HOUR);
        struct mu_result r;
        struct mu_run *run;

        dike_params(p)->breaches = MU_BREACHES_AT;
        dike_params(p)->when = MU_MINUTE;
        run = begin(p);
        narrow(p, run, MU_HOUR, 0, ends);
        finish(p, run, &r);
        width[ends] = last(&r, "dike.width", 0) - sample(&r, "dike.width", 6, 0);
        mu_result_fini(&r);
        polder_free(p);
    }
    assert_true(width[0] > 1 && width[2] == 0);
    assert_true(fabs(width[1] / width[0] - 0.5) < 0.05); /* heads hardly differ */
}

/* The river falls to 0.2 m; the drain at the other end has its sill at 0.3 m. */
static void water_runs_back_through_a_low_opening(void **unused)
{
    static const struct mu_hydrograph_row wave[] = {{0, 4}, {12 * MU_HOUR, 4}, {14 * MU_HOUR, 0.2}};
    struct polder *p = polder_of(3 * MU_DAY);
    struct mu_dike_params *drain = mu_world_params(p->world, p->drain);
    struct mu_result r;

    (void)unused;
    water_params(p)->river = (struct mu_table){wave, 3};
    dike_params(p)->breaches = drain->breaches = MU_BREACHES_AT;
    dike_params(p)->when = 0;
    drain->when = 16 * MU_HOUR;
    drain->sill = 0.3;
    drain->initial_width = 100;
    drain->at = (struct mu_point){4000, 1000};
    drain->inside = (struct mu_point){3900, 1000};
    run_all(p, &r);
    assert_true(sample(&r, "dike.discharge", 108, 1) < 0);                       /* 18 h */
    assert_true(sample(&r, "water.volume_stored", 90, 0) > 1.2 * NX * NY * 1e4); /* 15 h: 1.2 m */
    assert_true(last(&r, "water.volume_stored", 0) < 0.8 * NX * NY * 1e4);
    assert_true(last(&r, "dike.width", 1) == 100); /* no erosion by outflow */
    assert_true(fabs(last(&r, "water.volume_in", 0) - last(&r, "water.volume_out", 0) -
                     last(&r, "water.volume_stored", 0)) < 1e-9 * last(&r, "water.volume_in", 0));
    mu_result_fini(&r);
    polder_free(p);
}

/* A road on a dam of 2 m from the north edge to the south edge, in the middle of the map. */
static void an_embankment_keeps_the_far_side_dry(void **unused)
{
    struct mu_point points[] = {{2010, -50}, {1900, 700}, {2060, 1950}};
    struct mu_link links[] = {{.shape = 0, .n_shape = 3, .raised = 2}};

    (void)unused;
    for (int bridge = 0; bridge < 2; bridge++) {
        struct polder *p = polder_of(6 * MU_HOUR);
        struct mu_result r;
        double far = 0;

        links[0].bridge = bridge == 1;
        p->geo.roads =
            (struct mu_network){.links = links, .n_links = 1, .points = points, .n_points = 3};
        water_params(p)->river = (struct mu_table){(const struct mu_hydrograph_row[]){{0, 1.9}}, 1};
        dike_params(p)->breaches = MU_BREACHES_AT;
        dike_params(p)->when = 0;
        dike_params(p)->sill = 0;
        dike_params(p)->initial_width = 100;
        run_all(p, &r);
        for (size_t i = 0; i < NX * NY; i++)
            far = fmax(far, i % NX > 22 ? (double)grid(&r, "max_depth")[i] : 0);
        assert_true(grid(&r, "max_depth")[10 * NX + 15] > 0.3F);
        assert_true(bridge ? far > 0.1 : far == 0);
        mu_result_fini(&r);
        polder_free(p);
    }
}

/* Pausing a run must not change a bit of it. */
static void pauses_leave_no_trace(void **unused)
{
    struct mu_result r[2];

    (void)unused;
    for (int k = 0; k < 2; k++) {
        struct polder *p = polder_of(5 * MU_HOUR);
        struct mu_run *run;

        dike_params(p)->breaches = MU_BREACHES_AT;
        dike_params(p)->when = MU_HOUR + 777;
        run = begin(p);
        for (mu_time t = 0; k == 1 && t < p->end; t += 417 * MU_SECOND + 13)
            check_ok(mu_run_until(run, t));
        finish(p, run, &r[k]);
        polder_free(p);
    }
    assert_memory_equal(grid(&r[0], "max_depth"), grid(&r[1], "max_depth"),
                        NX * NY * sizeof(float));
    assert_memory_equal(grid(&r[0], "max_speed"), grid(&r[1], "max_speed"),
                        NX * NY * sizeof(float));
    assert_true(last(&r[0], "water.volume_in", 0) == last(&r[1], "water.volume_in", 0));
    mu_result_fini(&r[0]);
    mu_result_fini(&r[1]);
}

static void a_player_can_break_the_dike(void **unused)
{
    struct polder *p = polder_of(5 * MU_HOUR);
    struct mu_result r;
    struct mu_run *run;
    mu_time t;
    double v;

    (void)unused;
    dike_params(p)->breaches = MU_BREACHES_AT;
    dike_params(p)->when = 3 * MU_HOUR; /* it comes earlier than it would */
    run = begin(p);
    check_ok(mu_run_post(run, p->dike, MU_HOUR, MU_DIKE_BREAK, NULL, 0));
    check_ok(mu_run_post(run, p->dike, MU_HOUR + 1, MU_DIKE_BREAK, NULL, 0));
    finish(p, run, &r);
    assert_int_equal(count(&r, "dike.breached", &t, &v), 1);
    assert_true(t == MU_HOUR + 10 * MU_SECOND); /* the lookahead */
    assert_true(sample(&r, "water.volume_in", 7, 0) > 0);
    mu_result_fini(&r);
    polder_free(p);
}

static void a_gauge_reads_the_river_every_hour(void **unused)
{
    struct polder *p = polder_of(5 * MU_HOUR + MU_MINUTE);
    struct mu_gauge_params *g = mu_world_params(p->world, p->gauge);
    struct mu_result r;
    mu_time t;
    double v;

    (void)unused;
    water_params(p)->river = (struct mu_table){rising, 2};
    g->stage_offset = 0.5;
    g->fails_at = 4 * MU_HOUR;
    run_all(p, &r);
    assert_int_equal(count(&r, "gauge.read", &t, &v), 4); /* 0, 1, 2, 3 h */
    assert_true(t == 0 && v == 2.5);
    assert_int_equal(count(&r, "gauge.failed", &t, &v), 1);
    assert_true(t == 4 * MU_HOUR && fabs(v - 3.3) < 1e-12); /* 2 + 4 x 0.2 + 0.5 */
    mu_result_fini(&r);
    polder_free(p);
}

static void a_board_that_was_never_published_is_dry(void **unused)
{
    (void)unused;
    assert_true(mu_water_depth(NULL, 5) == 0 && mu_water_speed(NULL, 5) == 0);
    assert_false(mu_water_breach(NULL, (mu_entity_id){1}).open);
}

static void the_board_says_what_was_put_on_it(void **unused)
{
    size_t size = mu_water_board_size(6, 2);
    char *board = test_calloc(2, size), *moved = board + size;

    (void)unused;
    mu_water_board_init(board, 6, (mu_entity_id){7}, 2);
    mu_water_board_depths(board)[5] = 1.5F;
    mu_water_board_speeds(board)[0] = 2.5F;
    mu_water_board_breaches(board)[1] = (struct mu_water_breach){.open = true, .width = 30};
    memcpy(moved, board, size); /* it holds no pointers */
    memset(board, 0xff, size);
    assert_true(mu_water_depth(moved, 5) == 1.5 && mu_water_depth(moved, 6) == 0);
    assert_true(mu_water_speed(moved, 0) == 2.5 && mu_water_speed(moved, 5) == 0);
    assert_true(mu_water_breach(moved, (mu_entity_id){8}).width == 30);
    assert_false(mu_water_breach(moved, (mu_entity_id){7}).open);
    assert_false(mu_water_breach(moved, (mu_entity_id){9}).open);
    test_free(board);
}

/* ---- mistakes ---------------------------------------------------------------------------- */

static struct mu_place nowhere(const struct mu_check *check, const char *key)
{
    (void)check;
    (void)key;
    return (struct mu_place){"x.yaml", 1, 1};
}

static size_t mistakes(const struct mu_dike_params *dike)
{
    double z[4] = {0, 0, 9, 0};
    const struct mu_geo geo = {.terrain = {.nx = 2, .ny = 2, .dx = 100, .z = z}};
    struct mu_diags diags = {0};
    const struct mu_check check = {
        .diags = &diags, .entity = "dike \"a\"", .place = nowhere, .geography = &geo};
    bool ok = mu_dike_model.check(dike, &check);
    size_t n = diags.errors;

    assert_true(ok == (n == 0));
    mu_diags_fini(&diags);
    return n;
}

static void settings_that_do_not_go_together_are_said(void **unused)
{
    static const struct mu_reservoir_row falls[] = {{10, 5}, {20, 4}};
    struct mu_dike_params good = dike_defaults, d;

    (void)unused;
    good.inside = (struct mu_point){0, 0};
    assert_int_equal(mistakes(&good), 0);
    d = good;
    d.inside = (struct mu_point){500, 0};
    assert_int_equal(mistakes(&d), 1);
    d.inside = (struct mu_point){0, 100}; /* ground at 9 m */
    assert_int_equal(mistakes(&d), 1);
    d.inside = d.at;
    assert_int_equal(mistakes(&d), 1);
    d = good;
    d.sill = d.crest;
    assert_int_equal(mistakes(&d), 1);
    d = good;
    d.breaches = MU_BREACHES_AT;
    d.growth = MU_DIKE_TABLE;
    assert_int_equal(mistakes(&d), 2); /* no instant, no table */
    d = good;
    d.growth = MU_DIKE_VON_THUN;
    assert_int_equal(mistakes(&d), 1);
    d.reservoir = (struct mu_table){falls, 2};
    assert_int_equal(mistakes(&d), 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_water_runs_while_the_dike_stands),
        cmocka_unit_test(a_breach_begins_at_its_instant),
        cmocka_unit_test(water_in_is_stored_or_has_left),
        cmocka_unit_test(a_stage_held_long_enough_breaks_the_dike),
        cmocka_unit_test(water_over_the_crest_breaks_the_dike),
        cmocka_unit_test(the_polder_fills_to_the_rivers_level),
        cmocka_unit_test(a_reservoir_gives_what_it_holds),
        cmocka_unit_test(rock_closes_a_breach_for_good),
        cmocka_unit_test(one_free_end_goes_on_eroding),
        cmocka_unit_test(water_runs_back_through_a_low_opening),
        cmocka_unit_test(an_embankment_keeps_the_far_side_dry),
        cmocka_unit_test(pauses_leave_no_trace),
        cmocka_unit_test(a_player_can_break_the_dike),
        cmocka_unit_test(a_gauge_reads_the_river_every_hour),
        cmocka_unit_test(a_board_that_was_never_published_is_dry),
        cmocka_unit_test(the_board_says_what_was_put_on_it),
        cmocka_unit_test(settings_that_do_not_go_together_are_said),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
