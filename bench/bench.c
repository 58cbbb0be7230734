#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double bench_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double bench_median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_size);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

double bench_number(int argc, char **argv, const char *name, double otherwise)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return strtod(argv[i + 1], NULL);
    return otherwise;
}

void bench_options(struct mu_world *world, mu_time lookahead)
{
    const struct mu_world_options options = {.end = MU_NEVER / 4,
                                             .lookahead = lookahead,
                                             .publish_every = MU_DAY,
                                             .sample_every = MU_NEVER / 8};

    mu_world_set_options(world, &options);
}

static double measure(const struct mu_world *world, const struct mu_run_options *options,
                      mu_time span)
{
    struct mu_run *run;

    bench_check(mu_run_create(world, options, &run), "creating a run");
    bench_check(mu_run_until(run, span / 10), "warming up");
    const double begun = bench_now();
    const uint64_t before = mu_run_events(run);
    bench_check(mu_run_until(run, span), "running");
    const double rate = (double)(mu_run_events(run) - before) / (bench_now() - begun);
    mu_run_destroy(run);
    return rate;
}

double bench_rate(const struct mu_world *world, const struct mu_run_options *options, mu_time span,
                  size_t repeats)
{
    double rates[BENCH_REPEATS_MAX];

    if (repeats < 1 || repeats > BENCH_REPEATS_MAX)
        repeats = 1;
    for (size_t i = 0; i < repeats; i++)
        rates[i] = measure(world, options, span);
    return bench_median(rates, repeats);
}

void bench_check(enum mu_err err, const char *what)
{
    if (err == MU_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, mu_err_text(err));
    exit(1);
}
