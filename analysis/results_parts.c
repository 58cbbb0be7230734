#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "analysis/results_impl.h"
#include "sim/assert.h"

/* ---- the root ---- */

static void write_clock(struct mu_writing *w)
{
    const struct mu_clock *clock = &w->meta->clock;
    hid_t root = w->put.file;
    char text[MU_CLOCK_TEXT];

    mu_clock_iso(clock, 0, text, sizeof text);
    mu_put_text(&w->put, root, ".", "start", text);
    mu_put_integer(&w->put, root, ".", "start_unix", clock->start_unix);
    mu_put_integer(&w->put, root, ".", "zone_seconds", clock->zone_s);
    if (clock->onset == MU_NEVER)
        return;
    mu_clock_iso(clock, clock->onset, text, sizeof text);
    mu_put_text(&w->put, root, ".", "onset", text);
    mu_put_number(&w->put, root, ".", "onset_seconds", (double)clock->onset / (double)MU_SECOND);
}

static void write_counts(struct mu_put *put, const struct mu_result *r)
{
    const struct mu_run_counts *c = &r->counts;

    mu_put_count(put, put->file, ".", "events_handled", r->n_handled);
    mu_put_count(put, put->file, ".", "events_tied", c->ties);
    mu_put_count(put, put->file, ".", "messages_sent", c->messages);
    mu_put_count(put, put->file, ".", "timers_set", c->timers_set);
    mu_put_count(put, put->file, ".", "timers_cancelled", c->timers_cancelled);
    mu_put_count(put, put->file, ".", "timers_moved", c->timers_moved);
    mu_put_count(put, put->file, ".", "streams_opened", c->streams);
}

void mu_write_root(struct mu_writing *w)
{
    const struct mu_results_meta *meta = w->meta;
    const struct mu_result *r = w->result;
    struct mu_put *put = &w->put;
    hid_t root = put->file;

    mu_put_text(put, root, ".", "Conventions", "CF-1.10");
    mu_put_text(put, root, ".", "muster_version", meta->muster_version);
    mu_put_count(put, root, ".", "format_version", MU_RESULTS_FORMAT);
    mu_put_text(put, root, ".", "scenario", meta->scenario);
    mu_put_text(put, root, ".", "summary", meta->summary);
    mu_put_text(put, root, ".", "plan", meta->plan);
    mu_put_count(put, root, ".", "seed", r->seed);
    mu_put_count(put, root, ".", "replication", r->replication);
    mu_put_count(put, root, ".", "branch", r->branch);
    mu_put_text(put, root, ".", "created", meta->created);
    mu_put_text(put, root, ".", "command_line", meta->command_line);
    mu_put_text(put, root, ".", "status", r->complete ? "complete" : "partial");
    mu_put_text(put, root, ".", "failure", r->failure);
    write_clock(w);
    mu_put_number(put, root, ".", "end_seconds", (double)r->end / (double)MU_SECOND);
    write_counts(put, r);
}

/* ---- the input ---- */

static void digest(const struct mu_input_file *file, char text[33])
{
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, XXH3_128bits(file->bytes, file->n));
    for (size_t i = 0; i < 16; i++)
        snprintf(text + 2 * i, 3, "%02x", canonical.digest[i]);
}

/* The bytes are their own scale: netCDF wants every axis to have one. */
static void write_input_file(struct mu_writing *w, hid_t group, size_t i)
{
    const struct mu_input_file *file = &w->meta->inputs[i];
    char name[32], hex[33];

    snprintf(name, sizeof name, "file_%04zu", i + 1);
    mu_put_column(&w->put, group,
                  &(struct mu_put_column){.name = name,
                                          .type = H5T_NATIVE_UINT8,
                                          .rank = 1,
                                          .dims = {file->n},
                                          .scales = {name},
                                          .data = file->bytes,
                                          .long_name = file->path});
    digest(file, hex);
    mu_put_text(&w->put, group, name, "path", file->path);
    mu_put_text(&w->put, group, name, "xxh3_128", hex);
}

