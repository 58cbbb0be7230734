/* office_items_check.c - does each item of a plan and each decision of a history have what its
 * verb needs, and of the right kind?
 */
#include <stdio.h>
#include <string.h>

#include "models/command/office_impl.h"
#include "models/geo.h"
#include "sim/world.h"

/* What a verb does with the references of an item. NULL: no use for it. "" : any. A list of
 * models: one of these. */
struct needs {
    const char *targets, *with, *to;
    bool needs_targets, needs_with, needs_to;
};

static const struct needs needs[] = {
    [MU_VERB_LEVEL] = {0},
    [MU_VERB_WARN] = {"zone", "medium", NULL, true, true, false},
    [MU_VERB_EVACUATE] = {"zone", "medium", NULL, true, true, false},
    [MU_VERB_RESCUE] = {"zone", "team", NULL, true, false, false},
    [MU_VERB_SEND] = {"zone, works, landing, shelter, depot, hospital", "team",
                      "zone, works, landing, shelter, depot, hospital", false, true, false},
    [MU_VERB_REQUEST] = {NULL, "team, fleet", "office", false, true, true},
    [MU_VERB_TRANSPORT] = {"zone", "fleet", "shelter", true, false, false},
    [MU_VERB_OPEN] = {"shelter", NULL, NULL, true, false, false},
    [MU_VERB_SUPPLY] = {"shelter, works, depot", "depot", "shelter, works, depot", false, true,
                        false},
    [MU_VERB_CLOSE] = {"works", NULL, NULL, true, false, false},
    [MU_VERB_REPORT] = {NULL, NULL, "office", false, false, true},
    [MU_VERB_ROAD] = {0},
};

/* One row, and where to complain. */
struct row {
    const struct mu_check *check;
    const char *table;
    size_t number;
    struct mu_item item;
    const char *targets_key; /* "at", of a decision "targets" */
};

static struct mu_place place(const struct row *r, const char *key)
{
    char path[80];

    snprintf(path, sizeof path, "%s[%zu].%s", r->table, r->number, key);
    return r->check->place(r->check, path);
}

/* A setting that was left out has no place but that of its item. */
static bool is_given(const struct row *r, const char *key)
{
    char path[40];

    snprintf(path, sizeof path, "%s[%zu]", r->table, r->number);
    const struct mu_place item = r->check->place(r->check, path), own = place(r, key);
    return own.line != item.line || own.column != item.column;
}

static bool say(const struct row *r, const char *key, const char *what)
{
    return mu_diag_error(r->check->diags, place(r, key), "%s item \"%s\": %s", r->table, r->item.id,
                         what);
}

static bool say_missing(const struct row *r, const char *key, const char *what)
{
    return mu_diag_error(r->check->diags, place(r, "does"), "%s item \"%s\": %s needs \"%s\": %s",
                         r->table, r->item.id, mu_verbs[r->item.does], key, what);
}

static void say_unused(const struct row *r, const char *key)
{
    mu_diag_warning(r->check->diags, place(r, key), "%s item \"%s\": %s has no use for \"%s\"",
                    r->table, r->item.id, mu_verbs[r->item.does], key);
}

static const char *model_of(const struct row *r, mu_entity_id id)
{
    return mu_world_entity_model(r->check->world, id)->name;
}

/* ---- references ---- */

static bool is_one_of(const char *models, const char *model)
{
    const size_t n = strlen(model);

    for (const char *at = models; (at = strstr(at, model)) != NULL; at += n)
        if ((at == models || at[-1] == ' ') && (at[n] == ',' || at[n] == '\0'))
            return true;
    return false;
}

static bool check_kind(const struct row *r, const char *key, const char *models, mu_entity_id id)
{
    if (is_one_of(models, model_of(r, id)))
        return true;
    return mu_diag_error(r->check->diags, place(r, key),
                         "%s item \"%s\": %s: \"%s\" is of kind %s; %s needs %s", r->table,
                         r->item.id, key, mu_world_entity_name(r->check->world, id),
                         model_of(r, id), mu_verbs[r->item.does], models);
}

static bool check_refs(const struct row *r, const char *key, const char *models,
                       const struct mu_refs *refs)
{
    bool ok = true;

    if (!models && refs->n > 0)
        say_unused(r, key);
    for (size_t i = 0; models && i < refs->n; i++)
        ok &= check_kind(r, key, models, refs->ids[i]);
    return ok;
}

