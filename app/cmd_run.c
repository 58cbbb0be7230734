/* cmd_run.c - `muster run`: one scenario, one plan, one seed; an account, a score, a file. Given
 * a result file, the same run again from the bytes inside it. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "analysis/account.h"
#include "app/commands.h"
#include "app/criteria.h"
#include "app/outcome.h"
#include "app/output.h"
#include "app/replay.h"
#include "sim/run.h"

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

/* A second interrupt ends the program at once. */
static void listen_for_interrupt(void)
{
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
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
    const mu_time slice = MU_HOUR;

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
    case MU_ERR_INTERRUPTED:
        fputs("muster run: interrupted; what has happened so far is told\n", stderr);
        return MU_EXIT_INTERRUPTED;
    case MU_ERR_FAILED:
        fprintf(stderr, "muster run: the run failed: %s\n", failure ? failure : "unknown");
        return MU_EXIT_INTERNAL;
    default: fprintf(stderr, "muster run: %s\n", mu_err_text(err)); return MU_EXIT_INTERNAL;
    }
}

static int print_account(const struct mu_args *args, const struct mu_outcome *o)
{
    enum mu_err err = MU_OK;

    if (mu_arg(args, "json"))
        err = mu_account_json(stdout, &o->result, &o->meta);
    else if (!mu_arg(args, "quiet"))
        err = mu_account_print(stdout, &o->result, &o->meta);
    if (err == MU_OK && fflush(stdout) == 0)
        return MU_EXIT_OK;
    fputs("muster run: the account could not be written\n", stderr);
    return MU_EXIT_IO;
}

/* The file first: whoever reads the account may close the pipe. */
static int tell(const struct mu_args *args, const struct mu_outcome *o)
{
    char why[MU_WHY_MAX];
    const char *path = mu_arg(args, "output");

    if (path && mu_results_write(path, &o->result, &o->meta, why) != MU_OK) {
        fprintf(stderr, "muster run: %s: %s\n", path, why);
        return MU_EXIT_IO;
    }
    return print_account(args, o);
}

/* 0, or MU_EXIT_CRITERION when one of --fail-on is met. */
static int judge_criteria(const struct mu_args *args, const struct mu_outcome *o)
{
    const size_t n = mu_arg_count(args, "fail-on");
    struct mu_view view = {0};
    struct mu_criterion c;
    int code = MU_EXIT_OK;

    if (n == 0)
        return MU_EXIT_OK;
    if (mu_view_init(&view, &o->result, &o->meta.clock, o->meta.tasks, o->meta.n_tasks) != MU_OK)
        return exit_code(MU_ERR_MEMORY, NULL);
    for (size_t i = 0; i < n && mu_criterion_parse(mu_arg_at(args, "fail-on", i), &c); i++) {
        const double value = mu_metric_of(&c.metric, &view).value;
        if (!mu_criterion_met(&c, value))
            continue;
        fprintf(stderr, "muster run: --fail-on \"%s\" is met: %g\n", c.text, value);
        code = MU_EXIT_CRITERION;
    }
    mu_view_fini(&view);
    return code;
}

static bool criteria_are_good(const struct mu_args *args)
{
    struct mu_criterion c;
    bool ok = true;

    for (size_t i = 0; i < mu_arg_count(args, "fail-on"); i++)
        ok &= mu_criterion_parse(mu_arg_at(args, "fail-on", i), &c);
    return ok;
}

/* What the words say, else what the result to be repeated was made with. */
static bool settle(const struct mu_args *args, const struct mu_load *load,
                   const struct mu_scenario *s, struct mu_run_options *options,
                   struct mu_making *making)
{
    const struct mu_result *kept = &load->kept.result;
    const struct mu_recipe *recipe = &load->kept.meta.recipe;
    const bool again = recipe->scenario != NULL;
    int64_t seed = again ? (int64_t)kept->seed : 1;
    int64_t replication = again ? kept->replication : 0;
    int64_t threads = 0;
    const char *until = mu_arg(args, "until");

