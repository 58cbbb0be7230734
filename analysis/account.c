#include "analysis/account.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/account_impl.h"
#include "sim/assert.h"

/* Offices whose levels are listed before the rest is only counted. */
enum { OFFICES_SHOWN = 10, TEXT = 48 };

static const char *const level_names[] = {"none", "IV", "III", "II", "I"};

const char *mu_account_level(double level)
{
    size_t n = sizeof level_names / sizeof *level_names;

    return level >= 0 && level < (double)n ? level_names[(size_t)level] : "?";
}

static double value_of(const struct mu_view *view, const char *name)
{
    struct mu_metric_use use;

    if (!mu_metric_find(name, &use))
        mu_bug("the account names a metric that is not in the table");
    return mu_metric_of(&use, view).value;
}

static bool is_censored(const struct mu_view *view, const char *name)
{
    struct mu_metric_use use;

    return mu_metric_find(name, &use) && mu_metric_of(&use, view).censored;
}

/* "143,211"; NaN = "-". */
static const char *count_text(double value, char text[TEXT])
{
    char digits[TEXT];
    size_t n, at = 0;

    if (isnan(value))
        return "-";
    n = (size_t)snprintf(digits, sizeof digits, "%.0f", fabs(fmin(value, 1e15)));
    if (value <= -0.5)
        text[at++] = '-';
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            text[at++] = ',';
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}

static const char *percent_text(double share, char text[TEXT])
{
    if (isnan(share))
        return "-";
    snprintf(text, TEXT, "%.1f %%", 100 * share);
    return text;
}

/* Short-lived texts of one line. */
struct line {
    char a[TEXT], b[TEXT], c[TEXT], d[TEXT], e[TEXT], f[TEXT];
};

static void label(FILE *out, const char *text)
{
    fprintf(out, "%-13s", text);
}

/* "06-21 18:30 (T+0:00)" */
static void print_instant(FILE *out, const struct mu_clock *clock, mu_time t)
{
    char local[MU_CLOCK_TEXT], since[MU_CLOCK_TEXT];

    mu_clock_local(clock, t, local, sizeof local);
    mu_clock_since_onset(clock, t, since, sizeof since);
    if (t == MU_NEVER)
        fprintf(out, "never");
    else
        fprintf(out, "%s (%s)", local, since);
}

mu_time mu_account_first(const struct mu_result *r, const char *kind)
{
    size_t k = mu_result_kind(r, kind);

    for (size_t i = 0; i < r->events.n; i++)
        if (r->events.kind[i] == k)
            return r->events.time[i];
    return MU_NEVER;
}

static void print_head(FILE *out, const struct mu_view *view, const struct mu_results_meta *meta)
{
    const struct mu_result *r = view->result;
    char start[MU_CLOCK_TEXT], end[MU_CLOCK_TEXT];

    fprintf(out, "%s, %s, seed %" PRIu64 "\n", meta->scenario ? meta->scenario : "scenario",
            meta->plan ? meta->plan : "no plan", r->seed);
    mu_clock_iso(&view->clock, 0, start, sizeof start);
    mu_clock_iso(&view->clock, r->end, end, sizeof end);
    label(out, "Time");
    fprintf(out, "%.16s to %.16s local%s\n", start, end, r->complete ? "" : ", NOT COMPLETE");
    if (r->failure) {
        label(out, "Failure");
        fprintf(out, "%s\n", r->failure);
    }
    if (view->clock.onset != MU_NEVER) {
        label(out, "Onset");
        print_instant(out, &view->clock, view->clock.onset);
        fputc('\n', out);
    }
}

/* ---- levels ---- */

static void print_levels_of(FILE *out, const struct mu_view *view, uint32_t office, size_t kind)
{
    const struct mu_event_columns *e = &view->result->events;

    fprintf(out, "  %s:", view->result->things[office].name);
    for (size_t i = 0; i < e->n; i++) {
        if (e->kind[i] != kind || e->subject[i] != office)
            continue;
        fprintf(out, "  %s ", mu_account_level(e->value[i]));
        print_instant(out, &view->clock, e->time[i]);
    }
    fputc('\n', out);
}

/* Offices in the order in which they first took a level. */
static size_t print_offices(FILE *out, const struct mu_view *view, size_t kind, bool *seen)
{
    const struct mu_event_columns *e = &view->result->events;
    size_t n = 0;

    for (size_t i = 0; i < e->n; i++) {
        if (e->kind[i] != kind || seen[e->subject[i]])
            continue;
        seen[e->subject[i]] = true;
        if (n++ < OFFICES_SHOWN)
            print_levels_of(out, view, e->subject[i], kind);
    }
    return n;
}

static enum mu_err print_levels(FILE *out, const struct mu_view *view)
{
    bool *seen = calloc(view->result->n_things + 1, sizeof *seen);
    size_t n;

