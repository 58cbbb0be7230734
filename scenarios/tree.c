#include "scenarios/tree.h"

#include <string.h>

struct mu_tree *mu_tree_new(struct mu_pool *pool, enum mu_tree_kind kind, struct mu_place place)
{
    struct mu_tree *node = mu_pool_alloc(pool, sizeof *node);
    if (node)
        *node = (struct mu_tree){.kind = kind, .place = place, .key_place = place};
    return node;
}

struct mu_tree *mu_tree_new_text(struct mu_pool *pool, const char *text, struct mu_place place)
{
    struct mu_tree *node = mu_tree_new(pool, MU_TREE_TEXT, place);
    if (node)
        node->text = text;
    return node;
}

void mu_tree_add(struct mu_tree *parent, struct mu_tree *child)
{
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->n++;
}

void mu_tree_add_key(struct mu_tree *map, const char *key, struct mu_tree *child)
{
    child->key = key;
    mu_tree_add(map, child);
}

struct mu_tree *mu_tree_copy(struct mu_pool *pool, const struct mu_tree *from)
{
    struct mu_tree *copy = mu_tree_new(pool, from->kind, from->place);
    if (!copy)
        return NULL;
    copy->text = from->text;
    copy->key = from->key;
    copy->key_place = from->key_place;
    for (const struct mu_tree *c = from->first; c; c = c->next) {
        struct mu_tree *child = mu_tree_copy(pool, c);
        if (!child)
            return NULL;
        mu_tree_add(copy, child);
    }
    return copy;
}

struct mu_tree *mu_tree_find(const struct mu_tree *map, const char *key)
{
    if (!map || map->kind != MU_TREE_MAP)
        return NULL;
    for (struct mu_tree *c = map->first; c; c = c->next)
        if (strcmp(c->key, key) == 0)
            return c;
    return NULL;
}

struct mu_tree *mu_tree_take(struct mu_tree *map, const char *key)
{
    struct mu_tree *found = mu_tree_find(map, key);
    if (found)
        found->used = true;
    return found;
}

const char *mu_tree_text(const struct mu_tree *map, const char *key)
{
    const struct mu_tree *found = mu_tree_find(map, key);
    return found && found->kind == MU_TREE_TEXT ? found->text : NULL;
}

void mu_tree_remove(struct mu_tree *parent, const struct mu_tree *child)
{
    struct mu_tree *before = NULL, *c = parent->first;
    while (c && c != child) {
        before = c;
        c = c->next;
    }
    if (!c)
        return;
    if (before)
        before->next = c->next;
    else
        parent->first = c->next;
    if (parent->last == c)
        parent->last = before;
    parent->n--;
}

void mu_tree_replace(struct mu_tree *node, const struct mu_tree *with)
{
    node->kind = with->kind;
    node->text = with->text;
    node->place = with->place;
    node->first = with->first;
    node->last = with->last;
    node->n = with->n;
}

const char *mu_tree_kind_name(const struct mu_tree *node)
{
    switch (node->kind) {
    case MU_TREE_NOTHING: return "nothing";
    case MU_TREE_TEXT: return "a single value";
    case MU_TREE_LIST: return "a list";
    case MU_TREE_MAP: return "a mapping";
    }
    return "?";
}
