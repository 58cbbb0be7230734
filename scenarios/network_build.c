#include "scenarios/network_build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

/* One vertex of one way. */
struct vertex {
    int64_t x, y; /* cm */
    uint32_t way, index;
    uint32_t id; /* equal for equal places */
};

/* A piece of a way between two nodes. */
struct piece {
    uint32_t from, to;         /* nodes */
    uint32_t way, first, last; /* vertices of the way */
    double length;
};

struct build {
    struct mu_pool *pool;
    const struct mu_way *ways;
    size_t n_ways;
    struct vertex *vertices; /* by place */
    size_t n_vertices;
    uint32_t **ids;  /* per way and vertex: id of its place */
    uint32_t *uses;  /* per place */
    uint32_t *nodes; /* per place: node number or NONE */
    size_t n_places;
    struct piece *pieces;
    size_t n_pieces;
};

static int by_place(const void *a, const void *b)
{
    const struct vertex *p = a, *q = b;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    if (p->way != q->way)
        return p->way < q->way ? -1 : 1;
    return (p->index > q->index) - (p->index < q->index);
}

static bool collect_vertices(struct build *b)
{
    size_t n = 0;
    for (size_t w = 0; w < b->n_ways; w++)
        n += b->ways[w].n;
    if (n >= NONE)
        return false;
    b->vertices = malloc((n + 1) * sizeof *b->vertices);
    if (!b->vertices)
        return false;
    for (uint32_t w = 0; w < b->n_ways; w++)
        for (uint32_t i = 0; i < b->ways[w].n; i++)
            b->vertices[b->n_vertices++] =
                (struct vertex){.x = llround(b->ways[w].points[i].x * 100),
                                .y = llround(b->ways[w].points[i].y * 100),
                                .way = w,
                                .index = i};
    qsort(b->vertices, n, sizeof *b->vertices, by_place);
    return true;
}

static bool number_places(struct build *b)
{
    b->ids = calloc(b->n_ways + 1, sizeof *b->ids);
    uint32_t *all = malloc((b->n_vertices + 1) * sizeof *all);
    if (!b->ids || !all) {
        free(all);
        return false;
    }
    b->ids[0] = all; /* freed through it */
    for (size_t w = 0; w < b->n_ways; w++)
        b->ids[w + 1] = b->ids[w] + b->ways[w].n;
    for (size_t k = 0; k < b->n_vertices; k++) {
        struct vertex *v = &b->vertices[k];
        bool same = k && v[-1].x == v->x && v[-1].y == v->y;
        v->id = same ? v[-1].id : (uint32_t)b->n_places++;
        b->ids[v->way][v->index] = v->id;
    }
    return true;
}

/* A place is a node when a way ends there or two ways pass. */
static bool number_nodes(struct build *b, size_t *n_nodes)
{
    b->uses = calloc(b->n_places + 1, sizeof *b->uses);
    b->nodes = malloc((b->n_places + 1) * sizeof *b->nodes);
    if (!b->uses || !b->nodes)
        return false;
    for (size_t k = 0; k < b->n_vertices; k++) {
        const struct vertex *v = &b->vertices[k];
        bool end = v->index == 0 || v->index + 1 == b->ways[v->way].n;
        b->uses[v->id] += end ? 2 : 1;
    }
    *n_nodes = 0;
    for (size_t p = 0; p < b->n_places; p++)
        b->nodes[p] = b->uses[p] >= 2 ? (uint32_t)(*n_nodes)++ : NONE;
    return true;
}

static double length_of(const struct mu_way *way, uint32_t first, uint32_t last)
{
    double sum = 0;
    for (uint32_t i = first; i < last; i++)
        sum +=
            hypot(way->points[i + 1].x - way->points[i].x, way->points[i + 1].y - way->points[i].y);
    return sum;
}

static bool cut_ways(struct build *b)
{
    b->pieces = malloc((b->n_vertices + 1) * sizeof *b->pieces);
    if (!b->pieces)
        return false;
    for (uint32_t w = 0; w < b->n_ways; w++) {
        uint32_t first = 0;
        for (uint32_t i = 1; i < b->ways[w].n; i++) {
            uint32_t from = b->nodes[b->ids[w][first]], to = b->nodes[b->ids[w][i]];
            if (to == NONE)
                continue;
            double length = length_of(&b->ways[w], first, i);
            if (from != to && length > 0) /* a ring back to its own node leads nowhere */
                b->pieces[b->n_pieces++] = (struct piece){from, to, w, first, i, length};
            first = i;
        }
    }
    return true;
}

/* ---- links --------------------------------------------------------------------------- */

/* A link on its way to its final number. */
struct draft {
    struct mu_link link;
    uint32_t piece;
    bool reverse;
};

