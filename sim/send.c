/* Messages, timers and records: what an entity leaves for others (sim.h). */
#include <string.h>

#include "sim/assert.h"
#include "sim/promise_impl.h"

/* What a model does most often is not worth a call. */
#if defined(__GNUC__)
#define ALWAYS_INLINE __attribute__((always_inline))
#else
#define ALWAYS_INLINE
#endif

static mu_time later(mu_time now, mu_time delay)
{
    return delay < MU_NEVER - now ? now + delay : MU_NEVER;
}

/* A message as a model asks for it. */
struct letter {
    uint32_t to, timer;
    uint16_t type;
    size_t size;
    const void *body;
};

/* A circle of messages without delay would never let time go on. */
static bool time_goes_on(struct mu_ctx *ctx, const struct letter *letter)
{
    struct mu_entity_more *site = &ctx->run->more[ctx->entity->site];

    if (site->burst_at != ctx->acting.now) {
        site->burst_at = ctx->acting.now;
        site->burst = 0;
    }
    if (site->burst++ < MU_BURST_MAX)
        return true;
    mu_fail(ctx,
            "time does not go on: more than %d messages without delay at one instant on one site; "
            "the last is of type %u, from %s to %s",
            MU_BURST_MAX, letter->type, mu_name(ctx, ctx->acting.id),
            mu_name(ctx, (mu_entity_id){letter->to}));
    return false;
}

static bool delay_allowed(struct mu_ctx *ctx, mu_time delay, const struct letter *letter)
{
    if (delay >= 0)
        return delay > 0 || time_goes_on(ctx, letter);
    mu_fail(ctx, "%s asks for a delay of %.6f s; time runs forward only",
            mu_name(ctx, ctx->acting.id), (double)delay * 1e-6);
    return false;
}

static bool receiver_allowed(struct mu_ctx *ctx, mu_entity_id to)
{
    if (to.i >= 1 && to.i <= ctx->run->world->n)
        return true;
    mu_fail(ctx, "%s sends to nobody", mu_name(ctx, ctx->acting.id));
    return false;
}

/* The promise that lets sites run beside each other. */
static bool promise_kept(struct mu_ctx *ctx, mu_entity_id to, mu_time delay)
{
    const struct mu_run *run = ctx->run;
    const uint32_t here = ctx->entity->site, there = run->site_of[to.i];

    if (delay >= run->longest_promise || here == there)
        return true;
    const mu_time lookahead = run->world->options.lookahead;
    const mu_time promised = mu_promise_between(run, here, there);
    if (delay >= promised)
        return true;
    mu_fail(ctx,
            "%s sends to %s with a delay of %.6f s; they stand on different sites, between which "
            "a message takes at least the %s of %.6f s",
            mu_name(ctx, ctx->acting.id), mu_name(ctx, to), (double)delay * 1e-6,
            promised > lookahead ? "promised delay" : "lookahead", (double)promised * 1e-6);
    return false;
}

static uint64_t next_tie(struct mu_ctx *ctx)
{
    const uint64_t tie = ctx->entity->tie++;
    mu_assert(ctx->entity->tie << MU_RANK_BITS != 0); /* else it has sent 2^40 */
    return tie;
}

/* Where it waits: while windows are run, what does not belong to this site in this window goes
 * into the calendar. */
static bool stays_here(const struct mu_ctx *ctx, uint32_t to, mu_time at)
{
    const struct mu_worker *worker = ctx->worker;
    return worker->alone || (at < worker->bound && ctx->run->site_of[to] == ctx->entity->site);
}

/* Field by field: a head that is written first and copied then costs a stall for each event. */
ALWAYS_INLINE static inline void write_head(struct mu_message *message, const struct mu_ctx *ctx,
                                            const struct letter *letter, enum mu_storage where)
{
    message->cause = ctx->cause;
    message->from = ctx->acting.id.i;
    message->to = letter->to;
    message->timer = letter->timer;
    message->type = letter->type;
    message->size = (uint16_t)letter->size;
    message->where = where;
}

