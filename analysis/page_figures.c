/* page_figures.c - headline figures and objectives, with the people they concern. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/page_impl.h"

static double trapped_persons(const struct mu_view *view)
{
    double sum = 0;

    for (size_t i = 0; i < view->n_groups; i++)
        sum += view->groups[i].trapped != MU_NEVER ? view->groups[i].persons : 0;
    return sum;
}

static double never_fetched(const struct mu_view *view)
{
    double sum = 0;

    for (size_t i = 0; i < view->n_groups; i++) {
        const struct mu_group_story *g = &view->groups[i];
        sum += g->trapped != MU_NEVER && g->rescued == MU_NEVER ? g->persons : 0;
    }
    return sum;
}

/* Homes of relatives count as shelters with hosts who feed them. */
static bool is_public_shelter(const struct mu_results_file *file, uint32_t place)
{
    const struct mu_attribute_column *homes = mu_page_column(&file->meta, "shelter", "homes");
    const size_t rank = mu_page_rank(&file->result, place);

    return strcmp(file->result.things[place].kind, "shelter") == 0 &&
           !(homes && homes->values && rank < homes->n && homes->values[rank] != 0);
}

/* Persons taken in by a shelter, a group once; NaN without memory. */
static double sheltered_persons(const struct mu_results_file *file)
{
    const struct mu_result *r = &file->result;
    const size_t kind = mu_result_kind(r, "group.sheltered");
    bool *counted = calloc(r->n_things + 1, sizeof *counted);
    double sum = 0;

    for (size_t i = 0; counted && i < r->events.n; i++) {
        const uint32_t group = r->events.subject[i], place = r->events.place[i];
        if (r->events.kind[i] != kind || counted[group] || !place ||
            !is_public_shelter(file, place))
            continue;
        counted[group] = true;
        sum += r->events.value[i];
    }
    sum = counted ? sum : NAN;
    free(counted);
    return sum;
}

/* Of how many people a figure of hours or waits tells; NaN: of all. */
static double concerned(const struct mu_results_file *file, const struct mu_view *view,
                        const char *metric)
{
    if (strcmp(metric, "people.trapped_hours") == 0 || strcmp(metric, "rescue.median_wait") == 0)
        return trapped_persons(view);
    if (strcmp(metric, "shelter.hungry_hours") == 0)
        return sheltered_persons(file);
    return NAN;
}

/* Nothing to measure is neither good nor bad. */
static const struct reason {
    const char *metric, *text;
} reasons[] = {
    {"people.warned_before_water", "no home was flooded"},
    {"rescue.median_wait", "nobody was trapped"},
    {"shelter.hungry_hours", "nobody was in a shelter"},
    {"reports.on_time_share", "there were no reports"},
    {"dike.closed_at", "no dike broke"},
};

static const char *reason_of(const char *metric, double value, double persons)
{
    if (!isnan(value) && persons != 0)
        return NULL;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (strcmp(reasons[i].metric, metric) == 0)
            return reasons[i].text;
    return NULL;
}

json_t *mu_page_figure(const struct mu_results_file *file, const struct mu_view *view,
                       const char *metric, struct mu_metric_value v)
{
    const double persons = concerned(file, view, metric);
    const bool waits = strcmp(metric, "rescue.median_wait") == 0;

    return json_pack("{s:o, s:b, s:o, s:o, s:s?}", "value", mu_page_number(v.value), "censored",
                     v.censored, "persons", mu_page_number(persons), "never",
                     mu_page_number(waits ? never_fetched(view) : NAN), "reason",
                     reason_of(metric, v.value, persons));
}

