#include "app/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/goals.h"
#include "models/registry.h"

/* "<folder of the scenario>/<name>" when that is a file, else the name itself. The caller frees. */
static char *beside(const char *scenario, const char *name)
{
    struct stat st;
    const bool folder = stat(scenario, &st) == 0 && S_ISDIR(st.st_mode);
    const char *slash = strrchr(scenario, '/');
    const int n = folder ? (int)strlen(scenario) : slash ? (int)(slash - scenario) : 0;
    const size_t size = (size_t)n + strlen(name) + 2;
    char *path = malloc(size);

    if (!path || n == 0 || name[0] == '/')
        return path ? strcpy(path, name) : NULL;
    snprintf(path, size, "%.*s/%s", n, scenario, name);
    if (access(path, R_OK) != 0)
        strcpy(path, name);
    return path;
}

static const char **overrides(const struct mu_args *args, size_t *n)
{
    *n = mu_arg_count(args, "set");
    const char **list = calloc(*n + 1, sizeof *list);

    for (size_t i = 0; list && i < *n; i++)
        list[i] = mu_arg_at(args, "set", i);
    return list;
}

int mu_load_scenario(const struct mu_args *args, const char *path, const char *plan,
                     const char *history, struct mu_scenario **scenario)
{
    struct mu_diags diags = {0};
    size_t n;
    const char **sets = overrides(args, &n);
    char *plan_path = plan ? beside(path, plan) : NULL;
    char *history_path = history ? beside(path, history) : NULL;
    const struct mu_scenario_request request = {
        .scenario = path,
        .plan = plan_path,
        .history = history_path,
        .overrides = sets,
        .n_overrides = n,
    };

    *scenario = mu_scenario_read(&request, mu_models, &diags);
    if (*scenario)
        mu_goals_check(*scenario, &diags);
    mu_diags_print(&diags, stderr);
    int code = MU_EXIT_OK;
    if (!*scenario)
        code = MU_EXIT_INTERNAL;
    else if (!(*scenario)->world || diags.errors)
        code = MU_EXIT_INPUT;
    mu_diags_fini(&diags);
    if (code != MU_EXIT_OK) {
        mu_scenario_destroy(*scenario);
        *scenario = NULL;
    }
    free(history_path);
    free(plan_path);
    free(sets);
    return code;
}

bool mu_load_instant(const struct mu_scenario *scenario, const char *text, mu_time *at)
{
    struct mu_diags diags = {0};
    const bool ok = mu_scenario_instant(scenario, text, at, &diags);

    mu_diags_print(&diags, stderr);
    mu_diags_fini(&diags);
    return ok;
}
