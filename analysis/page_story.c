/* page_story.c - the lanes of the clock, curves and plan items. */
#include <string.h>

#include "analysis/curves.h"
#include "analysis/page_impl.h"

/* The office that changed its level most often, the first by rank; 0 = none did. */
static uint32_t leading_office(const struct mu_result *r)
{
    const size_t level = mu_result_kind(r, "office.level");
    uint32_t best = 0;
    size_t most = 0;

    for (uint32_t office = 1; office <= r->n_entities; office++) {
        size_t n = 0;
        if (strcmp(r->things[office].kind, "office") != 0)
            continue;
        for (size_t i = 0; i < r->events.n; i++)
            n += r->events.kind[i] == level && r->events.subject[i] == office;
        if (n > most) {
            most = n;
            best = office;
        }
    }
    return best;
}

json_t *mu_page_levels(const struct mu_result *r)
{
    const size_t level = mu_result_kind(r, "office.level");
    const uint32_t office = leading_office(r);
    json_t *list = json_array();

    for (size_t i = 0; office && i < r->events.n; i++)
        if (r->events.kind[i] == level && r->events.subject[i] == office)
            json_array_append_new(list,
                                  json_pack("{s:o, s:i}", "t", mu_page_time(r->events.time[i]),
                                            "level", (int)r->events.value[i]));
    return list;
}

static const struct milestone {
    const char *kind, *label;
} milestones[] = {
    {"group.warned", "first people warned"}, {"group.departed", "first people leave"},
    {"dike.breached", "dike breaks"},        {"shelter.opened", "first shelter opens"},
    {"team.arrived", "first team there"},    {"boat.trip", "first boat load"},
    {"bus.trip", "first bus load"},          {"group.dead", "first death"},
    {"works.started", "closing begins"},     {"dike.closed", "breach closed"},
};

static bool add_first(json_t *list, const struct mu_result *r, const struct milestone *m)
{
    const size_t kind = mu_result_kind(r, m->kind);

    for (size_t i = 0; i < r->events.n; i++)
        if (r->events.kind[i] == kind)
            return json_array_append_new(list, json_pack("{s:o, s:s}", "t",
                                                         mu_page_time(r->events.time[i]), "label",
                                                         m->label)) == 0;
    return false;
}

json_t *mu_page_milestones(const struct mu_result *r)
{
    json_t *list = json_array();

    for (size_t k = 0; k < sizeof milestones / sizeof *milestones; k++)
        add_first(list, r, &milestones[k]);
    return list;
}

/* About 240 instants, evenly from the start to the end of the run. */
enum { CURVE_POINTS = 241 };

json_t *mu_page_curves(const struct mu_view *view)
{
    mu_time times[CURVE_POINTS];
    struct mu_curves curves = {0};
    json_t *out = json_object(), *axis = json_array();

    for (int i = 0; i < CURVE_POINTS; i++)
        times[i] = view->result->end / (CURVE_POINTS - 1) * i;
    if (mu_curves_init(&curves, view, times, CURVE_POINTS) != MU_OK)
        return NULL;
    for (size_t i = 0; i < curves.n; i++)
        json_array_append_new(axis, mu_page_time(times[i]));
    json_object_set_new(out, "t", axis);
    for (int c = 0; c < MU_CURVES; c++) {
        json_t *values = json_array();
        for (size_t i = 0; i < curves.n; i++)
            json_array_append_new(values, mu_page_number(curves.values[c][i]));
        json_object_set_new(out, mu_curve_name((enum mu_curve)c), values);
    }
    mu_curves_fini(&curves);
    return out;
}

static const struct chart {
    enum mu_curve curve;
    const char *title, *before; /* what its people had done before the onset */
} charts[] = {
    {MU_CURVE_MOVED, "People moved out, in all", "Had left before the onset"},
    {MU_CURVE_TRAPPED, "People trapped by water", NULL},
    {MU_CURVE_MOVED_BOAT, "Moved by boat", NULL},
    {MU_CURVE_MOVED_OWN, "Moved by their own means", "Had left before the onset"},
    {MU_CURVE_BREACH, "Open width of the breach", NULL},
    {MU_CURVE_DEAD, "Deaths", NULL},
};

