#include "sim/bytes_impl.h"

#include <stdio.h>
#include <string.h>

#include "sim/tape_impl.h"
#include "sim/window_impl.h"

struct shares {
    size_t states, pending, records, tables;
};

static size_t of_pending(const struct mu_run *run)
{
    size_t bytes = mu_calendar_bytes(&run->calendar);

    for (uint32_t w = 0; w < run->n_workers; w++)
        bytes += mu_queue_bytes(&run->workers[w].queue) + mu_window_bytes(&run->workers[w]) +
                 mu_column_bytes(&run->workers[w].keys);
    for (uint32_t p = 0; p < run->n_partitions; p++)
        bytes += mu_timers_bytes(&run->timers[p]);
    return bytes;
}

static size_t of_records(const struct mu_run *run)
{
    size_t bytes = mu_column_bytes(&run->sample_times);

    for (uint32_t w = 0; w < run->n_workers; w++)
        bytes += mu_column_bytes(&run->workers[w].rows);
    bytes += mu_tapes_bytes(run);
    for (size_t k = 0; k < run->n_series; k++)
        bytes += mu_column_bytes(&run->series[k].values);
    for (size_t k = 0; k < run->n_grids; k++)
        bytes += mu_column_bytes(&run->grids[k].times) + mu_column_bytes(&run->grids[k].cells);
    return bytes;
}

static size_t of_tables(const struct mu_run *run)
{
    const size_t entity = sizeof *run->entities + sizeof *run->more + sizeof *run->site_of +
                          sizeof *run->partition_of + sizeof *run->fields + sizeof *run->watchers;

    return (run->world->n + 1) * entity + run->n_workers * sizeof *run->workers +
           run->n_partitions * (sizeof *run->partitions + sizeof *run->timers) + sizeof *run;
}

static struct shares shares_of(const struct mu_run *run)
{
    return (struct shares){run->arena.used, of_pending(run), of_records(run), of_tables(run)};
}

size_t mu_run_bytes(const struct mu_run *run)
{
    const struct shares s = shares_of(run);

    return s.states + s.pending + s.records + s.tables;
}

static double mib(size_t bytes)
{
    return (double)bytes / (1 << 20);
}

static void fail(struct mu_run *run, mu_time now, uint64_t most)
{
    const struct shares s = shares_of(run);
    struct mu_failure *f = &run->workers[0].failure;
    char text[256];

    snprintf(text, sizeof text,
             "the run at %.6f s: more than the %.1f MiB that it may use: %.1f MiB for states, %.1f "
             "for pending events, %.1f for records, %.1f for tables",
             (double)now * 1e-6, mib(most), mib(s.states), mib(s.pending), mib(s.records),
             mib(s.tables));
    *f = (struct mu_failure){.failed = true, .at = now, .text = strdup(text)};
}

void mu_bytes_look(struct mu_run *run, mu_time now)
{
    const uint64_t max_bytes = run->options.max_bytes;
    const uint64_t most = max_bytes ? max_bytes : MU_DEFAULT_MAX_BYTES;

    if (mu_run_bytes(run) > most && !mu_run_in_trouble(run))
        fail(run, now, most);
}
