/* Which roads are closed: by water read from the board, by order; and when the public
 * learns of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/hazard/water_board.h"
#include "models/roads/roads_impl.h"

enum { VEHICLES = 1U << MU_BY_CAR | 1U << MU_BY_BUS | 1U << MU_BY_TRUCK };

/* One line of the news; as many as fit a message are sent together. */
struct news {
    uint32_t street, mask;
};
#define NEWS_MAX (MU_BODY_MAX / sizeof(struct news))

struct newspaper {
    size_t n;
    struct news lines[NEWS_MAX];
};

static void publish(struct mu_roads_view *v, struct newspaper *paper)
{
    if (paper->n > 0)
        mu_send(v->ctx, mu_self(v->ctx), v->p->news_delay, MU_ROADS_NEWS, paper->lines,
                paper->n * sizeof *paper->lines);
    paper->n = 0;
}

/* Length of a walk along the shape between two looks at the ground: half a cell misses none. */
static void sample_leg(const struct mu_grid *grid, struct mu_point a, struct mu_point b,
                       uint32_t *cells, uint32_t *n, uint32_t first)
{
    size_t steps = (size_t)ceil(mu_distance(a, b) / (grid->dx / 2)) + 1;

    for (size_t k = 0; k <= steps; k++) {
        double u = (double)k / (double)steps;
        struct mu_point at = {a.x + u * (b.x - a.x), a.y + u * (b.y - a.y)};
        size_t cell;
        if (!mu_grid_cell(grid, at, &cell))
            continue;
        if (*n > first && cells && cells[*n - 1] == (uint32_t)cell)
            continue;
        if (cells)
            cells[*n] = (uint32_t)cell;
        (*n)++;
    }
}

void mu_roads_cells(const struct mu_geo *geo, uint32_t link, uint32_t *cells, uint32_t *n)
{
    const struct mu_link *road = &geo->roads.links[link];
    uint32_t first = *n;

    if (road->n_shape < 2) {
        sample_leg(&geo->terrain, geo->roads.nodes[road->from], geo->roads.nodes[road->to], cells,
                   n, first);
        return;
    }
    for (uint32_t k = 0; k + 1 < road->n_shape; k++)
        sample_leg(&geo->terrain, geo->roads.points[road->shape + k],
                   geo->roads.points[road->shape + k + 1], cells, n, first);
}

/* Which cells lie under a street, one list for all. */
static uint32_t find_cells(struct mu_roads_view *v)
{
    const struct mu_geo *geo = mu_geography(v->ctx);
    uint32_t most = 0, n = 0;

    for (uint32_t l = 0; l < v->net->n_links; l++)
        if (mu_street_of(v->net, l) == l)
            mu_roads_cells(geo, l, NULL, &most);
    if (most == 0)
        return 0;
    v->s->cells = mu_alloc(v->ctx, most, sizeof(uint32_t));
    uint32_t *cells = mu_at(v->ctx, v->s->cells);
    for (uint32_t l = 0; l < v->net->n_links; l++) {
        if (mu_street_of(v->net, l) != l)
            continue;
        v->streets[l].first_cell = n;
        mu_roads_cells(geo, l, cells, &n);
        v->streets[l].n_cells = n - v->streets[l].first_cell;
    }
    return n;
}

/* How many streets are over each cell; a street that comes twice over one counts twice. */
static void count_over(const struct mu_roads_view *v, uint32_t n, uint32_t *count)
{
    const uint32_t *cells = mu_at(v->ctx, v->s->cells);

    for (uint32_t k = 0; k < n; k++)
        if (count[cells[k]]++ == 0)
            v->s->n_grounds++;
}

/* Turns counts per cell into grounds; count[cell] becomes the ground's number. */
static void number_grounds(struct mu_roads_view *v, size_t n_cells, uint32_t *count)
{
    struct mu_road_ground *grounds = mu_at(v->ctx, v->s->grounds);
    uint32_t ground = 0, first = 0;

    for (size_t cell = 0; cell < n_cells; cell++) {
        if (count[cell] == 0)
            continue;
        grounds[ground] = (struct mu_road_ground){.cell = (uint32_t)cell, .first = first};
        first += count[cell];
        count[cell] = ground++;
    }
}

static void fill_over(struct mu_roads_view *v, const uint32_t *number)
{
    const uint32_t *cells = mu_at(v->ctx, v->s->cells);
    struct mu_road_ground *grounds = mu_at(v->ctx, v->s->grounds);
    uint32_t *over = mu_at(v->ctx, v->s->over);

    for (uint32_t l = 0; l < v->net->n_links; l++)
        for (uint32_t k = 0; k < v->streets[l].n_cells; k++) {
            struct mu_road_ground *g = &grounds[number[cells[v->streets[l].first_cell + k]]];
            over[g->first + g->n++] = l;
        }
}

