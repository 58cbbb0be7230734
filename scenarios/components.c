/* Strongly connected parts: R. Tarjan, Depth-first search and linear graph algorithms, SIAM J.
 * Computing 1 (1972), with a stack of our own instead of recursion. */
#include <stdlib.h>
#include <string.h>

#include "scenarios/network_build.h"

#define UNSEEN UINT32_MAX

struct tarjan {
    const struct mu_network *roads;
    uint32_t *part;
    uint32_t *order, *low;         /* when seen; the earliest reachable */
    uint32_t *open, n_open;        /* seen, not yet in a part */
    uint32_t *path, *next, n_path; /* the way down, and the next link of each node */
    uint32_t seen, parts;
};

static void enter(struct tarjan *t, uint32_t v)
{
    t->order[v] = t->low[v] = t->seen++;
    t->next[v] = t->roads->first_out[v];
    t->open[t->n_open++] = v;
    t->path[t->n_path++] = v;
}

static void close_part(struct tarjan *t, uint32_t root)
{
    uint32_t v;
    do {
        v = t->open[--t->n_open];
        t->part[v] = t->parts;
    } while (v != root);
    t->parts++;
}

static void leave(struct tarjan *t, uint32_t v)
{
    t->n_path--;
    if (t->n_path && t->low[v] < t->low[t->path[t->n_path - 1]])
        t->low[t->path[t->n_path - 1]] = t->low[v];
    if (t->low[v] == t->order[v])
        close_part(t, v);
}

static void search(struct tarjan *t, uint32_t root)
{
    enter(t, root);
    while (t->n_path) {
        uint32_t v = t->path[t->n_path - 1];
        if (t->next[v] == t->roads->first_out[v + 1]) {
            leave(t, v);
            continue;
        }
        uint32_t to = t->roads->links[t->next[v]++].to;
        if (t->order[to] == UNSEEN)
            enter(t, to);
        else if (t->part[to] == UNSEEN && t->order[to] < t->low[v])
            t->low[v] = t->order[to];
    }
}

enum mu_err mu_geo_component(const struct mu_network *roads, uint32_t *part, size_t *n_parts)
{
    size_t n = roads->n_nodes;
    uint32_t *memory = malloc((5 * n + 1) * sizeof *memory);
    if (!memory)
        return MU_ERR_MEMORY;
    struct tarjan t = {.roads = roads,
                       .part = part,
                       .order = memory,
                       .low = memory + n,
                       .open = memory + 2 * n,
                       .path = memory + 3 * n,
                       .next = memory + 4 * n};
    memset(t.order, 0xFF, n * sizeof *t.order);
    memset(part, 0xFF, n * sizeof *part);
    for (uint32_t v = 0; v < n; v++)
        if (t.order[v] == UNSEEN)
            search(&t, v);
    *n_parts = t.parts;
    free(memory);
    return MU_OK;
}