    if (!seen)
        return MU_ERR_MEMORY;
    fprintf(out, "Levels\n");
    n = print_offices(out, view, mu_result_kind(view->result, "office.level"), seen);
    if (n == 0)
        fprintf(out, "  no office took a response level\n");
    if (n > OFFICES_SHOWN)
        fprintf(out, "  and %zu more offices\n", n - OFFICES_SHOWN);
    free(seen);
    return MU_OK;
}

/* ---- what happened ---- */

static void print_reports(FILE *out, const struct mu_view *view)
{
    struct line t;

    label(out, "Reports");
    fprintf(out, "%s sent; %s of all in time, %s late, %s lost, %s missed, %s false, ",
            count_text(value_of(view, "reports.sent"), t.a),
            percent_text(value_of(view, "reports.on_time_share"), t.b),
            count_text(value_of(view, "reports.late"), t.c),
            count_text(value_of(view, "reports.lost"), t.d),
            count_text(value_of(view, "reports.missed"), t.e),
            count_text(value_of(view, "reports.false"), t.f));
    fprintf(out, "%s concealed\n", count_text(value_of(view, "reports.concealed"), t.a));
}

static void print_breach(FILE *out, const struct mu_view *view)
{
    mu_time breached = mu_account_first(view->result, "dike.breached");

    label(out, "Breach");
    if (breached == MU_NEVER) {
        fprintf(out, "none\n");
        return;
    }
    print_instant(out, &view->clock, breached);
    fprintf(out, ", up to %.0f m wide\n", value_of(view, "dike.width_max"));
    label(out, "Closing");
    fprintf(out, "began ");
    print_instant(out, &view->clock, mu_account_first(view->result, "works.started"));
    fprintf(out, ", closed ");
    print_instant(out, &view->clock, mu_account_first(view->result, "dike.closed"));
    fputc('\n', out);
}

static void print_warnings(FILE *out, const struct mu_view *view)
{
    char lead[MU_CLOCK_TEXT];
    struct line t;

    mu_clock_length(value_of(view, "people.lead_time_median"), lead, sizeof lead);
    label(out, "Warnings");
    fprintf(out, "%s of %s people warned; of those flooded %s before the water, by %s (median)\n",
            count_text(value_of(view, "people.warned"), t.a),
            count_text(value_of(view, "people.total"), t.b),
            percent_text(value_of(view, "people.warned_before_water"), t.c), lead);
    label(out, "Water");
    fprintf(out, "reached the homes of %s people; %s refused to leave\n",
            count_text(value_of(view, "people.flooded"), t.a),
            count_text(value_of(view, "people.refused"), t.b));
}

static void print_out(FILE *out, const struct mu_view *view)
{
    struct line t;

    label(out, "People out");
    fprintf(out, "%s from flooded places: by own means %s, by bus %s, by boat %s\n",
            count_text(value_of(view, "people.moved"), t.a),
            count_text(value_of(view, "people.own_means"), t.b),
            count_text(value_of(view, "people.bus"), t.c),
            count_text(value_of(view, "people.boat"), t.d));
    label(out, "");
    fprintf(out, "by +6 h %s, by +24 h %s, by +28 h %s, by +48 h %s\n",
            count_text(value_of(view, "people.moved.by_6h"), t.a),
            count_text(value_of(view, "people.moved.by_24h"), t.b),
            count_text(value_of(view, "people.moved.by_28h"), t.c),
            count_text(value_of(view, "people.moved.by_48h"), t.d));
    label(out, "Needless");
    fprintf(out, "%s people moved although their home stayed dry\n",
            count_text(value_of(view, "people.needless"), t.a));
}

static bool somebody_still_waits(const struct mu_view *view)
{
    for (size_t i = 0; i < view->n_groups; i++)
        if (view->groups[i].trapped != MU_NEVER && view->groups[i].rescued == MU_NEVER)
            return true;
    return false;
}

static void print_rescue(FILE *out, const struct mu_view *view)
{
    char first[MU_CLOCK_TEXT], median[MU_CLOCK_TEXT], p90[MU_CLOCK_TEXT];
    struct line t;

    label(out, "Trapped");
    fprintf(out, "%s people, at most %s at once, %s person-hours\n",
            count_text(value_of(view, "people.trapped"), t.a),
            count_text(value_of(view, "people.trapped_peak"), t.b),
            count_text(value_of(view, "people.trapped_hours"), t.c));
    if (value_of(view, "people.trapped") <= 0)
        return;
    mu_clock_length(value_of(view, "rescue.first"), first, sizeof first);
    mu_clock_length(value_of(view, "rescue.median_wait"), median, sizeof median);
    mu_clock_length(value_of(view, "rescue.p90_wait"), p90, sizeof p90);
    label(out, "Rescue");
    if (is_censored(view, "rescue.first"))
        fprintf(out, "nobody was rescued\n");
    else
        fprintf(out, "first %s after the onset; wait %s (median), %s (nine of ten)%s\n", first,
                median, p90, somebody_still_waits(view) ? "; some never were rescued" : "");
}

