#include "tests/cmocka_all.h"

#include "hq.h"

#include <stdio.h>
#include <string.h>

#include "scenarios/expr_parse.h"
#include "tests/unit/scenarios/reading.h"

enum { HQ_SAYS = MU_MSG_OWN + 100, HQ_ANSWERS, HQ_LOOKS };
enum { KIND_ORDER = MU_REPORT_KIND_OWN, KIND_ASSIGNED };

static const struct mu_kind kinds[] = {MU_REPORT_KINDS,
                                       {"hq.order", "1", "verb", "an order was heard"},
                                       {"hq.assigned", "1", "", "a team has another office"},
                                       {0}};

static const struct mu_param no_params[] = {MU_PARAMS_END};

static void hear(struct mu_ctx *ctx, const struct hq_answer *answer, const struct mu_order *order)
{
    mu_record(ctx, &(struct mu_happening){.kind = KIND_ORDER,
                                          .object = mu_thing_of(order->issuer),
                                          .place = mu_thing_of(order->target),
                                          .value = order->amount});
    if (!answer->never)
        mu_set_timer(ctx, answer->after, HQ_ANSWERS, order, sizeof *order);
}

static void say(struct mu_ctx *ctx, const struct mu_order *order, enum mu_status_kind kind,
                double value)
{
    const struct mu_status status = {
        .kind = (int32_t)kind, .item = order->item, .target = order->target, .value = value};

    if (order->issuer.i)
        mu_send(ctx, order->issuer, MU_SECOND, MU_MSG_STATUS, &status, sizeof status);
}

static void answer(struct mu_ctx *ctx, const struct hq_answer *a, const struct mu_order *order)
{
    if (a->short_by > 0)
        say(ctx, order, MU_STATUS_FAILED, a->short_by);
    if (a->short_by == 0 || a->short_by < order->amount)
        say(ctx, order, a->fails ? MU_STATUS_FAILED : MU_STATUS_DONE, a->value);
}

/* ---- zones and whoever else only answers ---- */

struct zone {
    uint32_t number;
};

static void zone_start(struct mu_ctx *ctx, void *state)
{
    const struct hq_zone *p = mu_params(ctx);
    const struct hq_saying *rows = p->says.rows;

    (void)state;
    for (uint32_t i = 0; i < p->says.n; i++)
        mu_set_timer(ctx, rows[i].at, HQ_SAYS, &i, sizeof i);
}

static void tell(struct mu_ctx *ctx, struct zone *z, uint32_t i)
{
    const struct hq_zone *p = mu_params(ctx);
    const struct hq_saying *s = (const struct hq_saying *)p->says.rows + i;
    const struct mu_told told = {mu_fact_of(ctx, mu_self(ctx), s->quantity), s->value, mu_now(ctx)};

    mu_report_tell(ctx, &p->channels, s->to, true, &z->number, MU_REPORT_INITIAL,
                   s->within ? mu_now(ctx) + s->within : MU_NEVER, &told, 1);
}

static void zone_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct hq_zone *p = mu_params(ctx);

    if (ev->type == MU_MSG_ORDER)
        hear(ctx, &p->answer, ev->body);
    else if (ev->type == HQ_ANSWERS)
        answer(ctx, &p->answer, ev->body);
    else
        tell(ctx, state, *(const uint32_t *)ev->body);
}

static const struct mu_param zone_params[] = {
    MU_PARAM_POINT(struct hq_zone, at, "where it is"),
    MU_PARAMS_END,
};

#define ANSWERING(name_, ...)                                                                      \
    {                                                                                              \
        .name = name_, .params = zone_params, .params_size = sizeof(struct hq_zone),               \
        .state_size = sizeof(struct zone), .site = MU_SITE_OWN, .kinds = kinds,                    \
        .start = zone_start, .handle = zone_handle, __VA_ARGS__                                    \
    }

static const struct mu_quantity zone_quantities[] = {
    {"flooded", "bool", ""},   {"depth", "m", ""},
    {"trapped", "person", ""}, {"waiting", "person", ""},
    {"present", "person", ""}, {"hurt", "person", ""},
    {"cut_off", "bool", ""},   {0}};

static const struct mu_model zone = ANSWERING("zone", .quantities = zone_quantities);
static const struct mu_model shelter = ANSWERING("shelter", .summary = "");
static const struct mu_model depot = ANSWERING("depot", .summary = "");
static const struct mu_model works = ANSWERING("works", .summary = "");
static const struct mu_model roads = ANSWERING("roads", .summary = "");
static const struct mu_model medium = ANSWERING("medium", .summary = "");
static const struct mu_model goods = ANSWERING("goods", .summary = "");

/* ---- teams and fleets ---- */

struct team {
    mu_entity_id commander;
    uint32_t jobs;
};

static void tell_free(struct mu_ctx *ctx, const struct team *t)
{
    const struct mu_order own_accord = {.issuer = t->commander};

    if (t->jobs == 0)
        say(ctx, &own_accord, MU_STATUS_FREE, 0);
}

