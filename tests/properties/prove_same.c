/* Same bits: one seed, one result, whatever else is computed at the same time, whatever stands
 * where in the files, whatever idle team or new title was added. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/same.h"
#include "tests/properties/proof.h"

/* Two designs, each read for itself, run at the same time on two threads. */
struct pair {
    struct mu_scenario *scenarios[2];
    struct mu_result results[2];
};

static struct pair run_pair(const struct proof *proof, const struct proof_design *first,
                            const struct proof_design *second, uint64_t seed, uint64_t other_seed)
{
    struct pair pair = {.scenarios = {proof_read(proof, first), proof_read(proof, second)}};

#pragma omp parallel for
    for (size_t i = 0; i < 2; i++)
        proof_run(pair.scenarios[i], i ? other_seed : seed, MU_NEVER, &pair.results[i]);
    return pair;
}

static void pair_fini(struct pair *pair)
{
    for (size_t i = 0; i < 2; i++) {
        mu_result_fini(&pair->results[i]);
        mu_scenario_destroy(pair->scenarios[i]);
    }
}

static bool same_by_name(const struct pair *pair)
{
    bool same = false;

    if (mu_results_same_by_name(&pair->results[0], &pair->results[1], stdout, &same) != MU_OK)
        proof_give_up("out of memory");
    return same;
}

static void prove_twice(struct proof *proof, const char *plan)
{
    const struct proof_design design = {.plan = plan};
    struct pair pair = run_pair(proof, &design, &design, 7, 7);

    proof_expect(proof, mu_results_same(&pair.results[0], &pair.results[1], stdout),
                 "%s, seed 7: two runs are equal to the bit (%zu events)", plan,
                 pair.results[0].events.n);
    pair_fini(&pair);
}

/* The comparison must see a difference where there is one. */
static void prove_seeds_differ(struct proof *proof)
{
    const struct proof_design design = {.plan = "plan-a.yaml"};
    struct pair pair = run_pair(proof, &design, &design, 1, 2);

    proof_expect(proof, !mu_results_same(&pair.results[0], &pair.results[1], NULL),
                 "seeds 1 and 2 give different results");
    pair_fini(&pair);
}

static void prove_unmoved(struct proof *proof, const struct proof_design *changed, const char *what)
{
    const struct proof_design plain = {.plan = "plan-a.yaml"};
    struct pair pair = run_pair(proof, &plain, changed, 3, 3);

    proof_expect(proof, same_by_name(&pair), "%s: every other number is the same to the bit", what);
    pair_fini(&pair);
}

/* First, in the middle and last by name: all other entities get other numbers. */
static void prove_idle_teams(struct proof *proof)
{
    static const char *const names[] = {"aaa-idle", "militia-02a", "zzz-idle"};

    for (size_t i = 0; i < 3; i++) {
        char set[200], what[80];
        const char *const sets[] = {set, NULL};
        const struct proof_design design = {.plan = "plan-a.yaml", .sets = sets};
        snprintf(set, sizeof set,
                 "team.%s={owner: weather, at: [426051.0, 3096690.0], persons: 5 persons}",
                 names[i]);
        snprintf(what, sizeof what, "an idle team %s far away", names[i]);
        prove_unmoved(proof, &design, what);
    }
}

/* ---- copies of a plan ---- */

/* Line by line; `change` may write something else. */
static void copy_plan(const struct proof *proof, const char *to,
                      void (*change)(const char *line, FILE *to))
{
    char from[PROOF_PATH_MAX], line[1000];

    proof_path(proof, "scenarios/dike-breach/plan-a.yaml", from);
    FILE *in = fopen(from, "r"), *out = fopen(to, "w");
    if (!in || !out)
        proof_give_up("%s cannot be copied to %s", from, to);
    while (fgets(line, sizeof line, in))
        change(line, out);
    fclose(in);
    if (fclose(out) != 0)
        proof_give_up("%s cannot be written", to);
}

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

static void rename_plan(const char *line, FILE *to)
{
    if (begins(line, "plan:"))
        fputs("plan: copy of the plan\n", to);
    else if (begins(line, "title:"))
        fputs("title: the same under another name\n", to);
    else
        fputs(line, to);
}

