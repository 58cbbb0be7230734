#include "models/people/medium.h"

#include <math.h>

double mu_reach_share(const struct mu_reach *reach, mu_time t)
{
    double minutes = (double)t / (double)MU_MINUTE;

    return t <= 0 ? 0 : reach->most * -expm1(-reach->rate * pow(minutes, reach->shape));
}

mu_time mu_reach_time(const struct mu_reach *reach, double u)
{
    if (u >= reach->most || reach->rate <= 0)
        return MU_NEVER;
    double minutes = pow(-log1p(-u / reach->most) / reach->rate, 1 / reach->shape);
    return minutes < 1e6 ? mu_seconds(minutes * 60) : MU_NEVER;
}

bool mu_clock_night(mu_time clock, mu_time now)
{
    mu_time hour = (now + clock) % MU_DAY;

    return hour < 6 * MU_HOUR || hour >= 22 * MU_HOUR;
}

struct mu_reach mu_medium_reach(const struct mu_medium_params *m, mu_time now)
{
    if (mu_clock_night(m->clock, now))
        return (struct mu_reach){m->reach_night, m->rate_night, m->shape};
    return (struct mu_reach){m->reach, m->rate, m->shape};
}

static void medium_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    (void)ev;
    mu_fail(ctx, "%s is a way to warn people; it takes no orders", mu_name(ctx, mu_self(ctx)));
}

#define ROW struct mu_medium_params

static const struct mu_param medium_params[] = {
    MU_PARAM_NUMBER(ROW, reach, "1", "0.9", 0, 1, "share of the people it reaches in the end",
                    .source = "muster calibration: Oroville 2017, 86 to 89 % warned within 6 h"),
    MU_PARAM_NUMBER(ROW, reach_night, "1", "0.8", 0, 1, "the same for a warning at night",
                    .source = "muster calibration"),
    MU_PARAM_NUMBER(ROW, rate, "1", "0.02", 1e-6, 10,
                    "a of P(t) = reach (1 - exp(-a t^b)), t in minutes",
                    .source = "muster calibration: 60 min to 70 % of those reached"),
    MU_PARAM_NUMBER(ROW, rate_night, "1", "0.01", 1e-6, 10, "the same for a warning at night",
                    .source = "muster calibration: half as fast while people sleep"),
    MU_PARAM_NUMBER(ROW, shape, "1", "1", 0.1, 5, "b of the same",
                    .source = "muster calibration: 1 = no memory"),
    MU_PARAM_BOOL(ROW, needs_power, "false", "fails in a place whose mains are under water"),
    MU_PARAM_BOOL(ROW, needs_staff, "false",
                  "needs people who go round: fails where water is too deep to walk"),
    MU_PARAM_DURATION(ROW, clock, "0 s", 0, 86400, "time of day when the scenario starts",
                      .source = "scenarios start at midnight"),
    MU_PARAMS_END,
};

const struct mu_model mu_medium_model = {
    .name = "medium",
    .summary = "a way to warn people: how many it reaches, and how fast",
    .params = medium_params,
    .params_size = sizeof(struct mu_medium_params),
    .state_size = 1,
    .handle = medium_handle,
};
