#include "analysis/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where a group is during the walk. */
struct live {
    enum mu_whereabouts at;
    double living;    /* persons; NaN until an event has told */
    mu_time since;    /* in this place, or counted until then */
    enum mu_means by; /* of what took it last; MU_BY_OWN until then */
    bool stays;       /* trapped, and has waved a boat on */
};

struct walk {
    struct mu_view *view;
    const struct mu_group_step **by_kind;
    uint32_t *index;   /* by thing: 1 + its group */
    bool *flooded;     /* by thing: water came into this zone */
    mu_time *busy;     /* by thing: 1 + when a team was called, 0 = not at work */
    struct live *live; /* by group */
    double trapped;    /* persons now */
};

/* Trapped, and wants to get away. */
static bool is_waiting(const struct live *live)
{
    return live->at == MU_TRAPPED && !live->stays;
}

static void first(mu_time *when, mu_time t)
{
    if (*when == MU_NEVER)
        *when = t;
}

/* Persons of a group that is where the event found it. */
static void count(struct walk *w, size_t g, const struct mu_group_step *step, double value)
{
    struct mu_group_story *story = &w->view->groups[g];
    struct live *live = &w->live[g];

    if (step->whole && isnan(live->living)) {
        live->living = value;
        story->persons = value + story->dead;
    }
    if (step->act == MU_GROUP_INJURED)
        story->injured += value;
    if (step->act != MU_GROUP_DEAD)
        return;
    story->dead += value;
    live->living -= value;
    if (is_waiting(live))
        w->trapped -= value;
}

/* Person-seconds of being trapped, up to now. */
static void settle(struct walk *w, size_t g, mu_time t)
{
    struct live *live = &w->live[g];

    if (is_waiting(live) && !isnan(live->living))
        w->view->groups[g].trapped_person_s +=
            live->living * (double)(t - live->since) / (double)MU_SECOND;
    live->since = t;
}

/* The buses of a fleet; whatever else takes people aboard is a boat. */
static enum mu_means means_of(const struct mu_result *r, uint32_t vehicle)
{
    return strcmp(r->things[vehicle].kind, "fleet") == 0 ? MU_BY_BUS : MU_BY_BOAT;
}

static void arrive(struct mu_group_story *story, const struct live *live, enum mu_whereabouts to,
                   mu_time t)
{
    if (to == MU_SHELTERED || to == MU_ARRIVED)
        first(&story->sheltered, t);
    if (story->out != MU_NEVER)
        return;
    story->out = t;
    story->means = live->by;
}

/* They are fetched, or a boat has come and they have waved it on. */
static void stop_waiting(struct walk *w, size_t g, mu_time t)
{
    if (!is_waiting(&w->live[g]))
        return;
    w->trapped -= w->live[g].living;
    first(&w->view->groups[g].rescued, t);
}

static void move(struct walk *w, size_t g, enum mu_whereabouts to, mu_time t)
{
    struct mu_group_story *story = &w->view->groups[g];
    struct live *live = &w->live[g];

    if (live->at == MU_TRAPPED && to != MU_TRAPPED)
        stop_waiting(w, g, t);
    if (to != live->at)
        live->stays = false;
    if (to == MU_TRAPPED && live->at != MU_TRAPPED) {
        w->trapped += live->living;
        first(&story->trapped, t);
        w->view->trapped_peak = fmax(w->view->trapped_peak, w->trapped);
    }
    if (to == MU_LANDED || to == MU_ARRIVED || to == MU_SHELTERED)
        arrive(story, live, to, t);
    live->at = to;
}

static void note(struct mu_group_story *story, const struct mu_group_step *step, double value,
                 mu_time t)
{
    switch (step->act) {
    case MU_GROUP_WARNED: first(&story->warned, t); break;
    case MU_GROUP_DEPARTED: first(&story->departed, t); break;
    case MU_GROUP_FLOODED: first(&story->flooded, t); break;
    case MU_GROUP_REFUSED: story->refused = value; break;
    case MU_GROUP_NEEDLESS: story->needless = value; break;
    default: break;
    }
}

static void on_group(struct walk *w, size_t row, const struct mu_group_step *step)
{
    const struct mu_event_columns *e = &w->view->result->events;
    size_t g = w->index[e->subject[row]] - 1;
    mu_time t = e->time[row];

    settle(w, g, t);
    count(w, g, step, e->value[row]);
    note(&w->view->groups[g], step, e->value[row], t);
    if (step->act == MU_GROUP_REFUSED && w->live[g].at == MU_TRAPPED) {
        stop_waiting(w, g, t);
        w->live[g].stays = true;
    }
    if (step->act == MU_GROUP_BOARDED)
        w->live[g].by = means_of(w->view->result, e->object[row]);
    if (step->to >= 0)
        move(w, g, (enum mu_whereabouts)step->to, t);
}

