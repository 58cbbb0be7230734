#include "models/hazard/inundation.h"

#include <math.h>
#include <string.h>

#include "models/hazard/flood_watch.h"
#include "models/hazard/inundation_rows.h"
#include "tests/cmocka_all.h"

/* ---- a piece of land ---------------------------------------------------------------- */

struct land {
    struct mu_flood flood;
    struct mu_flood_now now;
    struct mu_flood_rules rules;
    double *z, *crests, *state;
};

static struct land *land_of(size_t nx, size_t ny, double dx)
{
    struct land *land = test_calloc(1, sizeof *land);

    land->rules = (struct mu_flood_rules){
        .manning = 0.03, .theta = 0.8, .dry = 1e-3, .alpha = 0.7, .edge_slope = 1e-3};
    land->z = test_calloc(nx * ny, sizeof *land->z);
    land->crests = test_calloc(mu_flood_crest_doubles(nx, ny), sizeof *land->crests);
    land->state = test_calloc(mu_flood_state_doubles(nx, ny), sizeof *land->state);
    land->flood = (struct mu_flood){.nx = nx, .ny = ny, .dx = dx, .z = land->z};
    land->flood.now = &land->now;
    land->flood.rules = &land->rules;
    land->flood.spans = test_calloc(2 * ny, sizeof *land->flood.spans);
    return land;
}

/* After z is filled. */
static struct mu_flood *flood_of(struct land *land)
{
    mu_flood_crests(land->z, land->flood.nx, land->flood.ny, land->crests);
    mu_flood_view(&land->flood, land->crests, land->state);
    return &land->flood;
}

static void land_free(struct land *land)
{
    test_free(land->flood.spans);
    test_free(land->state);
    test_free(land->crests);
    test_free(land->z);
    test_free(land);
}

static void set_depth(struct mu_flood *f, size_t cell, double h)
{
    f->h[cell] = h;
    mu_flood_touch(f, cell);
}

/* The sequence is fixed by its seed, which is printed. */
static double chance(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*seed >> 11) * 0x1p-53;
}

static double largest_discharge(const struct mu_flood *f)
{
    double most = 0;

    for (size_t k = 0; k < (f->nx + 1) * f->ny; k++)
        most = fmax(most, fabs(f->qx[k]));
    for (size_t k = 0; k < f->nx * (f->ny + 1); k++)
        most = fmax(most, fabs(f->qy[k]));
    return most;
}

static double step_limit(const struct mu_flood *f)
{
    return mu_flood_step_limit(f, f->now->h_max);
}

static void advance(struct mu_flood *f, double seconds)
{
    for (double t = 0; t < seconds;) {
        double dt = fmin(step_limit(f), seconds - t);

        mu_flood_step(f, dt);
        t += dt;
    }
}

/* ---- validation --------------------------------------------------------------------- */

static void validation_1_a_lake_stays_at_rest(void **unused)
{
    uint64_t seed = 1;
    const double level = 7;

    (void)unused;
    print_message("seed %llu\n", (unsigned long long)seed);
    for (int k = 0; k < 3; k++) {
        struct land *land = land_of(40, 30, 10);

        for (size_t i = 0; i < 40 * 30; i++) /* steps of 3 m, some above the water */
            land->z[i] = 3 * floor(4 * chance(&seed)) + 0.1 * chance(&seed);
        struct mu_flood *f = flood_of(land);
        for (size_t i = 0; i < 40 * 30; i++)
            if (land->z[i] < level)
                set_depth(f, i, level - land->z[i]);
        advance(f, 3600);
        assert_true(largest_discharge(f) < 1e-12);
        for (size_t i = 0; i < 40 * 30; i++)
            assert_true(land->z[i] < level ? fabs(mu_flood_level(f, i) - level) < 1e-12
                                           : f->h[i] == 0);
        land_free(land);
    }
}

