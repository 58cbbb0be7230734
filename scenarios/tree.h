/* tree.h - settings as they were written, whatever the file: texts, lists and mappings,
 * each with its place.
 *
 * YAML, CSV, GeoJSON and --set all become this one shape; what a text means is decided
 * later, by whoever knows what is expected there. Lives in a pool.
 */
#ifndef MU_SCENARIOS_TREE_H
#define MU_SCENARIOS_TREE_H

#include "scenarios/pool.h"
#include "sim/diag.h"

enum mu_tree_kind {
    MU_TREE_NOTHING, /* "key:" with nothing after it, ~ or null */
    MU_TREE_TEXT,
    MU_TREE_LIST,
    MU_TREE_MAP,
};

struct mu_tree {
    enum mu_tree_kind kind;
    const char *text;          /* TEXT */
    const char *key;           /* as a member of a mapping; NULL in a list */
    struct mu_place place;     /* of the value */
    struct mu_place key_place; /* of the key */
    struct mu_tree *first, *last, *next;
    size_t n;  /* members */
    bool used; /* somebody asked for it by key; what is left over is unknown */
};

struct mu_tree *mu_tree_new(struct mu_pool *pool, enum mu_tree_kind kind, struct mu_place place);
struct mu_tree *mu_tree_new_text(struct mu_pool *pool, const char *text, struct mu_place place);
/* `child` becomes the last member; `key` NULL in a list. */
void mu_tree_add(struct mu_tree *parent, struct mu_tree *child);
void mu_tree_add_key(struct mu_tree *map, const char *key, struct mu_tree *child);
/* A copy with the members; the places stay. NULL = no memory. */
struct mu_tree *mu_tree_copy(struct mu_pool *pool, const struct mu_tree *from);

/* The member `key` of a mapping, marked as used; NULL when it is missing. */
struct mu_tree *mu_tree_take(struct mu_tree *map, const char *key);
/* The same without the mark. NULL also when `map` is no mapping. */
struct mu_tree *mu_tree_find(const struct mu_tree *map, const char *key);
/* The text of member `key`, or NULL. */
const char *mu_tree_text(const struct mu_tree *map, const char *key);
void mu_tree_remove(struct mu_tree *parent, const struct mu_tree *child);
/* Puts `with`'s content in the place of `node`'s, which keeps its key and its neighbours. */
void mu_tree_replace(struct mu_tree *node, const struct mu_tree *with);

/* "a list", "a mapping", "nothing", "a text" - for messages. */
const char *mu_tree_kind_name(const struct mu_tree *node);

#endif