static void force_handle(struct mu_ctx *ctx, struct team *t, const struct hq_answer *a,
                         const struct mu_event *ev)
{
    const struct mu_assignment *to = ev->body;

    if (ev->type == MU_MSG_ORDER) {
        t->jobs += !a->never;
        hear(ctx, a, ev->body);
    } else if (ev->type == HQ_ANSWERS) {
        t->jobs--;
        answer(ctx, a, ev->body);
        tell_free(ctx, t);
    } else {
        t->commander = to->office;
        mu_record(ctx,
                  &(struct mu_happening){.kind = KIND_ASSIGNED, .object = mu_thing_of(to->office)});
        tell_free(ctx, t);
    }
}

static void team_start(struct mu_ctx *ctx, void *state)
{
    ((struct team *)state)->commander = ((const struct hq_team *)mu_params(ctx))->real.owner;
}

static void team_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    force_handle(ctx, state, &((const struct hq_team *)mu_params(ctx))->answer, ev);
}

static void fleet_start(struct mu_ctx *ctx, void *state)
{
    ((struct team *)state)->commander = ((const struct hq_fleet *)mu_params(ctx))->real.owner;
}

static void fleet_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    force_handle(ctx, state, &((const struct hq_fleet *)mu_params(ctx))->answer, ev);
}

static const struct mu_quantity team_quantities[] = {
    {"at_work", "bool", ""}, {"persons", "person", ""}, {"boats", "boat", ""}, {0}};

static const struct mu_model team = {
    .name = "team",
    .params = no_params,
    .params_size = sizeof(struct hq_team),
    .state_size = sizeof(struct team),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .quantities = team_quantities,
    .start = team_start,
    .handle = team_handle,
};

static const struct mu_model fleet = {
    .name = "fleet",
    .params = no_params,
    .params_size = sizeof(struct hq_fleet),
    .state_size = sizeof(struct team),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .quantities = team_quantities,
    .start = fleet_start,
    .handle = fleet_handle,
};

/* ---- probes ---- */

static void probe_start(struct mu_ctx *ctx, void *state)
{
    const struct hq_probe *p = mu_params(ctx);
    const mu_time *at = p->at.rows;

    (void)state;
    for (size_t i = 0; i < p->at.n; i++)
        mu_set_timer(ctx, at[i], HQ_LOOKS, NULL, 0);
}

static void probe_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct hq_probe *p = mu_params(ctx);

    if (ev->type == HQ_LOOKS)
        p->look(ctx, state, p->test);
}

static const struct mu_model probe = {
    .name = "probe",
    .params = no_params,
    .params_size = sizeof(struct hq_probe),
    .state_size = 256,
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .start = probe_start,
    .handle = probe_handle,
};

static const struct mu_model *const models[] = {
    &mu_office_model, &mu_channel_model, &mu_feed_model, &zone, &shelter, &depot, &works,
    &roads,           &medium,           &goods,         &team, &fleet,   &probe, NULL,
};

/* ---- worlds ---- */

static void split(const char *name, char *model, size_t size, const char **bare)
{
    const char *slash = strchr(name, '/');

    assert_non_null(slash);
    snprintf(model, size, "%.*s", (int)(slash - name), name);
    *bare = slash + 1;
}

static size_t next_name(const char **names, char *name, size_t size)
{
    *names += strspn(*names, " ");
    const size_t n = strcspn(*names, " ");
    snprintf(name, size, "%.*s", (int)n, *names);
    *names += n;
    return n;
}

static void add(struct hq *h, const char *name)
{
    char model[40];
    const char *bare;

    split(name, model, sizeof model, &bare);
    assert_int_equal(mu_world_name(h->world, model, bare), MU_OK);
}

static void set_channel(struct hq *h, const char *name)
{
    struct mu_channel_params *p = hq_params(h, name);

    *p = (struct mu_channel_params){.delay = mu_dist_fixed(60), .tries = 1};
}

static void set_defaults(struct hq *h, mu_entity_id id)
{
    const char *model = mu_world_entity_model(h->world, id)->name;
    void *params = mu_world_params(h->world, id);
    const struct mu_refs phone = hq_refs(h, "channel/phone");

    if (strcmp(model, "office") == 0)
        *(struct mu_office_params *)params =
            (struct mu_office_params){.service = mu_dist_fixed(60),
                                      .decision = mu_dist_fixed(600),
                                      .approval = mu_dist_fixed(1800),
                                      .channels = phone};
    if (strcmp(model, "zone") == 0)
        ((struct hq_zone *)params)->channels = phone;
    if (strcmp(model, "feed") == 0)
        ((struct hq_feed *)params)->channels = phone;
    if (strcmp(model, "team") == 0)
        ((struct hq_team *)params)->real.available_from = MU_NEVER;
    if (strcmp(model, "channel") == 0)
        set_channel(h, mu_world_entity_name(h->world, id));
}

struct hq hq_open(const char *names)
{
    struct hq h = {.world = mu_world_create(models), .seed = 1};
    char name[80];
    void *reading;
    const struct mu_world_options options = {.end = 10 * MU_DAY,
                                             .lookahead = MU_SECOND,
                                             .publish_every = MU_MINUTE,
                                             .sample_every = MU_HOUR};

