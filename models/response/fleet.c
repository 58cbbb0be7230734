#include "models/response/fleet.h"

#include <math.h>
#include <string.h>

#include "models/geo.h"
#include "models/people/zone.h"
#include "models/response/fleet_impl.h"
#include "models/response/shelter.h"
#include "models/response/team.h"
#include "sim/assert.h"

enum bus_doing { FREE, CALLED, TO_ZONE, AT_ZONE, TO_SHELTER, UNLOADING, LOST };

struct bus {
    enum bus_doing doing;
    uint32_t task; /* index */
    uint32_t node;
    bool at_wheel; /* its driver has been called before */
    mu_ref load;   /* struct mu_lift_groups: who is aboard */
};

struct task {
    struct mu_order order;
    mu_cause cause;
    mu_entity_id shelter;
    uint32_t zone_node, shelter_node;
    double moved;   /* persons */
    double left;    /* who waits, as last heard there */
    uint32_t buses; /* at work for it */
    bool open, begun;
};

enum { DRAW_DRIVER };

static struct bus *bus_of(struct mu_ctx *ctx, const struct mu_fleet *f, uint64_t i)
{
    return (struct bus *)mu_at(ctx, f->buses) + i;
}

static struct task *task_of(struct mu_ctx *ctx, const struct mu_fleet *f, uint32_t i)
{
    return (struct task *)mu_at(ctx, f->tasks.items) + i;
}

static void report(struct mu_ctx *ctx, struct mu_fleet *f)
{
    const struct mu_fleet_params *p = mu_params(ctx);
    struct mu_telling tell = {0};
    int64_t sound = 0;

    for (int64_t i = 0; i < p->vehicles; i++)
        sound += bus_of(ctx, f, (uint64_t)i)->doing != LOST;
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_FLEET_Q_AT_WORK, (double)f->at_work);
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_FLEET_Q_VEHICLES, (double)sound);
    mu_ops_tell(ctx, &tell, &p->channels, f->commander, &f->report_number);
}

static void tell_free(struct mu_ctx *ctx, const struct mu_fleet *f)
{
    const struct mu_order own_accord = {.issuer = f->commander};

    mu_ops_status(ctx, &own_accord, MU_STATUS_FREE, 0);
}

static double seconds(mu_time t)
{
    return (double)t / (double)MU_SECOND;
}

/* The nearest to the zone of those that are open by what is on paper; of all, when none is. */
static mu_entity_id choose_shelter(const struct mu_ctx *ctx, struct mu_point zone)
{
    size_t n;
    mu_entity_id first = mu_first_of(ctx, "shelter", &n), best = MU_NOBODY;
    double best_m = INFINITY;
    bool best_open = false;

    for (size_t i = 0; i < n; i++) {
        mu_entity_id id = {first.i + (uint32_t)i};
        const struct mu_shelter_params *s = mu_params_of(ctx, id);
        double m = mu_distance(zone, s->at);

        if (s->homes || s->open < best_open || (s->open == best_open && !(m < best_m)))
            continue;
        best = id;
        best_m = m;
        best_open = s->open;
    }
    return best;
}

static void drive(struct mu_ctx *ctx, struct mu_fleet *f, uint32_t i, uint32_t to, uint16_t arrived,
                  double persons)
{
    const struct mu_fleet_params *p = mu_params(ctx);
    struct bus *b = bus_of(ctx, f, i);
    const struct mu_trip trip = {
        .token = i,
        .from = b->node,
        .to = to,
        .traveller = MU_BY_BUS,
        .persons = persons + 1, /* with the driver */
        .arrived = arrived,
        .stranded = MU_FLEET_STRANDED,
        .no_route = MU_FLEET_NO_ROUTE,
    };

    mu_ops_drive(ctx, &trip, p->move_off);
}

static void ask_for_passengers(struct mu_ctx *ctx, struct mu_fleet *f, uint32_t i)
{
    const struct mu_fleet_params *p = mu_params(ctx);
    struct bus *b = bus_of(ctx, f, i);
    const struct mu_lift lift = {
        .vehicle = i, .seats = (int32_t)p->seats, .boat = false, .answer = MU_FLEET_LOADED};

    b->doing = AT_ZONE;
    mu_send(ctx, task_of(ctx, f, b->task)->order.target, p->parking, MU_ZONE_LIFT, &lift,
            sizeof lift);
}

static void go_to_zone(struct mu_ctx *ctx, struct mu_fleet *f, uint32_t i)
{
    struct bus *b = bus_of(ctx, f, i);
    const struct task *t = task_of(ctx, f, b->task);

    b->doing = TO_ZONE;
    if (b->node == t->zone_node)
        ask_for_passengers(ctx, f, i);
    else
        drive(ctx, f, i, t->zone_node, MU_FLEET_AT_ZONE, 0);
}

