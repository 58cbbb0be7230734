/* Which keys there are: a walk over the trees that the reader has read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/registry.h"
#include "tests/properties/keys.h"
#include "tests/properties/proof.h"

static void *grown(void *items, size_t n, size_t width)
{
    void *bigger = realloc(items, n * width);

    if (!bigger)
        proof_give_up("out of memory");
    return bigger;
}

/* "<a><b>", the caller's. */
static char *join(const char *a, const char *b)
{
    const size_t size = strlen(a) + strlen(b) + 1;
    char *text = grown(NULL, size, 1);

    snprintf(text, size, "%s%s", a, b);
    return text;
}

/* "<a>.<b>", the caller's. */
static char *member(const char *a, const char *b)
{
    char *head = join(a, "."), *text = join(head, b);

    free(head);
    return text;
}

static struct key *key_of(struct keys *keys, const char *name, const struct mu_param *param)
{
    for (size_t i = 0; i < keys->n; i++)
        if (strcmp(keys->items[i].name, name) == 0)
            return &keys->items[i];
    keys->items = grown(keys->items, keys->n + 1, sizeof *keys->items);
    keys->items[keys->n] = (struct key){.name = join(name, ""), .param = param, .settable = true};
    return &keys->items[keys->n++];
}

static struct key *add_leaf(struct keys *keys, const char *name, const char *path,
                            struct mu_tree *node, const struct mu_param *param)
{
    struct key *key = key_of(keys, name, param);

    key->leaves = grown(key->leaves, key->n + 1, sizeof *key->leaves);
    key->leaves[key->n++] = (struct leaf){join(path, ""), node};
    return key;
}

static const struct mu_param *param_of(const struct mu_param *params, const char *name)
{
    return params ? mu_find_param(params, name) : NULL;
}

static void add_setting(struct keys *keys, const char *name, const char *path, struct mu_tree *node,
                        const struct mu_param *param);

/* Every member of a mapping is a setting: "<name>.<member>". */
static void add_members(struct keys *keys, const char *name, const char *path,
                        const struct mu_tree *map, const struct mu_param *params)
{
    for (struct mu_tree *c = map->first; c; c = c->next) {
        char *member_name = member(name, c->key), *member_path = member(path, c->key);
        add_setting(keys, member_name, member_path, c, param_of(params, c->key));
        free(member_path);
        free(member_name);
    }
}

static char *numbered(const char *path, size_t i)
{
    char number[24];

    snprintf(number, sizeof number, "%zu", i);
    return member(path, number);
}

/* A table's rows are settings in their turn; anything else is changed as a whole. */
static void add_setting(struct keys *keys, const char *name, const char *path, struct mu_tree *node,
                        const struct mu_param *param)
{
    size_t i = 0;

    if (!param || param->type != MU_TYPE_TABLE || node->kind != MU_TREE_LIST) {
        add_leaf(keys, name, path, node, param);
        return;
    }
    for (struct mu_tree *row = node->first; row; row = row->next) {
        char *row_path = numbered(path, i++);
        add_members(keys, name, row_path, row, param->row);
        free(row_path);
    }
}

static const struct mu_model *model_of(const char *name)
{
    for (const struct mu_model *const *m = mu_models; *m; m++)
        if (strcmp((*m)->name, name) == 0)
            return *m;
    proof_give_up("there is no model %s", name);
}

static void add_entities(struct keys *keys, const struct mu_tree *entities)
{
    for (const struct mu_tree *section = entities->first; section; section = section->next)
        for (const struct mu_tree *e = section->first; e; e = e->next) {
            char *path = member(section->key, e->key);
            add_members(keys, section->key, path, e, model_of(section->key)->params);
            free(path);
        }
}

static void add_defaults(struct keys *keys, const struct mu_tree *defaults)
{
    for (const struct mu_tree *section = defaults->first; section; section = section->next) {
        char *name = member("defaults", section->key);
        add_members(keys, name, name, section, model_of(section->key)->params);
        free(name);
    }
}

