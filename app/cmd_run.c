/* cmd_run.c - `muster run`: one scenario, one plan, one seed; an account, a score, a file. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "analysis/account.h"
#include "app/commands.h"
#include "app/load.h"
#include "app/outcome.h"
#include "sim/run.h"

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

/* How far the run is, on one line of a terminal. */
static void show_progress(const struct mu_run *run, mu_time end)
{
    fprintf(stderr, "\r%3.0f %%  %llu events ", 100.0 * (double)mu_run_now(run) / (double)end,
            (unsigned long long)mu_run_events(run));
}

/* In slices, so that an interrupt is heard and progress is seen. */
static enum mu_err run_slices(struct mu_run *run, mu_time end, bool progress)
{
    const mu_time slice = 6 * MU_HOUR;

    for (mu_time t = 0; t < end && !interrupted;) {
        t = end - t < slice ? end : t + slice;
        const enum mu_err err = mu_run_until(run, t);
        if (err != MU_OK)
            return err;
        if (progress)
            show_progress(run, end);
    }
    if (progress)
        fputs("\r\033[K", stderr);
    return interrupted ? MU_ERR_INTERRUPTED : MU_OK;
}

static bool wants_progress(const struct mu_args *args)
{
    return mu_arg(args, "progress") || (isatty(STDERR_FILENO) && !mu_arg(args, "quiet"));
}

/* Exit code for what a run came to; failures are told. */
static int exit_code(enum mu_err err, const char *failure)
{
    switch (err) {
    case MU_OK: return MU_EXIT_OK;
    case MU_ERR_INTERRUPTED: return MU_EXIT_INTERRUPTED;
    case MU_ERR_FAILED:
        fprintf(stderr, "muster run: the run failed: %s\n", failure ? failure : "unknown");
        return MU_EXIT_INTERNAL;
    default: fprintf(stderr, "muster run: %s\n", mu_err_text(err)); return MU_EXIT_INTERNAL;
    }
}

static int tell(const struct mu_args *args, struct mu_outcome *o)
{
    char why[MU_WHY_MAX];
    const char *path = mu_arg(args, "output");
    enum mu_err err = MU_OK;

    if (path && mu_results_write(path, &o->result, &o->meta, why) != MU_OK) {
        fprintf(stderr, "muster run: %s: %s\n", path, why);
        return MU_EXIT_IO;
    }
    if (mu_arg(args, "json"))
        err = mu_account_json(stdout, &o->result, &o->meta);
    else if (!mu_arg(args, "quiet"))
        err = mu_account_print(stdout, &o->result, &o->meta);
    if (err != MU_OK || fflush(stdout) != 0) {
        fprintf(stderr, "muster run: the account could not be written\n");
        return MU_EXIT_IO;
    }
    return MU_EXIT_OK;
}

/* The horizon, or an earlier instant given with --until. */
static bool find_until(const struct mu_args *args, const struct mu_scenario *s, mu_time *until)
{
    *until = s->end;
    const char *text = mu_arg(args, "until");
    return !text || mu_load_instant(s, text, until);
}

static int run_scenario(const struct mu_args *args, const struct mu_scenario *s)
{
    int64_t seed = 1, replication = 0;
    mu_time until;
    struct mu_run *run = NULL;
    struct mu_outcome outcome = {0};

    if (!mu_arg_integer(args, "seed", 0, INT64_MAX, &seed) ||
        !mu_arg_integer(args, "replication", 0, UINT32_MAX, &replication) ||
        !find_until(args, s, &until))
        return MU_EXIT_USAGE;
    const struct mu_run_options options = {
        .seed = (uint64_t)seed,
        .replication = (uint32_t)replication,
        .perfect_information = mu_arg(args, "perfect-information") != NULL,
        .keep_frames = true,
    };
    enum mu_err err = mu_run_create(s->world, &options, &run);
    if (err != MU_OK)
        return exit_code(err, mu_run_failure(run));
    err = run_slices(run, until, wants_progress(args));
    const enum mu_err finished = mu_run_finish(run, &outcome.result);
    if (finished != MU_OK && finished != MU_ERR_FAILED)
        err = finished;
    int code = exit_code(err, outcome.result.failure);
    if (code == MU_EXIT_OK || code == MU_EXIT_INTERRUPTED || outcome.result.failure) {
        const int told = mu_outcome_judge(&outcome, s, args) ? tell(args, &outcome) : MU_EXIT_IO;
        code = code == MU_EXIT_OK ? told : code;
    }
    mu_outcome_fini(&outcome);
    mu_run_destroy(run);
    return code;
}

static int run_run(const struct mu_args *args)
{
    struct mu_scenario *s = NULL;

    signal(SIGINT, on_interrupt);
    const int bad =
        mu_load_scenario(args, args->words[0], mu_arg(args, "plan"), mu_arg(args, "history"), &s);
    const int code = bad ? bad : run_scenario(args, s);
    mu_scenario_destroy(s);
    return code;
}

const struct mu_command mu_cmd_run = {
    .name = "run",
    .summary = "one scenario under one plan with one seed: account, score, result file",
    .usage = "SCENARIO [options]",
    .examples =
        (const char *const[]){
            "muster run scenarios/dike-breach/scenario.yaml --plan plan-a.yaml --seed 1 -o a.h5",
            "the dike breach under plan A; the account on the terminal, everything in a.h5",
            "muster run scenarios/dike-breach --history history-2010.yaml",
            "what was decided in 2010, replayed",
            "muster run scenarios/dike-breach --plan plan-a.yaml --set team.linchuan.boats=40",
            "the same plan with other boats", NULL},
    .options =
        (const struct mu_option[]){
            {0, "plan", "FILE", "the plan; sought beside the scenario, then here", false},
            {0, "history", "FILE", "recorded decisions to replay", false},
            {0, "seed", "N", "random numbers (default 1)", false},
            {0, "replication", "N", "which repetition with this seed (default 0)", false},
            {'o', "output", "FILE", "write the result there (HDF5)", false},
            {0, "until", "INSTANT", "stop there (T+28:00, or ISO 8601)", false},
            {0, "set", "PATH=VALUE", "another value for a setting", true},
            {0, "perfect-information", NULL, "every office knows every fact at once", false},
            {0, "json", NULL, "the account as JSON", false},
            {'q', "quiet", NULL, "no account", false},
            {0, "progress", NULL, "show progress even when stderr is no terminal", false},
            {0}},
    .min_words = 1,
    .max_words = 1,
    .run = run_run,
};
