#include "models/response/shelter.h"

#include <math.h>

#include "models/people/zone.h"
#include "models/response/depot.h"
#include "models/response/ops.h"
#include "models/roads/roads.h"
#include "sim/assert.h"

/* Of one kind of goods, by its place among all goods. */
struct larder {
    double kg;
    double owed; /* kg still to be given once to people who are here */
};

struct shelter {
    double persons;
    double turned_away; /* persons, so far */
    double used;        /* kg given out, so far */
    bool open, is_full, using_goods, hungry;
    uint32_t report_number;
    size_t n_goods;
    mu_entity_id first_goods;
    mu_ref larder; /* n_goods */
};

enum shelter_kind {
    OPENED = MU_REPORT_KIND_OWN,
    FULL,
    HUNGRY,
};

struct mu_sphere_needs mu_sphere_needs(double persons)
{
    return (struct mu_sphere_needs){
        .water = persons * 0.015,
        .water_points = ceil(persons / 250),
        .toilets = ceil(persons / 20),
        .floor = persons * 3.5,
        .camp = persons * 45,
        .energy = persons * 2100 * 4184, /* 1 kcal = 4184 J */
    };
}

static struct larder *larder_of(struct mu_ctx *ctx, const struct shelter *s, mu_entity_id goods)
{
    struct larder *all = mu_at(ctx, s->larder);

    mu_assert(goods.i >= s->first_goods.i && goods.i - s->first_goods.i < s->n_goods);
    return &all[goods.i - s->first_goods.i];
}

static const struct mu_goods_params *goods_params(const struct mu_ctx *ctx, const struct shelter *s,
                                                  size_t i)
{
    return mu_params_of(ctx, (mu_entity_id){s->first_goods.i + (uint32_t)i});
}

/* What the coming day takes beyond what lies here [kg]. */
static double short_for_a_day(const struct mu_ctx *ctx, const struct shelter *s)
{
    const struct larder *all = mu_at(ctx, s->larder);
    double missing = 0;

    for (size_t i = 0; i < s->n_goods; i++) {
        double per_day = goods_params(ctx, s, i)->need * 86400;

        missing += fmax(0, s->persons * per_day + all[i].owed - all[i].kg);
    }
    return missing;
}

static double room(const struct mu_shelter_params *p, const struct shelter *s)
{
    return p->homes ? INFINITY : fmax(0, p->capacity - s->persons);
}

static void report(struct mu_ctx *ctx, struct shelter *s)
{
    const struct mu_shelter_params *p = mu_params(ctx);
    struct mu_telling tell = {0};

    if (p->homes) /* nobody counts guests at home */
        return;
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_SHELTER_Q_OPEN, s->open);
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_SHELTER_Q_PERSONS, s->persons);
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_SHELTER_Q_FREE, s->open ? room(p, s) : 0);
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_SHELTER_Q_SHORT, short_for_a_day(ctx, s));
    mu_ops_tell(ctx, &tell, &p->channels, p->office, &s->report_number);
}

static void on_count(struct mu_ctx *ctx, struct shelter *s)
{
    const struct mu_shelter_params *p = mu_params(ctx);

    report(ctx, s);
    mu_set_timer(ctx, p->count_every, MU_SHELTER_COUNT, NULL, 0);
}

static void open_now(struct mu_ctx *ctx, struct shelter *s)
{
    const struct mu_shelter_params *p = mu_params(ctx);

    s->open = true;
    if (!p->homes && p->office.i != 0)
        mu_set_timer(ctx, p->count_every, MU_SHELTER_COUNT, NULL, 0);
}

static void on_order(struct mu_ctx *ctx, struct shelter *s, const struct mu_order *order)
{
    const struct mu_shelter_params *p = mu_params(ctx);

    if (order->verb != MU_VERB_OPEN) {
        mu_ops_status(ctx, order, MU_STATUS_FAILED, 0);
        return;
    }
    mu_ops_status(ctx, order, MU_STATUS_STARTED, 0);
    if (s->open)
        mu_ops_status(ctx, order, MU_STATUS_DONE, 0);
    else
        mu_set_timer(ctx, p->opening_time, MU_SHELTER_OPENED, order, sizeof *order);
}

