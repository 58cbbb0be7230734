/* Where people of a zone go, found once on the dry map, and whether a way out is left. */
#include <math.h>
#include <stdlib.h>

#include "models/hazard/water_board.h"
#include "models/people/zone_impl.h"
#include "models/response/hospital.h"
#include "models/response/shelter.h"
#include "models/roads/paths.h"

/* Tables for the time of the start: seconds by car, metres on foot, and the way to each node. */
struct survey {
    double *seconds, *metres, *work, *cost;
    uint32_t *heap, *via;
};

static void survey_free(struct survey *s)
{
    free(s->seconds);
    free(s->metres);
    free(s->work);
    free(s->cost);
    free(s->heap);
    free(s->via);
}

static bool survey_alloc(struct survey *s, const struct mu_network *net)
{
    size_t n = net->n_nodes;

    s->seconds = malloc(n * sizeof *s->seconds);
    s->metres = malloc(n * sizeof *s->metres);
    s->work = malloc(n * sizeof *s->work);
    s->cost = malloc(net->n_links * sizeof *s->cost);
    s->heap = malloc(mu_roads_heap_size(net) * sizeof *s->heap);
    s->via = malloc(n * sizeof *s->via);
    return s->seconds && s->metres && s->work && s->cost && s->heap && s->via;
}

static void survey_walk(struct survey *s, const struct mu_network *net, uint32_t node)
{
    const struct mu_path_work work = {s->heap, s->heap + net->n_nodes, s->work};

    mu_roads_times_from(net, node, false, s->seconds, s->heap, s->work);
    for (size_t l = 0; l < net->n_links; l++)
        s->cost[l] = fmax(net->links[l].length, 0.1);
    mu_paths(net, NULL, s->cost, node, s->metres, s->via, &work);
}

/* Keeps the nearest `most` places, nearest first; of equals the one that came first. */
static void keep_nearest(struct mu_zone_place *places, uint32_t *n, uint32_t most,
                         const struct mu_zone_place *place)
{
    uint32_t k = *n;

    if (k < most)
        (*n)++;
    else if (places[--k].seconds <= place->seconds)
        return;
    while (k > 0 && places[k - 1].seconds > place->seconds) {
        places[k] = places[k - 1];
        k--;
    }
    places[k] = *place;
}

static void find_shelters(struct mu_zone_view *v, const struct mu_network *net,
                          const struct survey *s)
{
    size_t n;
    mu_entity_id first = mu_first_of(v->ctx, "shelter", &n);

    for (uint32_t k = 0; k < n; k++) {
        const mu_entity_id id = {first.i + k};
        const struct mu_shelter_params *shelter = mu_params_of(v->ctx, id);
        uint32_t node = mu_network_nearest(net, shelter->at);
        const struct mu_zone_place place = {id, node, s->seconds[node], s->metres[node]};
        if (isinf(place.seconds))
            continue;
        if (shelter->homes)
            keep_nearest(v->z->homes, &v->z->n_homes, MU_ZONE_HOMES, &place);
        else
            keep_nearest(v->z->shelters, &v->z->n_shelters, MU_ZONE_SHELTERS, &place);
    }
}

/* Links of the way to a place, last one first; counts cells, or writes them. */
static void way_cells(const struct mu_geo *geo, const struct survey *s, uint32_t node,
                      uint32_t *cells, struct mu_zone_cell *out, uint32_t *n)
{
    while (s->via[node] != MU_NO_LINK) {
        uint32_t link = s->via[node];
        uint32_t first = *n;
        mu_roads_cells(geo, link, cells, n);
        for (uint32_t k = first; out && k < *n; k++)
            out[k] = (struct mu_zone_cell){cells[k], (float)geo->roads.links[link].raised};
        node = geo->roads.links[link].from;
    }
}

