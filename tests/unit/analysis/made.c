#include "made.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/cmocka_all.h"

static const char *const thing_names[MADE_THINGS][2] = {
    {"", ""},
    {"dike/east", "dike"},
    {"fleet/buses", "fleet"},
    {"office/county", "office"},
    {"shelter/school", "shelter"},
    {"team/boats", "team"},
    {"zone/A", "zone"},
    {"zone/B 罗针", "zone"},
    {"office/county:A1", "item"},
    {"office/county:A2", "item"},
    {"office/county:A3", "item"},
    {"zone/A#0", "group"},
    {"zone/A#1", "group"},
    {"zone/A#2", "group"},
    {"zone/B 罗针#0", "group"},
};

static const uint32_t thing_entities[MADE_THINGS] = {
    0,           MADE_DIKE,   MADE_FLEET,  MADE_OFFICE, MADE_SCHOOL,
    MADE_TEAM,   MADE_ZONE_A, MADE_ZONE_B, MADE_OFFICE, MADE_OFFICE,
    MADE_OFFICE, MADE_ZONE_A, MADE_ZONE_A, MADE_ZONE_A, MADE_ZONE_B,
};

static const char *const kinds[] = {
    "group.warned",     "group.departed", "group.arrived",   "group.trapped",  "group.turned_back",
    "group.boarded",    "group.landed",   "group.sheltered", "group.dead",     "group.injured",
    "group.flooded",    "group.needless", "group.returned",  "group.refused",  "zone.flooded",
    "dike.breached",    "dike.closed",    "works.started",   "works.advanced", "report.sent",
    "report.received",  "report.late",    "report.lost",     "report.false",   "report.missed",
    "report.concealed", "office.level",   "item.triggered",  "item.started",   "item.done",
    "item.failed",      "item.late",      "team.called",     "team.released",  "truck.trip",
    "depot.short",      "shelter.hungry", "boat.trip",
};

enum { N_KINDS = sizeof kinds / sizeof *kinds, ROOM = 256 };

static void *room(size_t n, size_t size)
{
    void *p = calloc(n, size);

    assert_non_null(p);
    return p;
}

static char *copy(const char *text)
{
    char *p = strdup(text);

    assert_non_null(p);
    return p;
}

static void make_events(struct mu_event_columns *e)
{
    *e = (struct mu_event_columns){.capacity = ROOM,
                                   .time = room(ROOM, sizeof *e->time),
                                   .kind = room(ROOM, sizeof *e->kind),
                                   .subject = room(ROOM, sizeof *e->subject),
                                   .object = room(ROOM, sizeof *e->object),
                                   .place = room(ROOM, sizeof *e->place),
                                   .value = room(ROOM, sizeof *e->value),
                                   .cause = room(ROOM, sizeof *e->cause),
                                   .since = room(ROOM, sizeof *e->since)};
}

void made_world(struct mu_result *result)
{
    *result = (struct mu_result){.n_kinds = N_KINDS,
                                 .kinds = room(N_KINDS, sizeof *result->kinds),
                                 .n_things = MADE_THINGS,
                                 .things = room(MADE_THINGS, sizeof *result->things),
                                 .n_entities = MADE_ZONE_B,
                                 .seed = 7,
                                 .end = HOURS(20),
                                 .complete = true,
                                 .n_handled = 1234,
                                 .counts = {.events = 1234,
                                            .ties = 5,
                                            .messages = 600,
                                            .timers_set = 70,
                                            .timers_cancelled = 8,
                                            .timers_moved = 9,
                                            .streams = 1000}};
    make_events(&result->events);
    for (size_t k = 0; k < N_KINDS; k++)
        result->kinds[k] = (struct mu_kind_info){copy(kinds[k]), copy("1"), copy("what it holds"),
                                                 copy("what happened")};
    for (size_t i = 0; i < MADE_THINGS; i++)
        result->things[i] =
            (struct mu_thing_info){copy(thing_names[i][0]), thing_names[i][1], thing_entities[i]};
}

