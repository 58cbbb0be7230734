/* duty.c - the duty room: reports wait for a clerk, are read, and are known then. */
#include <string.h>

#include "models/command/office_impl.h"
#include "sim/assert.h"

/* A report that waits. */
struct waiting {
    mu_ref tray;
    mu_time since;
    mu_cause cause;
};

/* What a clerk works on: the report with the time it lay in the tray. */
struct read {
    mu_time waited;
    struct mu_report report;
};

static size_t read_size(uint32_t n)
{
    return offsetof(struct read, report) + mu_report_size(n);
}

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

static void take_up(struct mu_ctx *ctx, struct mu_office *o, const struct mu_report *report,
                    mu_time waited)
{
    struct read r;

    r.waited = waited;
    memcpy(&r.report, report, mu_report_size(report->n));
    o->busy++;
    mu_set_timer(ctx, service_time(ctx, report), MU_OFFICE_READ, &r, read_size(report->n));
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

static void give_tray(struct mu_ctx *ctx, struct mu_office *o, mu_ref ref)
{
    struct tray *tray = mu_at(ctx, ref);
    const uint32_t size = tray_size(tray->report.n);

    tray->next = o->trays[size];
    o->trays[size] = ref;
}

static void grow_queue(struct mu_ctx *ctx, struct mu_office *o)
{
    const uint32_t size = o->queue_size ? 2 * o->queue_size : 16;
    const mu_ref bigger = mu_alloc(ctx, size, sizeof(struct waiting));
    struct waiting *to = mu_at(ctx, bigger), *from = mu_at(ctx, o->queue);

    for (uint32_t i = 0; i < o->n_queue; i++)
        to[i] = from[(o->head + i) % o->queue_size];
    o->queue = bigger;
    o->queue_size = size;
    o->head = 0;
}

static void lay_down(struct mu_ctx *ctx, struct mu_office *o, const struct mu_report *report)
{
    if (o->n_queue == o->queue_size)
        grow_queue(ctx, o);
    const mu_ref tray = take_tray(ctx, o, report);
    struct waiting *queue = mu_at(ctx, o->queue);
    queue[(o->head + o->n_queue++) % o->queue_size] =
        (struct waiting){.tray = tray, .since = mu_now(ctx), .cause = mu_cause_now(ctx)};
}

void mu_office_more_clerks(struct mu_ctx *ctx, struct mu_office *o)
{
    const mu_cause before = mu_cause_now(ctx);

    while (o->n_queue > 0 && o->busy < on_duty(ctx, o)) {
        struct waiting w = ((struct waiting *)mu_at(ctx, o->queue))[o->head];
        o->head = (o->head + 1) % o->queue_size;
        o->n_queue--;
        mu_set_cause(ctx, w.cause);
        const struct tray *tray = mu_at(ctx, w.tray);
        take_up(ctx, o, &tray->report, mu_now(ctx) - w.since);
        give_tray(ctx, o, w.tray);
    }
    mu_set_cause(ctx, before);
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

void mu_office_read(struct mu_ctx *ctx, struct mu_office *o, const void *body)
{
    const struct read *r = body;

    mu_assert(o->busy > 0);
    o->busy--;
    read_report(ctx, o, &r->report, r->waited);
    mu_office_more_clerks(ctx, o);
}

/* Who knows everything at once needs no clerk. */
void mu_office_receive(struct mu_ctx *ctx, struct mu_office *o, const struct mu_event *ev)
{
    if (mu_perfect_information(ctx))
        read_report(ctx, o, ev->body, 0);
    else if (o->busy < on_duty(ctx, o))
        take_up(ctx, o, ev->body, 0);
    else
        lay_down(ctx, o, ev->body);
}
