/* Entities that are only spoken of: capabilities, goods, landings. */
#include "models/response/depot.h"
#include "models/response/team.h"
#include "sim/assert.h"

static void start_nothing(struct mu_ctx *ctx, void *state)
{
    (void)ctx;
    (void)state;
}

static void handle_nothing(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    mu_fail(ctx, "%s can be named, but not told anything; %s tried with a message of type %d",
            mu_name(ctx, mu_self(ctx)), ev->from.i ? mu_name(ctx, ev->from) : "a player",
            (int)ev->type);
}

struct mu_capability_params {
    const char *title;
};

static const struct mu_param capability_params[] = {
    MU_PARAM_TEXT(struct mu_capability_params, title, "", "its name for people",
                  .descriptive = true),
    MU_PARAMS_END,
};

const struct mu_model mu_capability_model = {
    .name = "capability",
    .summary = "something a team can do: row, build, rescue, treat",
    .params = capability_params,
    .params_size = sizeof(struct mu_capability_params),
    .state_size = 1,
    .site = MU_SITE_OPERATIONS,
    .start = start_nothing,
    .handle = handle_nothing,
};

static const struct mu_param goods_params[] = {
    MU_PARAM_TEXT(struct mu_goods_params, title, "", "its name for people", .descriptive = true),
    MU_PARAM_NUMBER(struct mu_goods_params, need, "kg/person/s", "0 kg/person/day", 0, 0.02,
                    "used by a person in a shelter",
                    .source = "Sphere 2018: 15 L of water; about 0.6 kg of dry food for 2100 kcal"),
    MU_PARAM_NUMBER(struct mu_goods_params, once, "kg/person", "0 kg/person", 0, 1000,
                    "given once to a person in a shelter (blanket, clothes)",
                    .source = "Sphere 2018: a blanket and clothing for each person"),
    MU_PARAM_NUMBER(struct mu_goods_params, unit_weight, "kg", "1 kg", 1e-6, 1e9,
                    "weight of one piece, for people who count in pieces; the model counts in kg",
                    .descriptive = true),
    MU_PARAMS_END,
};

const struct mu_model mu_goods_model = {
    .name = "goods",
    .summary = "a kind of goods and how much of it people need",
    .params = goods_params,
    .params_size = sizeof(struct mu_goods_params),
    .state_size = 1,
    .site = MU_SITE_OPERATIONS,
    .start = start_nothing,
    .handle = handle_nothing,
};

static const struct mu_param landing_params[] = {
    MU_PARAM_TEXT(struct mu_landing_params, title, "", "its name for people", .descriptive = true),
    MU_PARAM_POINT(struct mu_landing_params, at, "where; the road node nearest to it is used"),
    MU_PARAMS_END,
};

const struct mu_model mu_landing_model = {
    .name = "landing",
    .summary = "a place at a road where boats are put in and set people down",
    .params = landing_params,
    .params_size = sizeof(struct mu_landing_params),
    .state_size = 1,
    .site = MU_SITE_OPERATIONS,
    .start = start_nothing,
    .handle = handle_nothing,
};