static bool check_to(const struct row *r, const char *models)
{
    if (r->item.to.i == 0)
        return true;
    if (models)
        return check_kind(r, "to", models, r->item.to);
    say_unused(r, "to");
    return true;
}

/* ---- loops ---- */

static bool is_loop(const struct mu_item *item)
{
    return item->for_each && *item->for_each;
}

static const char *next_model(const void *world, size_t i)
{
    return i < mu_world_models(world) ? mu_world_model(world, i)->name : NULL;
}

static bool check_each(const struct row *r)
{
    const char *each = r->item.for_each;

    if (mu_world_model_index(r->check->world, each) != SIZE_MAX)
        return true;
    const char *near = mu_nearest(each, next_model, r->check->world);
    return mu_diag_error(r->check->diags, place(r, "for_each"),
                         "%s item \"%s\": for_each: \"%s\" is not a kind of entity%s%s%s", r->table,
                         r->item.id, each, near ? "; did you mean \"" : "", near ? near : "",
                         near ? "\"?" : "");
}

static bool check_among(const struct row *r)
{
    bool ok = true;

    for (size_t i = 0; i < r->item.among.n; i++)
        if (strcmp(model_of(r, r->item.among.ids[i]), r->item.for_each) != 0)
            ok = mu_diag_error(r->check->diags, place(r, "among"),
                               "%s item \"%s\": among: \"%s\" is not a %s, which for_each names",
                               r->table, r->item.id,
                               mu_world_entity_name(r->check->world, r->item.among.ids[i]),
                               r->item.for_each);
    return ok;
}

static bool uses_it(const struct mu_expr *when)
{
    for (size_t i = 0; i < when->n; i++)
        if (when->nodes[i].op == MU_OP_IT)
            return true;
    return false;
}

static bool check_loop(const struct row *r)
{
    if (is_loop(&r->item))
        return check_each(r) && check_among(r);
    if (r->item.among.n > 0)
        return say(r, "among", "among: of what? it needs \"for_each\"");
    if (uses_it(&r->item.when))
        return say(r, "when", "when: \"it\" stands for nothing; it needs \"for_each\"");
    return true;
}

/* ---- what a verb needs ---- */

/* The loop's entity is the target when none is named. */
static bool check_targets(const struct row *r, const struct needs *n)
{
    const struct mu_item *item = &r->item;
    char text[160];

    if (item->at.n > 0 || !n->targets)
        return check_refs(r, r->targets_key, n->targets, &item->at);
    if (is_loop(item) && is_one_of(n->targets, item->for_each))
        return true;
    if (!n->needs_targets)
        return item->to.i ? true : say_missing(r, "to", "where to");
    snprintf(text, sizeof text, "of kind %s, or for_each over them", n->targets);
    return say_missing(r, r->targets_key, text);
}

static bool check_with(const struct row *r, const struct needs *n)
{
    char text[160];

    snprintf(text, sizeof text, "of kind %s", n->with ? n->with : "");
    if (n->needs_with && r->item.with.n == 0)
        return say_missing(r, "with", text);
    return check_refs(r, "with", n->with, &r->item.with);
}

/* An order names media by bits. */
static bool check_media(const struct row *r)
{
    const mu_entity_id first = mu_world_first(r->check->world, "medium", NULL);

    if (!needs[r->item.does].with || strcmp(needs[r->item.does].with, "medium") != 0)
        return true;
    for (size_t i = 0; i < r->item.with.n; i++)
        if (first.i && r->item.with.ids[i].i >= first.i + 64)
            return say(r, "with", "with: only the first 64 media by name can be ordered");
    return true;
}

static bool check_supply(const struct row *r)
{
    bool ok = true;

    if (r->item.goods.i == 0)
        ok = say_missing(r, "goods", "which goods");
    if (!(r->item.amount > 0))
        ok = say_missing(r, "amount", "how much, more than 0 kg");
    return ok;
}

struct names {
    const struct mu_network *roads;
};

static const char *next_road(const void *list, size_t i)
{
    const struct mu_network *roads = ((const struct names *)list)->roads;

    if (i >= roads->n_links)
        return NULL;
    return roads->links[i].name ? roads->links[i].name : "";
}