static int by_ends(const void *a, const void *b)
{
    const struct draft *p = a, *q = b;
    if (p->link.from != q->link.from)
        return p->link.from < q->link.from ? -1 : 1;
    if (p->link.to != q->link.to)
        return p->link.to < q->link.to ? -1 : 1;
    if (p->link.length != q->link.length)
        return p->link.length < q->link.length ? -1 : 1;
    if (p->link.speed != q->link.speed)
        return p->link.speed > q->link.speed ? -1 : 1;
    int order = strcmp(p->link.name, q->link.name);
    if (order)
        return order;
    return (p->piece > q->piece) - (p->piece < q->piece);
}

static struct draft draft_of(const struct build *b, uint32_t piece, bool reverse)
{
    const struct piece *p = &b->pieces[piece];
    const struct mu_way *way = &b->ways[p->way];
    return (struct draft){.link = {.from = reverse ? p->to : p->from,
                                   .to = reverse ? p->from : p->to,
                                   .twin = NONE,
                                   .length = p->length,
                                   .speed = way->speed,
                                   .capacity = way->capacity,
                                   .lanes = way->lanes,
                                   .raised = way->raised,
                                   .bridge = way->bridge,
                                   .name = way->name,
                                   .road_class = way->road_class},
                          .piece = piece,
                          .reverse = reverse};
}

static size_t draft_links(const struct build *b, struct draft *drafts)
{
    size_t n = 0;
    for (uint32_t p = 0; p < b->n_pieces; p++) {
        const struct mu_way *way = &b->ways[b->pieces[p].way];
        if (way->forward)
            drafts[n++] = draft_of(b, p, false);
        if (way->backward)
            drafts[n++] = draft_of(b, p, true);
    }
    return n;
}

static void copy_shape(const struct build *b, const struct draft *d, struct mu_network *roads,
                       struct mu_link *link)
{
    const struct piece *p = &b->pieces[d->piece];
    const struct mu_point *points = b->ways[p->way].points;
    uint32_t n = p->last - p->first + 1;
    link->shape = (uint32_t)roads->n_points;
    link->n_shape = n;
    for (uint32_t i = 0; i < n; i++)
        roads->points[roads->n_points++] = points[d->reverse ? p->last - i : p->first + i];
}

static enum mu_err place_links(const struct build *b, const struct draft *drafts, size_t n,
                               struct mu_network *roads)
{
    size_t points = 0;
    for (size_t i = 0; i < n; i++)
        points += b->pieces[drafts[i].piece].last - b->pieces[drafts[i].piece].first + 1;
    uint32_t *other = malloc((b->n_pieces + 1) * sizeof *other);
    roads->points = mu_pool_alloc(b->pool, (points + 1) * sizeof *roads->points);
    roads->links = mu_pool_alloc(b->pool, (n + 1) * sizeof *roads->links);
    if (!other || !roads->points || !roads->links || points >= NONE) {
        free(other);
        return MU_ERR_MEMORY;
    }
    memset(other, 0xFF, b->n_pieces * sizeof *other);
    for (uint32_t i = 0; i < n; i++) {
        struct mu_link *link = &roads->links[i];
        *link = drafts[i].link;
        copy_shape(b, &drafts[i], roads, link);
        uint32_t *first = &other[drafts[i].piece];
        if (*first != NONE) {
            link->twin = *first;
            roads->links[*first].twin = i;
        }
        *first = i;
    }
    roads->n_links = n;
    free(other);
    return MU_OK;
}

static bool index_links(struct mu_pool *pool, struct mu_network *roads)
{
    roads->first_out = mu_pool_alloc(pool, (roads->n_nodes + 1) * sizeof *roads->first_out);
    if (!roads->first_out)
        return false;
    for (size_t i = 0; i < roads->n_links; i++)
        roads->first_out[roads->links[i].from + 1]++;
    for (size_t v = 0; v < roads->n_nodes; v++)
        roads->first_out[v + 1] += roads->first_out[v];
    return true;
}

static bool place_nodes(const struct build *b, struct mu_network *roads, size_t n_nodes)
{
    roads->nodes = mu_pool_alloc(b->pool, (n_nodes + 1) * sizeof *roads->nodes);
    roads->n_nodes = n_nodes;
    for (size_t k = b->n_vertices; roads->nodes && k-- > 0;) {
        const struct vertex *v = &b->vertices[k];
        if (b->nodes[v->id] != NONE)
            roads->nodes[b->nodes[v->id]] = b->ways[v->way].points[v->index];
    }
    return roads->nodes != NULL;
}

