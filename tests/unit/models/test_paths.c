#include "models/roads/paths.h"

#include <math.h>
#include <stdlib.h>

#include "models/roads/roads.h"
#include "sim/stream.h"
#include "tests/cmocka_all.h"

enum { NODES = 40, LINKS = 160 };

/* A random directed network with lengths of 1 to 9 m at 1 m/s: ties are frequent. */
struct net {
    struct mu_network roads;
    struct mu_point nodes[NODES];
    struct mu_link links[LINKS];
    uint32_t first_out[NODES + 1];
    double cost[LINKS];
    uint32_t first_in[NODES + 1], in[LINKS], heap[NODES], place[NODES], via[NODES];
    double key[NODES], dist[NODES];
};

static int by_from(const void *a, const void *b)
{
    const struct mu_link *x = a, *y = b;

    return x->from < y->from ? -1 : x->from > y->from;
}

static void make(struct net *n, uint64_t seed)
{
    struct mu_stream s = mu_stream_init(seed, 0, 0, 1, 0, 0);

    *n = (struct net){.roads = {.n_nodes = NODES, .n_links = LINKS}};
    n->roads.nodes = n->nodes;
    n->roads.links = n->links;
    n->roads.first_out = n->first_out;
    for (int l = 0; l < LINKS; l++)
        n->links[l] = (struct mu_link){.from = (uint32_t)(mu_uniform(&s) * NODES),
                                       .to = (uint32_t)(mu_uniform(&s) * NODES),
                                       .twin = UINT32_MAX,
                                       .length = floor(1 + 9 * mu_uniform(&s)),
                                       .speed = 1,
                                       .capacity = 1};
    qsort(n->links, LINKS, sizeof *n->links, by_from);
    for (int l = 0; l < LINKS; l++) {
        n->first_out[n->links[l].from + 1]++;
        n->cost[l] = n->links[l].length;
    }
    for (int v = 0; v < NODES; v++)
        n->first_out[v + 1] += n->first_out[v];
    mu_links_in_fill(&n->roads, n->first_in, n->in);
}

static void search(struct net *n, bool reverse, uint32_t root)
{
    const struct mu_links_in in = {n->first_in, n->in};
    const struct mu_path_work work = {n->heap, n->place, n->key};

    mu_paths(&n->roads, reverse ? &in : NULL, n->cost, root, n->dist, n->via, &work);
}

/* Bellman and Ford: n rounds over all links cannot be wrong. */
static void slow(const struct net *n, bool reverse, uint32_t root, double *dist)
{
    for (int v = 0; v < NODES; v++)
        dist[v] = INFINITY;
    dist[root] = 0;
    for (int round = 0; round < NODES; round++)
        for (int l = 0; l < LINKS; l++) {
            uint32_t a = reverse ? n->links[l].to : n->links[l].from;
            uint32_t b = reverse ? n->links[l].from : n->links[l].to;
            dist[b] = fmin(dist[b], dist[a] + n->cost[l]);
        }
}

static void distances_are_those_of_bellman_and_ford(void **unused)
{
    struct net n;
    double dist[NODES];

    (void)unused;
    for (uint64_t seed = 0; seed < 40; seed++) {
        make(&n, seed);
        for (int l = 0; l < LINKS; l += 7)
            n.cost[l] = INFINITY;
        for (int reverse = 0; reverse < 2; reverse++) {
            search(&n, reverse, (uint32_t)(seed % NODES));
            slow(&n, reverse, (uint32_t)(seed % NODES), dist);
            for (int v = 0; v < NODES; v++)
                assert_true(n.dist[v] == dist[v]);
        }
    }
}

/* The tree must not depend on the order of the search: the least link of all that attain the
 * distance is taken. */
static void of_equal_ways_the_least_link_is_taken(void **unused)
{
    struct net n;

    (void)unused;
    for (uint64_t seed = 0; seed < 40; seed++) {
        make(&n, seed);
        search(&n, true, 3);
        for (uint32_t v = 0; v < NODES; v++) {
            uint32_t least = MU_NO_LINK;
            for (uint32_t l = LINKS; v != 3 && l-- > 0;)
                if (n.links[l].from == v && isfinite(n.dist[v]) &&
                    n.dist[n.links[l].to] + n.cost[l] == n.dist[v])
                    least = l;
            assert_int_equal(n.via[v], least);
        }
    }
}

static void times_for_planning_are_the_same(void **unused)
{
    struct net n;
    double seconds[NODES], work[NODES];
    uint32_t *heap;

    (void)unused;
    make(&n, 5);
    heap = test_calloc(mu_roads_heap_size(&n.roads), sizeof *heap);
    for (int reverse = 0; reverse < 2; reverse++) {
        search(&n, reverse, 7);
        mu_roads_times_from(&n.roads, 7, reverse, seconds, heap, work);
        for (int v = 0; v < NODES; v++)
            assert_true(seconds[v] == n.dist[v]); /* 1 m/s: metres are seconds */
    }
    test_free(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_are_those_of_bellman_and_ford),
        cmocka_unit_test(of_equal_ways_the_least_link_is_taken),
        cmocka_unit_test(times_for_planning_are_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