static void validation_2_water_in_a_closed_box_is_kept(void **unused)
{
    uint64_t seed = 2;
    double in = 0, t = 0;
    struct land *land = land_of(50, 40, 20);

    (void)unused;
    print_message("seed %llu\n", (unsigned long long)seed);
    for (size_t i = 0; i < 50 * 40; i++)
        land->z[i] = 5 * chance(&seed) + (chance(&seed) < 0.1 ? 8 : 0);
    struct mu_flood *f = flood_of(land);
    while (t < 6 * 3600) {
        double dt = fmin(step_limit(f), 30);

        mu_flood_step(f, dt);
        in += mu_flood_add(f, (size_t)(2000 * chance(&seed)), dt * 3 * chance(&seed));
        t += dt;
    }
    assert_true(in > 20000); /* 6 h at 1.5 m3/s on average: 32 400 m3 */
    assert_true(fabs(mu_flood_volume(f) - in) < 1e-9 * in);
    for (size_t i = 0; i < 50 * 40; i++)
        assert_true(f->h[i] >= 0);
    land_free(land);
}

static void validation_2_a_spring_spreads_alike_in_all_directions(void **unused)
{
    struct land *land = land_of(101, 101, 10);
    struct mu_flood *f = flood_of(land);
    double far = 0;

    (void)unused;
    for (int k = 0; k < 600; k++) {
        double dt = fmin(step_limit(f), 10);

        mu_flood_step(f, dt);
        mu_flood_add(f, 50 * 101 + 50, 20 * dt);
    }
    for (size_t j = 0; j < 101; j++) {
        for (size_t i = 0; i < 101; i++) {
            double h = f->h[j * 101 + i];

            assert_true(fabs(f->h[i * 101 + (100 - j)] - h) < 1e-12); /* a quarter turn */
            assert_true(fabs(f->h[j * 101 + (100 - i)] - h) < 1e-12); /* a mirror */
            far = i == 50 && h > 0.01 ? fmax(far, fabs((double)j - 50)) : far;
        }
    }
    assert_true(far > 20); /* it went somewhere */
    land_free(land);
}

/* A front on rough ground, beyond which all is dry. */
static void validation_2_a_spreading_flood_is_kept(void **unused)
{
    uint64_t seed = 4;
    double in = 0;
    struct land *land = land_of(60, 60, 20);

    (void)unused;
    print_message("seed %llu\n", (unsigned long long)seed);
    for (size_t i = 0; i < 60 * 60; i++)
        land->z[i] = 0.02 * (double)(i % 60) + 0.3 * chance(&seed);
    struct mu_flood *f = flood_of(land);
    for (int k = 0; k < 2000; k++) {
        double dt = fmin(step_limit(f), 10);

        mu_flood_step(f, dt);
        in += mu_flood_add(f, 30 * 60 + 30, 30 * dt);
    }
    assert_true(fabs(mu_flood_volume(f) - in) < 1e-12 * in);
    land_free(land);
}

/* 3 m of water over rough ground, heaped up to one side, in smooth land: waves die away. Steps
 * a sixth longer let a checkerboard of waves grow to metres. */
static void a_deep_lake_comes_to_rest(void **unused)
{
    uint64_t seed = 5;
    double highest = -1e9, lowest = 1e9;
    struct land *land = land_of(60, 50, 100);

    (void)unused;
    print_message("seed %llu\n", (unsigned long long)seed);
    for (size_t i = 0; i < 60 * 50; i++)
        land->z[i] = 0.5 * chance(&seed);
    struct mu_flood *f = flood_of(land);
    for (size_t i = 0; i < 60 * 50; i++)
        set_depth(f, i, 3 + 0.02 * (double)(i % 60) - land->z[i]);
    advance(f, 12 * 3600);
    for (size_t i = 0; i < 60 * 50; i++) {
        highest = fmax(highest, mu_flood_level(f, i));
        lowest = fmin(lowest, mu_flood_level(f, i));
    }
    print_message("levels within %.4f m\n", highest - lowest);
    assert_true(highest - lowest < 0.02);
    land_free(land);
}

