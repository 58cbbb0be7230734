/* Knowledge is not truth: offices act on what they were told, be it so or not, and on nothing
 * else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/properties/proof.h"

#define SETS(...)                                                                                  \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }
#define NO_BREACH "dike.lingshan.breaches=never", "dike.changhu.breaches=never"
#define FROM_THE_START "[{from: 2010-06-13T00:00+08:00}]"

#define CITY "office/city-hq:"
#define DISTRICT "office/linchuan:"

/* Items of plan A that wait for a breach, for water or for people in it. */
static const char *const items_of_a_breach[] = {
    DISTRICT "L4", DISTRICT "L5", DISTRICT "L7", DISTRICT "L8", CITY "C4",  CITY "C5",
    CITY "C6",     CITY "C7",     CITY "C8",     CITY "C9",     CITY "C10", NULL};

static void run_design(const struct proof *proof, const struct proof_design *design, uint64_t seed,
                       struct mu_scenario **scenario, struct mu_result *result)
{
    *scenario = proof_read(proof, design);
    *result = (struct mu_result){0};
    proof_run(*scenario, seed, MU_NEVER, result);
}

/* How many of the items were triggered at least once. */
static size_t triggered(const struct mu_result *result, const char *const *items)
{
    size_t n = 0;

    for (; *items; items++)
        n += proof_count(result, "item.triggered", *items) > 0;
    return n;
}

/* The event of that kind in the chain of causes that ends with the row, or SIZE_MAX. */
static size_t cause_of(const struct mu_result *result, size_t row, const char *kind)
{
    while (row != SIZE_MAX && strcmp(proof_kind(result, row), kind) != 0) {
        const uint64_t cause = result->events.cause[row];
        row = cause ? (size_t)cause - 1 : SIZE_MAX;
    }
    return row;
}

/* Whose word was behind it: the report that led to the row, back over the offices that passed
 * it on. */
static const char *author_of(const struct mu_result *result, size_t row)
{
    for (row = cause_of(result, row, "report.sent"); row != SIZE_MAX;
         row = cause_of(result, row - 1, "report.sent")) {
        const char *sender = proof_name(result, result->events.subject[row]);
        if (strncmp(sender, "office/", strlen("office/")) != 0)
            return sender;
        if (result->events.cause[row] == 0)
            break;
        row = (size_t)result->events.cause[row];
    }
    return "nobody";
}

/* ---- what is not so is believed ---- */

static void prove_false_report(struct proof *proof)
{
    static const char *const told[] = {DISTRICT "L4", DISTRICT "L5", DISTRICT "L8",
                                       CITY "C4",     CITY "C6",     NULL};
    const struct proof_design quiet = {.plan = "plan-a.yaml", .sets = SETS(NO_BREACH)};
    const struct proof_design rumour = {
        .plan = "plan-a.yaml",
        .sets = SETS(NO_BREACH, "feed.rumour={about: dike/lingshan.breached, to: [linchuan, "
                                "city-hq], channels: [phone, mobile], untrue: true, values: "
                                "[{at: T+0 h, value: 1}]}")};
    struct mu_scenario *scenario;
    struct mu_result r;

    run_design(proof, &quiet, 1, &scenario, &r);
    proof_expect(proof, triggered(&r, items_of_a_breach) == 0,
                 "no breach: no item that waits for one is triggered");
    mu_result_fini(&r);
    mu_scenario_destroy(scenario);

    run_design(proof, &rumour, 1, &scenario, &r);
    const size_t row = proof_find(&r, 0, "item.triggered", DISTRICT "L4");
    proof_expect(proof,
                 proof_count(&r, "dike.breached", NULL) == 0 && triggered(&r, told) == 5 &&
                     row != SIZE_MAX && strcmp(author_of(&r, row), "feed/rumour") == 0,
                 "a false report of a breach triggers the plan: L4 for what %s said",
                 row == SIZE_MAX ? "nobody" : author_of(&r, row));
    proof_expect(proof, proof_metric(scenario, &r, "people.needless") > 1000,
                 "... and %g people leave in vain", proof_metric(scenario, &r, "people.needless"));
    mu_result_fini(&r);
    mu_scenario_destroy(scenario);
}

