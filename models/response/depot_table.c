/* What is kept, recorded, told and set of a depot. */
#include "models/response/depot_impl.h"

static double stock_series(const struct mu_ctx *ctx, const void *state)
{
    const struct mu_depot *d = state;
    const struct mu_depot_params *p = mu_params(ctx);
    const struct mu_depot_row *rows = mu_at(ctx, d->rows);
    double kg = 0;

    for (size_t i = 0; i < p->stock.n; i++)
        kg += rows[i].on_hand;
    return kg;
}

static double on_trucks_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct mu_depot *)state)->on_trucks;
}

static double delivered_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct mu_depot *)state)->delivered;
}

static double received_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct mu_depot *)state)->received;
}

static const struct mu_series series[] = {
    {"stock", "kg", "goods on the shelf", stock_series},
    {"on_trucks", "kg", "goods being loaded or on the road", on_trucks_series},
    {"delivered", "kg", "goods handed over so far", delivered_series},
    {"received", "kg", "goods made here, or that came in, so far", received_series},
    {0},
};

static const struct mu_kind kinds[] = {
    MU_REPORT_KINDS,
    {"depot.request", "kg", "asked for", "a depot was told to send goods"},
    {"depot.shipped", "kg", "on the truck", "a truck was loaded"},
    {"depot.short", "kg", "missing", "a depot has not got all that was asked for"},
    {"truck.trip", "kg", "carried", "a truck handed goods over"},
    {"truck.blocked", "kg", "on the truck", "a truck found no way and waits"},
    {0},
};

static const struct mu_quantity quantities[] = {
    {"short", "kg", "goods that were asked for and are not there"},
    {0},
};

static const char *const reserves[] = {"in_kind", "agreement", "production", NULL};

static const struct mu_param stock_params[] = {
    MU_PARAM_REF(struct mu_depot_stock, goods, "goods", "which goods"),
    MU_PARAM_NUMBER(struct mu_depot_stock, kg, "kg", "0 kg", 0, 1e12,
                    "how much by the books; of production the most it can make, 0 = no limit"),
    MU_PARAM_ENUM(struct mu_depot_stock, kind, reserves, "in_kind",
                  "in_kind: there now; agreement: a supplier's, after a call; production"),
    MU_PARAM_DIST(struct mu_depot_stock, delay, "s", "triangular(4, 8, 24) h", 0, 3.2e7,
                  "agreement: from the call to the goods; production: start-up",
                  .source = "muster calibration"),
    MU_PARAM_NUMBER(struct mu_depot_stock, fill, NULL, "0.9", 0, 1,
                    "chance that an agreement is kept", .source = "muster calibration"),
    MU_PARAM_NUMBER(struct mu_depot_stock, rate, "kg/s", "0 t/h", 0, 1e6, "speed of production"),
    MU_PARAM_NUMBER(struct mu_depot_stock, real_share, NULL, "1", 0, 1,
                    "share of the books that lies on the shelf"),
    MU_PARAMS_END,
};

static const struct mu_param params[] = {
    MU_PARAM_TEXT(struct mu_depot_params, title, "", "its name for people", .descriptive = true),
    MU_PARAM_POINT(struct mu_depot_params, at, "where it stands"),
    MU_PARAM_REF(struct mu_depot_params, office, "office", "whom it reports to", .optional = true),
    MU_PARAM_REFS(struct mu_depot_params, channels, "channel", "by what it reports, in this order",
                  .optional = true),
    MU_PARAM_TABLE(struct mu_depot_params, stock, stock_params, struct mu_depot_stock,
                   "what it has and what it can call for", .optional = true),
    MU_PARAM_INTEGER(struct mu_depot_params, bays, "2", 1, 10000, "trucks loaded at once"),
    MU_PARAM_INTEGER(struct mu_depot_params, trucks, "10", 0, 100000, "trucks it has"),
    MU_PARAM_NUMBER(struct mu_depot_params, truck_load, "kg", "10 t", 1, 1e6,
                    "what a truck carries", .source = "three-axle tipper or box truck, 10 to 15 t"),
    MU_PARAM_NUMBER(struct mu_depot_params, load_rate, "kg/s", "60 t/h", 1e-3, 1e4,
                    "speed of one bay",
                    .source = "muster calibration: a wheel loader fills a 10 t tipper in 10 min"),
    MU_PARAM_NUMBER(struct mu_depot_params, unload_rate, "kg/s", "120 t/h", 1e-3, 1e4,
                    "speed of unloading one truck",
                    .source = "muster calibration: tipping, with manoeuvring, 5 min for 10 t"),
    MU_PARAM_DURATION(struct mu_depot_params, move_off, "1 min", 1, 86400,
                      "from the word to the wheels turning", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_depot_params, retry, "1 h", 60, 7 * 86400.0,
                      "how long a truck without a way waits before it tries again",
                      .source = "muster calibration"),
    MU_PARAMS_END,
};

static size_t depot_parts(const void *block)
{
    const struct mu_depot_params *p = block;

    return (size_t)p->trucks;
}

const struct mu_model mu_depot_model = {
    .name = "depot",
    .summary = "a store of goods behind loading bays, with its trucks",
    .params = params,
    .params_size = sizeof(struct mu_depot_params),
    .state_size = sizeof(struct mu_depot),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .series = series,
    .quantities = quantities,
    .part_kind = "truck",
    .parts = depot_parts,
    .start = mu_depot_start,
    .handle = mu_depot_handle,
};