/* h = (7/3 n^2 u^2 (u t - x))^(3/7), n = 0.03, u = 1 m/s. */
static double wave(double x, double t)
{
    return t > x ? pow(7.0 / 3.0 * 0.03 * 0.03 * (t - x), 3.0 / 7.0) : 0;
}

static void validation_3_a_wave_runs_over_a_plane(void **unused)
{
    const size_t n = 120;
    const double dx = 50;
    struct land *land = land_of(n, 1, dx);
    double sum = 0, square = 0, wet = 0, front = 0;

    (void)unused;
    assert_true(fabs(wave(0, 3600) - 2.3796) < 5e-5 && fabs(wave(3000, 3600) - 1.1041) < 5e-5);
    land->rules.theta = 1;
    struct mu_flood *f = flood_of(land);
    for (double t = 0; t < 3600;) {
        double dt = fmin(fmin(step_limit(f), 10), 3600 - t);

        mu_flood_step(f, dt);
        t += dt;
        set_depth(f, 0, wave(0, t));
    }
    for (size_t i = 0; i < n; i++) {
        double x = (double)i * dx, error = f->h[i] - wave(x, 3600);

        if (wave(x, 3600) <= 0 && f->h[i] <= 0.01)
            continue;
        sum += fabs(error);
        square += error * error;
        wet++;
        front = f->h[i] > 0.01 ? x : front;
    }
    print_message("MAE %.4f m, RMSE %.4f m, front %.0f m\n", sum / wet, sqrt(square / wet), front);
    assert_true(sum / wet <= 0.04 && sqrt(square / wet) <= 0.06 && fabs(front - 3600) <= 150);
    land_free(land);
}

static void normal_depth(double q, double slope, double manning, double expected)
{
    const size_t n = 100;
    struct land *land = land_of(n, 3, 50);

    for (size_t i = 0; i < 3 * n; i++)
        land->z[i] = -slope * 50 * (double)(i % n);
    land->rules.manning = manning;
    land->rules.edge_slope = slope;
    land->rules.open[MU_EDGE_EAST] = true;
    struct mu_flood *f = flood_of(land);
    for (size_t j = 0; j < 3; j++) {
        f->qx[j * (n + 1)] = q;
        mu_flood_touch(f, j * n);
    }
    f->now->h_max = 1; /* a first step that the inflow can bear */
    advance(f, 6 * 3600);
    print_message("depth %.5f m, expected %.5f m\n", f->h[n + 50], expected);
    assert_true(fabs(f->h[n + 50] - expected) < 0.005 * expected);
    assert_true(fabs(mu_flood_discharge(f, n + 50) - q) < 0.001 * q);
    land_free(land);
}

/* h = (q n / sqrt(S))^(3/5) */
static void validation_4_normal_depth(void **unused)
{
    (void)unused;
    normal_depth(1, 0.001, 0.03, 0.96889);
    normal_depth(2, 0.0005, 0.035, 1.98321);
}

/* SWASHES 3.2.1: depth given, ground from the steady equation
 * dz/dx = (q^2 / (g h^3) - 1) h' - n^2 q^2 / h^(10/3), z(L) = 0. */
static double macdonald_depth(double x)
{
    double s = x / 1000 - 0.5;

    return cbrt(4 / 9.81) * (1 + 0.5 * exp(-16 * s * s));
}

static double macdonald_fall(double x)
{
    double s = x / 1000 - 0.5, h = macdonald_depth(x);
    double dh = cbrt(4 / 9.81) * 0.5 * exp(-16 * s * s) * (-32 * s / 1000);

    return (4 / (9.81 * h * h * h) - 1) * dh - 0.033 * 0.033 * 4 / pow(h, 10.0 / 3.0);
}

