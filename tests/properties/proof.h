/* proof.h - what the proofs of properties share: read a scenario with some settings changed, run
 * it, take its numbers, compare two sets of runs pair by pair, and say what held and what did not.
 *
 * A mistake in what is read, or a run that fails, ends the program: no proof expects one.
 */
#ifndef MU_TESTS_PROPERTIES_PROOF_H
#define MU_TESTS_PROPERTIES_PROOF_H

#include "analysis/view.h"
#include "scenarios/reader.h"
#include "sim/run.h"

#define PROOF_PATH_MAX 1024

struct proof {
    const char *root; /* of the source tree */
    const char *only; /* keys of such names; NULL = all */
    size_t held, failed;
};

/* One way to play the small dike breach. */
struct proof_design {
    const char *scenario;    /* folder; NULL = the small dike breach */
    const char *plan;        /* beside the full scenario, or a path; NULL = none */
    const char *history;     /* the same */
    const char *const *sets; /* "path=value", NULL at the end; NULL = none */
};

/* A list of such texts, in memory of its own. */
struct proof_sets {
    char **texts; /* NULL at the end */
    size_t n;
};

/* Records the verdict, prints a line and returns `truth`. */
bool proof_expect(struct proof *proof, bool truth, const char *fmt, ...) MU_PRINTF(3, 4);
_Noreturn void proof_give_up(const char *fmt, ...) MU_PRINTF(1, 2);

void proof_set(struct proof_sets *sets, const char *fmt, ...) MU_PRINTF(2, 3);
void proof_sets_fini(struct proof_sets *sets);

/* "<root>/<name>"; `path` has PROOF_PATH_MAX bytes. */
void proof_path(const struct proof *proof, const char *name, char *path);
/* Never NULL. Not to be called by two threads at once. */
struct mu_scenario *proof_read(const struct proof *proof, const struct proof_design *design);
/* The same; NULL after mistakes, which stand in `diags` (to be printed or dropped by the caller,
 * before the scenario it read goes: the answer is in *scenario even then). */
bool proof_try_read(const struct proof *proof, const struct proof_design *design,
                    struct mu_diags *diags, struct mu_scenario **scenario);

/* To the end, or to `until` (MU_NEVER = the end). Any thread. */
void proof_run(const struct mu_scenario *scenario, uint64_t seed, mu_time until,
               struct mu_result *result);
/* The same with any options, the water of `kept` replayed (NULL: solved). */
void proof_run_with(const struct mu_scenario *scenario, const struct mu_run_options *options,
                    const struct mu_result *kept, mu_time until, struct mu_result *result);
/* The same, however events are to be executed. */
void proof_run_by(const struct mu_scenario *scenario, uint64_t seed, enum mu_driver driver,
                  unsigned threads, mu_time until, struct mu_result *result);
struct mu_clock proof_clock(const struct mu_scenario *scenario);
double proof_metric(const struct mu_scenario *scenario, const struct mu_result *result,
                    const char *name);

/* Runs seeds 1 .. n_seeds on all cores: values[(seed - 1) * n_metrics + m]. */
void proof_sample(const struct proof *proof, const struct proof_design *design,
                  const char *const *metrics, size_t n_metrics, size_t n_seeds, double *values);

/* Mean of to[i] - from[i] with its 95 % t interval; arrays walk in steps of `stride`. */
struct proof_interval {
    double mean, lo, hi;
};
struct proof_interval proof_paired(const double *from, const double *to, size_t n, size_t stride);

/* Rows of events. `kind` and `name` NULL = any; SIZE_MAX = no such row from `row` on. */
size_t proof_find(const struct mu_result *result, size_t row, const char *kind, const char *name);
size_t proof_count(const struct mu_result *result, const char *kind, const char *name);
const char *proof_kind(const struct mu_result *result, size_t row);
const char *proof_name(const struct mu_result *result, uint32_t thing);

/* The proofs. */
void prove_same_bits(struct proof *proof);
void prove_own_state(struct proof *proof);
void prove_same_files(struct proof *proof, const char *first, const char *second);
void prove_conservation(struct proof *proof);
void prove_the_world_answers(struct proof *proof);
void prove_plans_travel(struct proof *proof);
void prove_knowledge(struct proof *proof);
void prove_keys(struct proof *proof);

#endif