/* ---- what is so is not known ---- */

/* The watch on the dike tells after the end, village reporters conceal what they see. */
static void prove_concealed(struct proof *proof)
{
    const struct proof_design design = {
        .plan = "plan-a.yaml",
        .sets = SETS("dike.lingshan.noticed=240 h", "defaults.zone.conceals=1")};
    struct mu_scenario *scenario;
    struct mu_result r;

    run_design(proof, &design, 1, &scenario, &r);
    proof_expect(proof,
                 proof_count(&r, "dike.breached", "dike/lingshan") == 1 &&
                     proof_metric(scenario, &r, "people.trapped") > 1000 &&
                     proof_count(&r, "report.concealed", NULL) > 0,
                 "the dike breaks, %g people are trapped, %zu reports are concealed",
                 proof_metric(scenario, &r, "people.trapped"),
                 proof_count(&r, "report.concealed", NULL));
    proof_expect(proof, triggered(&r, items_of_a_breach) == 0,
                 "a concealed breach triggers nothing: %zu items",
                 triggered(&r, items_of_a_breach));
    mu_result_fini(&r);
    mu_scenario_destroy(scenario);
}

static void prove_all_cut(struct proof *proof)
{
    const struct proof_design design = {.plan = "plan-b.yaml",
                                        .sets = SETS("channel.phone.outages=" FROM_THE_START,
                                                     "channel.mobile.outages=" FROM_THE_START,
                                                     "channel.radio.outages=" FROM_THE_START,
                                                     "channel.runner.outages=" FROM_THE_START)};
    struct mu_scenario *scenario;
    struct mu_result r;

    run_design(proof, &design, 1, &scenario, &r);
    proof_expect(proof,
                 proof_count(&r, "item.triggered", NULL) == 0 &&
                     proof_count(&r, "report.received", NULL) == 0 &&
                     proof_count(&r, "report.missed", NULL) > 100,
                 "with all channels cut no item is triggered, no report arrives, %zu are missed",
                 proof_count(&r, "report.missed", NULL));
    mu_result_fini(&r);
    mu_scenario_destroy(scenario);
}

/* ---- one village's links ---- */

enum { SEEDS = 10 };
#define VILLAGE "zone/luohu-jie"
#define CUT "[{from: 2010-06-13T00:00+08:00, at: [" VILLAGE "]}]"
#define LINKS_CUT                                                                                  \
    "channel.phone.outages=" CUT, "channel.mobile.outages=" CUT, "channel.runner.outages=" CUT
/* Somebody from there reaches a telephone in the city 20 hours after the breach. */
#define NEIGHBOUR                                                                                  \
    "feed.neighbour={about: " VILLAGE ".flooded, to: [linchuan], channels: [phone], values: "      \
    "[{at: T+20 h, value: 1}]}"

/* When somebody was first sent to rescue people there, and on whose word that was begun. */
struct sent {
    double hours; /* since the start; the end when nobody was sent */
    char author[80];
};

/* The first event of the kind that is about the village, of a thing of that name's beginning. */
static size_t first_about(const struct mu_result *r, const char *kind, const char *subject)
{
    const uint32_t village = mu_result_thing(r, VILLAGE);
    size_t row = proof_find(r, 0, kind, NULL);

    while (row != SIZE_MAX &&
           (r->events.object[row] != village ||
            strncmp(proof_name(r, r->events.subject[row]), subject, strlen(subject)) != 0))
        row = proof_find(r, row + 1, kind, NULL);
    return row;
}