uint64_t made_add(struct mu_result *result, struct made_event event)
{
    struct mu_event_columns *e = &result->events;
    size_t i = e->n++, kind = mu_result_kind(result, event.kind);

    assert_true(i < ROOM);
    assert_true(kind != SIZE_MAX);
    assert_true(i == 0 || e->time[i - 1] <= HOURS(event.hour));
    e->time[i] = HOURS(event.hour);
    e->kind[i] = (uint32_t)kind;
    e->subject[i] = event.subject;
    e->object[i] = event.object;
    e->place[i] = event.place;
    e->value[i] = event.value;
    e->cause[i] = event.cause;
    e->since[i] = event.since;
    return i + 1;
}

/* Before the breach: level IV, warnings, two groups on their way. */
static void add_before(struct mu_result *r)
{
    made_add(r, EVENT(5, "office.level", MADE_OFFICE, 1));
    made_add(r, EVENT(9, "group.warned", MADE_A0, 3));
    made_add(r, EVENT(9, "group.warned", MADE_B0, 5));
    made_add(r, EVENT(9.5, "group.departed", MADE_A0, 3));
}

/* 10 to 12 h: the breach, reports, level I, the first plan items. */
static void add_breach(struct mu_result *r)
{
    uint64_t first, second, breach, taken_in;

    breach = made_add(r, EVENT(10, "dike.breached", MADE_DIKE, 100));
    made_add(r, EVENT(10, "group.boarded", MADE_B0, 5, .object = MADE_FLEET));
    first = made_add(
        r, EVENT(10.2, "report.sent", MADE_ZONE_A, 1, .object = MADE_OFFICE, .cause = breach));
    made_add(
        r, EVENT(10.3, "report.received", MADE_OFFICE, 60, .object = MADE_ZONE_A, .cause = first));
    made_add(r, EVENT(10.5, "group.arrived", MADE_A0, 3, .place = MADE_SCHOOL));
    made_add(r, EVENT(10.5, "group.sheltered", MADE_A0, 3, .place = MADE_SCHOOL));
    made_add(r, EVENT(10.5, "item.triggered", MADE_ITEM_1, 0, .object = MADE_ZONE_A));
    made_add(r, EVENT(11, "office.level", MADE_OFFICE, 4));
    made_add(r, EVENT(11, "group.warned", MADE_A1, 4));
    made_add(r, EVENT(11, "group.arrived", MADE_B0, 5, .place = MADE_SCHOOL));
    made_add(r, EVENT(11, "group.sheltered", MADE_B0, 5, .place = MADE_SCHOOL));
    made_add(r, EVENT(11, "item.started", MADE_ITEM_1, 0, .object = MADE_ZONE_A));
    made_add(r, EVENT(11, "item.triggered", MADE_ITEM_2, 0));
    second = made_add(r, EVENT(11, "report.sent", MADE_ZONE_A, 2, .object = MADE_OFFICE));
    taken_in = made_add(
        r, EVENT(11.2, "report.received", MADE_OFFICE, 60, .object = MADE_ZONE_A, .cause = second));
    made_add(
        r, EVENT(11.2, "report.late", MADE_OFFICE, 1800, .object = MADE_ZONE_A, .cause = taken_in));
    made_add(r, EVENT(11.5, "report.lost", MADE_ZONE_A, 3, .object = MADE_OFFICE));
}

