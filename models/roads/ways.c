/* Which way to go: shortest-path trees to the nodes people travel to, kept from trip to trip
 * and thrown away only when a road that matters to them closes or opens. */
#include <math.h>
#include <string.h>

#include "models/roads/roads_impl.h"
#include "sim/assert.h"

/* Bytes that trees may take: the number of trees follows from the size of the network. */
#define TREE_BYTES ((size_t)48 << 20)
#define TREES_MIN 16

double mu_ways_time(const struct mu_roads_params *p, const struct mu_link *link, int32_t traveller)
{
    double metres = fmax(link->length, 0.1);

    if (traveller == MU_ON_FOOT)
        return metres / p->walking_speed;
    if (!(link->capacity > 0 && link->speed > 0))
        return INFINITY;
    if (traveller == MU_BY_BUS)
        return metres / fmin(link->speed, p->bus_speed);
    if (traveller == MU_BY_TRUCK)
        return metres / fmin(link->speed, p->truck_speed);
    return metres / link->speed;
}

void mu_ways_start(struct mu_roads_view *v)
{
    size_t n = v->net->n_nodes, m = v->net->n_links;
    size_t fit = TREE_BYTES / (n * (sizeof(double) + sizeof(uint32_t)));

    v->s->heap = mu_alloc(v->ctx, n, sizeof(uint32_t));
    v->s->place = mu_alloc(v->ctx, n, sizeof(uint32_t));
    v->s->key = mu_alloc(v->ctx, n, sizeof(double));
    v->s->in_first = mu_alloc(v->ctx, n + 1, sizeof(uint32_t));
    v->s->in_link = mu_alloc(v->ctx, m, sizeof(uint32_t));
    v->s->trees = mu_alloc(v->ctx, MU_TREES_MAX, sizeof(struct mu_way_tree));
    v->s->max_trees = (uint32_t)(fit < TREES_MIN      ? TREES_MIN
                                 : fit > MU_TREES_MAX ? MU_TREES_MAX
                                                      : fit);
    mu_links_in_fill(v->net, mu_at(v->ctx, v->s->in_first), mu_at(v->ctx, v->s->in_link));
    for (int32_t c = 0; c < MU_TRAVELLERS; c++) {
        v->s->cost[c] = mu_alloc(v->ctx, m, sizeof(double));
        double *cost = mu_at(v->ctx, v->s->cost[c]);
        for (size_t l = 0; l < m; l++)
            cost[l] = mu_ways_time(v->p, &v->net->links[l], c);
    }
}

static bool knows(const struct mu_way_tree *tree, uint32_t link)
{
    for (uint32_t k = 0; k < tree->n_known; k++)
        if (tree->known[k] == link)
            return true;
    return false;
}

/* Would the search now come to another tree? */
static bool spoils(struct mu_roads_view *v, const struct mu_way_tree *tree, uint32_t link,
                   double cost)
{
    const double *dist = mu_at(v->ctx, tree->dist);
    const uint32_t *via = mu_at(v->ctx, tree->via);
    uint32_t from = v->net->links[link].from, to = v->net->links[link].to;

    if (isinf(cost))
        return via[from] == link;
    if (knows(tree, link) || isinf(dist[to]))
        return false;
    double there = dist[to] + cost;
    return there < dist[from] || (there == dist[from] && link < via[from]);
}

static void change_cost(struct mu_roads_view *v, int32_t traveller, uint32_t link, double cost)
{
    struct mu_way_tree *trees = mu_at(v->ctx, v->s->trees);
    double *costs = mu_at(v->ctx, v->s->cost[traveller]);

    if (costs[link] == cost)
        return;
    costs[link] = cost;
    for (uint32_t k = 0; k < v->s->n_trees; k++)
        if (trees[k].valid && trees[k].traveller == traveller && spoils(v, &trees[k], link, cost))
            trees[k].valid = false;
}

static void learn_link(struct mu_roads_view *v, uint32_t link, uint8_t mask)
{
    for (int32_t c = 0; c < MU_TRAVELLERS; c++) {
        bool closed = mask & (1U << c);
        change_cost(v, c, link, closed ? INFINITY : mu_ways_time(v->p, &v->net->links[link], c));
    }
}