static void call_bus(struct mu_ctx *ctx, struct mu_fleet *f, uint32_t i, uint32_t task)
{
    const struct mu_fleet_params *p = mu_params(ctx);
    struct bus *b = bus_of(ctx, f, i);
    mu_time delay = b->at_wheel ? 0 : mu_ops_duration(ctx, &p->drivers, DRAW_DRIVER, i);

    b->doing = CALLED;
    b->task = task;
    b->at_wheel = true;
    f->at_work++;
    task_of(ctx, f, task)->buses++;
    mu_set_timer(ctx, delay, MU_FLEET_READY, &i, sizeof i);
}

/* As many free buses as the people who are known to wait fill; all when that is not known. */
static void man_task(struct mu_ctx *ctx, struct mu_fleet *f, uint32_t task)
{
    const struct mu_fleet_params *p = mu_params(ctx);
    struct task *t = task_of(ctx, f, task);
    double wanted = t->order.amount > 0 ? ceil(t->order.amount / (double)p->seats) : INFINITY;

    for (uint32_t i = 0; i < p->vehicles && t->buses < wanted; i++)
        if (bus_of(ctx, f, i)->doing == FREE)
            call_bus(ctx, f, i, task);
    if (t->begun || t->buses == 0)
        return;
    t->begun = true;
    mu_record(ctx, &(struct mu_happening){.kind = MU_FLEET_KIND_CALLED,
                                          .object = mu_thing_of(t->order.target),
                                          .value = t->buses});
    mu_ops_status(ctx, &t->order, MU_STATUS_STARTED, 0);
    report(ctx, f);
}

static bool any_left(struct mu_ctx *ctx, const struct mu_fleet *f)
{
    const struct mu_fleet_params *p = mu_params(ctx);
    bool left = false;

    for (uint32_t i = 0; i < p->vehicles; i++)
        left = left || bus_of(ctx, f, i)->doing != LOST;
    return left;
}

static void close_task(struct mu_ctx *ctx, struct task *t)
{
    bool done = t->moved > 0 || (t->begun && t->left <= 0);

    t->open = false;
    mu_ops_status(ctx, &t->order, done ? MU_STATUS_DONE : MU_STATUS_FAILED, t->moved);
    if (t->begun)
        mu_record(ctx, &(struct mu_happening){.kind = MU_FLEET_KIND_RELEASED,
                                              .object = mu_thing_of(t->order.target),
                                              .value = t->moved});
}

/* Free buses take up what waits, the oldest order first. */
static void take_up_tasks(struct mu_ctx *ctx, struct mu_fleet *f)
{
    for (uint32_t i = f->head; i < f->tasks.n; i++) {
        struct task *t = task_of(ctx, f, i);

        if (!t->open || t->buses > 0)
            continue;
        mu_set_cause(ctx, t->cause); /* the bus that became free is not why it goes */
        if (any_left(ctx, f))
            man_task(ctx, f, i);
        else
            close_task(ctx, t);
    }
    while (f->head < f->tasks.n && !task_of(ctx, f, f->head)->open)
        f->head++;
}

static void leave_task(struct mu_ctx *ctx, struct mu_fleet *f, uint32_t i, enum bus_doing now)
{
    struct bus *b = bus_of(ctx, f, i);
    struct task *t = task_of(ctx, f, b->task);

    b->doing = now;
    f->at_work--;
    if (--t->buses > 0)
        return;
    close_task(ctx, t);
    report(ctx, f);
    take_up_tasks(ctx, f);
    if (f->at_work == 0)
        tell_free(ctx, f);
}

static void on_order(struct mu_ctx *ctx, struct mu_fleet *f, const struct mu_order *order)
{
    struct mu_point zone;
    struct task *t;
    bool to_shelter = order->to.i != 0 && strcmp(mu_model_of(ctx, order->to), "shelter") == 0;
    mu_entity_id shelter;

    if (order->verb != MU_VERB_TRANSPORT || order->target.i == 0 ||
        strcmp(mu_model_of(ctx, order->target), "zone") != 0 ||
        !mu_ops_point(ctx, order->target, &zone)) {
        mu_ops_status(ctx, order, MU_STATUS_FAILED, 0);
        return;
    }
    shelter = to_shelter ? order->to : choose_shelter(ctx, zone);
    if (shelter.i == 0) {
        mu_ops_status(ctx, order, MU_STATUS_FAILED, 0);
        return;
    }
    t = mu_list_add(ctx, &f->tasks, sizeof *t);
    *t = (struct task){.order = *order,
                       .cause = mu_cause_now(ctx),
                       .shelter = shelter,
                       .zone_node = mu_ops_node(ctx, zone),
                       .left = INFINITY,
                       .open = true};
    mu_ops_point(ctx, shelter, &zone);
    t->shelter_node = mu_ops_node(ctx, zone);
    take_up_tasks(ctx, f);
}

static void on_ready(struct mu_ctx *ctx, struct mu_fleet *f, uint32_t i)
{
    struct bus *b = bus_of(ctx, f, i);

    if (task_of(ctx, f, b->task)->left <= 0) /* the last have been fetched by others */
        leave_task(ctx, f, i, FREE);
    else
        go_to_zone(ctx, f, i);
}

static void on_at_zone(struct mu_ctx *ctx, struct mu_fleet *f, const struct mu_trip_end *end)
{
    bus_of(ctx, f, end->token)->node = end->node;
    ask_for_passengers(ctx, f, (uint32_t)end->token);
}