/* 12 to 20 h: water, rescue, closing. */
static void add_water(struct mu_result *r)
{
    uint64_t trapped;

    made_add(r, EVENT(12, "zone.flooded", MADE_ZONE_A, 0.4));
    made_add(r, EVENT(12, "group.flooded", MADE_A0, 3));
    made_add(r, EVENT(12, "group.flooded", MADE_A1, 4));
    trapped = made_add(r, EVENT(12, "group.trapped", MADE_A1, 4));
    made_add(r, EVENT(12, "item.done", MADE_ITEM_1, 0, .object = MADE_ZONE_A));
    made_add(r, EVENT(12, "item.late", MADE_ITEM_2, 0));
    made_add(r, EVENT(12, "report.missed", MADE_ZONE_A, 2));
    made_add(r, EVENT(12, "team.called", MADE_TEAM, 20));
    made_add(r, EVENT(13, "group.flooded", MADE_A2, 2));
    made_add(r, EVENT(13, "group.trapped", MADE_A2, 2));
    made_add(r, EVENT(13, "team.called", MADE_TEAM, 20));
    made_add(r, EVENT(13, "report.sent", MADE_ZONE_B, 1, .object = MADE_OFFICE));
    made_add(r, EVENT(13, "report.false", MADE_ZONE_B, 1, .object = MADE_OFFICE));
    made_add(r, EVENT(14, "group.dead", MADE_A2, 1));
    made_add(r, EVENT(15, "group.boarded", MADE_A1, 4, .object = MADE_TEAM, .since = trapped));
    made_add(r, EVENT(15, "boat.trip", MADE_TEAM, 4));
    made_add(r, EVENT(15.5, "group.landed", MADE_A1, 4));
    made_add(r, EVENT(16, "group.arrived", MADE_A1, 4, .place = MADE_SCHOOL));
    made_add(r, EVENT(16, "group.sheltered", MADE_A1, 4, .place = MADE_SCHOOL));
    made_add(r, EVENT(16, "team.released", MADE_TEAM, 20));
    made_add(r, EVENT(16, "works.started", MADE_DIKE, 1));
    made_add(r, EVENT(17, "works.advanced", MADE_DIKE, 60));
    made_add(r, EVENT(17, "truck.trip", MADE_TEAM, 1500));
    made_add(r, EVENT(17, "truck.trip", MADE_TEAM, 2500));
    made_add(r, EVENT(18, "dike.closed", MADE_DIKE, 120));
    made_add(r, EVENT(20, "group.needless", MADE_B0, 5));
}

void made_drill(struct mu_result *result)
{
    made_world(result);
    add_before(result);
    add_breach(result);
    add_water(result);
}

static void make_series(struct mu_result *r)
{
    static const double at_home[3][2] = {{9, 5}, {6, 0}, {2, 0}};

    r->n_samples = 3;
    r->sample_times = room(3, sizeof *r->sample_times);
    r->n_series = 1;
    r->series = room(1, sizeof *r->series);
    r->series[0] = (struct mu_series_info){
        copy("zone.at_home"),   copy("person"), copy("people at home"), "zone", MADE_ZONE_A, 2,
        room(6, sizeof(double))};
    memcpy(r->series[0].values, at_home, sizeof at_home);
    for (size_t i = 0; i < 3; i++)
        r->sample_times[i] = HOURS((double)i * 10);
}

/* 3 x 2 cells of 100 m, two frames; the highest of them. */
static void make_grid(struct mu_grid_info *g, const char *name, bool final)
{
    size_t frames = final ? 1 : 2;

    *g = (struct mu_grid_info){copy("water"),
                               copy(name),
                               copy("m"),
                               copy(final ? "" : "flood_water_thickness"),
                               copy(final ? "greatest depth" : "depth of water"),
                               .nx = 3,
                               .ny = 2,
                               .x0 = 500050,
                               .y0 = 3100050,
                               .dx = 100,
                               .final = final,
                               .n_times = frames,
                               .times = room(2, sizeof *g->times),
                               .cells = room(12, sizeof *g->cells)};
    for (size_t t = 0; t < frames; t++)
        g->times[t] = final ? HOURS(20) : HOURS(12 + 4 * (double)t);
    for (size_t i = 0; i < 6 * frames; i++)
        g->cells[i] = i == 4 ? NAN : (float)i / 8;
}

