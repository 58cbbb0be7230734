/* What is kept, recorded, told and set of a fleet. */
#include "models/response/fleet_impl.h"

static double at_work_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return (double)((const struct mu_fleet *)state)->at_work;
}

static const struct mu_series series[] = {
    {"at_work", "vehicle", "buses called, on the road or loading", at_work_series},
    {0},
};

static const struct mu_kind kinds[] = {
    MU_REPORT_KINDS,
    {"fleet.called", "vehicle", "buses", "drivers of a fleet were called"},
    {"bus.trip", "person", "aboard", "a bus set people down"},
    {"bus.stranded", "1", "1 in the water, 0 without a way", "a bus could not go on"},
    {"fleet.released", "person", "moved", "a fleet was done with an order"},
    {0},
};

static const struct mu_quantity quantities[] = {
    {"at_work", "vehicle", "buses at work"},
    {"vehicles", "vehicle", "buses that can be used"},
    {0},
};

static const struct mu_param params[] = {
    MU_PARAM_REF(struct mu_fleet_params, owner, "office", "the office it belongs to"),
    MU_PARAM_TEXT(struct mu_fleet_params, title, "", "its name for people", .descriptive = true),
    MU_PARAM_POINT(struct mu_fleet_params, at, "where the buses stand at the start"),
    MU_PARAM_INTEGER(struct mu_fleet_params, vehicles, "10", 1, 10000, "buses"),
    MU_PARAM_INTEGER(struct mu_fleet_params, seats, "45", 1, 500, "of one bus",
                     .source = "county coaches of 10 to 12 m have 40 to 50 seats"),
    MU_PARAM_DIST(struct mu_fleet_params, drivers, "s", "triangular(20, 40, 90) min", 0, 864000,
                  "from the call to the driver at the wheel, for each bus",
                  .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_fleet_params, move_off, "1 min", 1, 86400,
                      "from the word to the wheels turning", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_fleet_params, parking, "2 min", 1, 86400,
                      "at the zone, from arrival to open doors", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_fleet_params, unload, "2 min", 1, 86400,
                      "at the shelter, from arrival to open doors", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_fleet_params, unload_each, "3 s", 0, 3600,
                      "to get off, for each person",
                      .source = "TCRP 165 (2013): 1.5 to 3 s to "
                                "alight; with bags the longer"),
    MU_PARAM_REFS(struct mu_fleet_params, channels, "channel", "by what it reports, in this order",
                  .optional = true),
    MU_PARAMS_END,
};

static size_t fleet_parts(const void *block)
{
    const struct mu_fleet_params *p = block;

    return (size_t)p->vehicles;
}

const struct mu_model mu_fleet_model = {
    .name = "fleet",
    .summary = "buses that fetch people who wait and take them to a shelter",
    .params = params,
    .params_size = sizeof(struct mu_fleet_params),
    .state_size = sizeof(struct mu_fleet),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .series = series,
    .quantities = quantities,
    .part_kind = "bus",
    .parts = fleet_parts,
    .start = mu_fleet_start,
    .handle = mu_fleet_handle,
};
