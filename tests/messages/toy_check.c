/* toy_check - reads a scenario with the toy models and prints what is wrong with it.
 *
 *   toy_check scenario.yaml [--plan FILE] [--history FILE] [--set path=value ...]
 */
#include <stdio.h>
#include <string.h>

#include "scenarios/reader.h"
#include "tests/unit/scenarios/toys.h"

int main(int argc, char **argv)
{
    const char *sets[16];
    struct mu_scenario_request request = {.overrides = sets};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--plan") == 0 && i + 1 < argc)
            request.plan = argv[++i];
        else if (strcmp(argv[i], "--history") == 0 && i + 1 < argc)
            request.history = argv[++i];
        else if (strcmp(argv[i], "--set") == 0 && i + 1 < argc && request.n_overrides < 16)
            sets[request.n_overrides++] = argv[++i];
        else
            request.scenario = argv[i];
    }
    if (!request.scenario)
        return 2;
    struct mu_diags diags = {0};
    struct mu_scenario *scenario = mu_scenario_read(&request, toy_models, &diags);
    if (scenario)
        mu_diags_print(&diags, stdout);
    if (scenario && scenario->world)
        printf("ok: %zu entities\n", mu_world_entities(scenario->world));
    int rc = !scenario ? 4 : scenario->world ? 0 : 3;
    mu_diags_fini(&diags);
    mu_scenario_destroy(scenario);
    return rc;
}
