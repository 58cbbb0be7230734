/* No key is decoration: give it another value, and some event, series, grid or score is another.
 * Or it stands in descriptive.txt, with the reason: then it changes nothing; or, with the word
 * `refused`, no other value makes sense beside its neighbours, and the reader refuses them all. */
#include <fnmatch.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/same.h"
#include "analysis/score.h"
#include "app/goals.h"
#include "sim/run.h"
#include "tests/properties/keys.h"
#include "tests/properties/proof.h"

enum { SEEDS = 2, STOPS = 3, TRIES = 60, PLACES = 5 };

/* Most keys show soon: runs are compared after the onset, then a day and a half later, then at the
 * end, and stopped at the first difference. */
static const mu_time stops_after_onset[STOPS] = {6 * MU_HOUR, 48 * MU_HOUR, MU_NEVER};

struct listed {
    char pattern[100], reason[300];
    bool refused;
};

struct base {
    struct proof *proof;
    struct proof_design design;
    struct mu_scenario *scenario;
    const struct base *again; /* other circumstances to try in; may be NULL */
    struct mu_result results[SEEDS][STOPS];
    struct mu_score score; /* of seed 1 */
    struct listed *listed;
    size_t n_listed;
};

enum verdict { NO_VALUE, NOTHING_MOVES, MOVES, DESCRIPTIVE };

/* ---- runs and scores ---- */

static mu_time stop_at(const struct mu_scenario *s, size_t i)
{
    const mu_time after = stops_after_onset[i];

    return after == MU_NEVER || s->onset + after > s->end ? s->end : s->onset + after;
}

static void score_of(const struct mu_scenario *s, const struct mu_result *result,
                     struct mu_score *score)
{
    const struct mu_clock clock = proof_clock(s);
    struct mu_objective *goals = calloc(s->n_objectives + 1, sizeof *goals);
    struct mu_references references = {0};
    struct mu_view view = {0};
    char why[MU_WHY_MAX];

    if (!goals || mu_view_init(&view, result, &clock, NULL, 0) != MU_OK ||
        (s->references && mu_references_read(s->references, &references, why) != MU_OK))
        proof_give_up("a result cannot be scored");
    for (size_t i = 0; i < s->n_objectives; i++)
        goals[i] = (struct mu_objective){
            .id = s->objectives[i].id,
            .title = s->objectives[i].title,
            .metric = s->objectives[i].metric,
            .target = s->objectives[i].target,
            .better = s->objectives[i].lower_is_better ? MU_LOWER_IS_BETTER : MU_HIGHER_IS_BETTER,
            .weight = s->objectives[i].weight,
            .veto = s->objectives[i].veto};
    if (mu_score_init(score, &view, goals, s->n_objectives, s->references ? &references : NULL) !=
        MU_OK)
        proof_give_up("a result cannot be scored");
    mu_references_fini(&references);
    mu_view_fini(&view);
    free(goals);
}