static double macdonald_ground(double x)
{
    double z = 0, dx = 0.5; /* Simpson from the end */

    for (double at = 1000; at > x + 1e-9; at -= dx)
        z -= dx / 6 *
             (macdonald_fall(at) + 4 * macdonald_fall(at - dx / 2) + macdonald_fall(at - dx));
    return z;
}

static void validation_5_macdonald_channel(void **unused)
{
    const size_t n = 200;
    struct land *land = land_of(n, 1, 5);
    double sum = 0;

    (void)unused;
    assert_true(fabs(macdonald_ground(0) - 6.9522) < 1e-4);
    assert_true(fabs(macdonald_ground(500) - 3.3114) < 1e-4);
    assert_true(fabs(macdonald_ground(2.5) + macdonald_depth(2.5) - 7.67222) < 1e-4);
    for (size_t i = 0; i < n; i++)
        land->z[i] = macdonald_ground(5 * (double)i + 2.5);
    land->rules.manning = 0.033;
    struct mu_flood *f = flood_of(land);
    f->qx[0] = 2;
    mu_flood_touch(f, 0);
    for (double t = 0; t < 3600;) {
        double dt = fmin(step_limit(f), 1);

        set_depth(f, n - 1, macdonald_depth(997.5));
        mu_flood_step(f, dt);
        t += dt;
    }
    set_depth(f, n - 1, macdonald_depth(997.5));
    for (size_t i = 0; i < n; i++)
        sum += fabs(f->h[i] - macdonald_depth(5 * (double)i + 2.5)) / (double)n;
    print_message("MAE of the level %.4f m\n", sum);
    assert_true(sum < 0.03);
    land_free(land);
}

/* Level at the open end: 9.7 -> 10.35 within an hour, held 10 h, and back. */
static double pond_stage(double hours)
{
    if (hours < 1)
        return 9.7 + 0.65 * hours;
    return hours < 11 ? 10.35 : fmax(9.7, 10.35 - 0.65 * (hours - 11));
}

static void validation_9_a_pond_keeps_what_its_sill_holds(void **unused)
{
    const size_t n = 60;
    struct land *land = land_of(n, 1, 10);

    (void)unused;
    for (size_t i = 30; i < n; i++)
        land->z[i] = i < 33 ? 10.25 : 9.5;
    struct mu_flood *f = flood_of(land);
    for (double t = 0; t < 30 * 3600;) {
        set_depth(f, 0, pond_stage(t / 3600));
        double dt = fmin(step_limit(f), 10);

        mu_flood_step(f, dt);
        t += dt;
    }
    assert_true(fabs(mu_flood_level(f, 10) - 9.7) < 0.01);
    for (size_t i = 33; i < n; i++)
        assert_true(fabs(mu_flood_level(f, i) - 10.25) < 0.01);
    land_free(land);
}

/* ---- properties --------------------------------------------------------------------- */

static void what_leaves_through_open_edges_is_counted(void **unused)
{
    struct land *land = land_of(30, 20, 10);
    double in, out = 0;

    (void)unused;
    for (int e = 0; e < MU_EDGES; e++)
        land->rules.open[e] = true;
    struct mu_flood *f = flood_of(land);
    in = mu_flood_add(f, 10 * 30 + 15, 5000);
    for (int k = 0; k < 4000; k++)
        out += mu_flood_step(f, fmin(step_limit(f), 5));
    assert_true(out > 0.5 * in);
    assert_true(fabs(out + mu_flood_volume(f) - in) < 1e-9 * in);
    land_free(land);
}