void mu_ways_learn(struct mu_roads_view *v, uint32_t street, uint8_t mask)
{
    uint32_t twin = v->net->links[street].twin;

    if (v->streets[street].known == mask)
        return;
    v->streets[street].known = mask;
    learn_link(v, street, mask);
    if (twin != MU_NO_LINK)
        learn_link(v, twin, mask);
}

static bool serves(const struct mu_way_tree *tree, const struct mu_road_trip *trip)
{
    return tree->to == trip->asked.to && tree->traveller == trip->asked.traveller &&
           tree->n_known == trip->n_known &&
           memcmp(tree->known, trip->known, trip->n_known * sizeof *trip->known) == 0;
}

/* A place for a new tree: a fresh one while there is room, else the least recently used. */
static uint32_t make_room(struct mu_roads_view *v)
{
    struct mu_way_tree *trees = mu_at(v->ctx, v->s->trees);
    uint32_t oldest = 0;

    if (v->s->n_trees < v->s->max_trees) {
        struct mu_way_tree *fresh = &trees[v->s->n_trees];
        fresh->dist = mu_alloc(v->ctx, v->net->n_nodes, sizeof(double));
        fresh->via = mu_alloc(v->ctx, v->net->n_nodes, sizeof(uint32_t));
        return v->s->n_trees++;
    }
    for (uint32_t k = 1; k < v->s->n_trees; k++)
        if (trees[k].used < trees[oldest].used)
            oldest = k;
    return oldest;
}

static uint32_t find_tree(struct mu_roads_view *v, const struct mu_road_trip *trip)
{
    struct mu_way_tree *trees = mu_at(v->ctx, v->s->trees);

    if (trip->tree < v->s->n_trees && serves(&trees[trip->tree], trip))
        return trip->tree;
    for (uint32_t k = 0; k < v->s->n_trees; k++)
        if (serves(&trees[k], trip))
            return k;
    uint32_t k = make_room(v);
    trees[k].to = trip->asked.to;
    trees[k].traveller = trip->asked.traveller;
    trees[k].n_known = trip->n_known;
    memcpy(trees[k].known, trip->known, sizeof trip->known);
    trees[k].valid = false;
    return k;
}

static void grow_tree(struct mu_roads_view *v, struct mu_way_tree *tree)
{
    double *cost = mu_at(v->ctx, v->s->cost[tree->traveller]);
    double kept[MU_TRIP_KNOWS];
    const struct mu_links_in in = {mu_at(v->ctx, v->s->in_first), mu_at(v->ctx, v->s->in_link)};
    const struct mu_path_work work = {mu_at(v->ctx, v->s->heap), mu_at(v->ctx, v->s->place),
                                      mu_at(v->ctx, v->s->key)};

    for (uint32_t k = 0; k < tree->n_known; k++) {
        kept[k] = cost[tree->known[k]];
        cost[tree->known[k]] = INFINITY;
    }
    mu_paths(v->net, &in, cost, tree->to, mu_at(v->ctx, tree->dist), mu_at(v->ctx, tree->via),
             &work);
    for (uint32_t k = 0; k < tree->n_known; k++)
        cost[tree->known[k]] = kept[k];
    tree->valid = true;
}

uint32_t mu_ways_next(struct mu_roads_view *v, struct mu_road_trip *trip)
{
    struct mu_way_tree *trees = mu_at(v->ctx, v->s->trees);

    trip->tree = find_tree(v, trip);
    struct mu_way_tree *tree = &trees[trip->tree];
    tree->used = ++v->s->uses;
    if (!tree->valid)
        grow_tree(v, tree);
    const uint32_t *via = mu_at(v->ctx, tree->via);
    return via[trip->node];
}

double mu_ways_left(const struct mu_roads_view *v, const struct mu_road_trip *trip, uint32_t node)
{
    const struct mu_way_tree *trees = mu_at(v->ctx, v->s->trees);
    const double *dist = mu_at(v->ctx, trees[trip->tree].dist);

    return dist[node];
}