static void on_opened(struct mu_ctx *ctx, struct shelter *s, const struct mu_order *order)
{
    const struct mu_shelter_params *p = mu_params(ctx);

    if (!s->open) { /* it may have been ordered twice */
        open_now(ctx, s);
        mu_record(ctx, &(struct mu_happening){.kind = OPENED, .value = p->capacity});
        report(ctx, s);
    }
    mu_ops_status(ctx, order, MU_STATUS_DONE, 0);
}

static void turn_away(struct mu_ctx *ctx, struct shelter *s, mu_entity_id zone,
                      const struct mu_shelter_group *group)
{
    const struct mu_shelter_params *p = mu_params(ctx);
    const struct mu_shelter_answer answer = {.group = group->group, .shelter = mu_self(ctx)};

    s->turned_away += group->persons;
    if (s->open && !s->is_full) {
        s->is_full = true;
        mu_record(ctx, &(struct mu_happening){.kind = FULL, .value = s->persons});
        report(ctx, s);
    }
    mu_send(ctx, zone, p->turn_away, MU_ZONE_SHELTER_FULL, &answer, sizeof answer);
}

static void on_arrive(struct mu_ctx *ctx, struct shelter *s, mu_entity_id zone,
                      const struct mu_shelter_group *group)
{
    struct larder *all = mu_at(ctx, s->larder);
    const struct mu_shelter_params *p = mu_params(ctx);

    if (!s->open || group->persons > room(p, s)) {
        turn_away(ctx, s, zone, group);
        return;
    }
    s->persons += group->persons;
    if (p->homes)
        return;
    for (size_t i = 0; i < s->n_goods; i++)
        all[i].owed += group->persons * goods_params(ctx, s, i)->once;
    if (!s->using_goods)
        mu_set_timer(ctx, MU_HOUR, MU_SHELTER_HOUR, NULL, 0);
    s->using_goods = true;
}

static void on_leave(struct shelter *s, const struct mu_shelter_group *group)
{
    s->persons = fmax(0, s->persons - group->persons);
    s->is_full = false;
}

/* Takes up to `need` kg; returns what there was. */
static double take(struct shelter *s, struct larder *of, double need)
{
    double got = fmin(need, of->kg);

    of->kg -= got;
    s->used += got;
    return got;
}

/* Whoever lacks one thing is hungry; the worst of all goods counts. */
static double use_goods(struct mu_ctx *ctx, struct shelter *s)
{
    struct larder *all = mu_at(ctx, s->larder);
    double worst = 0;

    for (size_t i = 0; i < s->n_goods; i++) {
        double need = s->persons * goods_params(ctx, s, i)->need * 3600;
        double got = take(s, &all[i], need);

        worst = fmax(worst, need > 0 ? 1 - got / need : 0);
        all[i].owed -= take(s, &all[i], all[i].owed);
    }
    return worst;
}

static void on_hour(struct mu_ctx *ctx, struct shelter *s)
{
    double hungry = s->persons * use_goods(ctx, s);

    if (hungry > 0)
        mu_record(ctx, &(struct mu_happening){.kind = HUNGRY, .value = hungry}); /* for one hour */
    if (hungry > 0 && !s->hungry)
        report(ctx, s);
    s->hungry = hungry > 0;
    s->using_goods = s->persons > 0;
    if (s->using_goods)
        mu_set_timer(ctx, MU_HOUR, MU_SHELTER_HOUR, NULL, 0);
}

static void shelter_start(struct mu_ctx *ctx, void *state)
{
    const struct mu_shelter_params *p = mu_params(ctx);
    const struct mu_shelter_stock *rows = p->stock.rows;
    struct shelter *s = state;

    s->first_goods = mu_first_of(ctx, "goods", &s->n_goods);
    if (s->n_goods > 0)
        s->larder = mu_alloc(ctx, s->n_goods, sizeof(struct larder));
    for (size_t i = 0; i < p->stock.n; i++)
        larder_of(ctx, s, rows[i].goods)->kg += rows[i].kg;
    if (p->open || p->homes)
        open_now(ctx, s);
}

static void on_delivery(struct mu_ctx *ctx, struct shelter *s, const struct mu_delivery *delivery)
{
    larder_of(ctx, s, delivery->goods)->kg += delivery->kg;
}