/* People leave the bus at `node`; the zone keeps their books. Returns how long it takes. */
static mu_time set_down(struct mu_ctx *ctx, struct mu_fleet *f, uint32_t i, mu_entity_id shelter)
{
    const struct mu_fleet_params *p = mu_params(ctx);
    struct bus *b = bus_of(ctx, f, i);
    struct task *t = task_of(ctx, f, b->task);
    struct mu_lift_groups *load = mu_at(ctx, b->load);
    mu_time delay = p->unload + mu_seconds(seconds(p->unload_each) * load->persons);

    load->shelter = shelter;
    load->node = b->node;
    mu_record(ctx, &(struct mu_happening){.kind = MU_FLEET_KIND_TRIP,
                                          .subject = mu_part(ctx, i),
                                          .object = mu_thing_of(load->zone),
                                          .place = mu_thing_of(shelter),
                                          .value = load->persons});
    mu_send(ctx, load->zone, delay, MU_ZONE_SET_DOWN, load, mu_lift_size(load->n));
    t->moved += shelter.i ? load->persons : 0;
    load->n = 0;
    load->persons = 0;
    return delay;
}

static void unload(struct mu_ctx *ctx, struct mu_fleet *f, uint32_t i)
{
    struct bus *b = bus_of(ctx, f, i);

    b->doing = UNLOADING;
    mu_set_timer(ctx, set_down(ctx, f, i, task_of(ctx, f, b->task)->shelter), MU_FLEET_READY, &i,
                 sizeof i);
}

static void on_loaded(struct mu_ctx *ctx, struct mu_fleet *f, const struct mu_lift_groups *groups)
{
    struct bus *b = bus_of(ctx, f, groups->vehicle);
    struct task *t = task_of(ctx, f, b->task);

    t->left = groups->left;
    if (groups->n == 0) {
        leave_task(ctx, f, groups->vehicle, FREE);
        return;
    }
    if (b->load.i == 0)
        b->load = mu_alloc(ctx, 1, sizeof *groups);
    memcpy(mu_at(ctx, b->load), groups, mu_lift_size(groups->n));
    b->doing = TO_SHELTER;
    if (b->node == t->shelter_node)
        unload(ctx, f, groups->vehicle);
    else
        drive(ctx, f, groups->vehicle, t->shelter_node, MU_FLEET_AT_SHELTER, groups->persons);
}

static void on_at_shelter(struct mu_ctx *ctx, struct mu_fleet *f, const struct mu_trip_end *end)
{
    bus_of(ctx, f, end->token)->node = end->node;
    unload(ctx, f, (uint32_t)end->token);
}

/* Whoever is aboard gets out where the bus stands. Water spoils the bus; a missing way does
 * not. */
static void on_blocked(struct mu_ctx *ctx, struct mu_fleet *f, const struct mu_trip_end *end,
                       bool in_water)
{
    uint32_t i = (uint32_t)end->token;
    struct bus *b = bus_of(ctx, f, i);

    b->node = end->node;
    mu_record(ctx,
              &(struct mu_happening){.kind = MU_FLEET_KIND_STRANDED,
                                     .subject = mu_part(ctx, i),
                                     .object = mu_thing_of(task_of(ctx, f, b->task)->order.target),
                                     .value = in_water});
    if (b->doing == TO_SHELTER)
        set_down(ctx, f, i, MU_NOBODY);
    leave_task(ctx, f, i, in_water ? LOST : FREE);
}

static void on_assigned(struct mu_ctx *ctx, struct mu_fleet *f, const struct mu_assignment *to)
{
    f->commander = to->office;
    if (f->at_work == 0)
        tell_free(ctx, f);
}

void mu_fleet_start(struct mu_ctx *ctx, void *state)
{
    const struct mu_fleet_params *p = mu_params(ctx);
    struct mu_fleet *f = state;

    f->commander = p->owner;
    f->buses = mu_alloc(ctx, (size_t)p->vehicles, sizeof(struct bus));
    for (int64_t i = 0; i < p->vehicles; i++)
        bus_of(ctx, f, (uint64_t)i)->node = mu_ops_node(ctx, p->at);
}

void mu_fleet_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    switch (ev->type) {
    case MU_MSG_ORDER: on_order(ctx, state, ev->body); break;
    case MU_FLEET_READY: on_ready(ctx, state, *(const uint32_t *)ev->body); break;
    case MU_FLEET_AT_ZONE: on_at_zone(ctx, state, ev->body); break;
    case MU_FLEET_AT_SHELTER: on_at_shelter(ctx, state, ev->body); break;
    case MU_FLEET_STRANDED: on_blocked(ctx, state, ev->body, true); break;
    case MU_FLEET_NO_ROUTE: on_blocked(ctx, state, ev->body, false); break;
    case MU_FLEET_LOADED: on_loaded(ctx, state, ev->body); break;
    case MU_FLEET_ASSIGNED: on_assigned(ctx, state, ev->body); break;
    default: mu_bug("a fleet got a message that it does not know");
    }
}
