#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/results_read_impl.h"

#define NAME_BYTES 256

/* ---- entities ---- */

struct things_of_kind {
    size_t n;
    uint32_t *ids, *entities;
    char **names;
};

static void place_things(struct mu_reading *r, struct things_of_kind *of, const char *kind)
{
    struct mu_result *result = &r->to->result;

    for (size_t i = 0; i < of->n; i++) {
        struct mu_thing_info *thing;
        if (of->ids[i] == 0 || of->ids[i] >= result->n_things ||
            of->entities[i] >= result->n_things || result->things[of->ids[i]].name) {
            mu_get_fail(&r->get, "things of kind %s are numbered wrongly", kind);
            return;
        }
        thing = &result->things[of->ids[i]];
        *thing = (struct mu_thing_info){of->names[i], kind, of->entities[i]};
        of->names[i] = NULL; /* the result owns it now */
    }
}

/* Columns beside these are attributes that a scenario or a model handed in. */
static bool is_own_column(const char *name)
{
    return strcmp(name, "id") == 0 || strcmp(name, "entity") == 0 || strcmp(name, "name") == 0;
}

static void read_attribute_column(struct mu_reading *r, hid_t group, const char *kind,
                                  const char *name, struct mu_attribute_column *c)
{
    struct mu_get_shape shape;

    if (!mu_get_shape(&r->get, group, name, &shape))
        return;
    *c = (struct mu_attribute_column){.kind = kind, .n = SIZE_MAX};
    c->name = mu_read_own(r, strdup(name));
    c->unit = mu_read_own(r, mu_get_text(&r->get, group, name, "units"));
    c->help = mu_read_own(r, mu_get_text(&r->get, group, name, "long_name"));
    if (shape.text) {
        char **texts = mu_get_texts(&r->get, group, name, &c->n);
        c->texts = texts ? mu_read_own_texts(r, texts, c->n) : NULL;
    } else {
        c->values = mu_read_own(
            r, mu_get_column(&r->get, group, name, H5T_NATIVE_DOUBLE, sizeof *c->values, &c->n));
    }
    if (!c->name)
        mu_get_no_memory(&r->get);
}

/* The array of all attribute columns; it grows by one kind at a time. */
struct attributes {
    struct mu_attribute_column *items;
    size_t n;
};

static void read_attribute_columns(struct mu_reading *r, hid_t group, const char *kind,
                                   struct attributes *all)
{
    size_t links = mu_get_links(&r->get, group);
    struct mu_attribute_column *items = realloc(all->items, (all->n + links + 1) * sizeof *items);
    char name[NAME_BYTES];

    if (!items) {
        mu_get_no_memory(&r->get);
        return;
    }
    all->items = items;
    for (size_t i = 0; i < links && mu_get_link(&r->get, group, i, name, sizeof name); i++)
        if (!is_own_column(name))
            read_attribute_column(r, group, kind, name, &items[all->n++]);
}

static void read_kind(struct mu_reading *r, hid_t entities, const char *name,
                      struct attributes *all)
{
    hid_t group = mu_get_group(&r->get, entities, name);
    struct things_of_kind of = {.n = SIZE_MAX};
    const char *kind = mu_read_own(r, strdup(name));

    of.ids = mu_get_column(&r->get, group, "id", H5T_NATIVE_UINT32, sizeof *of.ids, &of.n);
    of.entities =
        mu_get_column(&r->get, group, "entity", H5T_NATIVE_UINT32, sizeof *of.entities, &of.n);
    of.names = mu_get_texts(&r->get, group, "name", &of.n);
    if (!kind)
        mu_get_no_memory(&r->get);
    if (mu_get_ok(&r->get))
        place_things(r, &of, kind);
    if (mu_get_ok(&r->get))
        read_attribute_columns(r, group, kind, all);
    free(of.ids);
    free(of.entities);
    mu_get_texts_free(of.names, of.names ? of.n : 0);
    mu_get_group_end(group);
}