    *making = (struct mu_making){.args = args, .load = load};
    making->until = again ? recipe->until : MU_NEVER;
    making->perfect_information =
        recipe->perfect_information || mu_arg(args, "perfect-information") != NULL;
    if (!mu_arg_integer(args, "seed", 0, INT64_MAX, &seed) ||
        !mu_arg_integer(args, "replication", 0, UINT32_MAX, &replication) ||
        !mu_arg_integer(args, "threads", 0, MU_THREADS_MAX, &threads) ||
        (until && !mu_load_instant(s, until, &making->until)))
        return false;
    *options = (struct mu_run_options){.seed = (uint64_t)seed,
                                       .replication = (uint32_t)replication,
                                       .branch = kept->branch,
                                       .perfect_information = making->perfect_information,
                                       .threads = (unsigned)threads,
                                       .keep_boards = mu_arg(args, "keep-boards") != NULL,
                                       .keep_frames = true};
    return true;
}

/* A run that failed or was interrupted is told too, as far as it came. */
static int conclude(const struct mu_args *args, const struct mu_scenario *s,
                    const struct mu_making *making, struct mu_outcome *o, enum mu_err err)
{
    const int code = exit_code(err, o->result.failure);

    if (code == MU_EXIT_INTERNAL && !o->result.failure)
        return code;
    if (!mu_outcome_judge(o, s, making))
        return MU_EXIT_INTERNAL;
    const int told = tell(args, o);
    if (code != MU_EXIT_OK || told != MU_EXIT_OK)
        return told == MU_EXIT_OK ? code : told;
    return judge_criteria(args, o);
}

static mu_time end_of(const struct mu_scenario *s, const struct mu_making *making)
{
    return making->until < s->end ? making->until : s->end;
}

/* 0, or an exit code after saying why it cannot start. */
static int start(const struct mu_scenario *s, const struct mu_run_options *options,
                 struct mu_run **run)
{
    const enum mu_err err = mu_run_create(s->world, options, run);

    if (err != MU_OK)
        return exit_code(err, NULL);
    if (!mu_load_start_failure(*run))
        return MU_EXIT_OK;
    fprintf(stderr, "%s: error: %s\n", s->files[0].path, mu_load_start_failure(*run));
    return MU_EXIT_INPUT;
}

static int run_to_end(const struct mu_args *args, const struct mu_scenario *s,
                      const struct mu_making *making, struct mu_run *run)
{
    struct mu_outcome outcome = {0};
    enum mu_err err = run_slices(run, end_of(s, making), wants_progress(args));
    const enum mu_err finished = mu_run_finish(run, &outcome.result);

    if (finished != MU_OK)
        err = finished;
    else if (err == MU_OK && outcome.result.failure)
        err = MU_ERR_FAILED; /* with its last words */
    mu_replay_warn(&outcome.result, s);
    const int code = conclude(args, s, making, &outcome, err);
    mu_outcome_fini(&outcome);
    return code;
}

static int run_scenario(const struct mu_args *args, const struct mu_load *load,
                        const struct mu_scenario *s)
{
    struct mu_run_options options;
    struct mu_making making;
    struct mu_replays replays = {0};
    struct mu_run *run = NULL;

    if (!settle(args, load, s, &options, &making))
        return MU_EXIT_USAGE;
    int code = start(s, &options, &run);
    if (code == MU_EXIT_OK)
        code = mu_replays_give(&replays, args, s, run, end_of(s, &making));
    if (code == MU_EXIT_OK)
        code = run_to_end(args, s, &making, run);
    mu_run_destroy(run);
    mu_replays_fini(&replays);
    return code;
}