json_t *mu_page_charts(void)
{
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof charts / sizeof *charts; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s?, s:s, s:s}", "curve",
                                              mu_curve_name(charts[i].curve), "title",
                                              charts[i].title, "before", charts[i].before, "unit",
                                              mu_curve_unit(charts[i].curve), "counts",
                                              mu_curve_help(charts[i].curve)));
    return list;
}

static const char *text_of_curve(const char *name, const char *(*text)(enum mu_curve))
{
    for (int c = 0; c < MU_CURVES; c++)
        if (strcmp(mu_curve_name((enum mu_curve)c), name) == 0)
            return text((enum mu_curve)c);
    return "";
}

/* A source may count otherwise than the model: both say what they count. */
json_t *mu_page_observed(const struct mu_results_meta *meta)
{
    json_t *list = json_array();

    for (size_t i = 0; i < meta->n_observed; i++) {
        const struct mu_observation *o = &meta->observed[i];
        json_array_append_new(
            list, json_pack("{s:s, s:o, s:f, s:f, s:s, s:s, s:s, s:s}", "curve", o->curve, "t",
                            mu_page_time(o->at), "low", o->low, "high", o->high, "label",
                            o->title ? o->title : o->curve, "source", o->source ? o->source : "",
                            "unit", text_of_curve(o->curve, mu_curve_unit), "counts",
                            text_of_curve(o->curve, mu_curve_help)));
    }
    return list;
}

/* One item of a plan over all its targets. */
struct item_sum {
    mu_time triggered, started, done;
    size_t n, by_status[MU_TASK_STATUSES];
};

static mu_time earlier(mu_time a, mu_time b)
{
    return a < b ? a : b;
}

static void add_task(struct item_sum *s, const struct mu_task *t)
{
    s->triggered = earlier(s->triggered, t->triggered);
    s->started = earlier(s->started, t->started);
    if (t->done != MU_NEVER && (s->done == MU_NEVER || t->done > s->done))
        s->done = t->done;
    s->by_status[t->status]++;
    s->n++;
}

static void outcome_text(const struct item_sum *s, char *text, size_t size)
{
    size_t at = 0;

    text[0] = '\0';
    for (int k = 0; k < MU_TASK_STATUSES && at < size; k++) {
        if (!s->by_status[k])
            continue;
        const char *word = mu_task_status_text((enum mu_task_status)k);
        if (s->n == 1)
            at += (size_t)snprintf(text + at, size - at, "%s", word);
        else
            at += (size_t)snprintf(text + at, size - at, "%s%zu %s", at ? ", " : "",
                                   s->by_status[k], word);
    }
    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
}

static json_t *item_json(const struct mu_results_file *file, const struct mu_view *view, size_t at)
{
    const struct mu_task *t = &view->tables.tasks[at];
    const struct mu_result *r = view->result;
    struct item_sum sum = {.triggered = MU_NEVER, .started = MU_NEVER, .done = MU_NEVER};
    char outcome[256];
    const uint32_t item = t->item;

    for (size_t i = 0; i < view->tables.n_tasks; i++)
        if (view->tables.tasks[i].item == item)
            add_task(&sum, &view->tables.tasks[i]);
    outcome_text(&sum, outcome, sizeof outcome);
    const char *colon = strrchr(r->things[item].name, ':');
    const uint32_t owner = r->things[item].entity;
    return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:I, s:o, s:o, s:o, s:s}", "id",
                     colon ? colon + 1 : r->things[item].name, "owner", mu_page_name(r, owner),
                     "office", mu_page_title(file, owner), "title", t->info ? t->info->title : NULL,
                     "file", t->info ? t->info->file : NULL, "line",
                     (json_int_t)(t->info ? t->info->line : 0), "triggered",
                     mu_page_time(sum.triggered), "started", mu_page_time(sum.started), "done",
                     mu_page_time(sum.done), "outcome", outcome);
}

static bool seen_before(const struct mu_tables *tables, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (tables->tasks[i].item == tables->tasks[at].item)
            return true;
    return false;
}

json_t *mu_page_items(const struct mu_results_file *file, const struct mu_view *view)
{
    json_t *list = json_array();

    for (size_t i = 0; i < view->tables.n_tasks; i++)
        if (!seen_before(&view->tables, i))
            json_array_append_new(list, item_json(file, view, i));
    return list;
}