static bool start_things(struct mu_reading *r, hid_t group)
{
    struct mu_result *result = &r->to->result;
    uint64_t things = 0, entities = 0;

    if (!mu_get_number(&r->get, group, ".", "things", H5T_NATIVE_UINT64, &things) ||
        !mu_get_number(&r->get, group, ".", "entities", H5T_NATIVE_UINT64, &entities) ||
        things >= UINT32_MAX || entities > things)
        mu_get_fail(&r->get, "the number of things is missing");
    result->things = mu_get_ok(&r->get)
                         ? mu_get_alloc(&r->get, (size_t)things + 1, sizeof *result->things)
                         : NULL;
    if (!result->things)
        return false;
    result->n_things = (size_t)things + 1;
    result->n_entities = (size_t)entities;
    result->things[0] = (struct mu_thing_info){.name = strdup(""), .kind = ""};
    if (!result->things[0].name)
        mu_get_no_memory(&r->get);
    return mu_get_ok(&r->get);
}

static void check_things(struct mu_reading *r)
{
    for (size_t i = 0; i < r->to->result.n_things && mu_get_ok(&r->get); i++)
        if (!r->to->result.things[i].name)
            mu_get_fail(&r->get, "thing number %zu is missing", i);
}

void mu_read_entities(struct mu_reading *r)
{
    hid_t group = mu_get_group(&r->get, r->file, "entities");
    struct attributes all = {0};
    char name[NAME_BYTES];

    if (mu_get_ok(&r->get) && start_things(r, group)) {
        size_t n = mu_get_links(&r->get, group);
        for (size_t i = 0; i < n && mu_get_link(&r->get, group, i, name, sizeof name); i++)
            read_kind(r, group, name, &all);
        check_things(r);
    }
    r->to->meta.attributes = mu_read_own(r, all.items);
    r->to->meta.n_attributes = all.n;
    mu_get_group_end(group);
}

/* ---- events ---- */

static void read_kinds(struct mu_reading *r, hid_t group)
{
    struct mu_result *result = &r->to->result;
    size_t n = SIZE_MAX;
    char **name = mu_get_texts(&r->get, group, "kind_name", &n);
    char **value = mu_get_texts(&r->get, group, "kind_value", &n);
    char **unit = mu_get_texts(&r->get, group, "kind_unit", &n);
    char **help = mu_get_texts(&r->get, group, "kind_help", &n);

    if (mu_get_ok(&r->get))
        result->kinds = mu_get_alloc(&r->get, n, sizeof *result->kinds);
    if (!result->kinds) {
        mu_get_texts_free(name, name ? n : 0);
        mu_get_texts_free(value, value ? n : 0);
        mu_get_texts_free(unit, unit ? n : 0);
        mu_get_texts_free(help, help ? n : 0);
        return;
    }
    for (size_t k = 0; k < n; k++)
        result->kinds[k] = (struct mu_kind_info){name[k], unit[k], value[k], help[k]};
    result->n_kinds = n;
    free(name);
    free(value);
    free(unit);
    free(help);
}

static uint32_t *read_things(struct mu_reading *r, hid_t group, const char *name, size_t *n)
{
    return mu_get_column(&r->get, group, name, H5T_NATIVE_UINT32, sizeof(uint32_t), n);
}

static uint64_t *read_rows(struct mu_reading *r, hid_t group, const char *name, size_t *n)
{
    return mu_get_column(&r->get, group, name, H5T_NATIVE_UINT64, sizeof(uint64_t), n);
}

/* What the rest of the program relies on. */
static bool is_sound(const struct mu_result *result, size_t i)
{
    const struct mu_event_columns *e = &result->events;

    return e->time[i] != MU_NEVER && e->kind[i] < result->n_kinds &&
           e->subject[i] < result->n_things && e->object[i] < result->n_things &&
           e->place[i] < result->n_things && e->cause[i] <= i && e->since[i] <= i &&
           (i == 0 || e->time[i - 1] <= e->time[i]);
}

static void check_events(struct mu_reading *r)
{
    for (size_t i = 0; i < r->to->result.events.n; i++) {
        if (!is_sound(&r->to->result, i)) {
            mu_get_fail(&r->get, "event %zu speaks of what is not there", i + 1);
            return;
        }
    }
}

