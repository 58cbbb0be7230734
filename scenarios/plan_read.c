/* Plans and histories: items, each with its owner, become rows of the table of that name that
 * the owner's model has. */
#include <string.h>

#include "scenarios/entity_find.h"
#include "scenarios/reader_impl.h"

enum { PLAN, HISTORY }; /* index in mu_entity_source.items */

struct items {
    struct mu_reader *r;
    struct mu_tree *list;
    const char *table;
    int which;
    mu_entity_id *owners; /* of each item; 0 = none found */
};

static const struct mu_param *table_of(const struct mu_model *model, const char *table)
{
    const struct mu_param *param = mu_find_param(model->params, table);
    return param && param->type == MU_TYPE_TABLE ? param : NULL;
}

struct owners {
    const struct mu_world *world;
    const char *table;
};

static const char *next_owner(const void *list, size_t i)
{
    const struct owners *o = list;
    if (i >= mu_world_entities(o->world))
        return NULL;
    mu_entity_id id = {(uint32_t)i + 1};
    return table_of(mu_world_entity_model(o->world, id), o->table)
               ? mu_bare_name(mu_world_entity_name(o->world, id))
               : "";
}

static bool say_no_owner(const struct items *items, const struct mu_tree *owner)
{
    if (items->r->in.names_incomplete)
        return false;
    struct owners list = {items->r->in.world, items->table};
    const char *near = mu_nearest(owner->text, next_owner, &list);
    bool some = near && *near;
    return mu_diag_error(items->r->in.diags, owner->place,
                         "owner: nobody who can have a %s is called \"%s\"%s%s%s", items->table,
                         owner->text, some ? "; did you mean \"" : "", some ? near : "",
                         some ? "\"?" : "");
}

/* Among the models that have such a table. */
static mu_entity_id find_owner(const struct items *items, const struct mu_tree *owner)
{
    const struct mu_world *world = items->r->in.world;
    mu_entity_id found = MU_NOBODY;
    for (size_t i = 0; i < mu_world_models(world); i++) {
        const struct mu_model *model = mu_world_model(world, i);
        const char *name = owner->text;
        size_t n = strlen(model->name);
        if (strncmp(name, model->name, n) == 0 && name[n] == '/')
            name += n + 1;
        mu_entity_id id =
            table_of(model, items->table) ? mu_world_find(world, model->name, name) : MU_NOBODY;
        if (id.i && found.i) {
            mu_diag_error(items->r->in.diags, owner->place, "owner: \"%s\" may be %s or %s",
                          owner->text, mu_world_entity_name(world, found),
                          mu_world_entity_name(world, id));
            return MU_NOBODY;
        }
        if (id.i)
            found = id;
    }
    if (!found.i)
        say_no_owner(items, owner);
    return found;
}

static bool check_owner(const struct items *items, struct mu_tree *item, mu_entity_id *id)
{
    struct mu_diags *diags = items->r->in.diags;
    if (item->kind != MU_TREE_MAP)
        return mu_diag_error(diags, item->place, "an item is a mapping, not %s",
                             mu_tree_kind_name(item));
    const struct mu_tree *owner = mu_tree_take(item, "owner");
    if (!owner)
        return mu_diag_error(diags, item->place, "\"owner\" (who does it) is missing");
    if (owner->kind != MU_TREE_TEXT)
        return mu_diag_error(diags, owner->place, "owner: a name is expected, not %s",
                             mu_tree_kind_name(owner));
    *id = find_owner(items, owner);
    return id->i != 0;
}

static bool check_ids(const struct items *items)
{
    bool ok = true;
    for (const struct mu_tree *a = items->list->first; a; a = a->next) {
        const struct mu_tree *id = mu_tree_find(a, "id");
        for (const struct mu_tree *b = items->list->first; id && b != a; b = b->next) {
            const char *other = mu_tree_text(b, "id");
            if (other && id->kind == MU_TREE_TEXT && strcmp(other, id->text) == 0) {
                ok = mu_diag_error(items->r->in.diags, id->place,
                                   "id: a second \"%s\"; the first stands in line %d", other,
                                   b->place.line);
                break;
            }
        }
    }
    return ok;
}