/* Two publications of 3 and 2 bytes, one message, two events, the last of them at the end. */
static void make_boards(struct mu_boards_info *b)
{
    static const unsigned char bytes[] = {1, 2, 3, 4, 5};

    *b = (struct mu_boards_info){.field = copy("water/land"),
                                 .land = UINT64_MAX - 1,
                                 .settings = 7,
                                 .publish_every = MU_MINUTE,
                                 .sample_every = MU_HOUR,
                                 .size = 100,
                                 .n = 2,
                                 .times = room(2, sizeof *b->times),
                                 .ends = room(2, sizeof *b->ends),
                                 .bytes = room(5, 1),
                                 .n_told = 1,
                                 .told_at = room(1, sizeof *b->told_at),
                                 .told = room(1, sizeof *b->told),
                                 .n_rows = 2,
                                 .n_last = 1,
                                 .rows = room(2, sizeof *b->rows)};
    memcpy(b->bytes, bytes, sizeof bytes);
    b->times[0] = 11 * MU_MINUTE;
    b->times[1] = 12 * MU_MINUTE;
    b->ends[0] = 3;
    b->ends[1] = 5;
    b->told_at[0] = 1234567;
    b->told[0] = UINT64_C(0x9123456789abcdef);
    b->rows[0] = 2;
    b->rows[1] = 3;
}

void made_full(struct mu_result *result)
{
    made_drill(result);
    make_series(result);
    result->n_grids = 2;
    result->grids = room(2, sizeof *result->grids);
    make_grid(&result->grids[0], "depth", false);
    make_grid(&result->grids[1], "max_depth", true);
    result->n_boards = 1;
    result->boards = room(1, sizeof *result->boards);
    make_boards(&result->boards[0]);
    result->n_replays = 2;
    result->replays = room(2, sizeof *result->replays);
    result->replays[0] = (struct mu_replay_info){copy("water/land"), HOURS(17)};
    result->replays[1] = (struct mu_replay_info){copy("air/town"), MU_NEVER};
}

void made_near(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance))
        fail_msg("%.17g is not %.17g", a, b);
}

struct mu_clock made_clock(void)
{
    return (struct mu_clock){.start_unix = MADE_START, .zone_s = 8 * 3600, .onset = HOURS(10)};
}

struct mu_results_meta made_meta(void)
{
    static const unsigned char scenario[] = "muster: 1 # 抚河\n";
    static const struct mu_input_file inputs[] = {
        {"scenario.yaml", scenario, sizeof scenario - 1},
        {"data/empty.csv", scenario, 0},
    };
    static const char *const overrides[] = {"zone.A.population=9", "plan.A1.after=1 h"};
    static const double persons[] = {9, 5};
    static const char *const offices[] = {"office/county", NULL};
    static const struct mu_attribute_column attributes[] = {
        {"zone", "persons", "person", "people who live there", persons, NULL, 2},
        {"zone", "office", NULL, "who is told", NULL, offices, 2},
    };
    static const struct mu_task_info tasks[] = {
        {"office/county:A1", "warn the villages", "plan-a.yaml", 12, 2 * MU_HOUR},
    };
    static const struct mu_observation observed[] = {
        {"moved", "people moved", "press", HOURS(16), 5, 9},
    };

    return (struct mu_results_meta){.muster_version = "0.1.0",
                                    .scenario = "drill",
                                    .summary = "two villages below 抚河",
                                    .plan = "plan-a",
                                    .created = "2026-01-02T03:04:05Z",
                                    .command_line = "muster run drill",
                                    .clock = made_clock(),
                                    .crs_wkt = "LOCAL_CS[\"made\",UNIT[\"metre\",1]]",
                                    .inputs = inputs,
                                    .n_inputs = 2,
                                    .recipe = {.scenario = "scenario.yaml",
                                               .plan = "../plan-a.yaml",
                                               .overrides = overrides,
                                               .n_overrides = 2,
                                               .perfect_information = true,
                                               .until = HOURS(5)},
                                    .attributes = attributes,
                                    .n_attributes = 2,
                                    .tasks = tasks,
                                    .n_tasks = 1,
                                    .observed = observed,
                                    .n_observed = 1};
}

void made_view(struct mu_view *view, const struct mu_result *result)
{
    struct mu_results_meta meta = made_meta();

    assert_int_equal(mu_view_init(view, result, &meta.clock, meta.tasks, meta.n_tasks), MU_OK);
}

double made_metric(const struct mu_view *view, const char *name, bool *censored)
{
    struct mu_metric_use use;
    struct mu_metric_value value;

    assert_true(mu_metric_find(name, &use));
    value = mu_metric_of(&use, view);
    if (censored)
        *censored = value.censored;
    return value.value;
}