void mu_read_events(struct mu_reading *r)
{
    hid_t group = mu_get_group(&r->get, r->file, "events");
    struct mu_event_columns *e = &r->to->result.events;
    size_t n = SIZE_MAX;

    read_kinds(r, group);
    e->time = mu_get_times(&r->get, group, "time", &n);
    e->kind = read_things(r, group, "kind", &n);
    e->subject = read_things(r, group, "subject", &n);
    e->object = read_things(r, group, "object", &n);
    e->place = read_things(r, group, "place", &n);
    e->value = mu_get_column(&r->get, group, "value", H5T_NATIVE_DOUBLE, sizeof *e->value, &n);
    e->cause = read_rows(r, group, "cause", &n);
    e->since = read_rows(r, group, "since", &n);
    if (mu_get_ok(&r->get)) {
        e->n = e->capacity = n;
        check_events(r);
    }
    mu_get_group_end(group);
}

/* ---- series ---- */

static uint32_t first_thing(struct mu_reading *r, hid_t group, const char *kind, size_t n)
{
    char axis[NAME_BYTES + 8];
    uint32_t *ids, first = 0;

    snprintf(axis, sizeof axis, "%s_id", kind);
    ids = read_things(r, group, axis, &n);
    if (ids)
        first = ids[0]; /* one element more than n is there, and zero */
    free(ids);
    return first;
}

static void fill_series(struct mu_reading *r, hid_t group, const char *name,
                        const struct mu_get_shape *shape)
{
    struct mu_result *result = &r->to->result;
    struct mu_series_info *s = &result->series[result->n_series++];

    s->name = strdup(name);
    s->unit = mu_get_text(&r->get, group, name, "units");
    s->help = mu_get_text(&r->get, group, name, "long_name");
    s->kind = mu_read_own(r, mu_get_text(&r->get, group, name, "kind"));
    s->values = mu_get_block(&r->get, group, name, H5T_NATIVE_DOUBLE, sizeof *s->values, shape);
    if (mu_get_ok(&r->get) && !s->kind)
        mu_get_fail(&r->get, "series %s has no kind", name);
    if (!mu_get_ok(&r->get))
        return;
    s->first = first_thing(r, group, s->kind, shape->dims[1]);
    s->n = (uint32_t)shape->dims[1];
    if (!s->name)
        mu_get_no_memory(&r->get);
    if (shape->dims[0] != result->n_samples || shape->dims[1] >= result->n_things ||
        s->first > result->n_things - shape->dims[1])
        mu_get_fail(&r->get, "series %s does not fit the entities", name);
}

void mu_read_series(struct mu_reading *r)
{
    hid_t group = mu_get_group(&r->get, r->file, "series");
    struct mu_result *result = &r->to->result;
    size_t links = mu_get_links(&r->get, group), n = SIZE_MAX;
    struct mu_get_shape shape;
    char name[NAME_BYTES];

    result->sample_times = mu_get_times(&r->get, group, "time", &n);
    result->series = mu_get_alloc(&r->get, links, sizeof *result->series);
    result->n_samples = mu_get_ok(&r->get) ? n : 0;
    for (size_t i = 0; i < links && mu_get_link(&r->get, group, i, name, sizeof name); i++)
        if (mu_get_shape(&r->get, group, name, &shape) && shape.rank == 2)
            fill_series(r, group, name, &shape);
    mu_get_group_end(group);
}

/* ---- grids ---- */

struct field {
    hid_t group;
    char *name;
    double x0, y0, dx;
    size_t nx, ny, n_times;
    mu_time *times;
};