static void print_fate(FILE *out, const struct mu_view *view)
{
    struct line t;

    label(out, "Sheltered");
    fprintf(out, "%s people; %s person-hours without supplies\n",
            count_text(value_of(view, "people.sheltered"), t.a),
            count_text(value_of(view, "shelter.hungry_hours"), t.b));
    label(out, "Dead");
    fprintf(out, "%s; injured %s, in hospital %s\n", count_text(value_of(view, "people.dead"), t.a),
            count_text(value_of(view, "people.injured"), t.b),
            count_text(value_of(view, "hospital.admitted"), t.c));
}

static void print_means(FILE *out, const struct mu_view *view)
{
    struct line t;

    label(out, "Teams");
    fprintf(out, "%s calls, %s team-hours; %s boat trips, %s bus trips\n",
            count_text(value_of(view, "teams.called"), t.a),
            count_text(value_of(view, "teams.hours"), t.b),
            count_text(value_of(view, "boats.trips"), t.c),
            count_text(value_of(view, "buses.trips"), t.d));
    label(out, "Stocks");
    fprintf(out, "%s t carried, %s t asked for in vain\n",
            count_text(value_of(view, "goods.carried") / 1000, t.a),
            count_text(value_of(view, "goods.short") / 1000, t.b));
    label(out, "Plan");
    fprintf(out, "%s items triggered, %s done, %s late, %s failed; %s never triggered\n",
            count_text(value_of(view, "items.triggered"), t.a),
            percent_text(value_of(view, "items.done_share"), t.b),
            count_text(value_of(view, "items.late"), t.c),
            count_text(value_of(view, "items.failed"), t.d),
            count_text(value_of(view, "items.never"), t.e));
}

/* ---- objectives ---- */

/* A number in the unit of its metric, as people read it. */
static void number_text(double value, const char *unit, char text[TEXT])
{
    char plain[TEXT];

    if (unit && strcmp(unit, "s") == 0)
        mu_clock_length(value, text, TEXT);
    else if (isnan(value) || fabs(value) < 100)
        snprintf(text, TEXT, isnan(value) ? "-" : "%.3g", value);
    else
        snprintf(text, TEXT, "%s", count_text(value, plain));
}

static void print_objective(FILE *out, const struct mu_attained *row)
{
    char value[TEXT], target[TEXT], attained[TEXT];

    number_text(row->value, row->unit, value);
    number_text(row->target, row->unit, target);
    percent_text(row->attainment, attained);
    fprintf(out, "  %c  %-14s %s %-14s %-8s %4.3g  %s%s\n", row->rating, value,
            row->better == MU_LOWER_IS_BETTER ? "<=" : ">=", target,
            isnan(row->attainment) ? "-" : attained, row->weight, row->title ? row->title : row->id,
            row->veto ? " (veto)" : "");
    for (unsigned f = 0; f < MU_SCORE_FLAGS; f++)
        if (row->flags & (1U << f))
            fprintf(out, "     note: %s\n", mu_score_flag_text((enum mu_score_flag)f));
}

static void print_score(FILE *out, const struct mu_score *score)
{
    fprintf(out, "Objectives\n  %-2s %-14s %-17s %-8s %4s\n", "", "value", "target", "attained",
            "weight");
    for (size_t i = 0; i < score->n; i++)
        print_objective(out, &score->rows[i]);
    label(out, "Score");
    if (isnan(score->score))
        fprintf(out, "none: no objective has weight\n");
    else
        fprintf(out, "%.3f, rating %c%s\n", score->score, score->rating,
                score->vetoed ? " (an objective with a veto was missed)" : "");
}

/* What stands above follows from boards that are not this run's. */
static void print_replays(FILE *out, const struct mu_view *view)
{
    const struct mu_result *r = view->result;

    for (size_t i = 0; i < r->n_replays; i++) {
        const mu_time from = r->replays[i].differs_at;
        char since[MU_CLOCK_TEXT];

        mu_clock_since_onset(&view->clock, from, since, sizeof since);
        label(out, "Replayed");
        if (from == MU_NEVER)
            fprintf(out, "%s, as it would have come out here\n", r->replays[i].field);
        else
            fprintf(out, "%s, which from %s on does NOT follow from what was done here\n",
                    r->replays[i].field, since);
    }
}

static enum mu_err print_all(FILE *out, const struct mu_view *view,
                             const struct mu_results_meta *meta)
{
    print_head(out, view, meta);
    if (print_levels(out, view) != MU_OK)
        return MU_ERR_MEMORY;
    print_reports(out, view);
    print_breach(out, view);
    print_warnings(out, view);
    print_out(out, view);
    print_rescue(out, view);
    print_fate(out, view);
    print_means(out, view);
    print_replays(out, view);
    if (meta->score)
        print_score(out, meta->score);
    return ferror(out) ? MU_ERR_IO : MU_OK;
}

enum mu_err mu_account_print(FILE *out, const struct mu_result *result,
                             const struct mu_results_meta *meta)
{
    struct mu_view view;
    enum mu_err err = mu_view_init(&view, result, &meta->clock, meta->tasks, meta->n_tasks);

    if (err != MU_OK)
        return err;
    err = print_all(out, &view, meta);
    mu_view_fini(&view);
    return err;
}
