/* One source, one station with two servers, thirty days; forty times with other random numbers;
 * then what theory says.
 *
 * M/M/2: offered load a = 80 s / 50 s = 1.6, use 0.8. Erlang C: who must wait is
 * (a^2/2 / 0.2) / (1 + a + a^2/2 / 0.2) = 6.4 / 9, so the mean wait is
 * 6.4 / 9 x 80 s / (2 x 0.2) = 142.2 s. */
#include <math.h>
#include <stdio.h>

#include "sim/run.h"
#include "sim/tally.h"
#include "source.h"
#include "station.h"

enum { REPLICATIONS = 40 };

static const double theory_wait = 6.4 / 9 * 80 / 0.4, theory_busy = 1.6;

static enum mu_err set_up(struct mu_world *world)
{
    const struct mu_world_options options = {
        .end = 30 * MU_DAY,
        .lookahead = 10 * MU_SECOND,
        .publish_every = MU_DAY,
        .sample_every = MU_HOUR,
    };

    mu_world_set_options(world, &options);
    if (mu_world_name(world, "source", "street") != MU_OK ||
        mu_world_name(world, "station", "desk") != MU_OK || mu_world_seal(world) != MU_OK)
        return MU_ERR_MEMORY;
    const mu_entity_id street = mu_world_find(world, "source", "street");
    const mu_entity_id desk = mu_world_find(world, "station", "desk");
    *(struct source_params *)mu_world_params(world, street) = (struct source_params){
        .to = desk, .gap = {MU_DIST_EXPONENTIAL, .a = 50}, .walk = 30 * MU_SECOND};
    *(struct station_params *)mu_world_params(world, desk) = (struct station_params){
        .servers = 2, .room = 1000, .service = {MU_DIST_EXPONENTIAL, .a = 80}, .warm_up = MU_DAY};
    return mu_world_finish(world);
}

/* What the station recorded of this kind last. */
static double recorded(const struct mu_result *result, const char *kind)
{
    const struct mu_event_columns *e = &result->events;
    const size_t wanted = mu_result_kind(result, kind);

    for (size_t row = e->n; row-- > 0;)
        if (e->kind[row] == wanted)
            return e->value[row];
    return NAN;
}

static bool replicate(const struct mu_world *world, uint32_t replication, struct mu_tally *wait,
                      struct mu_tally *busy)
{
    const struct mu_run_options options = {.seed = 1, .replication = replication};
    struct mu_result result = {0};
    struct mu_run *run = NULL;
    const bool ok = mu_run_create(world, &options, &run) == MU_OK &&
                    mu_run_until(run, MU_NEVER) == MU_OK && mu_run_finish(run, &result) == MU_OK;

    if (!ok)
        fprintf(stderr, "%s\n", run && mu_run_failure(run) ? mu_run_failure(run) : "no memory");
    if (ok) {
        mu_tally_add(wait, recorded(&result, "station.mean_wait"));
        mu_tally_add(busy, recorded(&result, "station.mean_busy"));
    }
    mu_result_fini(&result);
    mu_run_destroy(run);
    return ok;
}

/* Within three standard errors of the mean? */
static bool agrees(const char *what, const struct mu_tally *t, double theory)
{
    const double mean = mu_tally_mean(t), error = sqrt(mu_tally_variance(t) / (double)t->n);

    printf("%s %.3f +- %.3f, theory %.3f\n", what, mean, error, theory);
    return fabs(mean - theory) < 3 * error;
}

int main(void)
{
    static const struct mu_model *const models[] = {&source_model, &station_model, NULL};
    struct mu_world *world = mu_world_create(models);
    struct mu_tally wait = {0}, busy = {0};
    bool ok = world && set_up(world) == MU_OK;

    for (uint32_t i = 0; ok && i < REPLICATIONS; i++)
        ok = replicate(world, i, &wait, &busy);
    mu_world_destroy(world);
    return ok && agrees("mean wait [s]", &wait, theory_wait) &&
                   agrees("servers at work", &busy, theory_busy)
               ? 0
               : 1;
}
