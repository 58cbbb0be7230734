#include "models/response/depot.h"

#include <math.h>

#include "models/response/depot_impl.h"
#include "models/response/shelter.h"
#include "sim/assert.h"

/* Less than a gram is nothing: what is left over by rounding. */
#define NOTHING_KG 1e-3

enum { DRAW_DELAY, DRAW_FILL };

struct mu_depot_request *mu_depot_request(struct mu_ctx *ctx, const struct mu_depot *d, uint32_t i)
{
    return (struct mu_depot_request *)mu_at(ctx, d->requests.items) + i;
}

bool mu_depot_request_done(const struct mu_depot_request *request)
{
    return request->waiting <= 0 && request->on_trucks <= NOTHING_KG;
}

static const struct mu_depot_stock *stock_of(const struct mu_ctx *ctx, size_t row)
{
    const struct mu_depot_params *p = mu_params(ctx);

    return (const struct mu_depot_stock *)p->stock.rows + row;
}

static size_t n_rows(const struct mu_ctx *ctx)
{
    return ((const struct mu_depot_params *)mu_params(ctx))->stock.n;
}

static struct mu_depot_row *row_of(struct mu_ctx *ctx, const struct mu_depot *d, size_t row)
{
    return (struct mu_depot_row *)mu_at(ctx, d->rows) + row;
}

static double on_hand(struct mu_ctx *ctx, const struct mu_depot *d, mu_entity_id goods)
{
    double kg = 0;

    for (size_t i = 0; i < n_rows(ctx); i++)
        if (stock_of(ctx, i)->goods.i == goods.i)
            kg += row_of(ctx, d, i)->on_hand;
    return kg;
}

static double by_the_books(struct mu_ctx *ctx, const struct mu_depot *d, mu_entity_id goods)
{
    double kg = 0;

    for (size_t i = 0; i < n_rows(ctx); i++)
        if (stock_of(ctx, i)->goods.i == goods.i)
            kg += row_of(ctx, d, i)->books;
    return kg;
}

/* An empty shelf is found when somebody stands before it. */
static void correct_books(struct mu_ctx *ctx, const struct mu_depot *d, mu_entity_id goods)
{
    for (size_t i = 0; i < n_rows(ctx); i++)
        if (stock_of(ctx, i)->goods.i == goods.i)
            row_of(ctx, d, i)->books = row_of(ctx, d, i)->on_hand;
}

static void add_to_shelf(struct mu_depot *d, struct mu_depot_row *row, double kg)
{
    row->on_hand += kg;
    row->books += kg;
    d->received += kg;
}

static bool more_is_coming(struct mu_ctx *ctx, const struct mu_depot *d, mu_entity_id goods)
{
    bool coming = false;

    for (size_t i = 0; i < n_rows(ctx); i++) {
        enum mu_row_doing doing = row_of(ctx, d, i)->doing;

        coming = coming || (stock_of(ctx, i)->goods.i == goods.i &&
                            (doing == MU_ROW_CALLED || doing == MU_ROW_MAKING));
    }
    return coming;
}

/* What requests still wait for, beyond what should lie here. */
static double wanting(struct mu_ctx *ctx, const struct mu_depot *d, mu_entity_id goods)
{
    double kg = -by_the_books(ctx, d, goods);

    for (uint32_t i = d->head; i < d->requests.n; i++) {
        const struct mu_depot_request *r = mu_depot_request(ctx, d, i);

        kg += r->order.goods.i == goods.i ? r->waiting : 0;
    }
    return kg;
}