static struct mu_message *put_here(struct mu_ctx *ctx, uint64_t at, uint64_t tie,
                                   const struct letter *letter)
{
    struct mu_message *message = mu_queue_room(&ctx->worker->queue, at, tie, letter->size);
    if (!message)
        return NULL;
    write_head(message, ctx, letter, MU_IN_QUEUE);
    if (letter->size > 0)
        memcpy(message + 1, letter->body, letter->size);
    return message;
}

static struct mu_message *put_away(struct mu_ctx *ctx, uint64_t at, uint64_t tie,
                                   const struct letter *letter)
{
    struct mu_calendar *calendar = &ctx->run->calendar;
    struct mu_message *message =
        mu_calendar_room(calendar, ctx->worker->number, at, tie, letter->to, letter->size);
    if (!message)
        return NULL;
    write_head(message, ctx, letter, MU_IN_CALENDAR);
    if (letter->size > 0)
        memcpy(message + 1, letter->body, letter->size);
    return message;
}

static struct mu_message *put(struct mu_ctx *ctx, mu_time at, const struct letter *letter)
{
    const uint64_t tie = next_tie(ctx);

    mu_assert(letter->size <= MU_BODY_MAX && (letter->size == 0 || letter->body));
    struct mu_message *message = stays_here(ctx, letter->to, at)
                                     ? put_here(ctx, (uint64_t)at, tie, letter)
                                     : put_away(ctx, (uint64_t)at, tie, letter);
    if (!message)
        mu_worker_stop(ctx->worker, MU_ERR_MEMORY);
    return message;
}

static struct mu_timers *own_timers(const struct mu_ctx *ctx)
{
    return &ctx->run->timers[ctx->run->partition_of[ctx->acting.id.i]];
}

static void send_with_care(struct mu_ctx *ctx, mu_time delay, const struct letter *letter)
{
    const mu_entity_id to = {letter->to};

    if (receiver_allowed(ctx, to) && delay_allowed(ctx, delay, letter) &&
        promise_kept(ctx, to, delay))
        put(ctx, later(ctx->acting.now, delay), letter);
}

/* Nothing that send_with_care looks at can be wrong with it. */
ALWAYS_INLINE static inline bool send_straight(struct mu_ctx *ctx, mu_time delay,
                                               const struct letter *letter)
{
    const struct mu_calendar *calendar = &ctx->run->calendar;
    const uint64_t at = (uint64_t)ctx->acting.now + (uint64_t)delay;

    if (delay < ctx->straight || letter->to - 1 >= calendar->n_entities ||
        letter->size > MU_BODY_MAX || (letter->size > 0 && !letter->body))
        return false;
    struct mu_record *record =
        mu_calendar_room_near(calendar, ctx->writer, at, letter->to, letter->size);
    if (!record)
        return false;
    record->at = at;
    record->tie = next_tie(ctx);
    write_head(&record->message, ctx, letter, MU_IN_CALENDAR);
    if (letter->size > 0)
        memcpy(record + 1, letter->body, letter->size);
    return true;
}

/* The same while there is one queue. */
ALWAYS_INLINE static inline bool send_in_line(struct mu_ctx *ctx, mu_time delay,
                                              const struct letter *letter)
{
    const struct mu_run *run = ctx->run;

    if (delay <= 0 || delay > MU_NEVER - ctx->acting.now || letter->to - 1 >= run->world->n ||
        letter->size > MU_BODY_MAX || (letter->size > 0 && !letter->body) ||
        (letter->to != ctx->acting.id.i && delay < run->longest_promise))
        return false;
    struct mu_message *message =
        put_here(ctx, (uint64_t)(ctx->acting.now + delay), ctx->entity->tie, letter);
    if (!message)
        return false;
    next_tie(ctx);
    return true;
}

void mu_send(struct mu_ctx *ctx, mu_entity_id to, mu_time delay, uint16_t type, const void *body,
             size_t size)
{
    const struct letter letter = {to.i, MU_NO_SLOT, type, size, body};
    const bool sent =
        ctx->worker->alone ? send_in_line(ctx, delay, &letter) : send_straight(ctx, delay, &letter);

    if (!sent)
        send_with_care(ctx, delay, &letter);
}

