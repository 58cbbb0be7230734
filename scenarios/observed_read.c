/* What was recorded of the real event, to be drawn beside the simulated curves. */
#include <string.h>

#include "scenarios/reader_impl.h"

static const char *const keys[] = {"curve", "at", "value", "low", "high", "title", "source", NULL};

static bool read_bound(struct mu_reader *r, struct mu_tree *row, const char *key,
                       struct mu_observed *o, double *value)
{
    struct mu_tree *node = mu_tree_take(row, key);
    const char *unit;
    if (!node)
        return mu_diag_error(r->in.diags, row->place,
                             "observed: \"value\", or \"low\" and \"high\", is missing");
    if (!mu_read_any_quantity(r, node, key, value, &unit))
        return false;
    if (o->unit && strcmp(o->unit, unit) != 0)
        return mu_diag_error(r->in.diags, node->place, "observed: low is in %s and high in %s",
                             o->unit, unit);
    o->unit = unit;
    return true;
}

static bool read_values(struct mu_reader *r, struct mu_tree *row, struct mu_observed *o)
{
    if (mu_tree_find(row, "value")) {
        bool ok = read_bound(r, row, "value", o, &o->low);
        o->high = o->low;
        return ok;
    }
    if (!read_bound(r, row, "low", o, &o->low) || !read_bound(r, row, "high", o, &o->high))
        return false;
    return o->low <= o->high ||
           mu_diag_error(r->in.diags, row->place, "observed: low is above high");
}

static bool read_row(struct mu_reader *r, struct mu_tree *row, struct mu_observed *o)
{
    if (row->kind != MU_TREE_MAP)
        return mu_diag_error(r->in.diags, row->place, "an observation is a mapping, not %s",
                             mu_tree_kind_name(row));
    const char *at = NULL;
    o->place = row->place;
    bool ok = mu_take_text(r, row, "curve", NULL, &o->curve);
    ok &= mu_take_text(r, row, "title", "", &o->title);
    ok &= mu_take_text(r, row, "source", "", &o->source);
    ok &= mu_take_text(r, row, "at", NULL, &at);
    if (at) {
        struct mu_slot slot = mu_slot_at(r, mu_tree_find(row, "at"), "at");
        ok &= mu_read_instant(&slot, at, &o->at);
    }
    ok &= read_values(r, row, o);
    return mu_check_keys(r, row, keys, "observed") && ok;
}

bool mu_observed_read(struct mu_reader *r)
{
    struct mu_scenario *s = r->scenario;
    struct mu_tree *list = mu_tree_find(r->root, "observed");
    if (!list || list->kind == MU_TREE_NOTHING)
        return true;
    if (list->kind != MU_TREE_LIST)
        return mu_diag_error(r->in.diags, list->place, "observed: a list is expected, not %s",
                             mu_tree_kind_name(list));
    s->observed = mu_pool_alloc(&r->pool, (list->n + 1) * sizeof *s->observed);
    if (!s->observed)
        return false;
    bool ok = true;
    for (struct mu_tree *row = list->first; row; row = row->next)
        ok &= read_row(r, row, &s->observed[s->n_observed++]);
    return ok;
}
