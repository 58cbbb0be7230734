/* cmd_check.c - `muster check`: every mistake of a scenario and of plans for it, nothing run. */
#include <stdio.h>

#include "app/commands.h"
#include "app/load.h"

static void tell_good(const struct mu_scenario *s, const char *path, const char *plan)
{
    printf("%s: ok: %s, %zu entities, %zu links of road, %zu files\n", plan ? plan : path, s->name,
           mu_world_entities(s->world), s->geo.roads.n_links, s->n_files);
}

static int check_one(const struct mu_args *args, const char *path, const char *plan,
                     const char *history)
{
    struct mu_scenario *s = NULL;
    const int bad = mu_load_scenario(args, path, plan, history, &s);

    if (!bad)
        tell_good(s, path, plan ? plan : history);
    mu_scenario_destroy(s);
    return bad;
}

static int run_check(const struct mu_args *args)
{
    const char *path = args->words[0], *history = mu_arg(args, "history");
    int worst = MU_EXIT_OK;

    if (args->n_words == 1)
        return check_one(args, path, NULL, history);
    for (size_t i = 1; i < args->n_words; i++) {
        const int bad = check_one(args, path, args->words[i], history);
        worst = bad ? bad : worst;
    }
    return worst;
}

const struct mu_command mu_cmd_check = {
    .name = "check",
    .summary = "every mistake of a scenario and of the plans for it, without running",
    .usage = "SCENARIO [PLAN...] [options]",
    .examples = (const char *const[]){"muster check scenarios/dike-breach/scenario.yaml",
                                      "a scenario and all it names",
                                      "muster check scenarios/dike-breach plan-a.yaml plan-b.yaml",
                                      "plans for a scenario", NULL},
    .options =
        (const struct mu_option[]){{0, "history", "FILE", "check recorded decisions too", false},
                                   {0, "set", "PATH=VALUE", "another value for a setting", true},
                                   {0}},
    .min_words = 1,
    .max_words = 5000,
    .run = run_check,
};