/* The next truck load of a production line; it stops when nobody wants more. */
static void make(struct mu_ctx *ctx, struct mu_depot *d, size_t i)
{
    const struct mu_depot_params *p = mu_params(ctx);
    const struct mu_depot_stock *s = stock_of(ctx, i);
    struct mu_depot_row *row = row_of(ctx, d, i);
    double left = s->kg > 0 ? s->kg - row->made : INFINITY;
    double batch = fmin(fmin(p->truck_load, left), wanting(ctx, d, s->goods));
    uint32_t number = (uint32_t)i;

    row->doing = left > NOTHING_KG && s->rate > 0 ? MU_ROW_IDLE : MU_ROW_ENDED;
    if (row->doing == MU_ROW_ENDED || batch <= NOTHING_KG)
        return;
    row->doing = MU_ROW_MAKING;
    row->batch = batch;
    mu_set_timer(ctx, mu_seconds(batch / s->rate), MU_DEPOT_READY, &number, sizeof number);
}

/* An agreement is called once; a production line starts up once and then runs on demand. */
static void call(struct mu_ctx *ctx, struct mu_depot *d, size_t i)
{
    const struct mu_depot_stock *s = stock_of(ctx, i);
    struct mu_depot_row *row = row_of(ctx, d, i);
    uint32_t number = (uint32_t)i;

    if (row->doing != MU_ROW_IDLE || s->kind == MU_RESERVE_IN_KIND)
        return;
    if (row->begun) {
        make(ctx, d, i);
        return;
    }
    row->doing = MU_ROW_CALLED;
    mu_set_timer(ctx, mu_ops_duration(ctx, &s->delay, DRAW_DELAY, i), MU_DEPOT_READY, &number,
                 sizeof number);
}

/* Reserves behind the shelf are called row by row, and only as far as they are needed. */
static void call_reserves(struct mu_ctx *ctx, struct mu_depot *d, mu_entity_id goods)
{
    double kg = wanting(ctx, d, goods);

    for (size_t i = 0; i < n_rows(ctx) && kg > NOTHING_KG; i++) {
        const struct mu_depot_stock *s = stock_of(ctx, i);

        if (s->goods.i != goods.i)
            continue;
        call(ctx, d, i);
        if (row_of(ctx, d, i)->doing == MU_ROW_CALLED && s->kind == MU_RESERVE_AGREEMENT)
            kg -= s->kg;
    }
}

static void on_ready(struct mu_ctx *ctx, struct mu_depot *d, uint32_t i)
{
    const struct mu_depot_stock *s = stock_of(ctx, i);
    struct mu_depot_row *row = row_of(ctx, d, i);
    struct mu_stream stream = mu_stream_for(ctx, DRAW_FILL, i);

    if (s->kind == MU_RESERVE_AGREEMENT) {
        row->batch = mu_chance(s->fill, &stream) ? s->kg : 0;
        row->doing = MU_ROW_ENDED;
    }
    row->begun = true;
    row->made += row->batch;
    add_to_shelf(d, row, row->batch);
    row->batch = 0;
    if (s->kind == MU_RESERVE_PRODUCTION)
        make(ctx, d, i);
    else /* an agreement that was not kept leaves a gap for the next row */
        call_reserves(ctx, d, s->goods);
    mu_depot_load(ctx, d);
}

/* The rest will not come: the issuer can ask elsewhere. */
static void give_up(struct mu_ctx *ctx, struct mu_depot *d, struct mu_depot_request *r)
{
    const struct mu_depot_params *p = mu_params(ctx);
    double kg = r->waiting;
    struct mu_telling tell = {0};

    r->waiting = 0;
    d->missing += kg;
    mu_set_cause(ctx, r->cause);
    mu_record(ctx, &(struct mu_happening){.kind = MU_DEPOT_KIND_SHORT,
                                          .object = mu_thing_of(r->order.goods),
                                          .place = mu_thing_of(r->order.to),
                                          .value = kg});
    mu_ops_status(ctx, &r->order, MU_STATUS_FAILED, kg);
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_DEPOT_Q_SHORT, d->missing);
    mu_ops_tell(ctx, &tell, &p->channels, p->office, &d->report_number);
}

