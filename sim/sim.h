/* sim.h - what a model may ask of the engine while it handles an event.
 *
 * An entity touches its own state, what is const, and its context; it reaches others
 * by mu_send. That one rule is what makes every model parallel.
 *
 * Time is an integer count of microseconds since the scenario's start. Within a site a
 * message may take no time; between sites it takes at least the world's lookahead, and
 * a send that breaks the promise fails the run with a text that names both ends.
 *
 * Memory: pointers got from mu_at and the state pointer stay valid for the whole run but
 * must never be stored: state holds mu_ref only, so that a copy of a run is a run.
 */
#ifndef MU_SIM_SIM_H
#define MU_SIM_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/crew.h"
#include "sim/err.h"
#include "sim/stream.h"
#include "sim/value.h"

/* What a context begins with, for the three functions that everybody calls. */
struct mu_acting {
    mu_time now;
    mu_entity_id id;
    const void *params;
};

struct mu_ctx;

/* A recorded event; 0 = none. */
typedef struct {
    uint64_t i;
} mu_cause;

#define MU_NO_CAUSE ((mu_cause){0})

/* A timer that an entity set for itself; zeroed = none, and safe to cancel. */
typedef struct {
    uint32_t slot, generation;
} mu_timer;

/* Memory of the run, by number; 0 = none. */
typedef struct {
    uint32_t i;
} mu_ref;

/* An event as a handler sees it. `body` is valid only during the handler. */
struct mu_event {
    mu_time at;
    mu_entity_id from;
    uint16_t type; /* the receiving model's enum, from 1 */
    uint16_t size;
    const void *body;
};

#define MU_BODY_MAX 4096 /* bytes */

/* Who and when. */
static inline mu_time mu_now(const struct mu_ctx *ctx)
{
    return ((const struct mu_acting *)(const void *)ctx)->now;
}

static inline mu_entity_id mu_self(const struct mu_ctx *ctx)
{
    return ((const struct mu_acting *)(const void *)ctx)->id;
}

const char *mu_name(const struct mu_ctx *ctx, mu_entity_id id); /* canonical, "zone/Luozhen" */

/* Const during the run: parameters of this entity and of others (with what was drawn for
 * this run filled in), geography, and the entities of a model, which have neighbouring
 * numbers: first .. first + n - 1. */
static inline const void *mu_params(const struct mu_ctx *ctx)
{
    return ((const struct mu_acting *)(const void *)ctx)->params;
}

const void *mu_params_of(const struct mu_ctx *ctx, mu_entity_id id);
const void *mu_geography(const struct mu_ctx *ctx);
mu_entity_id mu_first_of(const struct mu_ctx *ctx, const char *model, size_t *n);
const char *mu_model_of(const struct mu_ctx *ctx, mu_entity_id id);
/* The same for a model by its place in the world's list, as in a trigger's nodes. */
mu_entity_id mu_first_of_index(const struct mu_ctx *ctx, uint32_t model, size_t *n);
/* The number of a model's quantity by its name; UINT32_MAX = there is none. */
uint32_t mu_quantity(const struct mu_ctx *ctx, const char *model, const char *name);
/* Where an entity stands: its setting `at`. False when it has none. */
bool mu_place_of(const struct mu_ctx *ctx, mu_entity_id id, struct mu_point *at);
mu_time mu_lookahead(const struct mu_ctx *ctx);
mu_time mu_end(const struct mu_ctx *ctx);
/* Every owner is told every fact at once: the reference run of the objectives. */
bool mu_perfect_information(const struct mu_ctx *ctx);
/* Who shares the work of this call (crew.h): the run's threads while a field advances, else NULL,
 * nobody. */
struct mu_crew *mu_crew(const struct mu_ctx *ctx);

/* Things and facts by number. */
mu_thing mu_thing_of(mu_entity_id id);
mu_thing mu_part(const struct mu_ctx *ctx, size_t i); /* part i of this entity */
mu_thing mu_part_of(const struct mu_ctx *ctx, mu_entity_id id, size_t i);
mu_fact mu_fact_of(const struct mu_ctx *ctx, mu_entity_id id, uint32_t quantity);
mu_entity_id mu_fact_entity(const struct mu_ctx *ctx, mu_fact fact, uint32_t *quantity);
size_t mu_fact_count(const struct mu_ctx *ctx); /* facts are 1 .. count */

/* Messages. The body is copied. delay >= 0, and >= lookahead to another site. */
void mu_send(struct mu_ctx *ctx, mu_entity_id to, mu_time delay, uint16_t type, const void *body,
             size_t size);
/* To oneself, so that it can be taken back or moved. */
mu_timer mu_set_timer(struct mu_ctx *ctx, mu_time delay, uint16_t type, const void *body,
                      size_t size);
/* false when it had already gone off or been cancelled. */
bool mu_cancel(struct mu_ctx *ctx, mu_timer timer);
/* The same message at another time, `delay` from now; the handle stays. false as above. */
bool mu_move(struct mu_ctx *ctx, mu_timer timer, mu_time delay);

/* What happened, for the result. `kind` is an index into the model's `kinds`. A field left
 * zero: subject = this entity, cause = the recorded event that led here, since = none.
 * The event recorded becomes the cause of what this handler does next. */
struct mu_happening {
    uint32_t kind;
    mu_thing subject, object, place;
    double value;
    mu_cause cause, since;
};
mu_cause mu_record(struct mu_ctx *ctx, const struct mu_happening *what);
mu_cause mu_cause_now(const struct mu_ctx *ctx);
void mu_set_cause(struct mu_ctx *ctx, mu_cause cause); /* a waiting item keeps its own */

/* Truth that many read: what `owner` last published, NULL before the first time. Only
 * what is physically there reads it; offices act on what they were told. */
const void *mu_board(const struct mu_ctx *ctx, mu_entity_id owner);

/* Random numbers by address: the stream of this entity for `purpose` (the model's enum)
 * and `index` (the trip, the group, the report). Same address, same numbers, whatever
 * else happens. */
struct mu_stream mu_stream_for(const struct mu_ctx *ctx, uint32_t purpose, uint64_t index);

/* Run memory, zeroed, kept until the end of the run. n * size > 0. */
mu_ref mu_alloc(struct mu_ctx *ctx, size_t n, size_t size);
void *mu_at(const struct mu_ctx *ctx, mu_ref ref); /* NULL for 0 */

/* Ends this run, not the program; the first failure by event order is kept. The handler
 * should return soon after. */
void mu_fail(struct mu_ctx *ctx, const char *fmt, ...) MU_PRINTF(2, 3);

/* Seconds (>= 0) to time, rounded up to a whole microsecond. */
mu_time mu_seconds(double s);

#endif