/* A team that is called twice without a release in between is busy once. */
static void on_called(struct walk *w, uint32_t team, mu_time t)
{
    if (w->busy[team] == 0)
        w->busy[team] = 1 + t;
}

static void on_released(struct walk *w, uint32_t team, mu_time t)
{
    if (w->busy[team] == 0)
        return;
    w->view->team_busy_s += (double)(t - (w->busy[team] - 1)) / (double)MU_SECOND;
    w->busy[team] = 0;
}

static size_t number_groups(struct walk *w)
{
    const struct mu_event_columns *e = &w->view->result->events;
    uint32_t n = 0;

    for (size_t row = 0; row < e->n; row++)
        if (w->by_kind[e->kind[row]] && w->index[e->subject[row]] == 0)
            w->index[e->subject[row]] = ++n;
    return n;
}

static bool start_groups(struct walk *w)
{
    const struct mu_result *r = w->view->result;
    size_t n = number_groups(w);

    w->view->groups = calloc(n + 1, sizeof *w->view->groups);
    w->live = calloc(n + 1, sizeof *w->live);
    if (!w->view->groups || !w->live)
        return false;
    w->view->n_groups = n;
    for (uint32_t i = 0; i < r->n_things; i++) {
        if (w->index[i] == 0)
            continue;
        w->live[w->index[i] - 1] = (struct live){.living = NAN, .by = MU_BY_OWN};
        w->view->groups[w->index[i] - 1] = (struct mu_group_story){.thing = i,
                                                                   .zone = r->things[i].entity,
                                                                   .warned = MU_NEVER,
                                                                   .departed = MU_NEVER,
                                                                   .flooded = MU_NEVER,
                                                                   .out = MU_NEVER,
                                                                   .sheltered = MU_NEVER,
                                                                   .trapped = MU_NEVER,
                                                                   .rescued = MU_NEVER};
    }
    return true;
}

static void walk_events(struct walk *w)
{
    const struct mu_result *r = w->view->result;
    const struct mu_event_columns *e = &r->events;
    size_t zone_flooded = mu_result_kind(r, "zone.flooded");
    size_t called = mu_result_kind(r, "team.called"), released = mu_result_kind(r, "team.released");

    for (size_t row = 0; row < e->n; row++) {
        if (w->by_kind[e->kind[row]])
            on_group(w, row, w->by_kind[e->kind[row]]);
        else if (e->kind[row] == zone_flooded)
            w->flooded[e->subject[row]] = true;
        else if (e->kind[row] == called)
            on_called(w, e->subject[row], e->time[row]);
        else if (e->kind[row] == released)
            on_released(w, e->subject[row], e->time[row]);
    }
}

static void walk_end(struct walk *w)
{
    for (size_t g = 0; g < w->view->n_groups; g++) {
        settle(w, g, w->view->result->end);
        w->view->groups[g].zone_flooded = w->flooded[w->view->groups[g].zone];
    }
    for (uint32_t i = 0; i < w->view->result->n_things; i++)
        on_released(w, i, w->view->result->end);
}

static bool walk_groups(struct mu_view *view)
{
    const struct mu_result *r = view->result;
    struct walk w = {.view = view,
                     .by_kind = calloc(r->n_kinds + 1, sizeof *w.by_kind),
                     .index = calloc(r->n_things + 1, sizeof *w.index),
                     .flooded = calloc(r->n_things + 1, sizeof *w.flooded),
                     .busy = calloc(r->n_things + 1, sizeof *w.busy)};
    bool ok = w.by_kind && w.index && w.flooded && w.busy;

    if (ok) {
        mu_group_steps(r, w.by_kind);
        ok = start_groups(&w);
    }
    if (ok) {
        walk_events(&w);
        walk_end(&w);
    }
    free(w.by_kind);
    free(w.index);
    free(w.flooded);
    free(w.busy);
    free(w.live);
    return ok;
}

enum mu_err mu_view_init(struct mu_view *view, const struct mu_result *result,
                         const struct mu_clock *clock, const struct mu_task_info *infos,
                         size_t n_infos)
{
    *view = (struct mu_view){.result = result, .clock = *clock};
    if (mu_tables_init(&view->tables, result, infos, n_infos) == MU_OK && walk_groups(view)) {
        view->scratch = calloc(view->n_groups + 1, sizeof *view->scratch);
        if (view->scratch)
            return MU_OK;
    }
    mu_view_fini(view);
    return MU_ERR_MEMORY;
}

void mu_view_fini(struct mu_view *view)
{
    mu_tables_fini(&view->tables);
    free(view->groups);
    free(view->scratch);
    *view = (struct mu_view){0};
}