/* From the rows in their order. */
static void take_off_shelf(struct mu_ctx *ctx, struct mu_depot *d, mu_entity_id goods, double kg)
{
    for (size_t i = 0; i < n_rows(ctx) && kg > 0; i++) {
        struct mu_depot_row *row = row_of(ctx, d, i);
        double part = stock_of(ctx, i)->goods.i == goods.i ? fmin(kg, row->on_hand) : 0;

        row->on_hand -= part;
        row->books -= part;
        kg -= part;
    }
}

/* The truck that has been home is the one with the least number; no = none is. */
static bool free_truck(struct mu_ctx *ctx, const struct mu_depot *d, uint32_t *truck)
{
    const struct mu_depot_params *p = mu_params(ctx);
    const struct mu_truck *trucks = mu_at(ctx, d->trucks);

    for (*truck = 0; *truck < p->trucks; ++*truck)
        if (trucks[*truck].doing == MU_TRUCK_HOME)
            return true;
    return false;
}

static void start_loading(struct mu_ctx *ctx, struct mu_depot *d, uint32_t request, uint32_t truck,
                          double kg)
{
    const struct mu_depot_params *p = mu_params(ctx);
    struct mu_depot_request *r = mu_depot_request(ctx, d, request);
    struct mu_truck *t = (struct mu_truck *)mu_at(ctx, d->trucks) + truck;

    take_off_shelf(ctx, d, r->order.goods, kg);
    r->waiting = r->waiting - kg > NOTHING_KG ? r->waiting - kg : 0;
    r->on_trucks += kg;
    d->on_trucks += kg;
    d->free_bays--;
    *t =
        (struct mu_truck){.doing = MU_TRUCK_LOADING, .request = request, .node = d->node, .kg = kg};
    mu_set_cause(ctx, r->cause); /* the truck or bay that became free is not why it goes */
    mu_set_timer(ctx, mu_seconds(kg / p->load_rate), MU_DEPOT_LOADED, &truck, sizeof truck);
}

/* Truck loads of one request while there is a bay, a truck and a load worth the way. */
static void load_request(struct mu_ctx *ctx, struct mu_depot *d, uint32_t i)
{
    const struct mu_depot_params *p = mu_params(ctx);
    struct mu_depot_request *r = mu_depot_request(ctx, d, i);
    uint32_t truck;

    while (r->waiting > 0) {
        double load = fmin(p->truck_load, r->waiting);
        double here = on_hand(ctx, d, r->order.goods);

        if (here + NOTHING_KG < load) {
            correct_books(ctx, d, r->order.goods);
            call_reserves(ctx, d, r->order.goods);
            if (more_is_coming(ctx, d, r->order.goods))
                return;
        }
        if (here <= NOTHING_KG) {
            give_up(ctx, d, r);
            return;
        }
        if (d->free_bays == 0 || !free_truck(ctx, d, &truck))
            return;
        start_loading(ctx, d, i, truck, fmin(load, here));
    }
}

void mu_depot_load(struct mu_ctx *ctx, struct mu_depot *d)
{
    for (uint32_t i = d->head; i < d->requests.n; i++)
        load_request(ctx, d, i);
    while (d->head < d->requests.n && mu_depot_request(ctx, d, d->head)->waiting <= 0)
        d->head++;
}

static void on_loaded(struct mu_ctx *ctx, struct mu_depot *d, uint32_t truck)
{
    const struct mu_truck *t = (const struct mu_truck *)mu_at(ctx, d->trucks) + truck;
    const struct mu_depot_params *p = mu_params(ctx);
    const struct mu_depot_request *r = mu_depot_request(ctx, d, t->request);
    bool waited = mu_now(ctx) > r->at + mu_seconds(t->kg / p->load_rate);

    d->free_bays++;
    mu_record(ctx, &(struct mu_happening){.kind = MU_DEPOT_KIND_SHIPPED,
                                          .object = mu_thing_of(r->order.goods),
                                          .place = mu_thing_of(r->order.to),
                                          .value = t->kg,
                                          .since = waited ? r->cause : MU_NO_CAUSE});
    mu_truck_depart(ctx, d, truck);
    mu_depot_load(ctx, d);
}

