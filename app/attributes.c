#include "app/attributes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct columns {
    struct mu_pool *pool;
    struct mu_attribute_column *items;
    size_t n;
};

static struct mu_attribute_column *add(struct columns *c, struct mu_attribute_column column)
{
    c->items = mu_pool_grow(c->pool, c->items, c->n, sizeof *c->items);
    if (!c->items)
        return NULL;
    c->items[c->n] = column;
    return &c->items[c->n++];
}

static const void *field(const struct mu_world *world, mu_entity_id id, const struct mu_param *p)
{
    return (const char *)mu_world_params_const(world, id) + p->offset;
}

static double seconds_or_nan(mu_time t)
{
    return t == MU_NEVER ? NAN : (double)t / (double)MU_SECOND;
}

/* part 0 or 1: x or y of a point. */
static double number_of(const struct mu_param *p, const void *at, int part)
{
    switch (p->type) {
    case MU_TYPE_NUMBER: return *(const double *)at;
    case MU_TYPE_INTEGER: return (double)*(const int64_t *)at;
    case MU_TYPE_BOOL: return *(const bool *)at;
    case MU_TYPE_DURATION:
    case MU_TYPE_INSTANT: return seconds_or_nan(*(const mu_time *)at);
    case MU_TYPE_ENUM: return *(const int32_t *)at;
    case MU_TYPE_REF: return ((const mu_entity_id *)at)->i;
    case MU_TYPE_POINT:
        return part ? ((const struct mu_point *)at)->y : ((const struct mu_point *)at)->x;
    default: return NAN;
    }
}

static bool is_number(enum mu_param_type type)
{
    return type == MU_TYPE_NUMBER || type == MU_TYPE_INTEGER || type == MU_TYPE_BOOL ||
           type == MU_TYPE_DURATION || type == MU_TYPE_INSTANT || type == MU_TYPE_ENUM ||
           type == MU_TYPE_REF || type == MU_TYPE_POINT;
}

static void add_numbers(struct columns *c, const struct mu_world *world, const char *model,
                        const struct mu_param *p, int part)
{
    size_t n;
    const mu_entity_id first = mu_world_first(world, model, &n);
    double *values = mu_pool_alloc(c->pool, (n + 1) * sizeof *values);

    for (size_t i = 0; values && i < n; i++)
        values[i] = number_of(p, field(world, (mu_entity_id){first.i + (uint32_t)i}, p), part);
    const char *suffix = p->type == MU_TYPE_POINT ? (part ? "_y" : "_x") : "";
    const char *unit = p->type == MU_TYPE_INSTANT ? "s" : p->unit ? p->unit : "1";
    add(c, (struct mu_attribute_column){.kind = model,
                                        .name = mu_pool_printf(c->pool, "%s%s", p->name, suffix),
                                        .unit = unit,
                                        .help = p->help,
                                        .values = values,
                                        .n = n});
}

static void add_texts(struct columns *c, const struct mu_world *world, const char *model,
                      const struct mu_param *p)
{
    size_t n;
    const mu_entity_id first = mu_world_first(world, model, &n);
    const char **texts = mu_pool_alloc(c->pool, (n + 1) * sizeof *texts);

    for (size_t i = 0; texts && i < n; i++) {
        const char *text =
            *(const char *const *)field(world, (mu_entity_id){first.i + (uint32_t)i}, p);
        texts[i] = text ? text : "";
    }
    add(c, (struct mu_attribute_column){
               .kind = model, .name = p->name, .help = p->help, .texts = texts, .n = n});
}

static void add_model(struct columns *c, const struct mu_world *world, const struct mu_model *m)
{
    size_t n;

    mu_world_first(world, m->name, &n);
    for (const struct mu_param *p = m->params; n && p && p->type != MU_TYPE_END; p++) {
        if (p->type == MU_TYPE_TEXT)
            add_texts(c, world, m->name, p);
        else if (is_number(p->type))
            add_numbers(c, world, m->name, p, 0);
        if (p->type == MU_TYPE_POINT)
            add_numbers(c, world, m->name, p, 1);
    }
}

/* One link as WKT, in the scenario's CRS, to the decimetre. */
static const char *line_text(struct mu_pool *pool, const struct mu_network *roads,
                             const struct mu_link *link)
{
    const size_t size = 13 + (size_t)link->n_shape * 48;
    char *text = mu_pool_alloc(pool, size);
    size_t at = 0;

    if (!text)
        return "";
    at += (size_t)snprintf(text, size, "LINESTRING (");
    for (uint32_t i = 0; i < link->n_shape && at < size; i++) {
        const struct mu_point p = roads->points[link->shape + i];
        at += (size_t)snprintf(text + at, size - at, "%s%.1f %.1f", i ? ", " : "", p.x, p.y);
    }
    snprintf(text + at, size - at, ")");
    return text;
}