static bool same_number(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static bool same_score(const struct mu_score *a, const struct mu_score *b)
{
    bool same = a->n == b->n && same_number(a->score, b->score) && a->rating == b->rating &&
                a->vetoed == b->vetoed;

    for (size_t i = 0; same && i < a->n; i++)
        same = same_number(a->rows[i].value, b->rows[i].value) &&
               same_number(a->rows[i].attainment, b->rows[i].attainment) &&
               a->rows[i].met == b->rows[i].met && a->rows[i].rating == b->rows[i].rating;
    return same;
}

static bool same_by_name(const struct mu_result *a, const struct mu_result *b)
{
    bool same = false;

    if (mu_results_same_by_name(a, b, NULL, &same) != MU_OK)
        proof_give_up("out of memory");
    return same;
}

/* The result at `t` of a run that goes on. */
static void look(const struct mu_run *run, struct mu_result *result)
{
    struct mu_run *copy = NULL;

    *result = (struct mu_result){0};
    if (mu_run_clone(run, &copy) != MU_OK || mu_run_finish(copy, result) != MU_OK)
        proof_give_up("a run cannot be copied");
    mu_run_destroy(copy);
}

static struct mu_run *begin(const struct mu_scenario *s, size_t seed)
{
    const struct mu_run_options options = {.seed = seed + 1, .keep_frames = true};
    struct mu_run *run = NULL;

    if (mu_run_create(s->world, &options, &run) != MU_OK)
        proof_give_up("a run cannot be made");
    return run;
}

static void run_base(struct base *base, size_t seed)
{
    struct mu_run *run = begin(base->scenario, seed);

    for (size_t i = 0; i < STOPS; i++) {
        if (mu_run_until(run, stop_at(base->scenario, i)) != MU_OK)
            proof_give_up("the run failed: %s", mu_run_failure(run));
        look(run, &base->results[seed][i]);
    }
    mu_run_destroy(run);
}

/* Stops at the first difference. A run that fails proves nothing. */
static bool run_differs(const struct base *base, const struct mu_scenario *changed, size_t seed)
{
    struct mu_run *run = begin(changed, seed);
    bool differs = false;

    for (size_t i = 0; i < STOPS && !differs; i++) {
        struct mu_result result;
        if (mu_run_until(run, stop_at(changed, i)) != MU_OK)
            break;
        look(run, &result);
        differs = !same_by_name(&base->results[seed][i], &result);
        mu_result_fini(&result);
    }
    mu_run_destroy(run);
    return differs;
}

/* Objectives look at a run and do not change it. */
static bool score_differs(const struct base *base, const struct mu_scenario *changed)
{
    struct mu_score score = {0};

    score_of(changed, &base->results[0][STOPS - 1], &score);
    const bool differs = !same_score(&base->score, &score);
    mu_score_fini(&score);
    return differs;
}

/* ---- one key ---- */

/* A key with those of its places that are changed, and how many values may be run. */
struct attempt {
    const struct base *base;
    const struct key *key;
    size_t first, n, values;
};

/* False = there are no more values. None is set where all stand there already. */
static bool set_places(const struct attempt *a, size_t k, struct proof_sets *sets)
{
    char value[3000];
    size_t same = 0;

    for (size_t i = a->first; i < a->first + a->n; i++) {
        const struct leaf *leaf = &a->key->leaves[i];
        if (!key_value(a->key, leaf, a->base->scenario, k, value, sizeof value))
            return false;
        same += key_same_value(leaf, value);
        proof_set(sets, "%s=%s", leaf->path, value);
    }
    if (same == a->n)
        proof_sets_fini(sets);
    return true;
}

static bool read_changed(const struct base *base, const struct proof_sets *sets,
                         struct mu_scenario **changed, bool print)
{
    struct proof_design design = base->design;
    struct mu_diags diags = {0};
    struct proof_sets all = {0};
    bool ok;

    for (const char *const *set = base->design.sets; set && *set; set++)
        proof_set(&all, "%s", *set);
    for (size_t i = 0; i < sets->n; i++)
        proof_set(&all, "%s", sets->texts[i]);
    design.sets = (const char *const *)all.texts;
#pragma omp critical(reading)
    ok = proof_try_read(base->proof, &design, &diags, changed) && mu_goals_check(*changed, &diags);
    if (print)
        mu_diags_print(&diags, stdout);
    mu_diags_fini(&diags);
    proof_sets_fini(&all);
    return ok;
}

static void drop(struct mu_scenario *changed)
{
#pragma omp critical(reading)
    mu_scenario_destroy(changed);
}

static bool is_score_key(const struct key *key)
{
    return strncmp(key->name, "objectives.", 11) == 0 || strcmp(key->name, "references") == 0;
}

static bool differs(const struct base *base, const struct key *key,
                    const struct mu_scenario *changed)
{
    if (is_score_key(key))
        return score_differs(base, changed);
    for (size_t seed = 0; seed < SEEDS; seed++)
        if (run_differs(base, changed, seed))
            return true;
    return false;
}

static enum verdict try_values(const struct attempt *a)
{
    enum verdict verdict = NO_VALUE;
    size_t runs = 0;

    for (size_t k = 0; k < TRIES && runs < a->values && verdict != MOVES; k++) {
        struct proof_sets sets = {0};
        struct mu_scenario *changed = NULL;
        if (!set_places(a, k, &sets)) {
            proof_sets_fini(&sets);
            break;
        }
        if (sets.n > 0 && read_changed(a->base, &sets, &changed, false)) {
            verdict = differs(a->base, a->key, changed) ? MOVES : NOTHING_MOVES;
            runs++;
        }
        drop(changed);
        proof_sets_fini(&sets);
    }
    return verdict;
}

static enum verdict more(enum verdict a, enum verdict b)
{
    return a > b ? a : b;
}

/* In all its places; in some of them alone; in other circumstances. */
static enum verdict try_key(const struct base *base, const struct key *key)
{
    const struct attempt all = {base, key, 0, key->n, is_score_key(key) ? TRIES : 4};
    enum verdict verdict = key->settable ? try_values(&all) : NO_VALUE;

    for (size_t i = 0; i < PLACES && key->n > 1 && key->settable && verdict != MOVES; i++) {
        const struct attempt one = {base, key, i * (key->n - 1) / (PLACES - 1), 1, 3};
        verdict = more(verdict, try_values(&one));
    }
    if (base->again && verdict == NOTHING_MOVES)
        verdict = more(verdict, try_key(base->again, key));
    return verdict;
}

/* ---- keys that only describe ---- */

static void read_listed(struct base *base)
{
    char path[PROOF_PATH_MAX], line[500];

    proof_path(base->proof, "tests/properties/descriptive.txt", path);
    FILE *in = fopen(path, "r");
    if (!in)
        proof_give_up("%s cannot be read", path);
    while (fgets(line, sizeof line, in)) {
        struct listed l;
        char word[20];
        if (line[0] == '#' || line[0] == '\n')
            continue;
        if (sscanf(line, "%19s %99s %299[^\n]", word, l.pattern, l.reason) != 3)
            proof_give_up("%s: no reason is given: %s", path, line);
        l.refused = strcmp(word, "refused") == 0;
        base->listed = realloc(base->listed, (base->n_listed + 1) * sizeof l);
        if (!base->listed)
            proof_give_up("out of memory");
        base->listed[base->n_listed++] = l;
    }
    fclose(in);
}

static bool is_listed(const struct base *base, const char *name, bool refused)
{
    for (size_t i = 0; i < base->n_listed; i++)
        if (base->listed[i].refused == refused && fnmatch(base->listed[i].pattern, name, 0) == 0)
            return true;
    return false;
}

static bool is_asked(const struct proof *proof, const char *name)
{
    return !proof->only || fnmatch(proof->only, name, 0) == 0;
}

/* The first value that the reader takes. */
static bool add_first_value(const struct base *base, const struct key *key, struct proof_sets *all)
{
    for (size_t k = 0; k < TRIES && key->settable; k++) {
        struct proof_sets sets = {0};
        struct mu_scenario *changed = NULL;
        const struct attempt a = {base, key, 0, key->n, 1};
        const bool over = !set_places(&a, k, &sets);
        const bool ok = !over && sets.n > 0 && read_changed(base, &sets, &changed, false);
        drop(changed);
        for (size_t i = 0; ok && i < sets.n; i++)
            proof_set(all, "%s", sets.texts[i]);
        proof_sets_fini(&sets);
        if (ok || over)
            return ok;
    }
    return false;
}

static bool is_id(const struct key *key)
{
    const size_t n = strlen(key->name);

    return n > 3 && strcmp(key->name + n - 3, ".id") == 0;
}

/* All of them changed at once change nothing. Ids come last: paths go by them. */
static void check_descriptive(struct base *base, const struct keys *keys)
{
    struct proof_sets sets = {0};
    struct mu_scenario *changed = NULL;
    size_t n = 0, set = 0;

    for (size_t i = 0; i < 2 * keys->n; i++) {
        const struct key *key = &keys->items[i % keys->n];
        if (is_id(key) != (i >= keys->n) || !is_listed(base, key->name, false) ||
            !is_asked(base->proof, key->name))
            continue;
        n++;
        set += add_first_value(base, key, &sets);
    }
    if (set > 0) {
        const bool ok = read_changed(base, &sets, &changed, true);
        proof_expect(base->proof, ok && !run_differs(base, changed, 0),
                     "%zu keys are listed as descriptive; changing %zu of them changes nothing", n,
                     set);
        drop(changed);
    }
    proof_sets_fini(&sets);
}

/* ---- all keys ---- */

static void tell(struct base *base, const struct key *key, enum verdict verdict)
{
    switch (verdict) {
    case MOVES: base->proof->held++; return;
    case DESCRIPTIVE: return;
    case NOTHING_MOVES:
        proof_expect(base->proof, false, "%s: another value changes nothing", key->name);
        return;
    case NO_VALUE:
        if (!is_listed(base, key->name, true))
            proof_expect(base->proof, false, "%s: no other value can be tried", key->name);
        return;
    }
}

static void check_keys(struct base *base, const struct keys *keys, const char *what)
{
    enum verdict *verdicts = calloc(keys->n + 1, sizeof *verdicts);
    size_t moves = 0;

    if (!verdicts)
        proof_give_up("out of memory");
#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < keys->n; i++) {
        const struct key *key = &keys->items[i];
        if (!is_asked(base->proof, key->name) || is_listed(base, key->name, false))
            verdicts[i] = DESCRIPTIVE;
        else
            verdicts[i] = try_key(base, key);
    }
    for (size_t i = 0; i < keys->n; i++) {
        tell(base, &keys->items[i], verdicts[i]);
        moves += verdicts[i] == MOVES;
    }
    printf("%s: %zu keys, %zu of them change what happens\n", what, keys->n, moves);
    free(verdicts);
    check_descriptive(base, keys);
}