/* The way back, from cells to streets, so that a publication costs only what has changed. */
static void find_grounds(struct mu_roads_view *v, uint32_t n)
{
    const struct mu_geo *geo = mu_geography(v->ctx);
    size_t n_cells = geo->terrain.nx * geo->terrain.ny;
    uint32_t *count = calloc(n_cells, sizeof *count); /* for the time of the start */

    if (!count) {
        mu_fail(v->ctx, "out of memory");
        return;
    }
    count_over(v, n, count);
    v->s->grounds = mu_alloc(v->ctx, v->s->n_grounds, sizeof(struct mu_road_ground));
    v->s->over = mu_alloc(v->ctx, n, sizeof(uint32_t));
    v->s->dirty = mu_alloc(v->ctx, v->net->n_links, sizeof(uint32_t));
    number_grounds(v, n_cells, count);
    fill_over(v, count);
    free(count);
}

void mu_streets_start(struct mu_roads_view *v)
{
    size_t n;
    mu_entity_id water = mu_first_of(v->ctx, "water", &n);

    v->s->water = n > 0 ? water : MU_NOBODY;
    uint32_t cells = n > 0 ? find_cells(v) : 0;
    if (cells > 0)
        find_grounds(v, cells);
}

/* Water this deep closes to a traveller; it opens again when it has fallen a little lower,
 * so that waves do not open and close a road all the time. */
static uint8_t closed_by(const struct mu_roads_params *p, double depth, uint8_t before)
{
    const double limit[MU_TRAVELLERS] = {p->closed_foot, p->closed_car, p->closed_heavy,
                                         p->closed_heavy};
    uint8_t mask = 0;

    for (unsigned c = 0; c < MU_TRAVELLERS; c++) {
        double margin = before & (1U << c) ? p->reopen_margin : 0;
        if (depth > limit[c] - margin)
            mask |= (uint8_t)(1U << c);
    }
    return mask;
}

static void record_change(struct mu_roads_view *v, uint32_t street, mu_entity_id by)
{
    struct mu_street *s = &v->streets[street];
    bool closed = (s->water | s->order) & (1U << MU_BY_CAR);
    int64_t mm = llround(v->net->links[street].length * 1000);

    if (closed == s->recorded_closed)
        return;
    s->recorded_closed = closed;
    v->s->closed_mm += closed ? mm : -mm;
    mu_cause cause = mu_record(v->ctx, &(struct mu_happening){
                                           .kind = closed ? MU_ROADS_CLOSED : MU_ROADS_OPENED,
                                           .subject = mu_part(v->ctx, street),
                                           .object = mu_thing_of(by),
                                           .value = (double)s->depth,
                                       });
    if (closed)
        s->cause = cause;
}

/* Everything that follows when a street's closures may have changed. */
static void change(struct mu_roads_view *v, uint32_t street, uint8_t before, mu_entity_id by,
                   struct newspaper *paper)
{
    struct mu_street *s = &v->streets[street];
    uint8_t now = s->water | s->order;

    if (now == before)
        return;
    record_change(v, street, by);
    if (paper->n == NEWS_MAX)
        publish(v, paper);
    paper->lines[paper->n++] = (struct news){street, now};
}

struct wet {
    double depth, speed;
};

static struct wet water_on(const struct mu_street *s, const uint32_t *cells, double raised,
                           const void *board)
{
    struct wet deepest = {0, 0};

    for (uint32_t k = s->first_cell; k < s->first_cell + s->n_cells; k++) {
        double depth = mu_water_depth(board, cells[k]) - raised;
        if (depth > deepest.depth)
            deepest = (struct wet){depth, mu_water_speed(board, cells[k])};
    }
    return deepest;
}

/* Takes the water on a street as it is now; true when it is deeper than before. */
static bool read_water(const struct mu_roads_view *v, uint32_t street, const void *board)
{
    struct mu_street *s = &v->streets[street];
    const uint32_t *cells = mu_at(v->ctx, v->s->cells);
    const struct wet wet = water_on(s, cells, v->net->links[street].raised, board);
    bool rises = (float)wet.depth > s->depth;

    s->depth = (float)wet.depth;
    s->speed = (float)wet.speed;
    s->water = closed_by(v->p, wet.depth, s->water);
    return rises;
}