static void add_roads(struct columns *c, const struct mu_network *roads)
{
    const char **lines = mu_pool_alloc(c->pool, (roads->n_links + 1) * sizeof *lines);
    const char **names = mu_pool_alloc(c->pool, (roads->n_links + 1) * sizeof *names);

    for (size_t i = 0; lines && names && i < roads->n_links; i++) {
        lines[i] = line_text(c->pool, roads, &roads->links[i]);
        names[i] = roads->links[i].name;
    }
    add(c, (struct mu_attribute_column){.kind = "road",
                                        .name = "geometry",
                                        .help = "the line of the road, WKT in the CRS of the grids",
                                        .texts = lines,
                                        .n = roads->n_links});
    add(c, (struct mu_attribute_column){.kind = "road",
                                        .name = "title",
                                        .help = "the name of the road",
                                        .texts = names,
                                        .n = roads->n_links});
}

/* The kind of the parts of whoever moves trips; a world without one has no roads in it. */
static bool has_roads(const struct mu_world *world)
{
    const size_t last = mu_world_things(world);

    for (uint32_t i = (uint32_t)mu_world_entities(world) + 1; i <= last; i++)
        if (strcmp(mu_world_thing_kind(world, (mu_thing){i}), "road") == 0)
            return true;
    return false;
}

bool mu_attributes_fill(struct mu_results_meta *meta, const struct mu_scenario *s,
                        struct mu_pool *pool)
{
    struct columns c = {.pool = pool};

    for (size_t i = 0; i < mu_world_models(s->world); i++)
        add_model(&c, s->world, mu_world_model(s->world, i));
    if (has_roads(s->world))
        add_roads(&c, &s->geo.roads);
    meta->attributes = c.items;
    meta->n_attributes = c.n;
    return !pool->failed;
}

static const struct mu_param *find_param(const struct mu_param *params, const char *name)
{
    for (const struct mu_param *p = params; p && p->type != MU_TYPE_END; p++)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

static const char *row_text(const struct mu_param *row, const char *key, const char *at)
{
    const struct mu_param *p = find_param(row, key);
    return p && p->type == MU_TYPE_TEXT ? *(const char *const *)(at + p->offset) : NULL;
}

static struct mu_task_info task_info(const struct mu_param *row, const char *at)
{
    const struct mu_param *line = find_param(row, "line"), *late = find_param(row, "deadline");
    return (struct mu_task_info){
        .title = row_text(row, "title", at),
        .file = row_text(row, "file", at),
        .line = line ? *(const int64_t *)(at + line->offset) : 0,
        .deadline = late ? *(const mu_time *)(at + late->offset) : MU_NEVER,
    };
}

const struct mu_source_file *mu_input_file(const struct mu_scenario *s, const char *path)
{
    for (size_t i = 0; path && i < s->n_files; i++)
        if (strcmp(s->files[i].path, path) == 0)
            return &s->files[i];
    return NULL;
}

/* A result says where a line stands by the name its file has in it: where it was on the disk is
 * nobody's business. */
const char *mu_input_name(const struct mu_scenario *s, const char *path)
{
    const struct mu_source_file *file = mu_input_file(s, path);
    return file ? file->name : path;
}

/* Every line of the table `key` of every entity that has one; parts are named
 * "<entity>:<id>". */
static size_t add_tasks(struct mu_task_info **tasks, size_t n, const struct mu_scenario *s,
                        const struct mu_param *table, mu_entity_id id, struct mu_pool *pool)
{
    const struct mu_table *t = field(s->world, id, table);

    for (size_t i = 0; i < t->n; i++) {
        const char *at = (const char *)t->rows + i * table->row_size;
        struct mu_task_info info = task_info(table->row, at);
        const char *item = row_text(table->row, "id", at);
        info.item = mu_pool_printf(pool, "%s:%s", mu_world_entity_name(s->world, id), item);
        info.file = mu_input_name(s, info.file);
        *tasks = mu_pool_grow(pool, *tasks, n, sizeof **tasks);
        if (!*tasks)
            return 0;
        (*tasks)[n++] = info;
    }
    return n;
}

bool mu_tasks_fill(struct mu_results_meta *meta, const struct mu_scenario *s, struct mu_pool *pool)
{
    static const char *const keys[] = {"plan", "history"};
    struct mu_task_info *tasks = NULL;
    size_t n = 0;

    for (uint32_t i = 1; i <= mu_world_entities(s->world); i++) {
        const struct mu_model *m = mu_world_entity_model(s->world, (mu_entity_id){i});
        for (size_t k = 0; k < 2; k++) {
            const struct mu_param *table = find_param(m->params, keys[k]);
            if (table && table->type == MU_TYPE_TABLE)
                n = add_tasks(&tasks, n, s, table, (mu_entity_id){i}, pool);
        }
    }
    meta->tasks = tasks;
    meta->n_tasks = n;
    return !pool->failed;
}