static bool count_items(const struct items *items)
{
    bool ok = true;
    size_t i = 0;
    for (struct mu_tree *item = items->list->first; item; item = item->next, i++) {
        items->owners[i] = MU_NOBODY;
        ok &= check_owner(items, item, &items->owners[i]);
        if (items->owners[i].i)
            items->r->sources[items->owners[i].i].n_items[items->which]++;
    }
    return ok;
}

static bool make_table(const struct items *items, mu_entity_id id)
{
    struct mu_reader *r = items->r;
    struct mu_entity_source *source = &r->sources[id.i];
    size_t n = source->n_items[items->which];
    const struct mu_param *param = table_of(mu_world_entity_model(r->in.world, id), items->table);
    struct mu_table *table =
        (struct mu_table *)(void *)((char *)mu_world_params(r->in.world, id) + param->offset);
    table->rows = mu_world_alloc(r->in.world, (n + 1) * param->row_size);
    source->items[items->which] = mu_pool_alloc(&r->pool, (n + 1) * sizeof(struct mu_tree *));
    source->n_items[items->which] = 0;
    table->n = 0;
    return table->rows && source->items[items->which];
}

static bool make_tables(const struct items *items)
{
    size_t n = mu_world_entities(items->r->in.world);
    for (uint32_t i = 1; i <= n; i++)
        if (items->r->sources[i].n_items[items->which] && !make_table(items, (mu_entity_id){i}))
            return false;
    return true;
}

static const char *owner_text(struct mu_reader *r, const struct mu_tree *item, const char *table)
{
    const char *id = mu_tree_text(item, "id");
    if (id)
        return mu_pool_printf(&r->pool, "%s item \"%s\"", table, id);
    return mu_pool_printf(&r->pool, "%s item", table);
}

static bool read_item(const struct items *items, struct mu_tree *item, mu_entity_id id)
{
    struct mu_reader *r = items->r;
    struct mu_entity_source *source = &r->sources[id.i];
    const struct mu_param *param = table_of(mu_world_entity_model(r->in.world, id), items->table);
    struct mu_table *table =
        (struct mu_table *)(void *)((char *)mu_world_params(r->in.world, id) + param->offset);
    char *row = (char *)(uintptr_t)table->rows + table->n * param->row_size;
    source->items[items->which][source->n_items[items->which]++] = item;
    table->n++;
    struct mu_settings s = {.in = &r->in,
                            .inputs = &r->inputs,
                            .geo = &r->scenario->geo,
                            .owner = owner_text(r, item, items->table),
                            .id = id,
                            .place = item->place,
                            .own = item,
                            .row = true,
                            .item = true};
    return s.owner && mu_read_settings(&s, param->row, row);
}

static bool read_items(struct mu_reader *r, struct mu_tree *list, const char *table, int which)
{
    struct items items = {.r = r, .list = list, .table = table, .which = which};
    if (!mu_inputs_expand(&r->inputs, list))
        return false;
    if (list->kind == MU_TREE_NOTHING)
        return true;
    if (list->kind != MU_TREE_LIST)
        return mu_diag_error(r->in.diags, list->place, "a list of items is expected, not %s",
                             mu_tree_kind_name(list));
    items.owners = mu_pool_alloc(&r->pool, (list->n + 1) * sizeof *items.owners);
    if (!items.owners)
        return false;
    bool ok = count_items(&items);
    ok &= check_ids(&items);
    if (!make_tables(&items))
        return false;
    size_t i = 0;
    for (struct mu_tree *item = list->first; item; item = item->next, i++)
        if (items.owners[i].i)
            ok &= read_item(&items, item, items.owners[i]);
    return ok;
}