/* A dam of 50 m falling onto steep ground: thin fast water, where limiter and Froude cap work. */
static void steep_ground_leaves_no_cell_below_zero(void **unused)
{
    struct land *land = land_of(60, 5, 10);
    double in = 0;

    (void)unused;
    for (size_t i = 0; i < 300; i++)
        land->z[i] = -5.0 * (double)(i % 60);
    struct mu_flood *f = flood_of(land);
    for (size_t j = 0; j < 5; j++)
        in += mu_flood_add(f, j * 60, 5000);
    for (int k = 0; k < 2000; k++) {
        mu_flood_step(f, step_limit(f));
        for (size_t i = 0; i < 300; i++)
            assert_true(f->h[i] >= 0);
    }
    assert_true(fabs(mu_flood_volume(f) - in) < 1e-12 * in);
    assert_true(f->h[59] > 10); /* 25 000 m3 came down to the wall: more than 10 m in 500 m2 */
    land_free(land);
}

static void a_wall_between_cells_holds_the_water(void **unused)
{
    struct land *land = land_of(20, 3, 10);
    struct mu_flood *f = flood_of(land);

    (void)unused;
    for (size_t j = 0; j < 3; j++)
        land->crests[j * 21 + 10] = 2; /* face between columns 9 and 10 */
    for (size_t i = 0; i < 60; i++)
        set_depth(f, i, i % 20 < 10 ? 1.9 : 0);
    advance(f, 3600);
    assert_true(f->h[9] == 1.9 && f->h[10] == 0);
    for (size_t i = 0; i < 60; i++)
        set_depth(f, i, i % 20 < 10 ? 2.4 : 0);
    advance(f, 3600);
    assert_true(f->h[10] > 0.3 && f->h[9] < 2.05);
    land_free(land);
}

static void adding_never_takes_more_than_there_is(void **unused)
{
    struct land *land = land_of(5, 5, 10);
    struct mu_flood *f = flood_of(land);

    (void)unused;
    assert_true(mu_flood_add(f, 12, 50) == 50);
    assert_true(mu_flood_add(f, 12, -80) == -50);
    assert_true(f->h[12] == 0 && mu_flood_volume(f) == 0);
    land_free(land);
}

/* 1 m of water beside a drop of 5 m: the step would give 9.81 x 60/100 x 1 m x 6 m = 35 m2/s,
 * Froude number 1 is sqrt(9.81) = 3.132 m2/s. */
static void a_face_carries_no_more_than_froude_number_one(void **unused)
{
    const double h_lo = 1, z_lo = 5, h_hi = 0, z_hi = 0, crest = 5, q = 0;
    const struct mu_face_numbers k = {
        .theta = 1, .slope = 9.81 * 60 / 100, .dry = 1e-3, .least = 5e-4};
    double out;

    (void)unused;
    mu_flood_rows().faces(
        &(struct mu_face_row){&h_lo, &z_lo, &h_hi, &z_hi, &crest, &q, &q, &q, &out}, 1, &k);
    assert_true(fabs(out - sqrt(9.81)) < 1e-5);
}

/* 1 m of water beside a sheet of 0.02 m on a bank: the face between them carries 0.9 m2/s, half
 * of which is 22 m/s in the sheet. Its own waves run sqrt(2 g 0.02) = 0.626 m/s at most. */
static void a_thin_sheet_is_no_faster_than_its_waves(void **unused)
{
    float kept[7][2] = {{0}};
    struct land *land = land_of(2, 1, 10);
    struct mu_flood *f;

    (void)unused;
    land->z[1] = 0.5;
    f = flood_of(land);
    set_depth(f, 0, 1);
    set_depth(f, 1, 0.02);
    f->qx[1] = 0.9;
    mu_flood_look(
        f, &(struct mu_flood_watch){kept[0], kept[1], kept[2], kept[3], kept[4], kept[5], kept[6]},
        0.05, 60, 60);
    assert_true(fabs((double)kept[1][0] - 0.45) < 1e-6); /* 0.9 / 2 over 1 m */
    assert_true(fabs((double)kept[1][1] - 0.62642) < 1e-4);
    assert_true(fabs((double)kept[4][1] - 0.02 * 0.62642) < 1e-5);
    land_free(land);
}

/* ---- threads ------------------------------------------------------------------------ */

enum { WIDE = 130, HIGH = 110 };

