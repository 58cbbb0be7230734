/* Plans hold no instant of the event: unchanged they meet a breach that comes a day earlier, a day
 * later or elsewhere, and their triggers come true in the order that their texts imply. */
#include <stdio.h>
#include <string.h>

#include "tests/properties/proof.h"

enum { SEEDS = 3 };

struct variant {
    const char *what;
    const char *const *sets;
};

#define SETS(...)                                                                                  \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

/* The levee falls by 1.5 m on its way down to the reach of changhu, the river by 1.48 m: crest,
 * sill and stage of another reach lie between. */
static const struct variant variants[] = {
    {"as it was", NULL},
    {"24 h earlier", SETS("dike.lingshan.when=T-24 h")},
    {"24 h later", SETS("dike.lingshan.when=T+24 h")},
    {"on the west side",
     SETS("dike.lingshan.at=[430266.0, 3104187.0]", "dike.lingshan.inside=[431100.0, 3104600.0]",
          "dike.lingshan.crest=35.2 m", "dike.lingshan.sill=31.8 m",
          "dike.lingshan.stage_offset=-0.59 m")},
    {"upstream", SETS("dike.lingshan.at=[435448.0, 3099168.0]",
                      "dike.lingshan.inside=[436000.0, 3100000.0]", "dike.lingshan.crest=36.0 m",
                      "dike.lingshan.sill=32.6 m", "dike.lingshan.stage_offset=0.2 m")},
};
enum { VARIANTS = sizeof variants / sizeof *variants };

/* First come, then triggered: the owner cannot know the second before the first. */
struct order {
    const char *first, *then; /* item things, or a dike for its breach */
};

#define CITY "office/city-hq:"
#define DISTRICT "office/linchuan:"
#define BREACH "dike/lingshan"

static const struct order orders_of_both[] = {
    {CITY "C1", CITY "C2"},     {CITY "C2", CITY "C3"},
    {CITY "C2", DISTRICT "L1"}, {DISTRICT "L1", DISTRICT "L2"},
    {CITY "C3", DISTRICT "L2"}, {DISTRICT "L2", DISTRICT "L3"},
    {BREACH, DISTRICT "L4"},    {BREACH, DISTRICT "L5"},
    {BREACH, DISTRICT "L7"},    {BREACH, CITY "C4"},
    {BREACH, CITY "C6"},        {CITY "C6", CITY "C7"},
    {CITY "C6", CITY "C8"},     {CITY "C6", CITY "C9"},
    {CITY "C6", CITY "C10"},    {DISTRICT "L3", DISTRICT "L6"},
    {BREACH, CITY "C5"},        {NULL, NULL},
};
static const struct order orders_of_a[] = {
    {BREACH, DISTRICT "L8"},
    {DISTRICT "L5", DISTRICT "L9"},
    {DISTRICT "L5", DISTRICT "L10"},
    {NULL, NULL},
};
static const struct order orders_of_b[] = {
    {DISTRICT "L2", DISTRICT "L4a"},
    {DISTRICT "L2", DISTRICT "L5a"},
    {DISTRICT "L2", DISTRICT "L8"},
    {DISTRICT "L2", DISTRICT "L11"},
    {DISTRICT "L2", DISTRICT "L12"},
    {DISTRICT "L5a", DISTRICT "L9"},
    {NULL, NULL},
};

static mu_time first_time(const struct mu_result *result, const char *name)
{
    const bool item = strchr(name, ':') != NULL;
    const size_t row = proof_find(result, 0, item ? "item.triggered" : "dike.breached", name);

    return row == SIZE_MAX ? MU_NEVER : result->events.time[row];
}

/* How many pairs are out of order, or lack one; says which. */
static size_t out_of_order(const struct mu_result *result, const struct order *orders)
{
    size_t wrong = 0;

    for (; orders->first; orders++) {
        const mu_time a = first_time(result, orders->first), b = first_time(result, orders->then);
        if (a != MU_NEVER && b != MU_NEVER && a <= b)
            continue;
        printf("%s (%g h) and %s (%g h)\n", orders->first, (double)a / (double)MU_HOUR,
               orders->then, (double)b / (double)MU_HOUR);
        wrong++;
    }
    return wrong;
}

static void check_plan(struct proof *proof, const struct variant *variant, const char *plan,
                       const struct order *own)
{
    const struct proof_design design = {.plan = plan, .sets = variant->sets};
    struct mu_scenario *scenario = proof_read(proof, &design);
    struct mu_result results[SEEDS] = {0};
    size_t wrong = 0;

#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < SEEDS; i++)
        proof_run(scenario, i + 1, MU_NEVER, &results[i]);
    for (size_t i = 0; i < SEEDS; i++) {
        wrong += out_of_order(&results[i], orders_of_both) + out_of_order(&results[i], own);
        mu_result_fini(&results[i]);
    }
    proof_expect(proof, wrong == 0,
                 "%s, breach %s: all items are triggered, each after what it waits for (%d seeds)",
                 plan, variant->what, SEEDS);
    mu_scenario_destroy(scenario);
}

void prove_plans_travel(struct proof *proof)
{
    for (size_t v = 0; v < VARIANTS; v++) {
        check_plan(proof, &variants[v], "plan-a.yaml", orders_of_a);
        check_plan(proof, &variants[v], "plan-b.yaml", orders_of_b);
    }
}
