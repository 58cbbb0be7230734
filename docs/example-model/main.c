/* One source, one station with two servers, a hundred days; then what theory says.
 *
 * M/M/2: offered load a = 80 s / 50 s = 1.6, use 0.8. Erlang C: who must wait is
 * (a^2/2 / 0.2) / (1 + a + a^2/2 / 0.2) = 6.4 / 9, so the mean wait is
 * 6.4 / 9 x 80 s / (2 x 0.2) = 142.2 s. */
#include <math.h>
#include <stdio.h>

#include "sim/run.h"
#include "source.h"
#include "station.h"

static const double theory_s = 6.4 / 9 * 80 / 0.4;

static struct mu_world *build(void)
{
    static const struct mu_model *const models[] = {&source_model, &station_model, NULL};
    const struct mu_world_options options = {
        .end = 100 * MU_DAY,
        .lookahead = 10 * MU_SECOND,
        .publish_every = MU_DAY,
        .sample_every = MU_HOUR,
    };
    struct mu_world *world = mu_world_create(models);

    if (!world)
        return NULL;
    mu_world_set_options(world, &options);
    if (mu_world_name(world, "source", "street") != MU_OK ||
        mu_world_name(world, "station", "desk") != MU_OK || mu_world_seal(world) != MU_OK) {
        mu_world_destroy(world);
        return NULL;
    }
    mu_entity_id desk = mu_world_find(world, "station", "desk");
    *(struct station_params *)mu_world_params(world, desk) = (struct station_params){
        .servers = 2, .room = 1000, .service = {MU_DIST_EXPONENTIAL, .a = 80}};
    *(struct source_params *)mu_world_params(world, mu_world_find(world, "source", "street")) =
        (struct source_params){
            .to = desk, .gap = {MU_DIST_EXPONENTIAL, .a = 50}, .walk = 30 * MU_SECOND};
    return world;
}

static double mean_wait(const struct mu_result *result)
{
    const size_t began = mu_result_kind(result, "station.began");
    const struct mu_event_columns *e = &result->events;
    double sum = 0, n = 0;

    for (size_t row = 0; row < e->n; row++)
        if (e->kind[row] == began) {
            sum += e->value[row];
            n++;
        }
    printf("%.0f customers served, mean wait %.1f s, theory %.1f s\n", n, sum / n, theory_s);
    return sum / n;
}

int main(void)
{
    struct mu_world *world = build();
    struct mu_run *run = NULL;
    struct mu_result result = {0};
    const struct mu_run_options options = {.seed = 1};
    bool ok = world && mu_world_finish(world) == MU_OK &&
              mu_run_create(world, &options, &run) == MU_OK &&
              mu_run_until(run, 100 * MU_DAY) == MU_OK && mu_run_finish(run, &result) == MU_OK;

    if (!ok)
        fprintf(stderr, "%s\n", run && mu_run_failure(run) ? mu_run_failure(run) : "no memory");
    ok = ok && fabs(mean_wait(&result) / theory_s - 1) < 0.05;
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
    return ok ? 0 : 1;
}