/* A flood over rough ground: a lake that falls over steps, so that the limiter and the cap work in
 * many rows, a spring whose water finds dry land, two open edges and an inflow through a wall. */
static struct land *wild_land(void)
{
    uint64_t seed = 6;
    struct land *land = land_of(WIDE, HIGH, 20);

    for (size_t i = 0; i < WIDE * HIGH; i++)
        land->z[i] = 0.1 * (double)(i % WIDE) + 2 * floor(3 * chance(&seed)) * (i % 3 == 0);
    struct mu_flood *f = flood_of(land);
    land->rules.open[MU_EDGE_WEST] = land->rules.open[MU_EDGE_NORTH] = true;
    for (size_t i = 0; i < WIDE * HIGH; i++)
        if (i % WIDE > 60 || i / WIDE < 10)
            set_depth(f, i, 4 * chance(&seed) * (chance(&seed) < 0.5));
    for (size_t i = 0; i < WIDE; i++) {
        f->qy[i] = 1.5;
        mu_flood_touch(f, i);
    }
    return land;
}

/* What left, and all that was kept of the cells. */
static double run_wild(struct land *land, float *kept)
{
    struct mu_flood *f = &land->flood;
    const size_t n = WIDE * HIGH;
    double out = 0, t = 0;

    for (int k = 0; k < 600; k++) { /* two jobs each: the crew takes part in 256 steps at least */
        const double dt = fmin(step_limit(f), 2);

        out += mu_flood_step(f, dt);
        mu_flood_add(f, 80 * WIDE + 20, 10 * dt);
        t += dt;
        if (k % 10 == 0)
            mu_flood_look(f,
                          &(struct mu_flood_watch){kept, kept + n, kept + 2 * n, kept + 3 * n,
                                                   kept + 4 * n, kept + 5 * n, kept + 6 * n},
                          0.05, t, 10 * dt);
    }
    return out;
}

static void assert_same_land(const struct land *a, const struct land *b)
{
    const struct mu_flood *f = &a->flood, *g = &b->flood;

    assert_memory_equal(f->h, g->h, sizeof(double) * WIDE * HIGH);
    assert_memory_equal(f->qx, g->qx, sizeof(double) * (WIDE + 1) * HIGH);
    assert_memory_equal(f->qy, g->qy, sizeof(double) * WIDE * (HIGH + 1));
    assert_memory_equal(f->spans, g->spans, sizeof *f->spans * HIGH);
    assert_true(f->now->h_max == g->now->h_max && f->now->row_lo == g->now->row_lo &&
                f->now->row_hi == g->now->row_hi);
}

static void any_number_of_threads_gives_the_same_bits(void **unused)
{
    static const unsigned threads[] = {2, 3, 8, 12};
    const size_t bytes = 7 * WIDE * HIGH * sizeof(float);
    struct land *alone = wild_land();
    float *seen = test_calloc(1, bytes);
    const double out = run_wild(alone, seen);

    (void)unused;
    assert_true(out > 0 && alone->now.row_lo == 0 && alone->now.row_hi == HIGH);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        struct land *shared = wild_land();
        struct mu_crew *crew = shared->flood.crew = mu_crew_create(threads[i]);
        struct mu_flood_parts parts;
        float *kept = test_calloc(1, bytes);

        assert_true(run_wild(shared, kept) == out);
        mu_flood_share(&shared->flood, shared->flood.spans, 0, HIGH, &parts);
        assert_int_equal(parts.n, threads[i]); /* it was shared out */
        assert_same_land(shared, alone);
        assert_memory_equal(kept, seen, bytes);
        test_free(kept);
        mu_crew_destroy(crew);
        land_free(shared);
    }
    test_free(seen);
    land_free(alone);
}