/* Items that never fire, before all others. */
static void add_idle_items(const char *line, FILE *to)
{
    fputs(line, to);
    if (begins(line, "items:"))
        for (size_t i = 0; i < 2; i++)
            fprintf(to,
                    "  - {id: X%zu, owner: %s, does: warn, for_each: zone, with: [sms], "
                    "when: false}\n",
                    i, i ? "linchuan" : "city-hq");
}

static void prove_copies(struct proof *proof)
{
    const char *tmp = getenv("TMPDIR");
    char folder[PROOF_PATH_MAX / 2], path[PROOF_PATH_MAX];
    const struct proof_design design = {.plan = path};

    snprintf(folder, sizeof folder, "%s/world-proof-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        proof_give_up("%s cannot be made", folder);
    snprintf(path, sizeof path, "%s/plan.yaml", folder);
    copy_plan(proof, path, rename_plan);
    prove_unmoved(proof, &design, "a renamed copy of plan A");
    copy_plan(proof, path, add_idle_items);
    prove_unmoved(proof, &design, "two items that never fire");
    remove(path);
    rmdir(folder);
}

/* ---- other ways to execute the same events ---- */

/* One way and number of threads is as good as another. */
static void prove_threads(struct proof *proof, const char *folder, mu_time after_onset,
                          enum mu_driver plainly, enum mu_driver driver, unsigned threads)
{
    const struct proof_design design = {.scenario = folder, .plan = "plan-a.yaml"};
    struct mu_scenario *scenario = proof_read(proof, &design);
    const mu_time until = after_onset == MU_NEVER ? MU_NEVER : scenario->onset + after_onset;
    struct mu_result plain, other;

    proof_run_by(scenario, 11, plainly, 1, until, &plain);
    for (unsigned n = threads; n <= 8; n = n == 3 ? 8 : n + 1) {
        proof_run_by(scenario, 11, driver, n, until, &other);
        proof_expect(proof, mu_results_same(&plain, &other, stdout),
                     "%s by %u threads: the same bits", folder ? folder : "windows", n);
        mu_result_fini(&other);
    }
    mu_result_fini(&plain);
    mu_scenario_destroy(scenario);
}

static void prove_drivers(struct proof *proof)
{
    prove_threads(proof, NULL, MU_NEVER, MU_DRIVER_ONE_QUEUE, MU_DRIVER_WINDOWS, 1);
}

/* The water of the full dike breach, which is wide enough to be shared out among threads. */
static void prove_water(struct proof *proof)
{
    prove_threads(proof, "scenarios/dike-breach", 6 * MU_HOUR, MU_DRIVER_BY_POPULATION,
                  MU_DRIVER_BY_POPULATION, 2);
}

/* ---- a flood that is not solved again ---- */

static void drop_last_words(struct mu_result *r)
{
    while (r->events.n > 0 && r->events.time[r->events.n - 1] == r->end)
        r->events.n--;
}

/* Maxima and last words of the water are known of the end of what was kept only. */
static bool same_before_the_end(struct mu_result *a, struct mu_result *b)
{
    for (size_t i = 0; i < a->n_grids && i < b->n_grids; i++)
        if (a->grids[i].final)
            a->grids[i].n_times = b->grids[i].n_times = 0;
    drop_last_words(a);
    drop_last_words(b);
    return mu_results_same(a, b, stdout);
}

static void replay(const struct mu_scenario *scenario, uint64_t seed, const struct mu_result *kept,
                   struct mu_result *result)
{
    const struct mu_run_options options = {.seed = seed, .keep_frames = true};

    proof_run_with(scenario, &options, kept, MU_NEVER, result);
}

/* Under the plan that was kept: all the same. With another seed or plan: what solving gives, until
 * the water is told something else; that comes, because the closing of the breach takes another
 * course. */
static void prove_replay_of(struct proof *proof, const struct mu_result *kept, const char *plan,
                            uint64_t seed, bool as_it_was)
{
    const struct proof_design design = {.plan = plan};
    struct mu_scenario *scenario = proof_read(proof, &design);
    struct mu_result solved, replayed, solved_until, replayed_until;

    replay(scenario, seed, kept, &replayed);
    const mu_time differs_at = replayed.replays[0].differs_at;
    proof_expect(proof, (differs_at == MU_NEVER) == as_it_was,
                 "%s, seed %llu: the replayed water %s from this run", plan,
                 (unsigned long long)seed, as_it_was ? "follows" : "no longer follows");
    const struct mu_run_options options = {.seed = seed, .keep_frames = true};
    if (as_it_was) {
        proof_run(scenario, seed, MU_NEVER, &solved);
        proof_expect(proof, mu_results_same(&solved, &replayed, stdout),
                     "%s, seed %llu: replayed and solved are equal to the bit", plan,
                     (unsigned long long)seed);
        mu_result_fini(&solved);
    } else {
        proof_run(scenario, seed, differs_at, &solved_until);
        proof_run_with(scenario, &options, kept, differs_at, &replayed_until);
        proof_expect(proof, same_before_the_end(&solved_until, &replayed_until),
                     "%s, seed %llu: replayed and solved are equal to the bit until then", plan,
                     (unsigned long long)seed);
        mu_result_fini(&solved_until);
        mu_result_fini(&replayed_until);
    }
    mu_result_fini(&replayed);
    mu_scenario_destroy(scenario);
}

static void keep(const struct proof *proof, const char *plan, struct mu_result *kept)
{
    const struct proof_design design = {.plan = plan};
    const struct mu_run_options options = {.seed = 4, .keep_frames = true, .keep_boards = true};
    struct mu_scenario *scenario = proof_read(proof, &design);

    proof_run_with(scenario, &options, NULL, MU_NEVER, kept);
    mu_scenario_destroy(scenario);
}

static void prove_replay(struct proof *proof)
{
    struct mu_result kept;

    keep(proof, "plan-a.yaml", &kept);
    prove_replay_of(proof, &kept, "plan-a.yaml", 4, true);
    prove_replay_of(proof, &kept, "plan-a.yaml", 5, false);
    prove_replay_of(proof, &kept, "plan-b.yaml", 4, false);
    mu_result_fini(&kept);
    keep(proof, "plan-none.yaml", &kept); /* nobody closes it */
    prove_replay_of(proof, &kept, "plan-none.yaml", 6, true);
    mu_result_fini(&kept);
}

void prove_same_bits(struct proof *proof)
{
    prove_replay(proof);
    prove_water(proof);
    prove_drivers(proof);
    prove_twice(proof, "plan-a.yaml");
    prove_twice(proof, "plan-b.yaml");
    prove_seeds_differ(proof);
    prove_idle_teams(proof);
    prove_copies(proof);
}

/* ---- the same entities in another order: folders made by permute.py ---- */

void prove_same_files(struct proof *proof, const char *first, const char *second)
{
    const struct proof_design a = {.scenario = first, .plan = "plan-a.yaml"};
    const struct proof_design b = {.scenario = second, .plan = "plan-a.yaml"};
    struct pair pair = run_pair(proof, &a, &b, 5, 5);

    proof_expect(proof, mu_results_same(&pair.results[0], &pair.results[1], stdout),
                 "entities in another order: the same result to the bit");
    pair_fini(&pair);
}

/* No handler of any model touches what is another's, and looking for it changes nothing. */
void prove_own_state(struct proof *proof)
{
    const struct proof_design design = {.plan = "plan-a.yaml"};
    struct mu_scenario *scenario = proof_read(proof, &design);
    struct mu_result plain, tested;

    proof_run(scenario, 3, MU_NEVER, &plain);
    proof_run_with(scenario,
                   &(struct mu_run_options){.seed = 3, .keep_frames = true, .self_test = true},
                   NULL, MU_NEVER, &tested);
    proof_expect(proof, mu_results_same(&plain, &tested, stdout),
                 "a run that tests its handlers is equal to the bit (%zu events)", plain.events.n);
    mu_result_fini(&plain);
    mu_result_fini(&tested);
    mu_scenario_destroy(scenario);
}