static struct sent first_sent(const struct mu_result *r)
{
    struct sent sent = {(double)r->end / (double)MU_HOUR, "nobody"};
    const size_t row = first_about(r, "dispatch.sent", "team/");
    const size_t rescue[] = {first_about(r, "item.triggered", DISTRICT "L7"),
                             first_about(r, "item.triggered", CITY "C5")};
    const size_t first = rescue[0] < rescue[1] ? rescue[0] : rescue[1];

    if (row != SIZE_MAX)
        sent.hours = (double)r->events.time[row] / (double)MU_HOUR;
    if (first != SIZE_MAX)
        snprintf(sent.author, sizeof sent.author, "%s", author_of(r, first));
    return sent;
}

static void sample_village(const struct proof *proof, const char *const *sets, struct sent *sent)
{
    const struct proof_design design = {.plan = "plan-a.yaml", .sets = sets};
    struct mu_scenario *scenario = proof_read(proof, &design);

#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < SEEDS; i++) {
        struct mu_result r = {0};
        proof_run(scenario, i + 1, MU_NEVER, &r);
        sent[i] = first_sent(&r);
        mu_result_fini(&r);
    }
    mu_scenario_destroy(scenario);
}

static size_t by_author(const struct sent *sent, const char *author)
{
    size_t n = 0;

    for (size_t i = 0; i < SEEDS; i++)
        n += strcmp(sent[i].author, author) == 0;
    return n;
}

static void prove_village_cut(struct proof *proof)
{
    struct sent whole[SEEDS], cut[SEEDS], silent[SEEDS];

    sample_village(proof, SETS(NEIGHBOUR), whole);
    sample_village(proof, SETS(NEIGHBOUR, LINKS_CUT), cut);
    sample_village(proof, SETS(LINKS_CUT), silent);
    const struct proof_interval d =
        proof_paired(&whole[0].hours, &cut[0].hours, SEEDS, sizeof *whole / sizeof(double));
    printf("links of %s cut: boats are sent %+.3g h, 95 %% interval %+.3g to %+.3g h\n", VILLAGE,
           d.mean, d.lo, d.hi);
    /* An office that passes several news on in one report names the first of them as its cause. */
    proof_expect(proof, by_author(whole, VILLAGE) > 0 && by_author(whole, "feed/neighbour") == 0,
                 "boats go to a village on its own word (%zu of %d seeds), not on its neighbour's",
                 by_author(whole, VILLAGE), SEEDS);
    proof_expect(proof, d.lo > 0 && by_author(cut, "feed/neighbour") == SEEDS,
                 "with its links cut they go later, on the word of a neighbour (%zu of %d seeds)",
                 by_author(cut, "feed/neighbour"), SEEDS);
    proof_expect(proof, by_author(silent, "nobody") == SEEDS,
                 "without the neighbour they never go (%zu of %d seeds)",
                 by_author(silent, "nobody"), SEEDS);
}

/* ---- another truth ---- */

static bool same_event(const struct mu_result *a, size_t i, const struct mu_result *b, size_t k)
{
    const struct mu_event_columns *x = &a->events, *y = &b->events;

    return x->time[i] == y->time[k] && x->kind[i] == y->kind[k] && x->subject[i] == y->subject[k] &&
           x->object[i] == y->object[k] && x->place[i] == y->place[k] &&
           memcmp(&x->value[i], &y->value[k], sizeof(double)) == 0;
}

/* The next event of the office or of one of its items; events.n = none. */
static size_t next_of(const struct mu_result *r, size_t row, uint32_t office)
{
    while (row < r->events.n && r->things[r->events.subject[row]].entity != office)
        row++;
    return row;
}

static mu_time time_of(const struct mu_result *r, size_t row)
{
    return row < r->events.n ? r->events.time[row] : MU_NEVER;
}

