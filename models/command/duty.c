/* duty.c - the duty room: reports wait for a clerk, are read, and are known then. */
#include <math.h>
#include <string.h>

#include "models/command/office_impl.h"
#include "sim/assert.h"

/* A report in the tray. */
struct waiting {
    mu_ref body;
    uint32_t size;
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

static void take_up(struct mu_ctx *ctx, struct mu_office *o, const struct mu_report *report,
                    mu_time waited)
{
    const struct mu_office_params *p = mu_params(ctx);
    struct mu_stream s = mu_stream_for(ctx, MU_OFFICE_DRAW_SERVICE, o->served++);
    struct read r = {.waited = waited};

    memcpy(&r.report, report, mu_report_size(report->n));
    o->busy++;
    mu_set_timer(ctx, mu_seconds(mu_draw(&p->service, &s)), MU_OFFICE_READ, &r,
                 read_size(report->n));
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

static void lay_in_tray(struct mu_ctx *ctx, struct mu_office *o, const struct mu_event *ev)
{
    if (o->n_queue == o->queue_size)
        grow_queue(ctx, o);
    const mu_ref body = mu_alloc(ctx, 1, ev->size);
    memcpy(mu_at(ctx, body), ev->body, ev->size);
    struct waiting *queue = mu_at(ctx, o->queue);
    queue[(o->head + o->n_queue++) % o->queue_size] = (struct waiting){
        .body = body, .size = ev->size, .since = mu_now(ctx), .cause = mu_cause_now(ctx)};
}

void mu_office_more_clerks(struct mu_ctx *ctx, struct mu_office *o)
{
    const mu_cause before = mu_cause_now(ctx);

    while (o->n_queue > 0 && o->busy < on_duty(ctx, o)) {
        struct waiting w = ((struct waiting *)mu_at(ctx, o->queue))[o->head];
        o->head = (o->head + 1) % o->queue_size;
        o->n_queue--;
        mu_set_cause(ctx, w.cause);
        take_up(ctx, o, mu_at(ctx, w.body), mu_now(ctx) - w.since);
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
    const struct mu_known *known = mu_knowledge_of(ctx, &o->knows, told->fact);
    const double before = known->is_known ? known->value : NAN;
    const enum mu_news news = mu_knowledge_learn(ctx, &o->knows, told, received);
    uint32_t quantity;

    if (news == MU_NEWS_NONE)
        return;
    mu_record(ctx, &(struct mu_happening){
                       .kind = MU_OFFICE_KIND_TOLD,
                       .object = mu_thing_of(mu_fact_entity(ctx, told->fact, &quantity)),
                       .value = told->value,
                       .cause = received});
    ((struct mu_known *)mu_at(ctx, o->knows.facts))[told->fact.i].cause = mu_cause_now(ctx);
    mu_office_pass_on(ctx, o, told, news, before, from);
    mu_set_cause(ctx, received);
}

static void read_report(struct mu_ctx *ctx, struct mu_office *o, const struct read *r)
{
    const struct mu_report *report = &r->report;
    const mu_cause received =
        mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_RECEIVED,
                                              .object = mu_thing_of(report->sender),
                                              .value = seconds(r->waited)});

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
    read_report(ctx, o, r);
    mu_office_look(ctx, o);
    mu_office_more_clerks(ctx, o);
}

/* Who knows everything at once needs no clerk. */
static void read_at_once(struct mu_ctx *ctx, struct mu_office *o, const struct mu_report *report)
{
    struct read r = {.waited = 0};

    memcpy(&r.report, report, mu_report_size(report->n));
    read_report(ctx, o, &r);
    mu_office_look(ctx, o);
}

void mu_office_receive(struct mu_ctx *ctx, struct mu_office *o, const struct mu_event *ev)
{
    if (mu_perfect_information(ctx))
        read_at_once(ctx, o, ev->body);
    else if (o->busy < on_duty(ctx, o))
        take_up(ctx, o, ev->body, 0);
    else
        lay_in_tray(ctx, o, ev);
}