static void on_order(struct mu_ctx *ctx, struct mu_depot *d, const struct mu_order *order)
{
    const struct mu_depot_params *p = mu_params(ctx);
    struct mu_depot_request *r;

    if (order->verb != MU_VERB_SUPPLY || !mu_depot_serves(ctx, order->to) || order->amount <= 0 ||
        p->trucks == 0) {
        mu_ops_status(ctx, order, MU_STATUS_FAILED, order->amount);
        return;
    }
    mu_record(ctx, &(struct mu_happening){.kind = MU_DEPOT_KIND_REQUEST,
                                          .object = mu_thing_of(order->goods),
                                          .place = mu_thing_of(order->to),
                                          .value = order->amount});
    mu_ops_status(ctx, order, MU_STATUS_STARTED, 0);
    r = mu_list_add(ctx, &d->requests, sizeof *r);
    *r = (struct mu_depot_request){
        .order = *order, .at = mu_now(ctx), .cause = mu_cause_now(ctx), .waiting = order->amount};
    call_reserves(ctx, d, order->goods);
    mu_depot_load(ctx, d);
}

/* Goods of a kind that has no row here cannot be kept apart, so no plan may send them. */
static void on_delivery(struct mu_ctx *ctx, struct mu_depot *d, const struct mu_delivery *delivery)
{
    for (size_t i = 0; i < n_rows(ctx); i++) {
        if (stock_of(ctx, i)->goods.i != delivery->goods.i)
            continue;
        add_to_shelf(d, row_of(ctx, d, i), delivery->kg);
        mu_depot_load(ctx, d);
        return;
    }
    mu_fail(ctx, "%s gets %s, which it has no stock of", mu_name(ctx, mu_self(ctx)),
            mu_name(ctx, delivery->goods));
}

void mu_depot_start(struct mu_ctx *ctx, void *state)
{
    const struct mu_depot_params *p = mu_params(ctx);
    struct mu_depot *d = state;

    d->node = mu_ops_node(ctx, p->at);
    d->free_bays = p->bays;
    if (p->stock.n > 0)
        d->rows = mu_alloc(ctx, p->stock.n, sizeof(struct mu_depot_row));
    if (p->trucks > 0)
        d->trucks = mu_alloc(ctx, (size_t)p->trucks, sizeof(struct mu_truck));
    for (size_t i = 0; i < p->stock.n; i++) {
        const struct mu_depot_stock *s = stock_of(ctx, i);
        double books = s->kind == MU_RESERVE_IN_KIND ? s->kg : 0;

        *row_of(ctx, d, i) =
            (struct mu_depot_row){.books = books, .on_hand = books * s->real_share};
    }
}

void mu_depot_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    switch (ev->type) {
    case MU_MSG_ORDER: on_order(ctx, state, ev->body); break;
    case MU_DEPOT_READY: on_ready(ctx, state, *(const uint32_t *)ev->body); break;
    case MU_DEPOT_LOADED: on_loaded(ctx, state, *(const uint32_t *)ev->body); break;
    case MU_DEPOT_ARRIVED: mu_truck_on_arrived(ctx, state, ev->body); break;
    case MU_DEPOT_STRANDED:
    case MU_DEPOT_NO_ROUTE: mu_truck_on_blocked(ctx, state, ev->body); break;
    case MU_DEPOT_BACK: mu_truck_on_back(ctx, state, ev->body); break;
    case MU_DEPOT_UNLOADED: mu_truck_on_unloaded(ctx, state, *(const uint32_t *)ev->body); break;
    case MU_DEPOT_RETRY: mu_truck_on_retry(ctx, state, *(const uint32_t *)ev->body); break;
    case MU_DEPOT_DELIVERY: on_delivery(ctx, state, ev->body); break;
    default: mu_bug("a depot got a message that it does not know");
    }
}