/* Less than this changes nothing on a road [m]. */
#define STILL 0.01F

static bool has_changed(const struct mu_road_ground *ground, float depth)
{
    return fabsf(depth - ground->depth) >= STILL || (depth > 0) != (ground->depth > 0);
}

/* The streets over cells whose water has changed. */
static uint32_t find_dirty(const struct mu_roads_view *v, const void *board, uint32_t *dirty)
{
    struct mu_road_ground *grounds = mu_at(v->ctx, v->s->grounds);
    const uint32_t *over = mu_at(v->ctx, v->s->over);
    uint32_t n = 0;

    for (uint32_t g = 0; g < v->s->n_grounds; g++) {
        float depth = (float)mu_water_depth(board, grounds[g].cell);
        if (!has_changed(&grounds[g], depth))
            continue;
        grounds[g].depth = depth;
        for (uint32_t k = grounds[g].first; k < grounds[g].first + grounds[g].n; k++) {
            if (!v->streets[over[k]].dirty)
                dirty[n++] = over[k];
            v->streets[over[k]].dirty = true;
        }
    }
    return n;
}

static void catch_on(struct mu_roads_view *v, uint32_t street)
{
    uint32_t twin = v->net->links[street].twin;

    if (v->links[street].first_trip > 0)
        mu_trips_caught(v, street);
    if (twin != MU_NO_LINK && v->links[twin].first_trip > 0)
        mu_trips_caught(v, twin);
}

void mu_streets_flood(struct mu_roads_view *v, const void *board)
{
    uint32_t *dirty = mu_at(v->ctx, v->s->dirty);
    uint32_t n = find_dirty(v, board, dirty);
    struct newspaper paper;
    mu_cause cause = mu_cause_now(v->ctx);
    bool opened = false;

    paper.n = 0;
    for (uint32_t k = 0; k < n; k++) {
        struct mu_street *s = &v->streets[dirty[k]];
        uint8_t before = s->water | s->order;
        bool rises = read_water(v, dirty[k], board);
        s->dirty = false;
        opened |= (before & ~(s->water | s->order)) != 0;
        mu_set_cause(v->ctx, cause);
        change(v, dirty[k], before, MU_NOBODY, &paper);
        if (rises)
            catch_on(v, dirty[k]);
    }
    mu_set_cause(v->ctx, cause);
    publish(v, &paper);
    if (opened)
        mu_trips_retry(v);
}

void mu_streets_news(struct mu_roads_view *v, const struct mu_event *ev)
{
    const struct news *lines = ev->body;
    size_t n = ev->size / sizeof *lines;
    bool opened = false;

    for (size_t k = 0; k < n; k++) {
        opened |= (v->streets[lines[k].street].known & ~lines[k].mask) != 0;
        mu_ways_learn(v, lines[k].street, (uint8_t)lines[k].mask);
    }
    if (opened)
        mu_trips_retry(v);
}

/* Is `name` one of the comma-separated `names`? */
static bool named(const char *names, const char *name)
{
    size_t n = strlen(name);

    while (n > 0 && *names) {
        names += strspn(names, ", ");
        size_t length = strcspn(names, ",");
        size_t word = length;
        while (word > 0 && names[word - 1] == ' ')
            word--;
        if (word == n && strncmp(names, name, n) == 0)
            return true;
        names += length;
    }
    return false;
}

static uint32_t close_named(struct mu_roads_view *v, const struct mu_order *order,
                            struct newspaper *paper)
{
    uint8_t mask = order->amount != 0 ? VEHICLES : 0;
    uint32_t found = 0;

    for (uint32_t l = 0; l < v->net->n_links; l++) {
        struct mu_street *s = &v->streets[l];
        if (mu_street_of(v->net, l) != l || !named(order->text, v->net->links[l].name))
            continue;
        uint8_t before = s->water | s->order;
        s->order = mask;
        change(v, l, before, order->issuer, paper);
        found++;
    }
    return found;
}

void mu_streets_order(struct mu_roads_view *v, const struct mu_order *order)
{
    struct newspaper paper;

    paper.n = 0;
    uint32_t found = close_named(v, order, &paper);
    publish(v, &paper);
    mu_trips_retry(v);
    const struct mu_status status = {
        .kind = found > 0 ? MU_STATUS_DONE : MU_STATUS_FAILED,
        .item = order->item,
        .target = order->target,
        .value = found,
    };
    if (order->issuer.i > 0)
        mu_send(v->ctx, order->issuer, mu_lookahead(v->ctx), MU_MSG_STATUS, &status, sizeof status);
}
