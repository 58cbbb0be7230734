#include "tests/properties/proof.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/metrics.h"
#include "models/registry.h"

#define SMALL "scenarios/dike-breach-small"
#define PLANS "scenarios/dike-breach"

/* ---- verdicts ---- */

bool proof_expect(struct proof *proof, bool truth, const char *fmt, ...)
{
    va_list args;

    printf("%s ", truth ? "held:  " : "FAILED:");
    va_start(args, fmt);
    vprintf(fmt, args);
    va_end(args);
    putchar('\n');
    fflush(stdout);
    proof->held += truth;
    proof->failed += !truth;
    return truth;
}

void proof_give_up(const char *fmt, ...)
{
    va_list args;

    fflush(stdout);
    fputs("world_proof: ", stderr);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    exit(2);
}

/* ---- changed settings ---- */

void proof_set(struct proof_sets *sets, const char *fmt, ...)
{
    char text[4000];
    va_list args;

    va_start(args, fmt);
    const int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    sets->texts = realloc(sets->texts, (sets->n + 2) * sizeof *sets->texts);
    char *copy = n >= 0 && (size_t)n < sizeof text ? strdup(text) : NULL;
    if (!sets->texts || !copy)
        proof_give_up("no memory for a setting");
    sets->texts[sets->n++] = copy;
    sets->texts[sets->n] = NULL;
}

void proof_sets_fini(struct proof_sets *sets)
{
    for (size_t i = 0; i < sets->n; i++)
        free(sets->texts[i]);
    free(sets->texts);
    *sets = (struct proof_sets){0};
}

/* ---- scenarios ---- */

void proof_path(const struct proof *proof, const char *name, char *path)
{
    if (name[0] == '/')
        snprintf(path, PROOF_PATH_MAX, "%s", name);
    else
        snprintf(path, PROOF_PATH_MAX, "%s/%s", proof->root, name);
}

static void plan_path(const struct proof *proof, const char *plan, char *path)
{
    char name[PROOF_PATH_MAX / 2];

    snprintf(name, sizeof name, "%s%s", plan[0] == '/' ? "" : PLANS "/", plan);
    proof_path(proof, name, path);
}

bool proof_try_read(const struct proof *proof, const struct proof_design *design,
                    struct mu_diags *diags, struct mu_scenario **scenario)
{
    char folder[PROOF_PATH_MAX], plan[PROOF_PATH_MAX], history[PROOF_PATH_MAX];
    struct mu_scenario_request request = {.scenario = folder, .overrides = design->sets};

    proof_path(proof, design->scenario ? design->scenario : SMALL, folder);
    if (design->plan) {
        plan_path(proof, design->plan, plan);
        request.plan = plan;
    }
    if (design->history) {
        plan_path(proof, design->history, history);
        request.history = history;
    }
    while (design->sets && design->sets[request.n_overrides])
        request.n_overrides++;
    *scenario = mu_scenario_read(&request, mu_models, diags);
    if (!*scenario)
        proof_give_up("out of memory");
    return (*scenario)->world && diags->errors == 0;
}

struct mu_scenario *proof_read(const struct proof *proof, const struct proof_design *design)
{
    struct mu_diags diags = {0};
    struct mu_scenario *scenario;

    if (!proof_try_read(proof, design, &diags, &scenario)) {
        mu_diags_print(&diags, stderr);
        proof_give_up("the scenario has mistakes");
    }
    mu_diags_fini(&diags);
    return scenario;
}

/* ---- runs ---- */

static enum mu_err replay_water(struct mu_run *run, const struct mu_world *world,
                                const struct mu_result *kept)
{
    char why[MU_REPLAY_WHY];
    const enum mu_err err = mu_run_replay(run, mu_world_first(world, "water", NULL), kept, why);

    if (err == MU_ERR_INPUT)
        proof_give_up("the water cannot be replayed: %s", why);
    return err;
}

void proof_run_with(const struct mu_scenario *scenario, const struct mu_run_options *options,
                    const struct mu_result *kept, mu_time until, struct mu_result *result)
{
    struct mu_run *run = NULL;
    enum mu_err err = mu_run_create(scenario->world, options, &run);

    if (err == MU_OK && kept)
        err = replay_water(run, scenario->world, kept);
    if (err == MU_OK)
        err = mu_run_until(run, until < scenario->end ? until : scenario->end);
    if (err == MU_OK)
        err = mu_run_finish(run, result);
    if (err != MU_OK)
        proof_give_up("seed %llu: %s: %s", (unsigned long long)options->seed, mu_err_text(err),
                      run && mu_run_failure(run) ? mu_run_failure(run) : "");
    mu_run_destroy(run);
}