static bool check_road_name(const struct row *r, const char *name)
{
    const struct mu_geo *geo = r->check->geography;
    const struct names all = {&geo->roads};
    const char *road;

    for (size_t i = 0; (road = next_road(&all, i)) != NULL; i++)
        if (strcmp(road, name) == 0)
            return true;
    const char *near = mu_nearest(name, next_road, &all);
    return mu_diag_error(r->check->diags, place(r, "roads"),
                         "%s item \"%s\": roads: no road is called \"%s\"%s%s%s", r->table,
                         r->item.id, name, near && *near ? "; did you mean \"" : "",
                         near ? near : "", near && *near ? "\"?" : "");
}

static bool check_roads(const struct row *r)
{
    const char *roads = r->item.roads;
    bool ok = true;

    if (!roads || !*roads)
        return say_missing(r, "roads", "names of roads, separated by commas");
    if (strlen(roads) >= MU_ORDER_TEXT_MAX)
        return say(r, "roads", "roads: too long for one order; make it two items");
    for (const char *s = roads + strspn(roads, ", "); *s; s += strspn(s, ", ")) {
        char name[MU_ORDER_TEXT_MAX];
        size_t n = strcspn(s, ",");
        snprintf(name, sizeof name, "%.*s", (int)n, s);
        while (n > 0 && name[n - 1] == ' ')
            name[--n] = '\0';
        ok &= !r->check->geography || check_road_name(r, name);
        s += strcspn(s, ",");
    }
    return ok;
}

static bool check_verb(const struct row *r)
{
    switch ((enum mu_verb)r->item.does) {
    case MU_VERB_LEVEL:
        return is_given(r, "level") || say_missing(r, "level", "which one: none, IV, III, II, I");
    case MU_VERB_SUPPLY: return check_supply(r);
    case MU_VERB_ROAD: return check_roads(r);
    default: return true;
    }
}

/* Settings that one verb alone understands. */
static void check_unused(const struct row *r)
{
    static const struct {
        const char *key;
        enum mu_verb verb;
    } own[] = {{"level", MU_VERB_LEVEL}, {"goods", MU_VERB_SUPPLY}, {"amount", MU_VERB_SUPPLY},
               {"sides", MU_VERB_CLOSE}, {"roads", MU_VERB_ROAD},   {"reopen", MU_VERB_ROAD}};

    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (r->item.does != (int32_t)own[i].verb && is_given(r, own[i].key))
            say_unused(r, own[i].key);
}

static bool check_row(const struct row *r, const struct mu_office_params *p)
{
    const struct needs *n = &needs[r->item.does];
    bool ok = check_loop(r) && check_targets(r, n);

    ok &= check_with(r, n);
    ok &= check_media(r);
    if (n->needs_to && r->item.to.i == 0)
        ok = say_missing(r, "to", "an office");
    ok &= check_to(r, n->to);
    if (n->needs_to && r->item.to.i && mu_world_params_const(r->check->world, r->item.to) == p)
        ok = say(r, "to", "to: an office does not turn to itself");
    check_unused(r);
    return check_verb(r) && ok;
}

/* ---- rows ---- */

static bool check_trigger(const struct row *r)
{
    if (mu_trigger_fits(&r->item.when))
        return true;
    return say(r, "when", "when: nested too deeply");
}

static bool check_plan(const struct mu_office_params *p, const struct mu_check *check)
{
    const struct mu_item *items = p->plan.rows;
    bool ok = true;

    for (size_t i = 0; i < p->plan.n; i++) {
        const struct row r = {check, "plan", i, items[i], "at"};
        ok &= check_row(&r, p);
        ok &= check_trigger(&r);
    }
    return ok;
}

/* Parts of an office have names of their own: plan and history share them. */
static bool check_id(const struct row *r, const struct mu_office_params *p)
{
    const struct mu_item *items = p->plan.rows;

    for (size_t i = 0; i < p->plan.n; i++)
        if (strcmp(items[i].id, r->item.id) == 0)
            return say(r, "id", "id: an item of the plan has the same; give it another");
    return true;
}

static bool check_history(const struct mu_office_params *p, const struct mu_check *check)
{
    const struct mu_decision *rows = p->history.rows;
    bool ok = true;

    for (size_t i = 0; i < p->history.n; i++) {
        const struct row r = {check, "history", i, mu_decision_item(&rows[i]), "targets"};
        ok &= check_row(&r, p);
        ok &= check_id(&r, p);
    }
    return ok;
}

bool mu_items_check(const struct mu_office_params *p, const struct mu_check *check)
{
    const bool ok = check_plan(p, check);

    return check_history(p, check) && ok;
}
