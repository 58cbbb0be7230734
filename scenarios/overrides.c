/* --set path=value: the tree is changed before anybody interprets it.
 *
 *   start=2010-06-13T00:00+08:00          a key of the scenario
 *   defaults.zone.swim=45 %               and of what is inside
 *   zone.Luozhen.population=1000 persons  a setting of an entity
 *   plan.boats-to-luozhen.amount=3        a key of a plan's item, by its id; history the same
 */
#include <stdlib.h>
#include <string.h>

#include "scenarios/reader_impl.h"
#include "scenarios/yaml.h"

struct override {
    struct mu_reader *r;
    const char *path; /* what is left of it */
    struct mu_tree *value;
    struct mu_place place;
};

static const char *next_child(const void *list, size_t i)
{
    const struct mu_tree *map = list, *c = map->first;
    while (c && i-- > 0)
        c = c->next;
    if (!c)
        return NULL;
    const char *name = c->key ? c->key : mu_tree_text(c, "id");
    return name ? name : "";
}

/* The member whose name is the longest beginning of the path: names may hold points. */
static struct mu_tree *match(struct mu_tree *node, const char *path, size_t *used)
{
    struct mu_tree *found = NULL;
    *used = 0;
    for (struct mu_tree *c = node->first; c; c = c->next) {
        const char *name = c->key ? c->key : mu_tree_text(c, "id");
        size_t n = name ? strlen(name) : 0;
        if (n > *used && strncmp(path, name, n) == 0 && (path[n] == '.' || path[n] == '\0')) {
            found = c;
            *used = n;
        }
    }
    return found;
}

static struct mu_tree *match_number(struct mu_tree *list, const char *path, size_t *used)
{
    char *end;
    unsigned long i = strtoul(path, &end, 10);
    if (end == path || (*end && *end != '.'))
        return NULL;
    *used = (size_t)(end - path);
    struct mu_tree *c = list->first;
    while (c && i-- > 0)
        c = c->next;
    return c;
}

static bool say_no_member(const struct override *o, const struct mu_tree *node)
{
    char word[128];
    size_t n = strcspn(o->path, ".");
    if (n >= sizeof word)
        n = sizeof word - 1;
    memcpy(word, o->path, n);
    word[n] = '\0';
    const char *near = mu_nearest(word, next_child, node);
    return mu_diag_error(o->r->in.diags, o->place, "there is no \"%s\"%s%s%s", word,
                         near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static bool add_member(const struct override *o, struct mu_tree *map)
{
    const char *key = mu_pool_text(&o->r->pool, o->path, strlen(o->path));
    if (!key)
        return false;
    o->value->key_place = o->place;
    mu_tree_add_key(map, key, o->value);
    return true;
}

static bool apply_at(struct override *o, struct mu_tree *node)
{
    for (;;) {
        if (node->kind == MU_TREE_NOTHING)
            node->kind = MU_TREE_MAP;
        if (!mu_inputs_expand(&o->r->inputs, node))
            return false;
        size_t used = 0;
        struct mu_tree *child = match(node, o->path, &used);
        if (!child && node->kind == MU_TREE_LIST)
            child = match_number(node, o->path, &used);
        if (!child && node->kind == MU_TREE_MAP && !strchr(o->path, '.'))
            return add_member(o, node);
        if (!child)
            return say_no_member(o, node);
        o->path += used;
        if (*o->path == '\0') {
            mu_tree_replace(child, o->value);
            return true;
        }
        o->path++;
        node = child;
    }
}

static bool is_header_key(const char *path)
{
    size_t n = strcspn(path, ".");
    for (const char *const *k = mu_header_keys; *k; k++)
        if (strlen(*k) == n && strncmp(*k, path, n) == 0)
            return true;
    return false;
}

static bool apply_items(struct override *o, struct mu_tree *root, const char *list,
                        const char *what)
{
    struct mu_tree *items = mu_tree_find(root, list);
    if (!items)
        return mu_diag_error(o->r->in.diags, o->place, "there is no %s to change", what);
    o->path = strchr(o->path, '.') + 1;
    return apply_at(o, items);
}

static bool apply(struct override *o)
{
    struct mu_reader *r = o->r;
    if (strncmp(o->path, "plan.", 5) == 0)
        return apply_items(o, r->plan, "items", "plan");
    if (strncmp(o->path, "history.", 8) == 0)
        return apply_items(o, r->history, "history", "history");
    if (is_header_key(o->path))
        return apply_at(o, r->root);
    struct mu_tree *entities = mu_tree_find(r->root, "entities");
    if (!strchr(o->path, '.') || !entities || entities->kind != MU_TREE_MAP)
        return mu_diag_error(r->in.diags, o->place,
                             "\"%s\" is no path; write key=..., kind.entity.setting=... or "
                             "plan.item.key=...",
                             o->path);
    return apply_at(o, entities);
}

static bool apply_text(struct mu_reader *r, const char *text)
{
    const char *label = mu_pool_printf(&r->pool, "--set %s", text);
    const char *equals = strchr(text, '=');
    if (!label)
        return false;
    struct mu_place place = {label, 0, 0};
    if (!equals || equals == text)
        return mu_diag_error(r->in.diags, place, "write path=value");
    size_t n = (size_t)(equals - text);
    struct override o = {.r = r, .place = place, .path = mu_pool_text(&r->pool, text, n)};
    o.value = mu_yaml_read_value(&r->pool, equals + 1, place, r->in.diags);
    return o.path && o.value && apply(&o);
}

bool mu_overrides_apply(struct mu_reader *r)
{
    bool ok = true;
    for (size_t i = 0; i < r->request->n_overrides; i++)
        ok &= apply_text(r, r->request->overrides[i]);
    return ok;
}