static void write_recipe(struct mu_writing *w, hid_t group)
{
    const struct mu_recipe *recipe = &w->meta->recipe;
    struct mu_put *put = &w->put;
    char name[32];

    if (!recipe->scenario)
        return;
    mu_put_text(put, group, ".", "scenario", recipe->scenario);
    mu_put_text(put, group, ".", "plan", recipe->plan);
    mu_put_text(put, group, ".", "history", recipe->history);
    for (size_t i = 0; i < recipe->n_overrides; i++) {
        snprintf(name, sizeof name, "set_%04zu", i + 1);
        mu_put_text(put, group, ".", name, recipe->overrides[i]);
    }
    mu_put_count(put, group, ".", "perfect_information", recipe->perfect_information);
    if (recipe->until != MU_NEVER)
        mu_put_integer(put, group, ".", "until_microseconds", recipe->until);
}

/* Fields that did not solve, and from when on that made a difference. */
static void write_replays(struct mu_writing *w, hid_t group)
{
    char name[64];

    for (size_t i = 0; i < w->result->n_replays; i++) {
        const struct mu_replay_info *replay = &w->result->replays[i];
        snprintf(name, sizeof name, "replay_%04zu", i + 1);
        mu_put_text(&w->put, group, ".", name, replay->field);
        snprintf(name, sizeof name, "replay_%04zu_differs_microseconds", i + 1);
        if (replay->differs_at != MU_NEVER)
            mu_put_integer(&w->put, group, ".", name, replay->differs_at);
    }
}

void mu_write_input(struct mu_writing *w)
{
    hid_t group = mu_put_group(&w->put, w->put.file, "input");

    write_recipe(w, group);
    write_replays(w, group);
    for (size_t i = 0; i < w->meta->n_inputs; i++)
        write_input_file(w, group, i);
    mu_put_group_end(&w->put, group);
}

/* ---- events ---- */

static void put_rows(struct mu_writing *w, hid_t group, const char *name, hid_t type,
                     const void *data, const char *long_name)
{
    mu_put_column(&w->put, group,
                  &(struct mu_put_column){.name = name,
                                          .type = type,
                                          .rank = 1,
                                          .dims = {w->result->events.n},
                                          .scales = {"row"},
                                          .data = data,
                                          .long_name = long_name,
                                          .fill_nan = type == H5T_NATIVE_DOUBLE});
}

static void write_ids(struct mu_writing *w, hid_t group)
{
    uint64_t *ids = calloc(w->result->events.n + 1, sizeof *ids);

    if (!ids) {
        w->put.failed = true;
        return;
    }
    for (size_t i = 0; i < w->result->events.n; i++)
        ids[i] = i + 1;
    put_rows(w, group, "id", H5T_NATIVE_UINT64, ids, "number of the event");
    free(ids);
}

static const char **kind_texts(const struct mu_result *r, size_t offset)
{
    const char **texts = calloc(r->n_kinds + 1, sizeof *texts);

    for (size_t k = 0; texts && k < r->n_kinds; k++)
        memcpy(&texts[k], (const char *)&r->kinds[k] + offset, sizeof texts[k]);
    return texts;
}

static void put_kind_texts(struct mu_writing *w, hid_t group, const char *name, size_t offset,
                           const char *long_name)
{
    const char **texts = kind_texts(w->result, offset);

    if (!texts) {
        w->put.failed = true;
        return;
    }
    mu_put_texts(&w->put, group, name, texts, w->result->n_kinds, "kind_index", long_name);
    free(texts);
}

static void write_kinds(struct mu_writing *w, hid_t group)
{
    size_t n = w->result->n_kinds, of_name = offsetof(struct mu_kind_info, name);
    const char **names = kind_texts(w->result, of_name);

    if (names)
        mu_put_flags(&w->put, group, "kind", names, n);
    w->put.failed |= !names;
    free(names);
    mu_put_row_scale(&w->put, group, "kind_index", n, "number of a kind of event");
    put_kind_texts(w, group, "kind_name", of_name, "name of the kind");
    put_kind_texts(w, group, "kind_value", offsetof(struct mu_kind_info, value),
                   "what value holds");
    put_kind_texts(w, group, "kind_unit", offsetof(struct mu_kind_info, unit), "unit of value");
    put_kind_texts(w, group, "kind_help", offsetof(struct mu_kind_info, help), "what happened");
}

