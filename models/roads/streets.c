/* Which roads are closed: by water read from the board, by order; and when the public
 * learns of it. */
#include <math.h>
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

static void find_cells(struct mu_roads_view *v)
{
    const struct mu_geo *geo = mu_geography(v->ctx);
    uint32_t most = 0, n = 0;

    if (v->s->water.i == 0)
        return;
    for (uint32_t l = 0; l < v->net->n_links; l++)
        if (mu_street_of(v->net, l) == l)
            mu_roads_cells(geo, l, NULL, &most);
    if (most == 0)
        return;
    v->s->cells = mu_alloc(v->ctx, most, sizeof(uint32_t));
    uint32_t *cells = mu_at(v->ctx, v->s->cells);
    for (uint32_t l = 0; l < v->net->n_links; l++) {
        if (mu_street_of(v->net, l) != l)
            continue;
        v->streets[l].first_cell = n;
        mu_roads_cells(geo, l, cells, &n);
        v->streets[l].n_cells = n - v->streets[l].first_cell;
    }
}

void mu_streets_start(struct mu_roads_view *v)
{
    size_t n;
    mu_entity_id water = mu_first_of(v->ctx, "water", &n);

    v->s->water = n > 0 ? water : MU_NOBODY;
    find_cells(v);
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

/* Takes the water on a street as it is now; true when the street was or is wet. */
static bool read_water(const struct mu_roads_view *v, uint32_t street, const uint32_t *cells,
                       const void *board, bool *rises)
{
    struct mu_street *s = &v->streets[street];
    const struct wet wet = water_on(s, cells, v->net->links[street].raised, board);

    if (wet.depth <= 0 && s->depth <= 0)
        return false;
    *rises = (float)wet.depth > s->depth;
    s->depth = (float)wet.depth;
    s->speed = (float)wet.speed;
    s->water = closed_by(v->p, wet.depth, s->water);
    return true;
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
    const uint32_t *cells = mu_at(v->ctx, v->s->cells);
    struct newspaper paper;
    mu_cause cause = mu_cause_now(v->ctx);
    bool opened = false, rises;

    paper.n = 0;
    for (uint32_t l = 0; l < v->net->n_links; l++) {
        struct mu_street *s = &v->streets[l];
        uint8_t before = s->water | s->order;
        if (s->n_cells == 0 || !read_water(v, l, cells, board, &rises))
            continue;
        opened |= (before & ~(s->water | s->order)) != 0;
        mu_set_cause(v->ctx, cause);
        change(v, l, before, MU_NOBODY, &paper);
        if (rises)
            catch_on(v, l);
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
