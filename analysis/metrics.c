#include "analysis/metrics.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/metrics_impl.h"
#include "sim/assert.h"

/* Hours at which the press of 2010 counted, and some before. */
static const int usual_hours[] = {3, 6, 12, 24, 28, 48, 72, 144, 0};
static const int usual_levels[] = {1, 2, 3, 4, 0};

/* The function comes last, then whatever else the row needs by name. */
#define METRIC(name_, unit_, help_, ...)                                                           \
    {                                                                                              \
        .name = name_, .unit = unit_, .help = help_, .value = __VA_ARGS__                          \
    }

static const struct mu_metric metrics[] = {
    METRIC("people.total", "person", "people in all zones at the start", mu_metric_people_total),
    METRIC("people.flooded", "person", "people whose home the water reached", mu_metric_event_sum,
           .kind = "group.flooded"),
    METRIC("people.warned", "person", "people warned at least once", mu_metric_warned),
    METRIC("people.warned_before_water", "1",
           "share of those with a flooded home who were warned before; NaN: no home was flooded",
           mu_metric_warned_before_water),
    METRIC("people.lead_time_median", "s",
           "from warning to water at home, median over people warned before it; NaN: nobody was",
           mu_metric_lead_time_median),
    METRIC("people.moved", "person",
           "people of flooded zones who came to a shelter, relatives or the shore by the end",
           mu_metric_moved, .arg = MU_MEANS),
    METRIC("people.moved.by_<n>h", "person", "the same, n hours after the onset",
           mu_metric_moved_by, .lo = 0, .hi = 10000, .usual = usual_hours),
    METRIC("people.own_means", "person", "of the people moved: on foot or in their own vehicle",
           mu_metric_moved, .arg = MU_BY_OWN),
    METRIC("people.bus", "person", "of the people moved: by bus", mu_metric_moved,
           .arg = MU_BY_BUS),
    METRIC("people.boat", "person", "of the people moved: by boat", mu_metric_moved,
           .arg = MU_BY_BOAT),
    METRIC("people.trapped", "person", "people trapped at least once", mu_metric_trapped),
    METRIC("people.trapped_peak", "person", "most people trapped at the same time",
           mu_metric_trapped_peak),
    METRIC("people.trapped_hours", "person.hour", "time spent trapped, summed over people",
           mu_metric_trapped_hours),
    METRIC("people.dead", "person", "deaths", mu_metric_event_sum, .kind = "group.dead"),
    METRIC("people.injured", "person", "people injured", mu_metric_event_sum,
           .kind = "group.injured"),
    METRIC("people.refused", "person", "people who would not leave when told to",
           mu_metric_refused),
    METRIC("people.needless", "person", "people who moved although their home stayed dry",
           mu_metric_needless),
    METRIC("people.sheltered", "person", "people who reached a shelter or relatives",
           mu_metric_sheltered),
    METRIC(
        "rescue.first", "s",
        "first trapped people taken aboard, freed or offered a boat, after the onset; NaN: nobody "
        "was trapped",
        mu_metric_first_rescue),
    METRIC("rescue.median_wait", "s",
           "trapped until taken aboard, freed or a boat waved on, median; whoever never is counts "
           "until "
           "the end; NaN: nobody was trapped",
           mu_metric_rescue_wait, .arg = 0.5),
    METRIC("rescue.p90_wait", "s", "the same, exceeded by a tenth of the people",
           mu_metric_rescue_wait, .arg = 0.9),
    METRIC("dike.width_max", "m", "greatest width of a breach", mu_metric_width_max),
    METRIC("dike.closed_at", "s", "breach closed, after the onset; NaN: no breach",
           mu_metric_after_breach, .kind = "dike.closed"),
    METRIC("works.started_at", "s", "work on closing began, after the onset; NaN: no breach",
           mu_metric_after_breach, .kind = "works.started"),
    METRIC("office.level_highest", "1", "highest response level of any office: IV to I as 1 to 4",
           mu_metric_event_most, .kind = "office.level"),
    METRIC("office.level_<n>_at", "s",
           "first office at level n (IV to I as 1 to 4) or higher, after the onset",
           mu_metric_level_at, .lo = 1, .hi = 4, .usual = usual_levels),
    METRIC("reports.sent", "1", "reports sent, lost ones included", mu_metric_reports_sent),
    METRIC(
        "reports.on_time_share", "1",
        "share of all reports that were neither late, lost, missed, false nor concealed; NaN: none",
        mu_metric_reports_good_share),
    METRIC("reports.late", "1", "reports taken in after their deadline", mu_metric_reports_with,
           .arg = MU_REPORT_LATE),
    METRIC("reports.lost", "1", "reports that never arrived", mu_metric_reports_with,
           .arg = MU_REPORT_LOST),
    METRIC("reports.missed", "1", "times that a report could not be sent because no channel worked",
           mu_metric_reports_with, .arg = MU_REPORT_MISSED),
    METRIC("reports.false", "1", "reports of what was not so", mu_metric_reports_with,
           .arg = MU_REPORT_FALSE),
    METRIC("reports.concealed", "1", "reports withheld", mu_metric_reports_with,
           .arg = MU_REPORT_CONCEALED),
    METRIC("items.triggered", "1", "plan items triggered, once for each target",
           mu_metric_items_triggered),
    METRIC("items.never", "1", "plan items that nothing triggered", mu_metric_items_with,
           .arg = MU_TASK_NEVER),
    METRIC("items.done_share", "1", "share of triggered items that were done; NaN: none triggered",
           mu_metric_items_done_share),
    METRIC("items.late", "1", "triggered items done late, or not done when due",
           mu_metric_items_late),
    METRIC("items.failed", "1", "triggered items that failed", mu_metric_items_with,
           .arg = MU_TASK_FAILED),
    METRIC("teams.called", "1", "calls to teams", mu_metric_event_count, .kind = "team.called"),
    METRIC("teams.hours", "hour", "busy time of teams, from call to release", mu_metric_team_hours),
    METRIC("boats.trips", "1", "trips of boats with people aboard", mu_metric_event_count,
           .kind = "boat.trip"),
    METRIC("buses.trips", "1", "trips of buses with people aboard", mu_metric_event_count,
           .kind = "bus.trip"),
    METRIC("goods.carried", "kg", "goods carried by trucks", mu_metric_event_sum,
           .kind = "truck.trip"),
    METRIC("goods.short", "kg", "goods asked of depots that they did not have", mu_metric_event_sum,
           .kind = "depot.short"),
    METRIC("shelter.hungry_hours", "person.hour", "people in shelters without supplies",
           mu_metric_event_sum, .kind = "shelter.hungry"),
    METRIC("hospital.admitted", "person", "people admitted to hospitals", mu_metric_event_sum,
           .kind = "hospital.admitted"),
};