static int load_input(struct mu_load *load, const struct mu_args *args)
{
    const char *path = args->words[0], *plan = mu_arg(args, "plan"),
               *history = mu_arg(args, "history");

    if (!mu_load_is_result(path))
        return mu_load_words(load, args, path, plan, history);
    if (!plan && !history)
        return mu_load_result(load, args, path);
    fprintf(stderr,
            "muster run: %s is a result and holds its own plan; name the scenario to run it under "
            "another\n",
            path);
    return MU_EXIT_USAGE;
}

/* Nothing that was read may be overwritten, but a result by its own repetition. */
static int spare_inputs(const struct mu_args *args, const struct mu_scenario *s)
{
    const char *path = mu_arg(args, "output");
    int code = mu_replay_spares(args, path);

    for (size_t i = 0; code == MU_EXIT_OK && i < s->n_files; i++)
        code = mu_output_spares(args, path, s->files[i].path);
    return code;
}

static bool kept_somewhere(const struct mu_args *args)
{
    if (!mu_arg(args, "keep-boards") || mu_arg(args, "output"))
        return true;
    fputs("muster run: --keep-boards: there is no result to keep it in; add -o FILE\n", stderr);
    return false;
}

static int run_run(const struct mu_args *args)
{
    struct mu_load load = {0};
    struct mu_scenario *s = NULL;
    int code = criteria_are_good(args) && kept_somewhere(args)
                   ? mu_output_check(args, mu_arg(args, "output"))
                   : MU_EXIT_USAGE;

    listen_for_interrupt();
    if (code == MU_EXIT_OK)
        code = load_input(&load, args);
    if (code == MU_EXIT_OK)
        code = mu_load_scenario(&load, &s);
    if (code == MU_EXIT_OK)
        code = spare_inputs(args, s);
    if (code == MU_EXIT_OK)
        code = run_scenario(args, &load, s);
    mu_scenario_destroy(s);
    mu_load_fini(&load);
    return code;
}

const struct mu_command mu_cmd_run = {
    .name = "run",
    .summary = "one scenario under one plan with one seed: account, score, result file",
    .usage = "SCENARIO|RESULT [options]",
    .about =
        "SCENARIO is a file, or a folder with a scenario.yaml. RESULT is a file that `muster run`\n"
        "wrote: the run is repeated from the bytes inside it, with its plan, seed and overrides;\n"
        "--seed, --replication, --until and --set change that.",
    .words = "file",
    .examples =
        (const char *const[]){
            "muster run scenarios/dike-breach/scenario.yaml --plan plan-a.yaml --seed 1 -o a.h5",
            "the dike breach under plan A; the account on the terminal, everything in a.h5",
            "muster run scenarios/dike-breach --history history-2010.yaml",
            "what was decided in 2010, replayed",
            "muster run scenarios/dike-breach --plan plan-a.yaml --set 'defaults.team.boat_speed=6 "
            "km/h'",
            "the same plan with slower boats", "muster run a.h5 -o again.h5",
            "the run that made a.h5 once more, from the input inside it",
            "muster run scenarios/dike-breach --plan plan-a.yaml -q --fail-on 'people.dead>0'",
            "exit code 1 when somebody dies",
            "muster run scenarios/dike-breach --plan plan-a.yaml --keep-boards -o a.h5",
            "the same, with the flood kept minute by minute",
            "muster run scenarios/dike-breach --plan plan-b.yaml --replay water=a.h5",
            "another plan in that flood, which need not be solved again", NULL},
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
            {0, "keep-boards", NULL, "keep in the result what --replay needs: a large file", false},
            {0, "replay", "FIELD=FILE", "take a field, such as water, from that result", true},
            {0, "threads", "N", "at most so many, where they pay (default: all); same bits", false},
            {0, "fail-on", "METRIC>VALUE", "exit with 1 when that comes about", true},
            {0, "json", NULL, "the account as JSON", false},
            {'q', "quiet", NULL, "no account", false},
            {0, "progress", NULL, "show progress even when stderr is no terminal", false},
            {0}},
    .min_words = 1,
    .max_words = 1,
    .run = run_run,
};