static void write_kind_column(struct mu_writing *w, hid_t group)
{
    const struct mu_event_columns *e = &w->result->events;
    uint16_t *kinds = calloc(e->n + 1, sizeof *kinds);

    mu_assert(w->result->n_kinds <= UINT16_MAX);
    if (!kinds) {
        w->put.failed = true;
        return;
    }
    for (size_t i = 0; i < e->n; i++)
        kinds[i] = (uint16_t)e->kind[i];
    put_rows(w, group, "kind", H5T_NATIVE_UINT16, kinds, "what happened");
    free(kinds);
}

void mu_write_events(struct mu_writing *w)
{
    const struct mu_event_columns *e = &w->result->events;
    hid_t group = mu_put_group(&w->put, w->put.file, "events");

    mu_put_row_scale(&w->put, group, "row", e->n, "row, in the order time, site, as executed");
    write_ids(w, group);
    put_rows(w, group, "cause", H5T_NATIVE_UINT64, e->cause,
             "event that led to this one, 0 = none");
    put_rows(w, group, "since", H5T_NATIVE_UINT64, e->since,
             "event since which it had waited, 0 = none");
    mu_put_times(&w->put, group, "time", e->time, e->n, "row", w->time_units, "time of the event");
    write_kind_column(w, group);
    put_rows(w, group, "subject", H5T_NATIVE_UINT32, e->subject, "thing it happened to");
    put_rows(w, group, "object", H5T_NATIVE_UINT32, e->object, "other thing, 0 = none");
    put_rows(w, group, "place", H5T_NATIVE_UINT32, e->place, "thing where it happened, 0 = none");
    put_rows(w, group, "value", H5T_NATIVE_DOUBLE, e->value,
             "number that goes with it: kind_value and kind_unit say what");
    write_kinds(w, group);
    mu_put_group_end(&w->put, group);
}

/* ---- entities and parts ---- */

/* The things of one kind, gathered. */
struct gathered {
    size_t n;
    uint32_t *ids, *entities;
    const char **names;
};

static bool gather(const struct mu_result *r, const char *kind, struct gathered *g)
{
    *g = (struct gathered){.ids = calloc(r->n_things + 1, sizeof *g->ids),
                           .entities = calloc(r->n_things + 1, sizeof *g->entities),
                           .names = calloc(r->n_things + 1, sizeof *g->names)};
    if (!g->ids || !g->entities || !g->names)
        return false;
    for (uint32_t i = 1; i < r->n_things; i++) {
        if (strcmp(r->things[i].kind, kind) != 0)
            continue;
        g->ids[g->n] = i;
        g->entities[g->n] = r->things[i].entity;
        g->names[g->n++] = r->things[i].name;
    }
    return true;
}

static void gathered_fini(struct gathered *g)
{
    free(g->ids);
    free(g->entities);
    free(g->names);
}

static void write_attribute_column(struct mu_writing *w, hid_t group,
                                   const struct mu_attribute_column *c, size_t n)
{
    mu_assert(c->n == n && (c->values || c->texts));
    if (c->texts) {
        mu_put_texts(&w->put, group, c->name, c->texts, n, "id", c->help);
        return;
    }
    mu_put_column(&w->put, group,
                  &(struct mu_put_column){.name = c->name,
                                          .type = H5T_NATIVE_DOUBLE,
                                          .rank = 1,
                                          .dims = {n},
                                          .scales = {"id"},
                                          .data = c->values,
                                          .units = c->unit,
                                          .long_name = c->help,
                                          .fill_nan = true});
}

static void put_things(struct mu_writing *w, hid_t group, const char *name, const uint32_t *ids,
                       size_t n, const char *long_name)
{
    mu_put_column(&w->put, group,
                  &(struct mu_put_column){.name = name,
                                          .type = H5T_NATIVE_UINT32,
                                          .rank = 1,
                                          .dims = {n},
                                          .scales = {"id"},
                                          .data = ids,
                                          .long_name = long_name});
}