static bool take_linked(struct mu_reader *r, struct mu_tree *root)
{
    struct mu_plan_info *plan = &r->scenario->plan;
    const struct mu_tree *node = mu_tree_take(root, "linked");
    if (!node)
        return true;
    if (node->kind != MU_TREE_LIST)
        return mu_diag_error(r->in.diags, node->place, "linked: a list of plans is expected");
    plan->linked = mu_pool_alloc(&r->pool, (node->n + 1) * sizeof *plan->linked);
    if (!plan->linked)
        return false;
    for (const struct mu_tree *c = node->first; c; c = c->next) {
        if (c->kind != MU_TREE_TEXT)
            return mu_diag_error(r->in.diags, c->place, "linked: a plan's name is expected");
        plan->linked[plan->n_linked++] = c->text;
    }
    return true;
}

static const char *next_text(const void *list, size_t i)
{
    const char *const *texts = list;
    return texts[i];
}

static bool take_tier(struct mu_reader *r, struct mu_tree *root)
{
    static const char *const tiers[] = {
        "overall", "special", "departmental", "grassroots", "enterprise", "event", NULL};
    const char **tier = &r->scenario->plan.tier;
    if (!mu_take_text(r, root, "tier", "", tier))
        return false;
    for (size_t i = 0; tiers[i]; i++)
        if (!**tier || strcmp(*tier, tiers[i]) == 0)
            return true;
    const char *near = mu_nearest(*tier, next_text, tiers);
    return mu_diag_error(r->in.diags, mu_tree_find(root, "tier")->place,
                         "tier: \"%s\" is not one of overall, special, departmental, grassroots, "
                         "enterprise, event%s%s%s",
                         *tier, near ? "; did you mean \"" : "", near ? near : "",
                         near ? "\"?" : "");
}

static bool read_plan_head(struct mu_reader *r, struct mu_tree *root)
{
    static const char *const keys[] = {"muster",  "plan",      "version", "title",
                                       "summary", "tier",      "hazard",  "parent",
                                       "linked",  "review_by", "items",   NULL};
    struct mu_plan_info *plan = &r->scenario->plan;
    const char *summary;
    bool ok = mu_check_version(r, root);
    ok &= mu_take_text(r, root, "plan", NULL, &plan->id);
    ok &= mu_take_text(r, root, "version", "", &plan->version);
    ok &= mu_take_text(r, root, "title", "", &plan->title);
    ok &= mu_take_text(r, root, "summary", "", &summary);
    ok &= mu_take_text(r, root, "parent", "", &plan->parent);
    ok &= mu_take_text(r, root, "review_by", "", &plan->review_by);
    ok &= take_tier(r, root);
    ok &= mu_take_hazard(r, root, &plan->hazard_class, &plan->hazard_kind);
    ok &= take_linked(r, root);
    mu_tree_take(root, "items");
    return mu_check_keys(r, root, keys, "plan") && ok;
}

bool mu_plan_read(struct mu_reader *r)
{
    if (!r->plan)
        return true;
    bool ok = read_plan_head(r, r->plan);
    struct mu_tree *list = mu_tree_find(r->plan, "items");
    if (!list)
        return mu_diag_error(r->in.diags, r->plan->place, "\"items\" is missing");
    r->scenario->plan.n_items = list->n;
    r->in.clock.no_instants = true;
    ok &= read_items(r, list, MU_TABLE_PLAN, PLAN);
    r->in.clock.no_instants = false;
    return ok;
}

bool mu_history_read(struct mu_reader *r)
{
    static const char *const keys[] = {"muster", "title", "summary", "history", NULL};
    if (!r->history)
        return true;
    const char *summary;
    bool ok = mu_check_version(r, r->history);
    ok &= mu_take_text(r, r->history, "title", "", &r->scenario->history);
    ok &= mu_take_text(r, r->history, "summary", "", &summary);
    struct mu_tree *list = mu_tree_take(r->history, "history");
    ok &= mu_check_keys(r, r->history, keys, "history");
    if (!list)
        return mu_diag_error(r->in.diags, r->history->place, "\"history\" is missing");
    return read_items(r, list, MU_TABLE_HISTORY, HISTORY) && ok;
}