static struct base begin_base(struct proof *proof, const struct proof_design *design)
{
    struct base base = {.proof = proof, .design = *design, .scenario = proof_read(proof, design)};
    struct mu_diags diags = {0};

    if (!mu_goals_check(base.scenario, &diags))
        proof_give_up("the scenario's objectives have mistakes");
    mu_diags_fini(&diags);
    read_listed(&base);
#pragma omp parallel for
    for (size_t seed = 0; seed < SEEDS; seed++)
        run_base(&base, seed);
    score_of(base.scenario, &base.results[0][STOPS - 1], &base.score);
    return base;
}

static void end_base(struct base *base)
{
    mu_score_fini(&base->score);
    for (size_t i = 0; i < SEEDS * STOPS; i++)
        mu_result_fini(&base->results[i / STOPS][i % STOPS]);
    mu_scenario_destroy(base->scenario);
    free(base->listed);
}

void prove_keys(struct proof *proof)
{
    /* At night, and the district keeps to level II. */
    static const char *const otherwise[] = {"dike.lingshan.when=T+6 h", "plan.L2.level=II", NULL};
    struct base other =
        begin_base(proof, &(struct proof_design){.plan = "plan-a.yaml", .sets = otherwise});
    struct base a = begin_base(proof, &(struct proof_design){.plan = "plan-a.yaml"});
    struct base b = begin_base(proof, &(struct proof_design){.plan = "plan-b.yaml"});
    struct base h = begin_base(proof, &(struct proof_design){.history = "history-2010.yaml"});
    struct keys scenario = {0}, plan_a = {0}, plan_b = {0}, history = {0};

    a.again = &other;
    keys_of_scenario(&scenario, a.scenario);
    check_keys(&a, &scenario, "scenario");
    keys_of_plan(&plan_a, a.scenario);
    check_keys(&a, &plan_a, "plan A");
    keys_of_plan(&plan_b, b.scenario);
    keys_drop_same(&plan_b, &plan_a);
    check_keys(&b, &plan_b, "plan B, where it is not plan A");
    keys_of_history(&history, h.scenario);
    check_keys(&h, &history, "history");
    keys_fini(&scenario);
    keys_fini(&plan_a);
    keys_fini(&plan_b);
    keys_fini(&history);
    end_base(&other);
    end_base(&a);
    end_base(&b);
    end_base(&h);
}
