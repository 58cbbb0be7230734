#include <math.h>

#include "analysis/metrics_impl.h"

typedef struct mu_metric_value value_t;

static value_t just(double value)
{
    return (value_t){.value = value};
}

static value_t share(double part, double whole)
{
    return just(whole > 0 ? part / whole : NAN);
}

/* The first event of the kind with at least this value. */
static mu_time first_of(const struct mu_view *view, const char *kind, double at_least)
{
    const struct mu_event_columns *e = &view->result->events;
    size_t k = mu_result_kind(view->result, kind);

    for (size_t row = 0; row < e->n; row++)
        if (e->kind[row] == k && e->value[row] >= at_least)
            return e->time[row];
    return MU_NEVER;
}

static double most_of(const struct mu_view *view, const char *kind)
{
    const struct mu_event_columns *e = &view->result->events;
    size_t k = mu_result_kind(view->result, kind);
    double most = 0;

    for (size_t row = 0; row < e->n; row++)
        if (e->kind[row] == k)
            most = fmax(most, e->value[row]);
    return most;
}

value_t mu_metric_since_onset(const struct mu_view *view, mu_time t)
{
    bool never = t == MU_NEVER;
    mu_time since = (never ? view->result->end : t) - mu_clock_zero(&view->clock);

    return (value_t){(double)since / (double)MU_SECOND, .censored = never};
}

value_t mu_metric_event_sum(const struct mu_view *view, const struct mu_metric_use *use)
{
    const struct mu_event_columns *e = &view->result->events;
    size_t k = mu_result_kind(view->result, use->metric->kind);
    double sum = 0;

    for (size_t row = 0; row < e->n; row++)
        if (e->kind[row] == k)
            sum += e->value[row];
    return just(sum);
}

value_t mu_metric_event_count(const struct mu_view *view, const struct mu_metric_use *use)
{
    const struct mu_event_columns *e = &view->result->events;
    size_t k = mu_result_kind(view->result, use->metric->kind);
    size_t n = 0;

    for (size_t row = 0; row < e->n; row++)
        n += e->kind[row] == k;
    return just((double)n);
}

value_t mu_metric_event_most(const struct mu_view *view, const struct mu_metric_use *use)
{
    return just(most_of(view, use->metric->kind));
}

value_t mu_metric_width_max(const struct mu_view *view, const struct mu_metric_use *use)
{
    const struct mu_series_info *width = mu_result_series(view->result, "dike.width");
    size_t n = width ? width->n * view->result->n_samples : 0;
    double most = fmax(most_of(view, "dike.breached"), most_of(view, "dike.width_reached"));

    (void)use;
    most = fmax(most, most_of(view, "dike.closed"));
    for (size_t i = 0; i < n; i++)
        most = fmax(most, width->values[i]);
    return just(most);
}

value_t mu_metric_after_breach(const struct mu_view *view, const struct mu_metric_use *use)
{
    if (first_of(view, "dike.breached", -INFINITY) == MU_NEVER)
        return just(NAN);
    return mu_metric_since_onset(view, first_of(view, use->metric->kind, -INFINITY));
}

value_t mu_metric_level_at(const struct mu_view *view, const struct mu_metric_use *use)
{
    return mu_metric_since_onset(view, first_of(view, "office.level", use->n));
}

static double reports_with(const struct mu_view *view, enum mu_report_status status)
{
    size_t n = 0;

    for (size_t i = 0; i < view->tables.n_reports; i++)
        n += view->tables.reports[i].status == status;
    return (double)n;
}

value_t mu_metric_reports_with(const struct mu_view *view, const struct mu_metric_use *use)
{
    return just(reports_with(view, (enum mu_report_status)use->metric->arg));
}

value_t mu_metric_reports_sent(const struct mu_view *view, const struct mu_metric_use *use)
{
    size_t n = 0;

    (void)use;
    for (size_t i = 0; i < view->tables.n_reports; i++)
        n += view->tables.reports[i].sent != MU_NEVER;
    return just((double)n);
}

value_t mu_metric_reports_good_share(const struct mu_view *view, const struct mu_metric_use *use)
{
    (void)use;
    return share(reports_with(view, MU_REPORT_ON_TIME) + reports_with(view, MU_REPORT_UNDER_WAY),
                 (double)view->tables.n_reports);
}

static double items_with(const struct mu_view *view, enum mu_task_status status)
{
    size_t n = 0;

    for (size_t i = 0; i < view->tables.n_tasks; i++)
        n += view->tables.tasks[i].status == status;
    return (double)n;
}

static double items_triggered(const struct mu_view *view)
{
    return (double)view->tables.n_tasks - items_with(view, MU_TASK_NEVER);
}

value_t mu_metric_items_with(const struct mu_view *view, const struct mu_metric_use *use)
{
    return just(items_with(view, (enum mu_task_status)use->metric->arg));
}

value_t mu_metric_items_triggered(const struct mu_view *view, const struct mu_metric_use *use)
{
    (void)use;
    return just(items_triggered(view));
}

value_t mu_metric_items_done_share(const struct mu_view *view, const struct mu_metric_use *use)
{
    (void)use;
    return share(items_with(view, MU_TASK_DONE) + items_with(view, MU_TASK_LATE),
                 items_triggered(view));
}

value_t mu_metric_items_late(const struct mu_view *view, const struct mu_metric_use *use)
{
    (void)use;
    return just(items_with(view, MU_TASK_LATE) + items_with(view, MU_TASK_OVERDUE));
}

value_t mu_metric_team_hours(const struct mu_view *view, const struct mu_metric_use *use)
{
    (void)use;
    return just(view->team_busy_s / 3600);
}
