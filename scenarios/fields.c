#include <stdio.h>
#include <string.h>

#include "scenarios/reader_impl.h"

struct mu_slot mu_slot_at(struct mu_reader *r, const struct mu_tree *node, const char *key)
{
    return (struct mu_slot){&r->in, node->place, NULL, key};
}

static bool find_text(struct mu_reader *r, struct mu_tree *map, const char *key, const char *dflt,
                      const char **text, struct mu_slot *slot)
{
    struct mu_tree *node = mu_tree_take(map, key);
    *slot = (struct mu_slot){&r->in, node ? node->place : map->place, NULL, key};
    *text = dflt;
    if (!node && !dflt)
        return mu_diag_error(r->in.diags, map->place, "\"%s\" is missing", key);
    if (!node)
        return true;
    if (node->kind != MU_TREE_TEXT)
        return mu_slot_error(slot, "a single value is expected, not %s", mu_tree_kind_name(node));
    *text = node->text;
    return true;
}

bool mu_take_text(struct mu_reader *r, struct mu_tree *map, const char *key, const char *dflt,
                  const char **text)
{
    struct mu_slot slot;
    return find_text(r, map, key, dflt, text, &slot);
}

bool mu_take_duration(struct mu_reader *r, struct mu_tree *map, const char *key, const char *dflt,
                      mu_time *value)
{
    struct mu_slot slot;
    const char *text;
    if (!find_text(r, map, key, dflt, &text, &slot) || !mu_read_duration(&slot, text, value))
        return false;
    return *value > 0 || mu_slot_error(&slot, "must be above 0");
}

bool mu_take_bool(struct mu_reader *r, struct mu_tree *map, const char *key, bool *value)
{
    struct mu_slot slot;
    const char *text;
    return find_text(r, map, key, *value ? "true" : "false", &text, &slot) &&
           mu_read_bool(&slot, text, value);
}

static const char *next_key(const void *list, size_t i)
{
    const char *const *keys = list;
    return keys[i];
}

bool mu_check_keys(struct mu_reader *r, const struct mu_tree *map, const char *const *keys,
                   const char *owner)
{
    bool ok = true;
    for (const struct mu_tree *c = map->first; c; c = c->next) {
        if (c->used)
            continue;
        const char *near = mu_nearest(c->key, next_key, keys);
        ok = mu_diag_error(r->in.diags, c->key_place, "%s%sunknown setting \"%s\"%s%s%s", owner,
                           *owner ? ": " : "", c->key, near ? "; did you mean \"" : "",
                           near ? near : "", near ? "\"?" : "");
    }
    return ok;
}

bool mu_check_version(struct mu_reader *r, struct mu_tree *root)
{
    struct mu_tree *node = mu_tree_take(root, "muster");
    if (!node)
        return mu_diag_error(r->in.diags, root->place,
                             "\"muster: 1\" (the version of the format) is missing");
    if (node->kind == MU_TREE_TEXT && strcmp(node->text, "1") == 0)
        return true;
    return mu_diag_error(r->in.diags, node->place, "muster: this program reads format version 1");
}

bool mu_take_hazard(struct mu_reader *r, struct mu_tree *root, const char **hazard_class,
                    const char **kind)
{
    static const char *const keys[] = {"class", "kind", NULL};
    struct mu_tree *node = mu_tree_take(root, "hazard");
    *hazard_class = *kind = "";
    if (!node)
        return true;
    if (node->kind != MU_TREE_MAP)
        return mu_diag_error(r->in.diags, node->place,
                             "hazard: write {class: natural, kind: flood}");
    bool ok = mu_take_text(r, node, "class", NULL, hazard_class);
    ok &= mu_take_text(r, node, "kind", "", kind);
    return mu_check_keys(r, node, keys, "hazard") && ok;
}

bool mu_read_any_quantity(struct mu_reader *r, const struct mu_tree *node, const char *key,
                          double *value, const char **unit)
{
    struct mu_slot slot = mu_slot_at(r, node, key);
    const char *text = node->text;
    double number;
    *unit = "1";
    if (node->kind != MU_TREE_TEXT || !mu_scan_number(&text, &number))
        return mu_slot_error(&slot, "a number with its unit is expected");
    text += strspn(text, " ");
    const char *base = mu_units_base(r->in.units, text);
    if (base) {
        *unit = base;
        return mu_read_quantity(&slot, number, text, base, value);
    }
    mu_time t; /* "2 d 6 h", or a message that fits */
    if (!mu_read_duration(&slot, node->text, &t))
        return false;
    *unit = "s";
    *value = (double)t / (double)MU_SECOND;
    return true;
}
