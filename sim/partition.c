#include "sim/partition_impl.h"

#include <stdlib.h>

enum {
    SITES_MAX = 4096, /* of one partition: states of 64 bytes are half a megabyte */
    FOR_EACH_THREAD = 2,
    PARTITIONS_MAX = 4096,
};

static uint32_t count(const struct mu_run *run)
{
    const uint32_t sites = (uint32_t)run->world->n;
    uint32_t n = (sites + SITES_MAX - 1) / SITES_MAX;

    if (run->n_workers > 1 && n < FOR_EACH_THREAD * run->n_workers)
        n = FOR_EACH_THREAD * run->n_workers;
    if (n > sites)
        n = sites;
    return n < 1 ? 1 : n > PARTITIONS_MAX ? PARTITIONS_MAX : n;
}

enum mu_err mu_partition_sites(struct mu_run *run)
{
    const size_t n = run->world->n;

    run->n_partitions = count(run);
    run->partitions = calloc(run->n_partitions, sizeof *run->partitions);
    run->timers = calloc(run->n_partitions, sizeof *run->timers);
    run->site_of = calloc(n + 1, sizeof *run->site_of);
    run->partition_of = calloc(n + 1, sizeof *run->partition_of);
    if (!run->partitions || !run->timers || !run->site_of || !run->partition_of)
        return MU_ERR_MEMORY;
    for (uint32_t p = 0; p < run->n_partitions; p++) {
        const size_t first = 1 + n * p / run->n_partitions;
        const size_t end = 1 + n * (p + 1) / run->n_partitions;
        run->partitions[p] = (struct mu_partition){(uint32_t)first, (uint32_t)(end - first)};
        mu_timers_init(&run->timers[p]);
        for (size_t i = first; i < end; i++)
            run->partition_of[i] = (uint16_t)p;
    }
    /* A site lies whole where its first entity lies. */
    for (size_t i = 1; i <= n; i++) {
        run->site_of[i] = run->entities[i].site;
        run->partition_of[i] = run->partition_of[run->site_of[i]];
    }
    return MU_OK;
}
