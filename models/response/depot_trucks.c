/* Trucks: to the receiver, unload, home again; blocked ones wait and try again. */
#include <string.h>

#include "models/response/depot_impl.h"
#include "models/response/shelter.h"
#include "models/response/works.h"

static struct mu_truck *truck_of(struct mu_ctx *ctx, const struct mu_depot *d, uint64_t i)
{
    return (struct mu_truck *)mu_at(ctx, d->trucks) + i;
}

static uint32_t receiver_node(struct mu_ctx *ctx, const struct mu_depot *d,
                              const struct mu_truck *t)
{
    struct mu_point at = {0};

    mu_ops_point(ctx, mu_depot_request(ctx, d, t->request)->order.to, &at);
    return mu_ops_node(ctx, at);
}

/* Next stage of its way, from where it is. */
static void drive(struct mu_ctx *ctx, const struct mu_depot *d, uint32_t truck, mu_time delay)
{
    const struct mu_truck *t = truck_of(ctx, d, truck);
    bool full = t->doing == MU_TRUCK_OUT;
    const struct mu_trip trip = {
        .token = truck,
        .from = t->node,
        .to = full ? receiver_node(ctx, d, t) : d->node,
        .traveller = MU_BY_TRUCK,
        .persons = 1,
        .arrived = full ? MU_DEPOT_ARRIVED : MU_DEPOT_BACK,
        .stranded = MU_DEPOT_STRANDED,
        .no_route = MU_DEPOT_NO_ROUTE,
    };

    mu_ops_drive(ctx, &trip, delay);
}

static void unload(struct mu_ctx *ctx, const struct mu_depot *d, uint32_t truck)
{
    const struct mu_depot_params *p = mu_params(ctx);
    mu_time delay = mu_seconds(truck_of(ctx, d, truck)->kg / p->unload_rate);

    mu_set_timer(ctx, delay, MU_DEPOT_UNLOADED, &truck, sizeof truck);
}

void mu_truck_depart(struct mu_ctx *ctx, struct mu_depot *d, uint32_t truck)
{
    const struct mu_depot_params *p = mu_params(ctx);
    struct mu_truck *t = truck_of(ctx, d, truck);

    t->doing = MU_TRUCK_OUT;
    t->node = d->node;
    if (receiver_node(ctx, d, t) == d->node) /* next door */
        unload(ctx, d, truck);
    else
        drive(ctx, d, truck, p->move_off);
}

void mu_truck_on_arrived(struct mu_ctx *ctx, struct mu_depot *d, const struct mu_trip_end *end)
{
    truck_of(ctx, d, end->token)->node = end->node;
    unload(ctx, d, (uint32_t)end->token);
}

/* Everybody who takes goods has a message of its own for it; 0 = takes none. */
static uint16_t delivery_type(const struct mu_ctx *ctx, mu_entity_id to)
{
    const char *model = mu_model_of(ctx, to);

    if (strcmp(model, "shelter") == 0)
        return MU_SHELTER_DELIVERY;
    if (strcmp(model, "works") == 0)
        return MU_WORKS_DELIVERY;
    return strcmp(model, "depot") == 0 ? MU_DEPOT_DELIVERY : 0;
}

bool mu_depot_serves(const struct mu_ctx *ctx, mu_entity_id to)
{
    return to.i != 0 && delivery_type(ctx, to) != 0;
}

static void hand_over(struct mu_ctx *ctx, struct mu_depot *d, struct mu_depot_request *r,
                      uint32_t truck)
{
    struct mu_truck *t = truck_of(ctx, d, truck);
    const struct mu_delivery delivery = {
        .goods = r->order.goods, .depot = mu_self(ctx), .item = r->order.item, .kg = t->kg};

    mu_record(ctx, &(struct mu_happening){.kind = MU_DEPOT_KIND_TRIP,
                                          .subject = mu_part(ctx, truck),
                                          .object = mu_thing_of(r->order.goods),
                                          .place = mu_thing_of(r->order.to),
                                          .value = t->kg});
    mu_send(ctx, r->order.to, 0, delivery_type(ctx, r->order.to), &delivery, sizeof delivery);
    r->on_trucks -= t->kg;
    r->delivered += t->kg;
    d->on_trucks -= t->kg;
    d->delivered += t->kg;
    t->kg = 0;
}

void mu_truck_on_unloaded(struct mu_ctx *ctx, struct mu_depot *d, uint32_t truck)
{
    const struct mu_depot_params *p = mu_params(ctx);
    struct mu_truck *t = truck_of(ctx, d, truck);
    struct mu_depot_request *r = mu_depot_request(ctx, d, t->request);

    hand_over(ctx, d, r, truck);
    if (mu_depot_request_done(r))
        mu_ops_status(ctx, &r->order, MU_STATUS_DONE, r->delivered);
    t->doing = MU_TRUCK_BACK;
    if (t->node == d->node) {
        t->doing = MU_TRUCK_HOME;
        mu_depot_load(ctx, d);
        return;
    }
    drive(ctx, d, truck, p->move_off);
}

void mu_truck_on_back(struct mu_ctx *ctx, struct mu_depot *d, const struct mu_trip_end *end)
{
    struct mu_truck *t = truck_of(ctx, d, end->token);

    t->node = end->node;
    t->doing = MU_TRUCK_HOME;
    mu_depot_load(ctx, d);
}

void mu_truck_on_blocked(struct mu_ctx *ctx, struct mu_depot *d, const struct mu_trip_end *end)
{
    const struct mu_depot_params *p = mu_params(ctx);
    struct mu_truck *t = truck_of(ctx, d, end->token);
    uint32_t truck = (uint32_t)end->token;

    t->node = end->node;
    mu_record(ctx, &(struct mu_happening){.kind = MU_DEPOT_KIND_BLOCKED,
                                          .subject = mu_part(ctx, truck),
                                          .value = t->kg});
    mu_set_timer(ctx, p->retry, MU_DEPOT_RETRY, &truck, sizeof truck);
}

void mu_truck_on_retry(struct mu_ctx *ctx, struct mu_depot *d, uint32_t truck)
{
    const struct mu_depot_params *p = mu_params(ctx);

    drive(ctx, d, truck, p->move_off);
}
