#include "models/roads/paths.h"

#include <math.h>
#include <stddef.h>

#include "models/roads/roads.h"

#define NOT_THERE UINT32_MAX

/* The heap of nodes reached but not yet settled, least distance first; of equal distances
 * the order does not matter to the result. */
struct search {
    const struct mu_network *roads;
    const struct mu_links_in *in;
    const double *cost;
    double *dist;
    uint32_t *via;
    struct mu_path_work work;
    uint32_t n;
};

static void put(struct search *s, uint32_t at, uint32_t node, double key)
{
    s->work.heap[at] = node;
    s->work.key[at] = key;
    s->work.place[node] = at;
}

static void rise(struct search *s, uint32_t at, uint32_t node, double key)
{
    while (at > 0) {
        uint32_t parent = (at - 1) / 2;
        if (s->work.key[parent] <= key)
            break;
        put(s, at, s->work.heap[parent], s->work.key[parent]);
        at = parent;
    }
    put(s, at, node, key);
}

static void sink(struct search *s, uint32_t node, double key)
{
    uint32_t at = 0;

    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= s->n)
            break;
        if (child + 1 < s->n && s->work.key[child + 1] < s->work.key[child])
            child++;
        if (s->work.key[child] >= key)
            break;
        put(s, at, s->work.heap[child], s->work.key[child]);
        at = child;
    }
    put(s, at, node, key);
}

static uint32_t take_least(struct search *s)
{
    uint32_t node = s->work.heap[0];

    s->work.place[node] = NOT_THERE;
    s->n--;
    if (s->n > 0)
        sink(s, s->work.heap[s->n], s->work.key[s->n]);
    return node;
}

static void reach(struct search *s, uint32_t link, uint32_t node, double dist)
{
    if (dist < s->dist[node]) {
        uint32_t at = s->work.place[node];
        s->dist[node] = dist;
        rise(s, at == NOT_THERE ? s->n++ : at, node, dist);
    } else if (!s->via || dist != s->dist[node] || link > s->via[node] || isinf(dist)) {
        return;
    }
    if (s->via)
        s->via[node] = link;
}

/* s, by car on the dry map. */
static double dry_time(const struct mu_link *link)
{
    return link->capacity > 0 && link->speed > 0 ? fmax(link->length, 0.1) / link->speed : INFINITY;
}

static void settle(struct search *s, uint32_t node)
{
    const struct mu_link *links = s->roads->links;
    const uint32_t *first = s->in ? s->in->first : s->roads->first_out;

    for (uint32_t k = first[node]; k < first[node + 1]; k++) {
        uint32_t link = s->in ? s->in->link[k] : k;
        uint32_t next = s->in ? links[link].from : links[link].to;
        double cost = s->cost ? s->cost[link] : dry_time(&links[link]);
        reach(s, link, next, s->dist[node] + cost);
    }
}

void mu_paths(const struct mu_network *roads, const struct mu_links_in *in, const double *cost,
              uint32_t root, double *dist, uint32_t *via, const struct mu_path_work *work)
{
    struct search s = {roads, in, cost, dist, via, *work, 0};

    for (size_t v = 0; v < roads->n_nodes; v++) {
        dist[v] = INFINITY;
        work->place[v] = NOT_THERE;
        if (via)
            via[v] = MU_NO_LINK;
    }
    dist[root] = 0;
    rise(&s, s.n++, root, 0);
    while (s.n > 0)
        settle(&s, take_least(&s));
}

void mu_links_in_fill(const struct mu_network *roads, uint32_t *first, uint32_t *link)
{
    for (size_t v = 0; v <= roads->n_nodes; v++)
        first[v] = 0;
    for (size_t l = 0; l < roads->n_links; l++)
        first[roads->links[l].to + 1]++;
    for (size_t v = 0; v < roads->n_nodes; v++)
        first[v + 1] += first[v];
    for (size_t l = 0; l < roads->n_links; l++)
        link[first[roads->links[l].to]++] = (uint32_t)l;
    /* Each start has moved to the next one's: move them back. */
    for (size_t v = roads->n_nodes; v > 0; v--)
        first[v] = first[v - 1];
    first[0] = 0;
}

/* heap, place, first (n + 1), link. */
size_t mu_roads_heap_size(const struct mu_network *roads)
{
    return 3 * roads->n_nodes + 1 + roads->n_links;
}

void mu_roads_times_from(const struct mu_network *roads, uint32_t node, bool reverse,
                         double *seconds, uint32_t *heap, double *work)
{
    size_t n = roads->n_nodes;
    const struct mu_links_in in = {heap + 2 * n, heap + 3 * n + 1};

    if (reverse)
        mu_links_in_fill(roads, heap + 2 * n, heap + 3 * n + 1);
    mu_paths(roads, reverse ? &in : NULL, NULL, node, seconds, NULL,
             &(struct mu_path_work){heap, heap + n, work});
}
