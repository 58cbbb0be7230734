/* Entities: from the sections of the scenario to named entities with their parameters. */
#include <string.h>

#include "scenarios/entity_find.h"
#include "scenarios/reader_impl.h"

#define NAME_BYTES_MAX 120

static const char *next_model(const void *list, size_t i)
{
    const struct mu_model *const *models = list;
    return models[i] ? models[i]->name : NULL;
}

const struct mu_model *mu_reader_model(const struct mu_reader *r, const char *name)
{
    for (size_t i = 0; r->models[i]; i++)
        if (strcmp(r->models[i]->name, name) == 0)
            return r->models[i];
    return NULL;
}

static bool say_no_model(struct mu_reader *r, const struct mu_tree *section)
{
    const char *near = mu_nearest(section->key, next_model, r->models);
    return mu_diag_error(r->in.diags, section->key_place,
                         "\"%s\" is not a kind of entity (see muster models)%s%s%s", section->key,
                         near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static bool check_name(struct mu_reader *r, const struct mu_tree *entity)
{
    const char *name = entity->key;
    size_t n = strlen(name);
    if (n == 0 || n > NAME_BYTES_MAX)
        return mu_diag_error(r->in.diags, entity->key_place,
                             "a name has 1 to %d bytes; this has %zu", NAME_BYTES_MAX, n);
    if (name[0] == ' ' || name[n - 1] == ' ' || strpbrk(name, "/\"\n\t\r"))
        return mu_diag_error(r->in.diags, entity->key_place,
                             "\"%s\": a name holds no slash, quote or line break and does not "
                             "begin or end with a blank",
                             name);
    return true;
}

static bool name_entity(struct mu_reader *r, const struct mu_model *model,
                        const struct mu_tree *entity)
{
    if (!check_name(r, entity))
        return false;
    switch (mu_world_name(r->in.world, model->name, entity->key)) {
    case MU_OK: return true;
    case MU_ERR_INPUT: /* twice in one mapping: the tree has said so already */
        return mu_diag_error(r->in.diags, entity->key_place, "there is a second %s \"%s\"",
                             model->name, entity->key);
    default: r->pool.failed = true; return false;
    }
}

static bool name_section(struct mu_reader *r, struct mu_tree *section)
{
    const struct mu_model *model = mu_reader_model(r, section->key);
    if (!model)
        return say_no_model(r, section);
    if (section->kind == MU_TREE_NOTHING)
        return true;
    if (section->kind != MU_TREE_MAP)
        return false; /* said when it was expanded */
    bool ok = true;
    for (const struct mu_tree *e = section->first; e; e = e->next)
        ok &= name_entity(r, model, e);
    return ok;
}

static bool check_defaults(struct mu_reader *r)
{
    const struct mu_tree *defaults = mu_tree_find(r->root, "defaults");
    bool ok = true;
    if (!defaults || defaults->kind == MU_TREE_NOTHING)
        return true;
    if (defaults->kind != MU_TREE_MAP)
        return mu_diag_error(r->in.diags, defaults->place,
                             "defaults: a mapping from kinds of entity to settings is expected");
    for (const struct mu_tree *c = defaults->first; c; c = c->next) {
        if (!mu_reader_model(r, c->key))
            ok = say_no_model(r, c);
        else if (c->kind != MU_TREE_MAP && c->kind != MU_TREE_NOTHING)
            ok = mu_diag_error(r->in.diags, c->place, "defaults: %s: settings are expected, not %s",
                               c->key, mu_tree_kind_name(c));
    }
    return ok;
}

bool mu_entities_name(struct mu_reader *r)
{
    struct mu_tree *entities = mu_tree_find(r->root, "entities");
    if (!entities || entities->kind != MU_TREE_MAP || entities->n == 0)
        return mu_diag_error(r->in.diags, entities ? entities->place : r->root->place,
                             "entities: a mapping from kinds of entity to entities is expected");
    bool ok = true;
    for (struct mu_tree *section = entities->first; section; section = section->next)
        ok &= name_section(r, section);
    if (mu_world_seal(r->in.world) != MU_OK) {
        r->pool.failed = true;
        return false;
    }
    size_t n = mu_world_entities(r->in.world);
    r->in.names_incomplete |= !ok;
    ok &= check_defaults(r);
    if (n == 0 && ok)
        ok = mu_diag_error(r->in.diags, entities->place, "entities: there is not one");
    r->sources = mu_pool_alloc(&r->pool, (n + 1) * sizeof *r->sources);
    return ok && r->sources;
}

static struct mu_settings settings_of(struct mu_reader *r, mu_entity_id id)
{
    const struct mu_entity_source *source = &r->sources[id.i];
    return (struct mu_settings){.in = &r->in,
                                .inputs = &r->inputs,
                                .geo = &r->scenario->geo,
                                .owner = source->owner,
                                .id = id,
                                .place = source->place,
                                .own = source->own,
                                .common = source->common,
                                .common_owner = source->common_owner};
}

static bool read_entity(struct mu_reader *r, const struct mu_model *model, struct mu_tree *entity,
                        struct mu_tree *common)
{
    mu_entity_id id = mu_world_find(r->in.world, model->name, entity->key);
    if (!id.i)
        return false; /* its name was refused */
    struct mu_entity_source *source = &r->sources[id.i];
    source->owner = mu_pool_printf(&r->pool, "%s \"%s\"", model->name, entity->key);
    source->place = entity->key_place;
    source->own = entity->kind == MU_TREE_MAP ? entity : NULL;
    source->common = common;
    source->common_owner = mu_pool_printf(&r->pool, "every %s", model->name);
    if (!source->owner || !source->common_owner)
        return false;
    if (entity->kind != MU_TREE_MAP && entity->kind != MU_TREE_NOTHING)
        return mu_diag_error(r->in.diags, entity->place, "%s: settings are expected, not %s",
                             source->owner, mu_tree_kind_name(entity));
    struct mu_settings s = settings_of(r, id);
    return mu_read_settings(&s, model->params, mu_world_params(r->in.world, id));
}

static bool read_section(struct mu_reader *r, struct mu_tree *section)
{
    const struct mu_model *model = mu_reader_model(r, section->key);
    if (!model || section->kind != MU_TREE_MAP)
        return true; /* said before */
    struct mu_tree *defaults = mu_tree_find(r->root, "defaults");
    struct mu_tree *common = mu_tree_find(defaults, section->key);
    if (common && common->kind != MU_TREE_MAP)
        common = NULL;
    bool ok = true;
    for (struct mu_tree *e = section->first; e; e = e->next)
        ok &= read_entity(r, model, e, common);
    return ok;
}

/* A default that no entity took is unknown, or its kind has no entity: then it is looked at
 * by name only. */
static bool check_unused_defaults(struct mu_reader *r)
{
    const struct mu_tree *defaults = mu_tree_find(r->root, "defaults");
    bool ok = true;
    for (const struct mu_tree *c = defaults ? defaults->first : NULL; c; c = c->next) {
        const struct mu_model *model = mu_reader_model(r, c->key);
        const char *owner = mu_pool_printf(&r->pool, "defaults: %s", c->key);
        if (!model || !owner || c->kind != MU_TREE_MAP)
            continue;
        for (struct mu_tree *setting = c->first; setting; setting = setting->next) {
            const struct mu_param *param = mu_find_param(model->params, setting->key);
            setting->used = param && !mu_is_item_table(param);
        }
        ok &= mu_check_leftover(&r->in, owner, c, model->params);
    }
    return ok;
}

bool mu_entities_read(struct mu_reader *r)
{
    bool ok = true;
    struct mu_tree *entities = mu_tree_find(r->root, "entities");
    for (struct mu_tree *section = entities->first; section; section = section->next)
        ok &= read_section(r, section);
    return check_unused_defaults(r) && ok;
}

/* ---- the models' own checks ------------------------------------------------------------- */

struct check {
    struct mu_check base; /* first: `place` gets a pointer to it */
    const struct mu_entity_source *source;
};

/* "outages[1].from" -> member, item, rest. */
static const struct mu_tree *find_path(const struct mu_tree *node, const char *path)
{
    while (node && *path) {
        size_t n = strcspn(path, ".[");
        char key[64];
        if (n >= sizeof key)
            return NULL;
        memcpy(key, path, n);
        key[n] = '\0';
        if (n)
            node = mu_tree_find(node, key);
        path += n;
        if (*path == '[') {
            size_t index = 0;
            for (path++; *path >= '0' && *path <= '9'; path++)
                index = index * 10 + (size_t)(*path - '0');
            node = node ? node->first : NULL;
            while (node && index-- > 0)
                node = node->next;
            path += *path == ']';
        }
        path += *path == '.';
    }
    return node;
}

static const struct mu_tree *find_item(const struct mu_entity_source *source, const char *path)
{
    static const char *const tables[] = {MU_TABLE_PLAN, MU_TABLE_HISTORY};
    for (size_t k = 0; k < 2; k++) {
        size_t n = strlen(tables[k]), index = 0;
        if (strncmp(path, tables[k], n) != 0 || path[n] != '[')
            continue;
        const char *s = path + n + 1;
        for (; *s >= '0' && *s <= '9'; s++)
            index = index * 10 + (size_t)(*s - '0');
        if (index >= source->n_items[k])
            return NULL;
        const struct mu_tree *item = source->items[k][index];
        s += *s == ']';
        s += *s == '.';
        const struct mu_tree *member = find_path(item, s);
        return member ? member : item;
    }
    return NULL;
}

static struct mu_place check_place(const struct mu_check *check, const char *key)
{
    const struct mu_entity_source *source = ((const struct check *)(const void *)check)->source;
    const struct mu_tree *node = find_item(source, key);
    if (!node)
        node = find_path(source->own, key);
    if (!node)
        node = find_path(source->common, key);
    return node && node->place.line ? node->place : source->place;
}

bool mu_entities_check(struct mu_reader *r)
{
    bool ok = true;
    size_t n = mu_world_entities(r->in.world);
    for (uint32_t i = 1; i <= n; i++) {
        const struct mu_model *model = mu_world_entity_model(r->in.world, (mu_entity_id){i});
        const struct mu_entity_source *source = &r->sources[i];
        if (!model->check)
            continue;
        struct check check = {.base = {.diags = r->in.diags,
                                       .entity = source->owner,
                                       .place = check_place,
                                       .geography = &r->scenario->geo,
                                       .world = r->in.world,
                                       .reader = r},
                              .source = source};
        ok &= model->check(mu_world_params_const(r->in.world, (mu_entity_id){i}), &check.base);
    }
    return ok;
}