static void write_entity_kind(struct mu_writing *w, hid_t entities, const char *kind)
{
    hid_t group = mu_put_group(&w->put, entities, kind);
    struct gathered g;

    if (gather(w->result, kind, &g)) {
        put_things(w, group, "id", g.ids, g.n, "number of the thing");
        put_things(w, group, "entity", g.entities, g.n, "entity it is or belongs to");
        mu_put_texts(&w->put, group, "name", g.names, g.n, "id", "name");
        for (size_t i = 0; i < w->meta->n_attributes; i++)
            if (strcmp(w->meta->attributes[i].kind, kind) == 0)
                write_attribute_column(w, group, &w->meta->attributes[i], g.n);
    } else {
        w->put.failed = true;
    }
    gathered_fini(&g);
    mu_put_group_end(&w->put, group);
}

/* Things of one kind stand together, but for parts, which follow their entities' order. */
static bool is_first_of_kind(const struct mu_result *r, size_t i)
{
    for (size_t j = i; j-- > 1;)
        if (strcmp(r->things[j].kind, r->things[i].kind) == 0)
            return false;
    return true;
}

void mu_write_entities(struct mu_writing *w)
{
    const struct mu_result *r = w->result;
    hid_t group = mu_put_group(&w->put, w->put.file, "entities");

    mu_put_count(&w->put, group, ".", "entities", r->n_entities);
    mu_put_count(&w->put, group, ".", "things", r->n_things ? r->n_things - 1 : 0);
    for (size_t i = 1; i < r->n_things; i++)
        if (is_first_of_kind(r, i))
            write_entity_kind(w, group, r->things[i].kind);
    mu_put_group_end(&w->put, group);
}

/* ---- series ---- */

static void write_series_axis(struct mu_writing *w, hid_t group, const struct mu_series_info *s,
                              const char *axis)
{
    uint32_t *ids = calloc((size_t)s->n + 1, sizeof *ids);
    const char **names = calloc((size_t)s->n + 1, sizeof *names);
    char name[128];

    if (ids && names) {
        for (uint32_t i = 0; i < s->n; i++) {
            ids[i] = s->first + i;
            names[i] = w->result->things[s->first + i].name;
        }
        mu_put_column(&w->put, group,
                      &(struct mu_put_column){.name = axis,
                                              .type = H5T_NATIVE_UINT32,
                                              .rank = 1,
                                              .dims = {s->n},
                                              .scales = {axis},
                                              .data = ids,
                                              .long_name = "number of the thing"});
        snprintf(name, sizeof name, "%s_name", s->kind);
        mu_put_texts(&w->put, group, name, names, s->n, axis, "name of the thing");
    } else {
        w->put.failed = true;
    }
    free(ids);
    free(names);
}

static bool is_first_series_of_kind(const struct mu_result *r, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (strcmp(r->series[j].kind, r->series[i].kind) == 0)
            return false;
    return true;
}

static void write_one_series(struct mu_writing *w, hid_t group, size_t i)
{
    const struct mu_series_info *s = &w->result->series[i];
    char axis[128], names[128];

    snprintf(axis, sizeof axis, "%s_id", s->kind);
    snprintf(names, sizeof names, "%s_name", s->kind);
    if (is_first_series_of_kind(w->result, i))
        write_series_axis(w, group, s, axis);
    mu_put_column(&w->put, group,
                  &(struct mu_put_column){.name = s->name,
                                          .type = H5T_NATIVE_DOUBLE,
                                          .rank = 2,
                                          .dims = {w->result->n_samples, s->n},
                                          .scales = {"time", axis},
                                          .data = s->values,
                                          .units = s->unit,
                                          .long_name = s->help,
                                          .fill_nan = true});
    mu_put_text(&w->put, group, s->name, "kind", s->kind);
    mu_put_text(&w->put, group, s->name, "coordinates", names);
}

void mu_write_series(struct mu_writing *w)
{
    const struct mu_result *r = w->result;
    hid_t group = mu_put_group(&w->put, w->put.file, "series");

    mu_put_times(&w->put, group, "time", r->sample_times, r->n_samples, "time", w->time_units,
                 "time of the sample");
    for (size_t i = 0; i < r->n_series; i++)
        write_one_series(w, group, i);
    mu_put_group_end(&w->put, group);
}
