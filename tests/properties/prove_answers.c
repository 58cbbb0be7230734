/* The world answers to what is done in it: means of paired differences over seeds lie, with their
 * 95 % t intervals, on the side where they should. */
#include <stdio.h>
#include <stdlib.h>

#include "models/response/team.h"
#include "tests/properties/proof.h"

enum { SEEDS = 30 };

enum metric { TRAPPED_HOURS, DEAD, MOVED, CLOSED_AT, NEEDLESS, METRICS };
static const char *const metrics[METRICS] = {"people.trapped_hours", "people.dead",
                                             "people.moved.by_28h", "dike.closed_at",
                                             "people.needless"};

enum design {
    PLAN_A,
    PLAN_B,
    HALF_THE_BOATS,
    ONE_SIDE,
    BOTH_SIDES,
    DRY_BANK,
    WITHOUT,
    QUIET_NONE,
    QUIET_B,
    DESIGNS
};

/* A crew for the full rate, so that the breach is closed before the end. */
#define FULL_CREWS                                                                                 \
    "team.hydro-corps-01.persons=150 persons", "team.hydro-corps-02.persons=150 persons",          \
        "team.hydro-corps-03.persons=150 persons"
#define NO_BREACH "dike.lingshan.breaches=never", "dike.changhu.breaches=never"
#define SETS(...)                                                                                  \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

/* The boats from outside the city, for which item C4 of the plan asks, are sent to a school on
 * the bank that stays dry; or they are not asked for. */
static const struct proof_design designs[DESIGNS] = {
    [PLAN_A] = {.plan = "plan-a.yaml"},
    [PLAN_B] = {.plan = "plan-b.yaml"},
    [HALF_THE_BOATS] = {.plan = "plan-a.yaml"}, /* its settings are counted out below */
    [ONE_SIDE] = {.plan = "plan-a.yaml", .sets = SETS(FULL_CREWS, "plan.C7.sides=1")},
    [BOTH_SIDES] = {.plan = "plan-a.yaml", .sets = SETS(FULL_CREWS, "plan.C7.sides=2")},
    [DRY_BANK] = {.plan = "plan-a.yaml",
                  .sets =
                      SETS("plan.C4.owner=province", "plan.C4.does=send",
                           "plan.C4.to=shelter/zhanping-school", "plan.C4.when=lingshan.breached")},
    [WITHOUT] = {.plan = "plan-a.yaml", .sets = SETS("plan.C4.when=false")},
    [QUIET_NONE] = {.plan = "plan-none.yaml", .sets = SETS(NO_BREACH)},
    [QUIET_B] = {.plan = "plan-b.yaml", .sets = SETS(NO_BREACH)},
};

struct numbers {
    struct proof *proof;
    double values[DESIGNS][SEEDS][METRICS];
};

/* ---- half the boats ---- */

/* Every second boat, counted through all teams. */
static struct proof_sets halve_boats(const struct proof *proof)
{
    struct mu_scenario *scenario = proof_read(proof, &designs[PLAN_A]);
    struct proof_sets sets = {0};
    size_t n;
    const mu_entity_id first = mu_world_first(scenario->world, "team", &n);
    int64_t before = 0;

    for (uint32_t i = 0; i < n; i++) {
        const mu_entity_id id = {first.i + i};
        const struct mu_team_params *p = mu_world_params_const(scenario->world, id);
        const int64_t left = (before + p->boats) / 2 - before / 2;
        before += p->boats;
        if (p->boats > 0)
            proof_set(&sets, "team.%s.boats=%lld",
                      mu_world_entity_name(scenario->world, id) + sizeof "team", (long long)left);
    }
    mu_scenario_destroy(scenario);
    return sets;
}

static void sample_all(struct numbers *n)
{
    struct proof_sets half = halve_boats(n->proof);

    for (size_t d = 0; d < DESIGNS; d++) {
        struct proof_design design = designs[d];
        if (d == HALF_THE_BOATS)
            design.sets = (const char *const *)half.texts;
        proof_sample(n->proof, &design, metrics, METRICS, SEEDS, &n->values[d][0][0]);
    }
    proof_sets_fini(&half);
}

/* ---- comparisons ---- */

static struct proof_interval compare(const struct numbers *n, enum design from, enum design to,
                                     enum metric metric, const char *what)
{
    const struct proof_interval d =
        proof_paired(&n->values[from][0][metric], &n->values[to][0][metric], SEEDS, METRICS);

    printf("%s: %s %+.6g, 95 %% interval %+.6g to %+.6g over %d seeds\n", what, metrics[metric],
           d.mean, d.lo, d.hi, SEEDS);
    return d;
}

static void prove_boats(const struct numbers *n)
{
    struct proof_interval d =
        compare(n, PLAN_A, HALF_THE_BOATS, TRAPPED_HOURS, "half the boats against all");

    proof_expect(n->proof, d.lo > 0, "with half the boats people are trapped longer");
    d = compare(n, PLAN_A, DRY_BANK, TRAPPED_HOURS, "boats sent to the dry bank against rescue");
    proof_expect(n->proof, d.lo > 0, "boats that were sent to the dry bank are missed");
    d = compare(n, WITHOUT, DRY_BANK, TRAPPED_HOURS, "boats sent to the dry bank against none");
    proof_expect(n->proof, d.lo <= 0 && d.hi >= 0,
                 "boats sent to the dry bank help nobody: as if they were not there");
}

static void prove_closing(const struct numbers *n)
{
    const struct proof_interval d =
        compare(n, BOTH_SIDES, ONE_SIDE, CLOSED_AT, "closing from one side against both");

    proof_expect(n->proof, d.lo > 0, "from one side the breach is closed later");
}

static double sum(const struct numbers *n, enum design design, enum metric metric)
{
    double total = 0;

    for (size_t i = 0; i < SEEDS; i++)
        total += n->values[design][i][metric];
    return total;
}

static void prove_cost(const struct numbers *n)
{
    const struct proof_interval d =
        compare(n, QUIET_NONE, QUIET_B, NEEDLESS, "no breach: plan B against doing nothing");

    proof_expect(n->proof, sum(n, QUIET_NONE, NEEDLESS) == 0,
                 "no breach and nobody acts: nobody moves in vain");
    proof_expect(n->proof, d.lo > 0, "no breach: acting moves people in vain");
}

/* Whichever way it falls. */
static void print_plans(const struct numbers *n)
{
    for (enum metric m = 0; m < METRICS; m++)
        compare(n, PLAN_A, PLAN_B, m, "plan B against plan A");
}

void prove_the_world_answers(struct proof *proof)
{
    struct numbers *n = calloc(1, sizeof *n);

    if (!n)
        proof_give_up("out of memory");
    n->proof = proof;
    sample_all(n);
    prove_boats(n);
    prove_closing(n);
    prove_cost(n);
    print_plans(n);
    free(n);
}
