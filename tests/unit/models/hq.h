/* hq.h - small worlds for tests of offices: real offices, channels and feeds; the rest are
 * stand-ins with the names and settings that offices know:
 *
 *   zone     tells facts at instants; answers an order after a while
 *   shelter, depot, works, roads, medium   the same, without anything to tell
 *   team, fleet   answers an order after a while, then says that it is free
 *   probe    calls back what the test wants to try
 *
 * Everybody records "hq.order" when an order is heard.
 */
#ifndef MU_TESTS_HQ_H
#define MU_TESTS_HQ_H

#include "models/command/office.h"
#include "models/people/zone.h"
#include "models/response/fleet.h"
#include "models/response/team.h"
#include "sim/run.h"
#include "tests/unit/models/drill.h"

/* A zone tells `quantity` = `value` to `to` at an instant, seen at once. */
struct hq_saying {
    mu_time at;
    mu_entity_id to;
    uint32_t quantity;
    double value;
    mu_time within; /* deadline; 0 = none */
};

/* Whoever answers. `fails`: with FAILED instead of DONE; `short_by`: first FAILED with that. */
struct hq_answer {
    mu_time after;
    bool fails, never;
    double value, short_by;
};

struct hq_zone {
    struct mu_point at;
    struct mu_refs channels;
    struct mu_table says; /* struct hq_saying */
    struct hq_answer answer;
};

struct hq_team {
    struct mu_team_params real;
    struct hq_answer answer;
};

struct hq_fleet {
    struct mu_fleet_params real;
    struct hq_answer answer;
};

/* Calls `look` at each of the instants. */
struct hq_probe {
    struct mu_table at; /* mu_time */
    void (*look)(struct mu_ctx *ctx, void *state, void *test);
    void *test;
};

struct hq_feed_row {
    mu_time at;
    double value;
};

/* As in feed.c. */
struct hq_feed {
    const char *title;
    struct mu_table values; /* struct hq_feed_row */
    struct mu_expr about;
    struct mu_refs to, channels;
    bool untrue;
};

/* A world that grows; then a run of it. */
struct hq {
    struct mu_world *world;
    struct test_reading *reading;
    bool perfect;
    uint64_t seed;
};

/* `names` are canonical with a blank between. There is a channel/phone: 60 s, nothing lost;
 * offices read a report in 60 s, decide in 600 s, approve in 1800 s. Lookahead 1 s, end after
 * ten days. */
struct hq hq_open(const char *names);
void hq_close(struct hq *h);
mu_entity_id hq_find(const struct hq *h, const char *name);
void *hq_params(struct hq *h, const char *name);
struct mu_office_params *hq_office(struct hq *h, const char *name);
struct mu_refs hq_refs(struct hq *h, const char *names);
struct mu_table hq_table(struct hq *h, const void *rows, size_t n, size_t size);
struct mu_expr hq_expr(struct hq *h, const char *text, const char *for_each);
/* The trigger of each item is the text in item.when.text. */
void hq_plan(struct hq *h, const char *office, const struct mu_item *items, size_t n);
void hq_history(struct hq *h, const char *office, const struct mu_decision *rows, size_t n);
void hq_rules(struct hq *h, const char *office, const struct mu_rule *rules, size_t n);
void hq_says(struct hq *h, const char *zone, const struct hq_saying *rows, size_t n);
void hq_cut(struct hq *h, const char *channel, mu_time from, mu_time until, const char *at);
/* Runs to the end and closes; the test fails when the run does. */
void hq_play(struct hq *h, struct mu_result *result);
/* As hq_play, for a run that must fail with a text that holds this. */
void hq_play_failing(struct hq *h, const char *text);

/* When, in seconds, it happened for the k-th time (from 0) to `subject` (any: NULL); -1 = never. */
double hq_when(const struct mu_result *r, const char *kind, const char *subject, size_t k);
size_t hq_times(const struct mu_result *r, const char *kind, const char *subject);

#endif