enum { N_METRICS = sizeof metrics / sizeof *metrics };

size_t mu_metric_count(void)
{
    return N_METRICS;
}

const struct mu_metric *mu_metric_at(size_t i)
{
    mu_assert(i < N_METRICS);
    return &metrics[i];
}

const char *mu_metric_name(const void *unused, size_t i)
{
    (void)unused;
    return i < N_METRICS ? metrics[i].name : NULL;
}

/* Where a pattern's number stands, or NULL. */
static const char *hole_of(const struct mu_metric *metric)
{
    return strstr(metric->name, "<n>");
}

/* The number in a name gets no sign and no exponent. */
static bool fits(const struct mu_metric *metric, const char *name, double *n)
{
    const char *hole = hole_of(metric);
    size_t head = hole ? (size_t)(hole - metric->name) : 0;
    char *rest;

    if (!hole)
        return strcmp(metric->name, name) == 0;
    if (strncmp(metric->name, name, head) != 0 || !isdigit((unsigned char)name[head]))
        return false;
    *n = (double)strtoull(name + head, &rest, 10);
    return strcmp(rest, hole + strlen("<n>")) == 0 && *n >= metric->lo && *n <= metric->hi;
}

bool mu_metric_find(const char *name, struct mu_metric_use *use)
{
    for (size_t i = 0; i < N_METRICS; i++) {
        double n = 0;
        if (fits(&metrics[i], name, &n)) {
            *use = (struct mu_metric_use){&metrics[i], n};
            return true;
        }
    }
    return false;
}

struct mu_metric_value mu_metric_of(const struct mu_metric_use *use, const struct mu_view *view)
{
    return use->metric->value(view, use);
}

static size_t columns_of(const struct mu_metric *metric)
{
    size_t n = 0;

    if (!metric->usual)
        return 1;
    while (metric->usual[n] != 0)
        n++;
    return n;
}

bool mu_metric_column(size_t i, char *name, size_t size)
{
    const struct mu_metric *m = metrics;
    const char *hole;

    while (m < metrics + N_METRICS && i >= columns_of(m))
        i -= columns_of(m++);
    if (m == metrics + N_METRICS)
        return false;
    hole = hole_of(m);
    if (hole)
        snprintf(name, size, "%.*s%d%s", (int)(hole - m->name), m->name, m->usual[i],
                 hole + strlen("<n>"));
    else
        snprintf(name, size, "%s", m->name);
    return true;
}