static void shelter_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    switch (ev->type) {
    case MU_MSG_ORDER: on_order(ctx, state, ev->body); break;
    case MU_SHELTER_ARRIVE: on_arrive(ctx, state, ev->from, ev->body); break;
    case MU_SHELTER_LEAVE: on_leave(state, ev->body); break;
    case MU_SHELTER_DELIVERY: on_delivery(ctx, state, ev->body); break;
    case MU_SHELTER_COUNT: on_count(ctx, state); break;
    case MU_SHELTER_OPENED: on_opened(ctx, state, ev->body); break;
    case MU_SHELTER_HOUR: on_hour(ctx, state); break;
    default: mu_bug("a shelter got a message that it does not know");
    }
}

static double persons_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct shelter *)state)->persons;
}

static double stock_series(const struct mu_ctx *ctx, const void *state)
{
    const struct shelter *s = state;
    const struct larder *all = mu_at(ctx, s->larder);
    double kg = 0;

    for (size_t i = 0; i < s->n_goods; i++)
        kg += all[i].kg;
    return kg;
}

static double used_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct shelter *)state)->used;
}

static double turned_away_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct shelter *)state)->turned_away;
}

static const struct mu_series series[] = {
    {"persons", "person", "people in it", persons_series},
    {"stock", "kg", "goods in it", stock_series},
    {"used", "kg", "goods given to its people, so far", used_series},
    {"turned_away", "person", "people who found no room, so far", turned_away_series},
    {0},
};

static const struct mu_kind kinds[] = {
    MU_REPORT_KINDS,
    {"shelter.opened", "person", "its capacity", "a shelter was made ready"},
    {"shelter.full", "person", "people in it", "a shelter turned people away for the first time"},
    {"shelter.hungry", "person.hour", "people times time without supplies, in the last hour",
     "a shelter lacked what its people need"},
    {0},
};

static const struct mu_quantity quantities[] = {
    {"open", "bool", "it takes people in"},
    {"persons", "person", "people in it"},
    {"free", "person", "places left"},
    {"short", "kg", "goods missing for the coming day"},
    {0},
};

static const struct mu_param stock_params[] = {
    MU_PARAM_REF(struct mu_shelter_stock, goods, "goods", "which goods"),
    MU_PARAM_NUMBER(struct mu_shelter_stock, kg, "kg", NULL, 0, 1e9, "how much at the start"),
    MU_PARAMS_END,
};

static const struct mu_param params[] = {
    MU_PARAM_TEXT(struct mu_shelter_params, title, "", "its name for people", .descriptive = true),
    MU_PARAM_POINT(struct mu_shelter_params, at, "where it stands"),
    MU_PARAM_NUMBER(struct mu_shelter_params, capacity, "person", "0 persons", 0, 1e7,
                    "people it holds; homes of relatives hold any number"),
    MU_PARAM_BOOL(struct mu_shelter_params, open, "false", "open from the start"),
    MU_PARAM_BOOL(struct mu_shelter_params, homes, "false",
                  "stands for relatives' homes: always open, no limit, fed by their hosts"),
    MU_PARAM_DURATION(struct mu_shelter_params, opening_time, "1 h", 0, 7 * 86400.0,
                      "from the order to open until it takes people in",
                      .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_shelter_params, turn_away, "1 min", 1, 3600,
                      "to tell a group that there is no room", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_shelter_params, count_every, "6 h", 60, 7 * 86400.0,
                      "from one count to the next report", .source = "muster calibration"),
    MU_PARAM_REF(struct mu_shelter_params, office, "office", "whom it reports to",
                 .optional = true),
    MU_PARAM_REFS(struct mu_shelter_params, channels, "channel",
                  "by what it reports, in this order", .optional = true),
    MU_PARAM_TABLE(struct mu_shelter_params, stock, stock_params, struct mu_shelter_stock,
                   "goods there at the start", .optional = true),
    MU_PARAMS_END,
};

static bool shelter_check(const void *block, const struct mu_check *check)
{
    const struct mu_shelter_params *p = block;

    mu_roads_check_near(check, p->at);
    if (!p->homes && p->capacity <= 0)
        return mu_diag_error(check->diags, check->place(check, "capacity"),
                             "%s: it holds nobody; give its capacity, or say homes: true",
                             check->entity);
    return true;
}

const struct mu_model mu_shelter_model = {
    .name = "shelter",
    .summary = "a place that takes people in and feeds them",
    .params = params,
    .params_size = sizeof(struct mu_shelter_params),
    .state_size = sizeof(struct shelter),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .series = series,
    .quantities = quantities,
    .check = shelter_check,
    .start = shelter_start,
    .handle = shelter_handle,
};
