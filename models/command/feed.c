/* feed.c - information from outside the modelled world: forecasts, weather warnings, rumours.
 *
 * A table of instants and values, told to offices as facts: of the feed itself, or, for what
 * is said of something else (a rumour of a breach), of that.
 */
#include <stdio.h>
#include <string.h>

#include "models/command/office.h"
#include "sim/assert.h"

struct feed_row {
    mu_time at;
    double value;
};

struct feed_params {
    const char *title;
    struct mu_table values; /* struct feed_row */
    struct mu_expr about;
    struct mu_refs to, channels;
    bool untrue;
};

struct feed {
    uint32_t number;
};

enum { FEED_SAYS = MU_MSG_OWN };
enum { KIND_ISSUED = MU_REPORT_KIND_OWN, KIND_FALSE };

/* Whom to tell which row. */
struct saying {
    uint32_t row, to;
};

/* Of what was said before the start, the last still holds. */
static bool is_of_the_past(const struct feed_params *p, uint32_t i)
{
    const struct feed_row *rows = p->values.rows;

    return i + 1 < p->values.n && rows[i].at < 0 && rows[i + 1].at <= 0;
}

static void feed_start(struct mu_ctx *ctx, void *state)
{
    const struct feed_params *p = mu_params(ctx);
    const struct feed_row *rows = p->values.rows;

    (void)state;
    if (mu_perfect_information(ctx) && p->untrue)
        return; /* nobody believes what is not so */
    for (uint32_t i = 0; i < p->values.n; i++)
        for (uint32_t k = 0; k < p->to.n && !is_of_the_past(p, i); k++) {
            const struct saying s = {i, k};
            mu_set_timer(ctx, rows[i].at > 0 ? rows[i].at : 0, FEED_SAYS, &s, sizeof s);
        }
}

static mu_fact subject(const struct mu_ctx *ctx, const struct feed_params *p)
{
    return p->about.n > 0 ? p->about.nodes[0].fact : mu_fact_of(ctx, mu_self(ctx), 0);
}

static void feed_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct feed_params *p = mu_params(ctx);
    const struct feed_row *rows = p->values.rows;
    struct feed *f = state;
    struct saying s;

    mu_assert(ev->type == FEED_SAYS);
    memcpy(&s, ev->body, sizeof s);
    const struct mu_told told = {subject(ctx, p), rows[s.row].value, rows[s.row].at};
    const mu_entity_id to = p->to.ids[s.to];
    if (!p->untrue)
        mu_record(ctx, &(struct mu_happening){
                           .kind = KIND_ISSUED, .object = mu_thing_of(to), .value = told.value});
    mu_report_tell_in_the_end(ctx, &p->channels, to, true, &f->number, MU_REPORT_INITIAL, MU_NEVER,
                              &told, 1);
    if (p->untrue)
        mu_record(ctx, &(struct mu_happening){
                           .kind = KIND_FALSE, .object = mu_thing_of(to), .value = f->number});
}

static bool check_about(const struct feed_params *p, const struct mu_check *check)
{
    if (p->about.n == 0 || (p->about.n == 1 && p->about.nodes[0].op == MU_OP_FACT))
        return true;
    return mu_diag_error(check->diags, check->place(check, "about"),
                         "%s: about: one fact is expected, as in dike/east.breached",
                         check->entity);
}

static bool feed_check(const void *params, const struct mu_check *check)
{
    const struct feed_params *p = params;
    const struct feed_row *rows = p->values.rows;
    bool ok = check_about(p, check);

    for (size_t i = 1; i < p->values.n; i++) {
        char path[40];
        snprintf(path, sizeof path, "values[%zu].at", i);
        if (rows[i].at <= rows[i - 1].at)
            ok = mu_diag_error(check->diags, check->place(check, path),
                               "%s: values: instants must rise from row to row", check->entity);
    }
    return ok;
}

static const struct mu_param row_params[] = {
    MU_PARAM_INSTANT(struct feed_row, at, NULL, "when it is said"),
    MU_PARAM_NUMBER(struct feed_row, value, "1", NULL, 0, 0,
                    "what is said; levels IV to I as 1 to 4"),
    MU_PARAMS_END,
};

static const struct mu_param feed_params[] = {
    MU_PARAM_TEXT(struct feed_params, title, "", "what it is, for people", .descriptive = true),
    MU_PARAM_TABLE(struct feed_params, values, row_params, struct feed_row, "what is said when"),
    MU_PARAM_EXPR(struct feed_params, about, "",
                  "the yes/no fact it speaks of; left out: its own `value`"),
    MU_PARAM_REFS(struct feed_params, to, "office", "to whom"),
    MU_PARAM_REFS(struct feed_params, channels, "channel", "how, best first"),
    MU_PARAM_BOOL(struct feed_params, untrue, "false", "a false report, counted as one"),
    MU_PARAMS_END,
};

static const struct mu_kind kinds[] = {
    MU_REPORT_KINDS,
    {"feed.issued", "1", "value", "something was announced from outside"},
    {"report.false", "1", "number of the report", "what it says is not so"},
    {0}};

static const struct mu_quantity quantities[] = {
    {"value", "1", "what was announced last; levels IV to I as 1 to 4"}, {0}};

const struct mu_model mu_feed_model = {
    .name = "feed",
    .summary = "information from outside: forecasts, warnings of the weather service, rumours",
    .params = feed_params,
    .params_size = sizeof(struct feed_params),
    .state_size = sizeof(struct feed),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .quantities = quantities,
    .check = feed_check,
    .start = feed_start,
    .handle = feed_handle,
};