static enum mu_err make_links(const struct build *b, struct mu_network *roads)
{
    struct draft *drafts = malloc((2 * b->n_pieces + 1) * sizeof *drafts);
    if (!drafts)
        return MU_ERR_MEMORY;
    size_t n = draft_links(b, drafts);
    qsort(drafts, n, sizeof *drafts, by_ends);
    enum mu_err err = n >= NONE ? MU_ERR_MEMORY : place_links(b, drafts, n, roads);
    free(drafts);
    if (err == MU_OK && !index_links(b->pool, roads))
        err = MU_ERR_MEMORY;
    return err;
}

/* ---- the largest part ------------------------------------------------------------------ */

/* Lowest numbers of the parts first; metres of links inside each. */
static double *part_lengths(const struct mu_network *roads, const uint32_t *part, size_t n_parts)
{
    double *metres = calloc(n_parts + 1, sizeof *metres);
    for (size_t i = 0; metres && i < roads->n_links; i++) {
        const struct mu_link *link = &roads->links[i];
        double share = link->twin == NONE ? 1.0 : 0.5;
        if (part[link->from] == part[link->to])
            metres[part[link->from]] += share * link->length;
        metres[n_parts] += share * link->length;
    }
    return metres;
}

static uint32_t longest(const double *metres, size_t n)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (metres[i] > metres[best])
            best = i;
    return best;
}

/* Renumbers in place: what stays keeps its order. */
static bool keep_part(struct mu_pool *pool, struct mu_network *roads, const uint32_t *part,
                      uint32_t keep)
{
    uint32_t *node = malloc((roads->n_nodes + 1) * sizeof *node);
    uint32_t *link = malloc((roads->n_links + 1) * sizeof *link);
    size_t n_nodes = 0, n_links = 0;
    if (!node || !link) {
        free(node);
        free(link);
        return false;
    }
    for (size_t v = 0; v < roads->n_nodes; v++) {
        node[v] = part[v] == keep ? (uint32_t)n_nodes : NONE;
        if (node[v] != NONE)
            roads->nodes[n_nodes++] = roads->nodes[v];
    }
    for (size_t i = 0; i < roads->n_links; i++) {
        struct mu_link l = roads->links[i];
        link[i] = node[l.from] == NONE || node[l.to] == NONE ? NONE : (uint32_t)n_links;
        if (link[i] == NONE)
            continue;
        l.from = node[l.from];
        l.to = node[l.to];
        roads->links[n_links++] = l;
    }
    for (size_t i = 0; i < n_links; i++)
        if (roads->links[i].twin != NONE)
            roads->links[i].twin = link[roads->links[i].twin];
    roads->n_nodes = n_nodes;
    roads->n_links = n_links;
    free(node);
    free(link);
    return index_links(pool, roads);
}

static enum mu_err keep_largest(struct mu_pool *pool, struct mu_network *roads,
                                struct mu_build_report *report)
{
    uint32_t *part = malloc((roads->n_nodes + 1) * sizeof *part);
    enum mu_err err = part ? mu_geo_component(roads, part, &report->pieces) : MU_ERR_MEMORY;
    double *metres = err == MU_OK ? part_lengths(roads, part, report->pieces) : NULL;
    if (metres) {
        uint32_t best = longest(metres, report->pieces);
        report->metres = metres[report->pieces];
        report->dropped_metres = report->metres - metres[best];
        if (!keep_part(pool, roads, part, best))
            err = MU_ERR_MEMORY;
    } else if (err == MU_OK) {
        err = MU_ERR_MEMORY;
    }
    free(metres);
    free(part);
    return err;
}

static enum mu_err build_all(struct build *b, struct mu_network *roads,
                             struct mu_build_report *report)
{
    size_t n_nodes = 0;
    if (!collect_vertices(b) || !number_places(b) || !number_nodes(b, &n_nodes) || !cut_ways(b) ||
        !place_nodes(b, roads, n_nodes))
        return MU_ERR_MEMORY;
    enum mu_err err = make_links(b, roads);
    if (err == MU_OK && roads->n_links == 0)
        err = MU_ERR_INPUT;
    if (err == MU_OK)
        err = keep_largest(b->pool, roads, report);
    return err == MU_OK && roads->n_links == 0 ? MU_ERR_INPUT : err;
}

enum mu_err mu_network_build(struct mu_pool *pool, const struct mu_way *ways, size_t n,
                             struct mu_network *roads, struct mu_build_report *report)
{
    struct build b = {.pool = pool, .ways = ways, .n_ways = n};
    *roads = (struct mu_network){0};
    *report = (struct mu_build_report){0};
    enum mu_err err = n >= NONE ? MU_ERR_MEMORY : build_all(&b, roads, report);
    free(b.vertices);
    if (b.ids)
        free(b.ids[0]);
    free(b.ids);
    free(b.uses);
    free(b.nodes);
    free(b.pieces);
    return err;
}
