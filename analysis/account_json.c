#include <jansson.h>
#include <math.h>

#include "analysis/account_impl.h"

/* JSON knows neither NaN nor infinity. */
static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *instant(const struct mu_clock *clock, mu_time t)
{
    char text[MU_CLOCK_TEXT];

    if (t == MU_NEVER)
        return json_null();
    mu_clock_iso(clock, t, text, sizeof text);
    return json_string(text);
}

static json_t *text(const char *s)
{
    return s ? json_string(s) : json_null();
}

static json_t *metrics(const struct mu_view *view)
{
    json_t *all = json_object();
    char name[64];

    for (size_t i = 0; mu_metric_column(i, name, sizeof name); i++) {
        struct mu_metric_use use;
        struct mu_metric_value value;
        if (!mu_metric_find(name, &use))
            continue;
        value = mu_metric_of(&use, view);
        json_object_set_new(all, name,
                            json_pack("{s:o, s:s, s:b}", "value", number(value.value), "unit",
                                      use.metric->unit, "censored", (int)value.censored));
    }
    return all;
}

static json_t *levels(const struct mu_view *view)
{
    const struct mu_result *r = view->result;
    size_t kind = mu_result_kind(r, "office.level");
    json_t *all = json_array();

    for (size_t i = 0; i < r->events.n; i++)
        if (r->events.kind[i] == kind)
            json_array_append_new(all, json_pack("{s:s, s:s, s:o}", "office",
                                                 r->things[r->events.subject[i]].name, "level",
                                                 mu_account_level(r->events.value[i]), "time",
                                                 instant(&view->clock, r->events.time[i])));
    return all;
}

static json_t *flags(unsigned bits)
{
    json_t *all = json_array();

    for (unsigned f = 0; f < MU_SCORE_FLAGS; f++)
        if (bits & (1U << f))
            json_array_append_new(all, json_string(mu_score_flag_text((enum mu_score_flag)f)));
    return all;
}

static json_t *objective(const struct mu_attained *row)
{
    char rating[2] = {row->rating, '\0'};
    const char *better = row->better == MU_LOWER_IS_BETTER ? "lower" : "higher";

    return json_pack("{s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:b, s:s, s:o}",
                     "id", text(row->id), "title", text(row->title), "metric", text(row->metric),
                     "unit", text(row->unit), "better", better, "target", number(row->target),
                     "value", number(row->value), "met", (int)row->met, "none", number(row->none),
                     "bound", number(row->bound), "attainment", number(row->attainment), "weight",
                     number(row->weight), "veto", (int)row->veto, "rating", rating, "notes",
                     flags(row->flags));
}

static json_t *score(const struct mu_score *s)
{
    json_t *rows = json_array();
    char rating[2] = {s->rating, '\0'};

    for (size_t i = 0; i < s->n; i++)
        json_array_append_new(rows, objective(&s->rows[i]));
    return json_pack("{s:o, s:s, s:b, s:o}", "value", number(s->score), "rating", rating, "vetoed",
                     (int)s->vetoed, "objectives", rows);
}

static json_t *task(const struct mu_view *view, const struct mu_task *t)
{
    const struct mu_result *r = view->result;

    return json_pack(
        "{s:s, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:s}", "item", r->things[t->item].name,
        "title", text(t->info ? t->info->title : NULL), "file",
        text(t->info ? t->info->file : NULL), "line", (json_int_t)(t->info ? t->info->line : 0),
        "target", t->target ? json_string(r->things[t->target].name) : json_null(), "triggered",
        instant(&view->clock, t->triggered), "started", instant(&view->clock, t->started), "done",
        instant(&view->clock, t->done), "deadline", instant(&view->clock, t->deadline), "status",
        mu_task_status_text(t->status));
}

static json_t *tasks(const struct mu_view *view)
{
    json_t *all = json_array();

    for (size_t i = 0; i < view->tables.n_tasks; i++)
        json_array_append_new(all, task(view, &view->tables.tasks[i]));
    return all;
}

/* "differs" null: the run came out as if the field had solved. */
static json_t *replays(const struct mu_view *view)
{
    json_t *all = json_array();

    for (size_t i = 0; i < view->result->n_replays; i++)
        json_array_append_new(
            all, json_pack("{s:s, s:o}", "field", view->result->replays[i].field, "differs",
                           instant(&view->clock, view->result->replays[i].differs_at)));
    return all;
}

static json_t *account(const struct mu_view *view, const struct mu_results_meta *meta)
{
    const struct mu_result *r = view->result;
    json_t *all =
        json_pack("{s:s, s:i, s:o, s:o, s:I, s:I, s:s, s:o, s:o, s:o, s:o}", "format",
                  "muster.account", "version", 1, "scenario", text(meta->scenario), "plan",
                  text(meta->plan), "seed", (json_int_t)r->seed, "replication",
                  (json_int_t)r->replication, "status", r->complete ? "complete" : "partial",
                  "failure", text(r->failure), "start", instant(&view->clock, 0), "onset",
                  instant(&view->clock, view->clock.onset), "end", instant(&view->clock, r->end));

    json_object_set_new(all, "replays", replays(view));
    json_object_set_new(all, "levels", levels(view));
    json_object_set_new(all, "breached",
                        instant(&view->clock, mu_account_first(r, "dike.breached")));
    json_object_set_new(all, "closed", instant(&view->clock, mu_account_first(r, "dike.closed")));
    json_object_set_new(all, "metrics", metrics(view));
    json_object_set_new(all, "tasks", tasks(view));
    json_object_set_new(all, "score", meta->score ? score(meta->score) : json_null());
    return all;
}

enum mu_err mu_account_json(FILE *out, const struct mu_result *result,
                            const struct mu_results_meta *meta)
{
    struct mu_view view;
    enum mu_err err = mu_view_init(&view, result, &meta->clock, meta->tasks, meta->n_tasks);
    json_t *all;

    if (err != MU_OK)
        return err;
    all = account(&view, meta);
    mu_view_fini(&view);
    if (!all)
        return MU_ERR_MEMORY;
    err = json_dumpf(all, out, JSON_INDENT(2)) == 0 ? MU_OK : MU_ERR_IO;
    json_decref(all);
    fputc('\n', out);
    return ferror(out) ? MU_ERR_IO : err;
}