static void find_exits(struct mu_zone_view *v, const struct survey *s)
{
    const struct mu_geo *geo = mu_geography(v->ctx);
    uint32_t most = 0, n = 0;
    uint32_t exits = v->z->n_shelters < MU_ZONE_EXITS ? v->z->n_shelters : MU_ZONE_EXITS;

    for (uint32_t k = 0; k < exits; k++)
        way_cells(geo, s, v->z->shelters[k].node, NULL, NULL, &most);
    if (most == 0)
        return;
    uint32_t *cells = malloc(most * sizeof *cells);
    if (!cells) {
        mu_fail(v->ctx, "out of memory");
        return;
    }
    v->z->exit_cells = mu_alloc(v->ctx, most, sizeof(struct mu_zone_cell));
    for (uint32_t k = 0; k < exits; k++) {
        way_cells(geo, s, v->z->shelters[k].node, cells, mu_at(v->ctx, v->z->exit_cells), &n);
        v->z->exits[k + 1] = n;
    }
    v->z->n_exits = exits;
    free(cells);
}

void mu_places_start(struct mu_zone_view *v)
{
    const struct mu_geo *geo = mu_geography(v->ctx);
    struct survey s = {0};

    v->z->has_cell = mu_grid_cell(&geo->terrain, v->p->at, &v->z->cell);
    v->z->node = mu_network_nearest(&geo->roads, v->p->at);
    v->z->hospital = mu_places_hospital(v);
    if (v->z->node == UINT32_MAX || geo->roads.n_links == 0)
        return;
    if (survey_alloc(&s, &geo->roads)) {
        survey_walk(&s, &geo->roads, v->z->node);
        find_shelters(v, &geo->roads, &s);
        find_exits(v, &s);
    } else {
        mu_fail(v->ctx, "out of memory");
    }
    survey_free(&s);
}

static bool way_is_wet(const struct mu_zone_view *v, const void *board, uint32_t way)
{
    const struct mu_zone_cell *cells = mu_at(v->ctx, v->z->exit_cells);

    for (uint32_t k = v->z->exits[way]; k < v->z->exits[way + 1]; k++)
        if (mu_water_depth(board, cells[k].cell) - (double)cells[k].raised > v->p->cut_depth)
            return true;
    return false;
}

bool mu_places_cut_off(const struct mu_zone_view *v)
{
    const void *board = v->z->water.i > 0 ? mu_board(v->ctx, v->z->water) : NULL;

    for (uint32_t k = 0; k < v->z->n_exits; k++)
        if (!way_is_wet(v, board, k))
            return false;
    return v->z->n_exits > 0;
}

/* Nearer, or as near and before in rank. */
static bool nearer(double d1, mu_entity_id a, double d2, mu_entity_id b)
{
    return d1 < d2 || (d1 == d2 && a.i < b.i);
}

mu_entity_id mu_places_after(const struct mu_zone_view *v, struct mu_point at, mu_entity_id before)
{
    size_t n;
    mu_entity_id first = mu_first_of(v->ctx, "shelter", &n), best = MU_NOBODY;
    double passed = -1, found = INFINITY;

    if (before.i > 0) {
        const struct mu_shelter_params *shelter = mu_params_of(v->ctx, before);
        passed = mu_distance(shelter->at, at);
    }
    for (uint32_t k = 0; k < n; k++) {
        const mu_entity_id id = {first.i + k};
        const struct mu_shelter_params *shelter = mu_params_of(v->ctx, id);
        double d = mu_distance(shelter->at, at);
        if (!shelter->homes && nearer(passed, before, d, id) && nearer(d, id, found, best)) {
            best = id;
            found = d;
        }
    }
    return best;
}

mu_entity_id mu_places_hospital(const struct mu_zone_view *v)
{
    size_t n;
    mu_entity_id first = mu_first_of(v->ctx, "hospital", &n), best = MU_NOBODY;
    double found = INFINITY;

    for (uint32_t k = 0; k < n; k++) {
        const mu_entity_id id = {first.i + k};
        const struct mu_hospital_params *hospital = mu_params_of(v->ctx, id);
        double d = mu_distance(hospital->at, v->p->at);
        if (d < found) {
            best = id;
            found = d;
        }
    }
    return best;
}
