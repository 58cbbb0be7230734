/* What is kept, recorded, told and set of a team. */
#include "models/response/team_impl.h"

static double aboard_series(const struct mu_ctx *ctx, const void *state)
{
    const struct mu_team *team = state;
    const struct mu_team_params *p = mu_params(ctx);
    const struct mu_boat *boats = mu_at(ctx, team->boats);
    double persons = 0;

    for (int64_t i = 0; boats && i < p->boats; i++)
        persons += boats[i].persons;
    return persons;
}

static double at_work_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct mu_team *)state)->at_work;
}

static const struct mu_series series[] = {
    {"aboard", "person", "people in its boats", aboard_series},
    {"boats_at_work", "boat", "boats at work", at_work_series},
    {0},
};

static const struct mu_kind kinds[] = {
    MU_REPORT_KINDS,
    {"team.called", "person", "on the roster", "a team was given a task"},
    {"team.assembled", "person", "who came", "a team is ready at its base"},
    {"team.departed", "person", "on the way", "a team was told to move off"},
    {"team.arrived", "person", "there", "a team reached its place of work"},
    {"team.blocked", "1", "1 in the water, 0 without a way", "a team could not get through"},
    {"team.released", "person", "moved by its boats, or else there", "a team's task is over"},
    {"boat.trip", "person", "aboard", "a boat set people down"},
    {"boat.fouled", "s", "until it goes on", "a propeller caught wires or nets"},
    {"boat.stranded", "s", "until it goes on", "a boat ran aground in shallow water"},
    {0},
};

static const struct mu_quantity quantities[] = {
    {"at_work", "bool", "it has a task"},
    {"persons", "person", "people who came"},
    {"boats", "boat", "boats with a crew"},
    {0},
};

