/* What a scenario is scored on. The metrics themselves are the analysis' knowledge. */
#include <string.h>

#include "scenarios/reader_impl.h"

static const char *const keys[] = {"id",     "title",  "metric", "target",
                                   "better", "weight", "veto",   NULL};

static bool read_weight(struct mu_reader *r, struct mu_tree *row, struct mu_goal *o)
{
    struct mu_tree *node = mu_tree_take(row, "weight");
    o->weight = 1.0;
    if (!node)
        return true;
    struct mu_slot slot = mu_slot_at(r, node, "weight");
    if (node->kind != MU_TREE_TEXT)
        return mu_slot_error(&slot, "a number is expected");
    if (!mu_read_number(&slot, node->text, "1", &o->weight))
        return false;
    return o->weight >= 0 || mu_slot_error(&slot, "%s is below 0", node->text);
}

static bool read_better(struct mu_reader *r, struct mu_tree *row, struct mu_goal *o)
{
    const char *better;
    if (!mu_take_text(r, row, "better", NULL, &better))
        return false;
    o->lower_is_better = strcmp(better, "lower") == 0;
    if (o->lower_is_better || strcmp(better, "higher") == 0)
        return true;
    return mu_diag_error(r->in.diags, mu_tree_find(row, "better")->place,
                         "better: \"%s\" is neither lower nor higher", better);
}

static bool read_objective(struct mu_reader *r, struct mu_tree *row, struct mu_goal *o)
{
    if (row->kind != MU_TREE_MAP)
        return mu_diag_error(r->in.diags, row->place, "an objective is a mapping, not %s",
                             mu_tree_kind_name(row));
    o->place = row->place;
    bool ok = mu_take_text(r, row, "id", NULL, &o->id);
    ok &= mu_take_text(r, row, "metric", NULL, &o->metric);
    ok &= mu_take_text(r, row, "title", "", &o->title);
    ok &= read_better(r, row, o);
    ok &= read_weight(r, row, o);
    ok &= mu_take_bool(r, row, "veto", &o->veto);
    struct mu_tree *target = mu_tree_take(row, "target");
    if (target)
        ok &= mu_read_any_quantity(r, target, "target", &o->target, &o->unit);
    o->has_target = target != NULL;
    return mu_check_keys(r, row, keys, "objective") && ok;
}

static bool check_ids(struct mu_reader *r)
{
    const struct mu_scenario *s = r->scenario;
    bool ok = true;
    for (size_t i = 1; i < s->n_objectives; i++)
        for (size_t k = 0; k < i; k++)
            if (s->objectives[i].id && s->objectives[k].id &&
                strcmp(s->objectives[i].id, s->objectives[k].id) == 0)
                ok = mu_diag_error(r->in.diags, s->objectives[i].place,
                                   "a second objective \"%s\"; the first stands in line %d",
                                   s->objectives[i].id, s->objectives[k].place.line);
    return ok;
}

bool mu_objectives_read(struct mu_reader *r)
{
    struct mu_scenario *s = r->scenario;
    struct mu_tree *list = mu_tree_find(r->root, "objectives");
    if (!list)
        return true;
    if (list->kind != MU_TREE_LIST)
        return mu_diag_error(r->in.diags, list->place, "objectives: a list is expected, not %s",
                             mu_tree_kind_name(list));
    s->objectives = mu_pool_alloc(&r->pool, (list->n + 1) * sizeof *s->objectives);
    if (!s->objectives)
        return false;
    bool ok = true;
    for (struct mu_tree *row = list->first; row; row = row->next)
        ok &= read_objective(r, row, &s->objectives[s->n_objectives++]);
    return check_ids(r) && ok;
}