static const struct heading {
    const char *metric, *title, *better;
} headings[] = {
    {"people.dead", "Deaths", "lower"},
    {"people.flooded", "People whose home the water reached", NULL},
    {"people.moved.by_28h", "People moved out by 28 h after the onset", "higher"},
    {"people.warned_before_water", "Warned before the water reached their home", "higher"},
    {"people.trapped_peak", "Trapped at the same time, at most", "lower"},
    {"people.trapped_hours", "Time spent trapped", "lower"},
    {"rescue.median_wait", "Wait of the trapped for rescue", "lower"},
    {"people.own_means", "Left by their own means", NULL},
    {"people.bus", "Fetched by bus", NULL},
    {"people.boat", "Fetched by boat", NULL},
    {"people.needless", "Moved although their home stayed dry", "lower"},
    {"shelter.hungry_hours", "Time in a shelter without food or water", "lower"},
    {"reports.on_time_share", "Reports on time and true", "higher"},
    {"dike.closed_at", "Breach closed, after the onset", "lower"},
    {"teams.hours", "Working time of teams", NULL},
};

json_t *mu_page_headings(void)
{
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        struct mu_metric_use use;
        const bool found = mu_metric_find(headings[i].metric, &use);
        json_array_append_new(list, json_pack("{s:s, s:s, s:s?}", "title", headings[i].title,
                                              "unit", found ? use.metric->unit : "", "better",
                                              headings[i].better));
    }
    return list;
}

json_t *mu_page_headline(const struct mu_results_file *file, const struct mu_view *view)
{
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        const char *metric = headings[i].metric;
        struct mu_metric_use use;
        struct mu_metric_value v = {.value = NAN};
        if (mu_metric_find(metric, &use))
            v = mu_metric_of(&use, view);
        json_array_append_new(list, mu_page_figure(file, view, metric, v));
    }
    return list;
}

/* That something had not happened by the end is told with the figure. */
static json_t *flags_json(unsigned flags)
{
    json_t *list = json_array();

    for (int f = 0; f < MU_SCORE_FLAGS; f++)
        if (f != MU_SCORE_CENSORED && flags & 1U << f)
            json_array_append_new(list, json_string(mu_score_flag_text((enum mu_score_flag)f)));
    return list;
}

static json_t *objective_json(const struct mu_results_file *file, const struct mu_view *view,
                              const struct mu_attained *o)
{
    const struct mu_metric_value v = {o->value, (o->flags & 1U << MU_SCORE_CENSORED) != 0};
    const char rating[2] = {o->rating, 0};

    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:f, s:s, s:b, s:b, s:s, s:o}",
                     "id", o->id, "title", o->title && *o->title ? o->title : o->id, "metric",
                     o->metric, "unit", o->unit, "target", mu_page_number(o->target), "figure",
                     mu_page_figure(file, view, o->metric, v), "none", mu_page_number(o->none),
                     "bound", mu_page_number(o->bound), "attainment", mu_page_number(o->attainment),
                     "weight", o->weight, "better",
                     o->better == MU_LOWER_IS_BETTER ? "lower" : "higher", "veto", o->veto, "met",
                     o->met, "rating", rating, "flags", flags_json(o->flags));
}

json_t *mu_page_objectives(const struct mu_results_file *file, const struct mu_view *view)
{
    const struct mu_score *score = file->meta.score;
    json_t *list = json_array();

    for (size_t i = 0; score && i < score->n; i++)
        json_array_append_new(list, objective_json(file, view, &score->rows[i]));
    return list;
}

/* The least hundredth with this rating: the limits themselves stand in score.c alone. */
static double least_attainment(char rating)
{
    int percent = 0;

    while (percent < 100 && mu_rating(percent / 100.0) != rating)
        percent++;
    return percent / 100.0;
}

json_t *mu_page_ratings(void)
{
    return json_pack("[[s,f,s], [s,f,s], [s,f,s], [s,f,s]]", "P", least_attainment('P'),
                     "performed", "S", least_attainment('S'), "performed with some challenges", "M",
                     least_attainment('M'), "performed with major challenges", "U",
                     least_attainment('U'), "unable to be performed");
}