mu_timer mu_set_timer(struct mu_ctx *ctx, mu_time delay, uint16_t type, const void *body,
                      size_t size)
{
    struct letter letter = {ctx->acting.id.i, MU_NO_SLOT, type, size, body};
    if (!delay_allowed(ctx, delay, &letter))
        return (mu_timer){0};
    struct mu_timers *timers = own_timers(ctx);
    letter.timer = mu_timers_take(timers);
    if (letter.timer == MU_NO_SLOT)
        mu_worker_stop(ctx->worker, MU_ERR_MEMORY);
    mu_timers_place(timers, put(ctx, later(ctx->acting.now, delay), &letter));
    ctx->worker->counts.timers_set++;
    return mu_timers_handle(timers, letter.timer);
}

static void kill(struct mu_worker *worker, struct mu_message *message)
{
    switch ((enum mu_storage)message->where) {
    case MU_IN_QUEUE: mu_queue_kill(&worker->queue, message); return;
    case MU_IN_CALENDAR:
        mu_calendar_kill(&worker->ctx.run->calendar, worker->number, message);
        return;
    case MU_IN_HAND: message->to = 0; return;
    }
}

/* A handle is good only with the entity that got it. */
static struct mu_message *pending(const struct mu_ctx *ctx, mu_timer timer)
{
    struct mu_message *message = mu_timers_find(own_timers(ctx), timer);
    mu_assert(!message || (message->from == ctx->acting.id.i && message->to == ctx->acting.id.i));
    return message;
}

bool mu_cancel(struct mu_ctx *ctx, mu_timer timer)
{
    struct mu_message *message = pending(ctx, timer);
    if (!message)
        return false;
    mu_timers_give(own_timers(ctx), timer.slot);
    kill(ctx->worker, message);
    ctx->worker->counts.timers_cancelled++;
    return true;
}

bool mu_move(struct mu_ctx *ctx, mu_timer timer, mu_time delay)
{
    struct mu_message *message = pending(ctx, timer);
    if (!message)
        return false;
    const struct letter letter = {ctx->acting.id.i, message->timer, message->type, message->size,
                                  message + 1};
    if (!delay_allowed(ctx, delay, &letter))
        return false;
    struct mu_message *moved = put(ctx, later(ctx->acting.now, delay), &letter);
    kill(ctx->worker, message);
    mu_timers_place(own_timers(ctx), moved);
    ctx->worker->counts.timers_moved++;
    return true;
}

static uint32_t kind_of(const struct mu_ctx *ctx, uint32_t kind)
{
    const struct mu_run *run = ctx->run;
    size_t first = run->kinds_of[ctx->entity->model_index];
    mu_assert(kind < run->kinds_of[ctx->entity->model_index + 1] - first);
    return run->kinds[first + kind];
}

mu_cause mu_record(struct mu_ctx *ctx, const struct mu_happening *what)
{
    struct mu_run *run = ctx->run;
    struct mu_row *row = mu_column_add(&ctx->worker->rows, 1);
    if (!row)
        mu_worker_stop(ctx->worker, MU_ERR_MEMORY);
    uint32_t site = ctx->entity->site;
    *row = (struct mu_row){
        .time = ctx->acting.now,
        .id = mu_tie(site, ++run->entities[site].rows),
        .cause = what->cause.i ? what->cause.i : ctx->cause,
        .since = what->since.i,
        .kind = kind_of(ctx, what->kind),
        .subject = what->subject.i ? what->subject.i : ctx->acting.id.i,
        .object = what->object.i,
        .place = what->place.i,
        .in_field = ctx->in_field,
        .value = what->value,
    };
    ctx->cause = row->id;
    return (mu_cause){row->id};
}

mu_cause mu_cause_now(const struct mu_ctx *ctx)
{
    return (mu_cause){ctx->cause};
}

void mu_set_cause(struct mu_ctx *ctx, mu_cause cause)
{
    ctx->cause = cause.i;
}
