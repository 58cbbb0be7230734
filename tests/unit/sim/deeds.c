#include "deeds.h"

#include <stdio.h>

#include "tests/cmocka_all.h"

const struct deed *deeds;

double now_s(const struct mu_ctx *ctx)
{
    return (double)mu_now(ctx) * 1e-6;
}

void deeds_post(struct mu_run *run, size_t n)
{
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(mu_run_post(run, (mu_entity_id){1}, mu_seconds(deeds[i].at), deeds[i].type,
                                     &i, sizeof i),
                         MU_OK);
}

enum mu_err deeds_play(const struct actor_params *params, const struct deed *of, size_t n,
                       char *failure, size_t size)
{
    static const char *const names[] = {"actor/A", NULL};
    struct mu_world *world = test_world(names);
    struct mu_result result;

    deeds = of;
    *test_params(world, "actor/A") = *params;
    struct mu_run *run = test_run(world);
    deeds_post(run, n);
    const enum mu_err err = mu_run_until(run, MU_NEVER);
    snprintf(failure, size, "%s", mu_run_failure(run) ? mu_run_failure(run) : "");
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
    return err;
}

const struct deed *deed_of(const struct mu_event *ev)
{
    return ev->size == sizeof(uint32_t) ? &deeds[*(const uint32_t *)ev->body] : NULL;
}