static void parts_hold_every_row_once_and_about_as_many_cells(void **unused)
{
    struct land *land = wild_land();
    struct mu_flood *f = &land->flood;
    struct mu_crew *crew = f->crew = mu_crew_create(4);
    struct mu_flood_parts parts;
    size_t row = 0;

    (void)unused;
    mu_flood_share(f, f->spans, 0, HIGH, &parts);
    assert_int_equal(parts.n, 4);
    for (size_t p = 0; p < 4; p++) {
        size_t cells = 0;

        assert_int_equal(parts.items[p].lo, row);
        for (; row < parts.items[p].hi; row++)
            cells += f->spans[row].hi - f->spans[row].lo;
        print_message("part %zu: %zu cells\n", p, cells);
        assert_true(cells > 1500); /* a row has 130 at most, and all have at least 7,000 */
    }
    assert_int_equal(row, HIGH);
    mu_flood_share(f, f->spans, 0, 7, &parts); /* 910 cells: not worth it */
    assert_int_equal(parts.n, 1);
    assert_true(parts.items[0].lo == 0 && parts.items[0].hi == 7);
    mu_crew_destroy(crew);
    land_free(land);
}

/* The vector code of this machine against the code of any machine: the same bits. */
static void wide_and_plain_code_agree_to_the_bit(void **unused)
{
    enum { N = 77 };
    struct mu_flood_rows wide = mu_flood_rows(), plain = mu_flood_rows_plain();
    const struct mu_face_numbers k = {
        .theta = 0.8, .side = 0.1, .slope = 0.6, .friction = 0.08, .dry = 1e-3, .least = 5e-4};
    double a[8][N + 2], out[2][N];
    uint64_t seed = 3;

    (void)unused;
    print_message("seed %llu\n", (unsigned long long)seed);
    for (int r = 0; r < 8; r++)
        for (int i = 0; i < N + 2; i++)
            a[r][i] = r < 4 ? fmax(0, 3 * chance(&seed) - 1) : chance(&seed) - 0.5;
    struct mu_face_row row = {a[0], a[1], a[2], a[3], a[1], a[4], a[4] + 1, a[4] + 2, out[0]};
    wide.faces(&row, N, &k);
    row.out = out[1];
    plain.faces(&row, N, &k);
    assert_memory_equal(out[0], out[1], sizeof out[0]);
    struct mu_cell_row cells = {a[0], a[4], a[5], a[6], a[7]};
    assert_true(wide.excess(&cells, N, 0.3) == plain.excess(&cells, N, 0.3));
    struct mu_cell_row copy = cells;
    memcpy(a[2], a[0], sizeof a[0]);
    copy.h = a[2];
    assert_true(wide.cells(&cells, N, 0.3) == plain.cells(&copy, N, 0.3));
    assert_memory_equal(a[0], a[2], sizeof a[0]);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_1_a_lake_stays_at_rest),
        cmocka_unit_test(validation_2_water_in_a_closed_box_is_kept),
        cmocka_unit_test(validation_2_a_spreading_flood_is_kept),
        cmocka_unit_test(validation_2_a_spring_spreads_alike_in_all_directions),
        cmocka_unit_test(validation_3_a_wave_runs_over_a_plane),
        cmocka_unit_test(validation_4_normal_depth),
        cmocka_unit_test(validation_5_macdonald_channel),
        cmocka_unit_test(validation_9_a_pond_keeps_what_its_sill_holds),
        cmocka_unit_test(a_deep_lake_comes_to_rest),
        cmocka_unit_test(what_leaves_through_open_edges_is_counted),
        cmocka_unit_test(steep_ground_leaves_no_cell_below_zero),
        cmocka_unit_test(a_wall_between_cells_holds_the_water),
        cmocka_unit_test(adding_never_takes_more_than_there_is),
        cmocka_unit_test(a_face_carries_no_more_than_froude_number_one),
        cmocka_unit_test(a_thin_sheet_is_no_faster_than_its_waves),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(parts_hold_every_row_once_and_about_as_many_cells),
        cmocka_unit_test(wide_and_plain_code_agree_to_the_bit),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