static void read_field(struct mu_reading *r, struct field *f)
{
    struct mu_get *get = &r->get;

    f->nx = f->ny = f->n_times = SIZE_MAX;
    f->name = mu_get_text(get, f->group, ".", "field");
    if (!mu_get_number(get, f->group, ".", "x0", H5T_NATIVE_DOUBLE, &f->x0) ||
        !mu_get_number(get, f->group, ".", "y0", H5T_NATIVE_DOUBLE, &f->y0) ||
        !mu_get_number(get, f->group, ".", "cell_size", H5T_NATIVE_DOUBLE, &f->dx) || !f->name)
        mu_get_fail(get, "a field of /hazard has no name or no place");
    free(mu_get_column(get, f->group, "x", H5T_NATIVE_DOUBLE, sizeof(double), &f->nx));
    free(mu_get_column(get, f->group, "y", H5T_NATIVE_DOUBLE, sizeof(double), &f->ny));
    if (mu_get_has(get, f->group, "time"))
        f->times = mu_get_times(get, f->group, "time", &f->n_times);
}

/* The instants of a grid: those of the frames, or the one it was taken at, if it was. */
static void read_grid_times(struct mu_reading *r, const struct field *f, struct mu_grid_info *g)
{
    double at = 0;

    if (!g->final && !f->times) {
        mu_get_fail(&r->get, "grid %s has no times", g->name);
        return;
    }
    g->n_times = f->n_times;
    if (g->final)
        g->n_times =
            mu_get_number(&r->get, f->group, g->name, "time_seconds", H5T_NATIVE_DOUBLE, &at);
    g->times = mu_get_alloc(&r->get, g->n_times, sizeof *g->times);
    if (!g->times)
        return;
    if (!g->final)
        memcpy(g->times, f->times, g->n_times * sizeof *g->times);
    else if (g->n_times && !mu_get_to_time(at, &g->times[0]))
        mu_get_fail(&r->get, "grid %s has an impossible time", g->name);
}

static void fill_grid(struct mu_reading *r, const struct field *f, const char *name, bool final)
{
    struct mu_result *result = &r->to->result;
    struct mu_grid_info *g = &result->grids[result->n_grids++];
    struct mu_get_shape shape = {.rank = 3, .dims = {f->n_times, f->ny, f->nx}};

    if (final)
        shape = (struct mu_get_shape){.rank = 2, .dims = {f->ny, f->nx}};
    *g = (struct mu_grid_info){.field = strdup(f->name),
                               .name = strdup(name),
                               .nx = f->nx,
                               .ny = f->ny,
                               .x0 = f->x0,
                               .y0 = f->y0,
                               .dx = f->dx,
                               .final = final};
    if (!g->field || !g->name) {
        mu_get_no_memory(&r->get);
        return;
    }
    g->unit = mu_get_text(&r->get, f->group, name, "units");
    g->standard_name = mu_get_text(&r->get, f->group, name, "standard_name");
    g->long_name = mu_get_text(&r->get, f->group, name, "long_name");
    read_grid_times(r, f, g);
    g->cells = mu_get_block(&r->get, f->group, name, H5T_NATIVE_FLOAT, sizeof *g->cells, &shape);
}

static void fill_grids(struct mu_reading *r, const struct field *f)
{
    struct mu_result *result = &r->to->result;
    size_t links = mu_get_links(&r->get, f->group);
    struct mu_grid_info *grids =
        realloc(result->grids, (result->n_grids + links + 1) * sizeof *grids);
    struct mu_get_shape shape;
    char name[NAME_BYTES];

    if (!grids) {
        mu_get_no_memory(&r->get);
        return;
    }
    result->grids = grids;
    for (size_t i = 0; i < links && mu_get_link(&r->get, f->group, i, name, sizeof name); i++)
        if (mu_get_shape(&r->get, f->group, name, &shape) && shape.rank >= 2)
            fill_grid(r, f, name, shape.rank == 2);
}

void mu_read_hazard(struct mu_reading *r)
{
    hid_t group = mu_get_group(&r->get, r->file, "hazard");
    size_t n = mu_get_links(&r->get, group);
    char name[NAME_BYTES];

    for (size_t i = 0; i < n && mu_get_link(&r->get, group, i, name, sizeof name); i++) {
        struct field f = {.group = mu_get_group(&r->get, group, name)};
        read_field(r, &f);
        if (mu_get_ok(&r->get))
            fill_grids(r, &f);
        free(f.name);
        free(f.times);
        mu_get_group_end(f.group);
    }
    mu_get_group_end(group);
}