static const struct mu_param params[] = {
    MU_PARAM_REF(struct mu_team_params, owner, "office", "the office it belongs to"),
    MU_PARAM_TEXT(struct mu_team_params, title, "", "its name for people", .descriptive = true),
    MU_PARAM_POINT(struct mu_team_params, at,
                   "its base; of a force from outside, where it enters the map"),
    MU_PARAM_NUMBER(struct mu_team_params, distance_outside, "m", "0 km", 0, 5e6,
                    "way of a force from outside to where it enters the map"),
    MU_PARAM_NUMBER(struct mu_team_params, outside_speed, "m/s", "50 km/h", 0.1, 100, "on that way",
                    .source = "convoys of loaded trucks on highways, 40 to 60 km/h; "
                              "muster calibration"),
    MU_PARAM_INSTANT(struct mu_team_params, available_from, NULL,
                     "cannot set out before; left out = from the start", .optional = true),
    MU_PARAM_NUMBER(struct mu_team_params, persons, "person", "20 persons", 0, 1e6, "on the roster",
                    .source = "Fuzhou city report: 20 in each county's comprehensive team"),
    MU_PARAM_NUMBER(struct mu_team_params, show_up, NULL, "0.9", 0, 1,
                    "share of the roster who come", .source = "muster calibration"),
    MU_PARAM_DIST(struct mu_team_params, mobilisation, "s", "triangular(15, 30, 60) min", 0, 864000,
                  "from the call to a team ready to go", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, move_off, "1 min", 1, 86400,
                      "from the word to the wheels turning", .source = "muster calibration"),
    MU_PARAM_INTEGER(struct mu_team_params, boats, "0", 0, 100000, "boats on its trailers"),
    MU_PARAM_INTEGER(struct mu_team_params, crew, "2", 1, 100, "people to man a boat",
                     .source = "muster calibration: helmsman and bowman of an assault boat"),
    MU_PARAM_INTEGER(struct mu_team_params, seats, "8", 1, 500,
                     "passengers of a boat, beside its crew",
                     .source = "assault boat of 5 to 6 m, 10 to 12 aboard"),
    MU_PARAM_NUMBER(struct mu_team_params, boat_speed, "m/s", "10 km/h", 0.1, 30, "by day",
                    .source = "muster calibration: outboard among houses, trees and wires"),
    MU_PARAM_NUMBER(struct mu_team_params, night_speed, NULL, "0.5", 0.01, 1,
                    "speed from 21:00 to 05:00 as a share of that by day",
                    .source = "chinanews 23 June 2010: at night hardly anybody could be found "
                              "without strong lamps; muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, clock, "0 h", 0, 86400,
                      "time of day at the start of the scenario",
                      .source = "scenarios start at midnight"),
    MU_PARAM_NUMBER(struct mu_team_params, detour, NULL, "1.3", 1, 10,
                    "way of a boat over the straight line", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, launch, "15 min", 0, 86400,
                      "to put the boats in, all at once", .source = "muster calibration"),
    MU_PARAM_DIST(struct mu_team_params, search, "s", "lognormal(12 min, cv 0.5)", 30, 86400,
                  "to find those who wait and come alongside, each trip",
                  .source = "muster calibration: with loading and unloading about 20 min a trip"),
    MU_PARAM_DURATION(struct mu_team_params, unload, "2 min", 1, 86400,
                      "to come alongside the shore", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, unload_each, "15 s", 0, 3600,
                      "to get ashore, for each person", .source = "muster calibration"),
    MU_PARAM_NUMBER(struct mu_team_params, mishap, NULL, "0.05", 0, 1,
                    "chance that a trip runs aground or fouls its propeller",
                    .source = "press 2010 reports both and no rate; muster calibration"),
    MU_PARAM_NUMBER(struct mu_team_params, draft, "m", "0.3 m", 0, 3,
                    "no boat goes to a place with less water",
                    .source = "loaded inflatable or assault boat, 0.2 to 0.35 m"),
    MU_PARAM_NUMBER(struct mu_team_params, shallow, "m", "0.7 m", 0, 5,
                    "in less water a mishap is running aground, in more a fouled propeller",
                    .source = "an outboard's propeller reaches 0.5 to 0.7 m down"),
    MU_PARAM_DIST(struct mu_team_params, refloat, "s", "triangular(5, 15, 40) min", 0, 864000,
                  "to get a boat afloat again", .source = "muster calibration"),
    MU_PARAM_DIST(struct mu_team_params, repair, "s", "triangular(10, 30, 90) min", 0, 864000,
                  "to clear a propeller", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, shift, "12 h", 600, 864000,
                      "after so long the crews rest", .source = "12 h shifts are usual"),
    MU_PARAM_DURATION(struct mu_team_params, rest, "8 h", 0, 864000, "how long they rest",
                      .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, look_every, "30 min", 60, 864000,
                      "from one walk round a zone to the next",
                      .source = "important information within half an hour (city rule)"),
    MU_PARAM_DURATION(struct mu_team_params, look_time, "5 min", 1, 86400,
                      "how long such a walk takes", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, report_every, "1 h", 0, 864000,
                      "least time between reports of the same zone, but for the first and the "
                      "last",
                      .source = "muster calibration"),
    MU_PARAM_REFS(struct mu_team_params, capabilities, "capability", "what it can do",
                  .optional = true),
    MU_PARAM_REFS(struct mu_team_params, channels, "channel", "by what it reports, in this order",
                  .optional = true),
    MU_PARAMS_END,
};

static size_t team_parts(const void *block)
{
    const struct mu_team_params *p = block;

    return (size_t)p->boats;
}

const struct mu_model mu_team_model = {
    .name = "team",
    .summary = "people who are called out, with or without boats",
    .params = params,
    .params_size = sizeof(struct mu_team_params),
    .state_size = sizeof(struct mu_team),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .series = series,
    .quantities = quantities,
    .part_kind = "boat",
    .parts = team_parts,
    .start = mu_team_start,
    .handle = mu_team_handle,
};
