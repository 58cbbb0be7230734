/* How long a whole drill takes: with its flood solved, and with the flood of an earlier run, on
 * one thread and on several; and how its events were executed.
 *
 *     bench_drill SCENARIO PLAN [--threads 2] [--repeats 5]
 *
 * PLAN is sought here, not beside the scenario. The ways are measured in turn, round after round.
 */
#include <stdio.h>

#include "bench/bench.h"
#include "models/registry.h"
#include "scenarios/reader.h"

struct drill {
    struct mu_scenario *scenario;
    struct mu_result kept; /* with the boards of its flood */
    unsigned threads;
};

/* One way to run it. */
struct way {
    bool replayed, together;
    double seconds[BENCH_REPEATS_MAX];
    uint64_t events, in_windows;
};

static struct mu_scenario *read_drill(const char *scenario, const char *plan)
{
    const struct mu_scenario_request request = {.scenario = scenario, .plan = plan};
    struct mu_diags diags = {0};
    struct mu_scenario *read = mu_scenario_read(&request, mu_models, &diags);

    mu_diags_print(&diags, stderr);
    bench_check(read && read->world ? MU_OK : MU_ERR_INPUT, "reading the drill");
    mu_diags_fini(&diags);
    return read;
}

/* Before anything is run. */
static struct mu_run *begin(const struct drill *d, bool replayed, struct mu_run_options options)
{
    const struct mu_world *world = d->scenario->world;
    char why[MU_REPLAY_WHY];
    struct mu_run *run;

    options.seed = 1;
    options.keep_frames = true;
    bench_check(mu_run_create(world, &options, &run), "creating a run");
    if (replayed)
        bench_check(mu_run_replay(run, mu_world_first(world, "water", NULL), &d->kept, why),
                    "replaying the water");
    return run;
}

static void keep_water(struct drill *d)
{
    struct mu_run *run =
        begin(d, false, (struct mu_run_options){.threads = d->threads, .keep_boards = true});

    bench_check(mu_run_until(run, MU_NEVER), "running");
    bench_check(mu_run_finish(run, &d->kept), "ending");
    mu_run_destroy(run);
}

/* From the first event to the last. */
static void measure(const struct drill *d, struct way *way, size_t round)
{
    const unsigned threads = way->together ? d->threads : 1;
    struct mu_run *run = begin(d, way->replayed, (struct mu_run_options){.threads = threads});
    const double begun = bench_now();

    bench_check(mu_run_until(run, MU_NEVER), "running");
    way->seconds[round] = bench_now() - begun;
    way->events = mu_run_events(run);
    way->in_windows = mu_run_events_in_windows(run);
    mu_run_destroy(run);
}

static void print(const struct drill *d, struct way *way, size_t repeats)
{
    printf("drill, water %s, threads %u: %.2f s, %.0f %% of %llu events in windows\n",
           way->replayed ? "replayed" : "solved", way->together ? d->threads : 1,
           bench_median(way->seconds, repeats), 100 * (double)way->in_windows / (double)way->events,
           (unsigned long long)way->events);
}

int main(int argc, char **argv)
{
    enum { WAYS = 4 };
    struct way ways[WAYS] = {0};
    const size_t repeats = (size_t)bench_number(argc, argv, "--repeats", 5);
    struct drill d = {.threads = (unsigned)bench_number(argc, argv, "--threads", 2)};

    if (argc < 3 || repeats < 1 || repeats > BENCH_REPEATS_MAX) {
        fputs("usage: bench_drill SCENARIO PLAN [--threads N] [--repeats N]\n", stderr);
        return 2;
    }
    for (size_t k = 0; k < WAYS; k++) {
        ways[k].replayed = k >= WAYS / 2;
        ways[k].together = k % 2;
    }
    d.scenario = read_drill(argv[1], argv[2]);
    keep_water(&d);
    for (size_t i = 0; i < repeats; i++)
        for (size_t k = 0; k < WAYS; k++)
            measure(&d, &ways[k], i);
    for (size_t k = 0; k < WAYS; k++)
        print(&d, &ways[k], repeats);
    mu_result_fini(&d.kept);
    mu_scenario_destroy(d.scenario);
    return 0;
}