void proof_run(const struct mu_scenario *scenario, uint64_t seed, mu_time until,
               struct mu_result *result)
{
    const struct mu_run_options options = {.seed = seed, .keep_frames = true};

    proof_run_with(scenario, &options, NULL, until, result);
}

void proof_run_by(const struct mu_scenario *scenario, uint64_t seed, enum mu_driver driver,
                  unsigned threads, mu_time until, struct mu_result *result)
{
    const struct mu_run_options options = {
        .seed = seed, .keep_frames = true, .driver = driver, .threads = threads};

    proof_run_with(scenario, &options, NULL, until, result);
}

struct mu_clock proof_clock(const struct mu_scenario *scenario)
{
    return (struct mu_clock){
        .start_unix = scenario->start_unix, .zone_s = scenario->zone_s, .onset = scenario->onset};
}

static void take_metrics(const struct mu_scenario *scenario, const struct mu_result *result,
                         const char *const *names, size_t n, double *values)
{
    const struct mu_clock clock = proof_clock(scenario);
    struct mu_view view = {0};
    struct mu_metric_use use;

    if (mu_view_init(&view, result, &clock, NULL, 0) != MU_OK)
        proof_give_up("out of memory");
    for (size_t m = 0; m < n; m++) {
        if (!mu_metric_find(names[m], &use))
            proof_give_up("there is no metric %s", names[m]);
        values[m] = mu_metric_of(&use, &view).value;
    }
    mu_view_fini(&view);
}

double proof_metric(const struct mu_scenario *scenario, const struct mu_result *result,
                    const char *name)
{
    double value;

    take_metrics(scenario, result, &name, 1, &value);
    return value;
}

void proof_sample(const struct proof *proof, const struct proof_design *design,
                  const char *const *metrics, size_t n_metrics, size_t n_seeds, double *values)
{
    struct mu_scenario *scenario = proof_read(proof, design);

#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < n_seeds; i++) {
        struct mu_result result = {0};
        proof_run(scenario, i + 1, MU_NEVER, &result);
        take_metrics(scenario, &result, metrics, n_metrics, values + i * n_metrics);
        mu_result_fini(&result);
    }
    mu_scenario_destroy(scenario);
}

/* ---- statistics ---- */

struct proof_interval proof_paired(const double *from, const double *to, size_t n, size_t stride)
{
    double sum = 0, squares = 0;

    for (size_t i = 0; i < n; i++)
        sum += to[i * stride] - from[i * stride];
    const double mean = sum / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += pow(to[i * stride] - from[i * stride] - mean, 2);
    const double df = (double)n - 1;
    const double half = gsl_cdf_tdist_Pinv(0.975, df) * sqrt(squares / df / (double)n);
    return (struct proof_interval){mean, mean - half, mean + half};
}

/* ---- events ---- */

const char *proof_kind(const struct mu_result *result, size_t row)
{
    return result->kinds[result->events.kind[row]].name;
}

const char *proof_name(const struct mu_result *result, uint32_t thing)
{
    return thing ? result->things[thing].name : "";
}

size_t proof_find(const struct mu_result *result, size_t row, const char *kind, const char *name)
{
    const size_t k = kind ? mu_result_kind(result, kind) : SIZE_MAX;
    const uint32_t thing = name ? mu_result_thing(result, name) : 0;

    if ((kind && k == SIZE_MAX) || (name && thing == 0))
        return SIZE_MAX;
    for (; row < result->events.n; row++)
        if ((!kind || result->events.kind[row] == k) &&
            (!name || result->events.subject[row] == thing))
            return row;
    return SIZE_MAX;
}

size_t proof_count(const struct mu_result *result, const char *kind, const char *name)
{
    size_t n = 0;

    for (size_t row = proof_find(result, 0, kind, name); row != SIZE_MAX;
         row = proof_find(result, row + 1, kind, name))
        n++;
    return n;
}