/* The first event of the office that only one run has; false = there is none. */
static bool first_difference(const struct mu_result *a, const struct mu_result *b, uint32_t office,
                             const struct mu_result **in, size_t *row)
{
    size_t i = next_of(a, 0, office), k = next_of(b, 0, office);

    while (i < a->events.n && k < b->events.n && same_event(a, i, b, k)) {
        i = next_of(a, i + 1, office);
        k = next_of(b, k + 1, office);
    }
    *in = time_of(a, i) <= time_of(b, k) ? a : b;
    *row = *in == a ? i : k;
    return i < a->events.n || k < b->events.n;
}

/* It reads a report, or learns from the one it has just read. */
static bool is_told(const struct mu_result *r, size_t row)
{
    const size_t received = cause_of(r, row, "report.received");

    return (strcmp(proof_kind(r, row), "report.received") == 0 ||
            strcmp(proof_kind(r, row), "office.told") == 0) &&
           received != SIZE_MAX && r->events.time[received] == r->events.time[row];
}

static void check_offices(struct proof *proof, const struct mu_result *a, const struct mu_result *b,
                          mu_time changed, const char *what)
{
    size_t differ = 0, wrong = 0;

    for (uint32_t thing = 1; thing < a->n_things; thing++) {
        const struct mu_result *r;
        size_t row;
        if (strcmp(a->things[thing].kind, "office") != 0 ||
            !first_difference(a, b, thing, &r, &row))
            continue;
        const bool told = is_told(r, row);
        differ++;
        wrong += !told || time_of(r, row) <= changed;
        printf("  %s: first difference %.3g h after, %s\n", a->things[thing].name,
               (double)(time_of(r, row) - changed) / (double)MU_HOUR, proof_kind(r, row));
    }
    proof_expect(proof, differ > 0 && wrong == 0,
                 "%s: %zu offices notice, each first by reading a report (%zu by anything else)",
                 what, differ, wrong);
}

static void prove_other_truth(struct proof *proof, const char *const *one, const char *const *other,
                              mu_time changed, const char *what)
{
    const struct proof_design designs[] = {{.plan = "plan-a.yaml", .sets = one},
                                           {.plan = "plan-a.yaml", .sets = other}};
    struct mu_scenario *scenarios[2];
    struct mu_result results[2] = {0};

    for (size_t i = 0; i < 2; i++)
        scenarios[i] = proof_read(proof, &designs[i]);
#pragma omp parallel for
    for (size_t i = 0; i < 2; i++)
        proof_run(scenarios[i], 4, MU_NEVER, &results[i]);
    check_offices(proof, &results[0], &results[1], changed, what);
    for (size_t i = 0; i < 2; i++) {
        mu_result_fini(&results[i]);
        mu_scenario_destroy(scenarios[i]);
    }
}

/* The river, row by row of its hourly table, jumps up after the row `last` and stays there. */
static void prove_other_river(struct proof *proof)
{
    enum { LAST = 149, ROWS = 400 };
    struct proof_sets sets = {0};

    proof_set(&sets, "dike.lingshan.breaches=never");
    proof_set(&sets, "dike.changhu.breaches=never");
    for (int row = LAST + 1; row < ROWS; row++)
        proof_set(&sets, "water.polder.river.%d.stage=36 m", row);
    prove_other_truth(proof, SETS(NO_BREACH), (const char *const *)sets.texts, LAST * MU_HOUR,
                      "another river after 19 June 05:00");
    proof_sets_fini(&sets);
}

void prove_knowledge(struct proof *proof)
{
    /* The onset: 8 days and 18.5 h after the start. */
    const mu_time onset = 8 * MU_DAY + 18 * MU_HOUR + 30 * MU_MINUTE;

    prove_false_report(proof);
    prove_concealed(proof);
    prove_all_cut(proof);
    prove_village_cut(proof);
    prove_other_truth(proof, NULL, SETS("dike.lingshan.breaches=never"), onset, "a breach or none");
    prove_other_river(proof);
}