/* Members of a list; those with an id go by it. */
static void add_rows(struct keys *keys, const struct mu_tree *list)
{
    size_t i = 0;

    for (const struct mu_tree *row = list->first; row; row = row->next, i++) {
        const char *id = mu_tree_text(row, "id");
        char *path = id ? member(list->key, id) : numbered(list->key, i);
        add_members(keys, id ? path : list->key, path, row, NULL);
        free(path);
    }
}

void keys_of_scenario(struct keys *keys, const struct mu_scenario *scenario)
{
    for (struct mu_tree *c = scenario->reader->root->first; c; c = c->next) {
        if (strcmp(c->key, "entities") == 0)
            add_entities(keys, c);
        else if (strcmp(c->key, "defaults") == 0)
            add_defaults(keys, c);
        else if (c->kind == MU_TREE_LIST && c->first && c->first->kind == MU_TREE_MAP)
            add_rows(keys, c);
        else if (c->kind == MU_TREE_MAP)
            add_members(keys, c->key, c->key, c, NULL);
        else
            add_leaf(keys, c->key, c->key, c, NULL);
    }
}

/* `--set` changes items and decisions, not what stands above them. */
static void add_header(struct keys *keys, const struct mu_tree *root, const char *prefix,
                       const char *list)
{
    for (struct mu_tree *c = root->first; c; c = c->next) {
        char *name = join(prefix, c->key);
        if (strcmp(c->key, list) != 0)
            add_leaf(keys, name, name, c, NULL)->settable = false;
        free(name);
    }
}

static const struct mu_param *row_of(const char *table)
{
    return mu_find_param(model_of("office")->params, table)->row;
}

void keys_of_plan(struct keys *keys, const struct mu_scenario *scenario)
{
    const struct mu_tree *root = scenario->reader->plan, *items = mu_tree_find(root, "items");

    add_header(keys, root, "plan:", "items");
    for (const struct mu_tree *item = items->first; item; item = item->next) {
        char *name = member("plan", mu_tree_text(item, "id"));
        add_members(keys, name, name, item, row_of("plan"));
        free(name);
    }
}

void keys_of_history(struct keys *keys, const struct mu_scenario *scenario)
{
    const struct mu_tree *root = scenario->reader->history;
    const struct mu_tree *decisions = mu_tree_find(root, "history");

    add_header(keys, root, "history:", "history");
    for (const struct mu_tree *d = decisions->first; d; d = d->next) {
        char *path = member("history", mu_tree_text(d, "id"));
        add_members(keys, "history", path, d, row_of("history"));
        free(path);
    }
}

static bool same_tree(const struct mu_tree *a, const struct mu_tree *b)
{
    if (a->kind != b->kind || a->n != b->n || (a->kind == MU_TREE_TEXT && strcmp(a->text, b->text)))
        return false;
    for (a = a->first, b = b->first; a; a = a->next, b = b->next)
        if (!same_tree(a, b))
            return false;
    return true;
}

static bool stands_in(const struct key *key, const struct keys *other)
{
    for (size_t i = 0; i < other->n; i++)
        if (strcmp(other->items[i].name, key->name) == 0)
            return same_tree(other->items[i].leaves[0].node, key->leaves[0].node);
    return false;
}

static void key_fini(struct key *key)
{
    for (size_t i = 0; i < key->n; i++)
        free(key->leaves[i].path);
    free(key->leaves);
    free(key->name);
}

void keys_drop_same(struct keys *keys, const struct keys *other)
{
    size_t kept = 0;

    for (size_t i = 0; i < keys->n; i++)
        if (stands_in(&keys->items[i], other))
            key_fini(&keys->items[i]);
        else
            keys->items[kept++] = keys->items[i];
    keys->n = kept;
}

void keys_fini(struct keys *keys)
{
    for (size_t i = 0; i < keys->n; i++)
        key_fini(&keys->items[i]);
    free(keys->items);
    *keys = (struct keys){0};
}