    assert_non_null(h.world);
    assert_int_equal(test_reading_setup(&reading), 0);
    h.reading = reading;
    add(&h, "channel/phone");
    while (next_name(&names, name, sizeof name))
        add(&h, name);
    mu_world_set_options(h.world, &options);
    assert_int_equal(mu_world_seal(h.world), MU_OK);
    h.reading->in.world = h.world;
    for (uint32_t i = 1; i <= mu_world_entities(h.world); i++)
        set_defaults(&h, (mu_entity_id){i});
    return h;
}

void hq_close(struct hq *h)
{
    void *reading = h->reading;

    mu_world_destroy(h->world);
    assert_int_equal(test_reading_teardown(&reading), 0);
}

mu_entity_id hq_find(const struct hq *h, const char *name)
{
    return drill_find(h->world, name);
}

void *hq_params(struct hq *h, const char *name)
{
    return drill_params(h->world, name);
}

struct mu_office_params *hq_office(struct hq *h, const char *name)
{
    return hq_params(h, name);
}

struct mu_table hq_table(struct hq *h, const void *rows, size_t n, size_t size)
{
    return drill_table(h->world, rows, n, size);
}

struct mu_refs hq_refs(struct hq *h, const char *names)
{
    mu_entity_id ids[32];
    char name[80];
    size_t n = 0;

    while (next_name(&names, name, sizeof name))
        ids[n++] = hq_find(h, name);
    return drill_refs(h->world, ids, n);
}

struct mu_expr hq_expr(struct hq *h, const char *text, const char *for_each)
{
    struct mu_expr expr;

    if (!mu_read_expr(&h->reading->slot, text, for_each, &expr))
        fail_msg("%s: %s", text, test_message(h->reading));
    return expr;
}

void hq_plan(struct hq *h, const char *office, const struct mu_item *items, size_t n)
{
    struct mu_table table = hq_table(h, items, n, sizeof *items);
    struct mu_item *rows = mu_world_alloc(h->world, n * sizeof *rows);

    memcpy(rows, items, n * sizeof *rows);
    for (size_t i = 0; i < n; i++)
        rows[i].when = hq_expr(h, items[i].when.text, items[i].for_each);
    table.rows = rows;
    hq_office(h, office)->plan = table;
}

void hq_history(struct hq *h, const char *office, const struct mu_decision *rows, size_t n)
{
    hq_office(h, office)->history = hq_table(h, rows, n, sizeof *rows);
}

void hq_rules(struct hq *h, const char *office, const struct mu_rule *rules, size_t n)
{
    hq_office(h, office)->rules = hq_table(h, rules, n, sizeof *rules);
}

void hq_says(struct hq *h, const char *name, const struct hq_saying *rows, size_t n)
{
    ((struct hq_zone *)hq_params(h, name))->says = hq_table(h, rows, n, sizeof *rows);
}

void hq_cut(struct hq *h, const char *channel, mu_time from, mu_time until, const char *at)
{
    const struct mu_channel_outage outage = {from, until, hq_refs(h, at)};

    ((struct mu_channel_params *)hq_params(h, channel))->outages =
        hq_table(h, &outage, 1, sizeof outage);
}

static struct mu_run *start(struct hq *h)
{
    const struct mu_run_options options = {.seed = h->seed, .perfect_information = h->perfect};
    struct mu_run *run;

    assert_int_equal(mu_world_finish(h->world), MU_OK);
    mu_expr_number_facts(&h->reading->in);
    assert_int_equal(mu_run_create(h->world, &options, &run), MU_OK);
    return run;
}

void hq_play(struct hq *h, struct mu_result *result)
{
    drill_finish(start(h), mu_world_options(h->world)->end, result);
    hq_close(h);
}

void hq_play_failing(struct hq *h, const char *text)
{
    struct mu_run *run = start(h);

    assert_int_equal(mu_run_until(run, mu_world_options(h->world)->end), MU_ERR_FAILED);
    if (!strstr(mu_run_failure(run), text))
        fail_msg("%s", mu_run_failure(run));
    mu_run_destroy(run);
    hq_close(h);
}

static size_t row_of(const struct mu_result *r, const char *kind, const char *subject, size_t k)
{
    const size_t wanted = mu_result_kind(r, kind);

    for (size_t row = 0; row < r->events.n; row++)
        if (r->events.kind[row] == wanted &&
            (!subject || strcmp(r->things[r->events.subject[row]].name, subject) == 0) && k-- == 0)
            return row;
    return SIZE_MAX;
}

double hq_when(const struct mu_result *r, const char *kind, const char *subject, size_t k)
{
    const size_t row = row_of(r, kind, subject, k);

    return row == SIZE_MAX ? -1 : (double)r->events.time[row] / (double)MU_SECOND;
}

size_t hq_times(const struct mu_result *r, const char *kind, const char *subject)
{
    size_t n = 0;

    while (row_of(r, kind, subject, n) != SIZE_MAX)
        n++;
    return n;
}
