/* duty.c - the duty room: reports wait for a clerk, are read, and are known then. */
#include <string.h>

#include "models/command/office_impl.h"
#include "sim/assert.h"

static uint32_t on_duty(const struct mu_ctx *ctx, const struct mu_office *o)
{
    const struct mu_office_params *p = mu_params(ctx);
    const struct mu_duty *rows = p->duty.rows;
    int64_t persons = 1;

    for (size_t i = 0; i < p->duty.n; i++)
        if (rows[i].level <= o->level)
            persons = rows[i].persons;
    return (uint32_t)persons;
}

/* Drawn for the report, so that it takes the same time whatever else comes. */
static mu_time service_time(struct mu_ctx *ctx, const struct mu_report *report)
{
    const struct mu_office_params *p = mu_params(ctx);
    const uint64_t address =
        mu_office_address("%s|%u", mu_name(ctx, report->sender), report->number);
    struct mu_stream s = mu_stream_for(ctx, MU_OFFICE_DRAW_SERVICE, address);

    return mu_seconds(mu_draw(&p->service, &s));
}

/* ---- trays: where reports lie, by size, used again and again ---- */

struct tray {
    mu_ref next; /* free: the next one */
    struct mu_report report;
};

static uint32_t tray_size(uint32_t n)
{
    uint32_t size = 0;

    while ((UINT32_C(1) << size) < n)
        size++;
    mu_assert(size < MU_TRAYS);
    return size;
}

static mu_ref take_tray(struct mu_ctx *ctx, struct mu_office *o, const struct mu_report *report)
{
    const uint32_t size = tray_size(report->n);
    mu_ref ref = o->trays[size];

    if (ref.i == 0)
        ref = mu_alloc(ctx, 1, offsetof(struct tray, report) + mu_report_size(UINT32_C(1) << size));
    struct tray *tray = mu_at(ctx, ref);
    o->trays[size] = tray->next;
    memcpy(&tray->report, report, mu_report_size(report->n));
    return ref;
}

static mu_ref tray_of(const struct mu_customer *customer)
{
    return (mu_ref){(uint32_t)customer->payload};
}

static void give_tray(struct mu_ctx *ctx, struct mu_office *o, mu_ref ref)
{
    struct tray *tray = mu_at(ctx, ref);
    const uint32_t size = tray_size(tray->report.n);

    tray->next = o->trays[size];
    o->trays[size] = ref;
}

/* ---- clerks ---- */

void mu_office_duty_start(struct mu_ctx *ctx, struct mu_office *o)
{
    mu_resource_init(
        ctx, &o->clerks,
        &(struct mu_resource_rules){.servers = on_duty(ctx, o), .done = MU_OFFICE_READ});
}

/* Whoever is free takes the next report up. */
static void take_up(struct mu_ctx *ctx, struct mu_office *o)
{
    for (struct mu_turn turn = {0}; mu_resource_next(ctx, &o->clerks, &turn);) {
        const struct tray *tray = mu_at(ctx, tray_of(turn.customer));
        mu_resource_serve(ctx, &o->clerks, turn.claim, service_time(ctx, &tray->report));
    }
}

void mu_office_more_clerks(struct mu_ctx *ctx, struct mu_office *o)
{
    mu_resource_set_servers(ctx, &o->clerks, on_duty(ctx, o));
    take_up(ctx, o);
}

static double seconds(mu_time t)
{
    return (double)t / (double)MU_SECOND;
}

static void learn(struct mu_ctx *ctx, struct mu_office *o, const struct mu_told *told,
                  mu_entity_id from, mu_cause received)
{
    const enum mu_news news = mu_knowledge_learn(ctx, &o->knows, told, from, received);

    if (news == MU_NEWS_NONE)
        return;
    *(struct mu_fresh *)mu_list_add(ctx, &o->fresh, sizeof(struct mu_fresh)) =
        (struct mu_fresh){told->fact, news == MU_NEWS_SAME};
    if (news == MU_NEWS_SAME)
        return;
    const mu_cause cause = mu_record(
        ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_TOLD,
                                    .object = mu_thing_of(mu_fact_entity(ctx, told->fact, NULL)),
                                    .value = told->value,
                                    .cause = received});
    mu_knowledge_credit(ctx, &o->knows, told->fact, cause);
    mu_office_pass_on(ctx, o, told, from);
    mu_set_cause(ctx, received);
}

static void read_report(struct mu_ctx *ctx, struct mu_office *o, const struct mu_report *report,
                        mu_time waited)
{
    const mu_cause received =
        mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_RECEIVED,
                                              .object = mu_thing_of(report->sender),
                                              .value = seconds(waited)});

    if (report->due != MU_NEVER && mu_now(ctx) > report->due)
        mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_LATE,
                                              .object = mu_thing_of(report->sender),
                                              .value = seconds(mu_now(ctx) - report->due)});
    mu_set_cause(ctx, received);
    for (uint32_t i = 0; i < report->n; i++)
        learn(ctx, o, &report->told[i], report->sender, received);
}

void mu_office_read(struct mu_ctx *ctx, struct mu_office *o, mu_claim claim)
{
    const struct mu_customer *customer = mu_resource_done(ctx, &o->clerks, claim);
    const mu_ref ref = tray_of(customer);
    const struct tray *tray = mu_at(ctx, ref);

    read_report(ctx, o, &tray->report, customer->waited);
    give_tray(ctx, o, ref);
    take_up(ctx, o);
}

/* Who knows everything at once needs no clerk. */
void mu_office_receive(struct mu_ctx *ctx, struct mu_office *o, const struct mu_event *ev)
{
    if (mu_perfect_information(ctx)) {
        read_report(ctx, o, ev->body, 0);
        return;
    }
    const mu_ref tray = take_tray(ctx, o, ev->body);
    mu_resource_join(ctx, &o->clerks, &(struct mu_join){.payload = tray.i});
    take_up(ctx, o);
}
