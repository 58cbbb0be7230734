#include "scenarios/params.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenarios/dist_parse.h"
#include "scenarios/entity_find.h"
#include "scenarios/expr_parse.h"
#include "scenarios/points.h"
#include "scenarios/yaml.h"
#include "sim/assert.h"
#include "sim/stream.h"

/* One setting while it is being read: which, its text, and where its value goes. */
struct field {
    const struct mu_settings *s;
    const struct mu_param *param;
    struct mu_tree *node;
    struct mu_slot slot;
    void *to;
};

bool mu_is_item_table(const struct mu_param *param)
{
    return param->type == MU_TYPE_TABLE &&
           (strcmp(param->name, MU_TABLE_PLAN) == 0 || strcmp(param->name, MU_TABLE_HISTORY) == 0);
}

const struct mu_param *mu_find_param(const struct mu_param *params, const char *name)
{
    for (const struct mu_param *p = params; p && p->type != MU_TYPE_END; p++)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

static const char *next_param(const void *list, size_t i)
{
    const struct mu_param *params = list;
    return params[i].type == MU_TYPE_END ? NULL : params[i].name;
}

/* The header of a CSV file stands above all rows: what is wrong there is said once, of none. */
static bool unknown_setting(const struct mu_reading *in, const char *owner,
                            const struct mu_tree *map, const struct mu_tree *member,
                            const char *near)
{
    const bool column = member->key_place.line > 0 && member->key_place.line < map->place.line;

    return mu_diag_error(in->diags, member->key_place, "%s%s \"%s\"%s%s%s", column ? "" : owner,
                         column ? "unknown column" : ": unknown setting", member->key,
                         near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

bool mu_check_leftover(const struct mu_reading *in, const char *owner, const struct mu_tree *map,
                       const struct mu_param *params)
{
    bool ok = true;
    for (const struct mu_tree *c = map ? map->first : NULL; c; c = c->next) {
        if (c->used || map->kind != MU_TREE_MAP)
            continue;
        const struct mu_param *param = mu_find_param(params, c->key);
        const char *near = param ? NULL : mu_nearest(c->key, next_param, params);
        if (param && mu_is_item_table(param))
            ok = mu_diag_error(in->diags, c->key_place,
                               "%s: \"%s\" stands in a file of its own, not here", owner, c->key);
        else
            ok = unknown_setting(in, owner, map, c, near);
    }
    return ok;
}

static bool no_memory(const struct field *f)
{
    f->s->in->pool->failed = true;
    return false;
}

static bool want_kind(const struct field *f, enum mu_tree_kind kind, const char *what)
{
    if (f->node->kind == kind)
        return true;
    if (f->node->kind == MU_TREE_NOTHING)
        return mu_slot_error(&f->slot, "nothing is given; %s is expected", what);
    return mu_slot_error(&f->slot, "%s is expected, not %s", what, mu_tree_kind_name(f->node));
}

static bool keep_draw(const struct field *f, const struct mu_dist *dist)
{
    return mu_world_draw(f->s->in->world, f->s->id, f->param, *dist) == MU_OK || no_memory(f);
}

static bool is_drawn(const struct field *f)
{
    return mu_looks_like_dist(f->node->text);
}

/* Drawn once per run; until then the block holds the median. */
static bool read_drawn(const struct field *f, const char *unit, double *median)
{
    const struct mu_param *p = f->param;
    struct mu_dist dist;
    if (f->s->row)
        return mu_slot_error(&f->slot, "\"%s\": a row of a table cannot be drawn; give a number",
                             f->node->text);
    if (!mu_read_dist(&f->slot, f->node->text, unit, p->lo, p->hi, &dist))
        return false;
    *median = mu_dist_quantile(&dist, 0.5);
    return keep_draw(f, &dist);
}

static bool read_number_field(const struct field *f)
{
    double *to = f->to;
    const struct mu_param *p = f->param;
    if (is_drawn(f))
        return read_drawn(f, p->unit, to);
    if (p->unit && strcmp(p->unit, "s") == 0) { /* "2 d 6 h" reads as well as "54 h" */
        mu_time t;
        if (!mu_read_duration(&f->slot, f->node->text, &t))
            return false;
        *to = (double)t / (double)MU_SECOND;
    } else if (!mu_read_number(&f->slot, f->node->text, p->unit, to)) {
        return false;
    }
    return mu_check_range(&f->slot, *to, p->lo, p->hi, p->unit);
}

static bool read_integer_field(const struct field *f)
{
    int64_t *to = f->to;
    const struct mu_param *p = f->param;
    double median = 0;
    if (is_drawn(f)) {
        bool ok = read_drawn(f, p->unit, &median);
        *to = (int64_t)llround(median);
        return ok;
    }
    return mu_read_integer(&f->slot, f->node->text, p->unit, to) &&
           mu_check_range(&f->slot, (double)*to, p->lo, p->hi, p->unit);
}

static bool read_duration_field(const struct field *f)
{
    mu_time *to = f->to;
    const struct mu_param *p = f->param;
    double median = 0;
    if (is_drawn(f)) {
        bool ok = read_drawn(f, "s", &median);
        *to = llround(median * (double)MU_SECOND);
        return ok;
    }
    return mu_read_duration(&f->slot, f->node->text, to) &&
           mu_check_range(&f->slot, (double)*to / (double)MU_SECOND, p->lo, p->hi, "s");
}

static const char *next_choice(const void *list, size_t i)
{
    const char *const *choices = list;
    return choices[i];
}

static bool say_no_choice(const struct field *f)
{
    char all[300] = "";
    size_t n = 0;
    for (const char *const *c = f->param->choices; *c && n < sizeof all; c++)
        n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", n ? ", " : "", *c);
    const char *near = mu_nearest(f->node->text, next_choice, f->param->choices);
    if (near)
        return mu_slot_error(&f->slot, "\"%s\" is not one of %s; did you mean \"%s\"?",
                             f->node->text, all, near);
    return mu_slot_error(&f->slot, "\"%s\" is not one of %s", f->node->text, all);
}

static bool read_enum_field(const struct field *f)
{
    for (int32_t i = 0; f->param->choices[i]; i++) {
        if (strcmp(f->param->choices[i], f->node->text) == 0) {
            *(int32_t *)f->to = i;
            return true;
        }
    }
    return say_no_choice(f);
}

/* A series may begin before the scenario; a decision of the past cannot be replayed. */
static bool read_instant_field(const struct field *f)
{
    mu_time *to = f->to, end = mu_world_options(f->s->in->world)->end;
    if (!mu_read_instant(&f->slot, f->node->text, to))
        return false;
    if (f->s->item && *to < 0)
        return mu_slot_error(&f->slot, "\"%s\" is before the scenario's start", f->node->text);
    if (f->s->item && end > 0 && *to > end)
        mu_diag_warning(f->s->in->diags, f->node->place,
                        "%s: \"%s\" is after the scenario's end and never comes", f->slot.owner,
                        f->node->text);
    return true;
}

static bool read_ref_field(const struct field *f)
{
    mu_entity_id *to = f->to;
    *to = mu_find_entity(&f->slot, f->node->text, f->param->of);
    return to->i != 0;
}

static bool read_text_field(const struct field *f)
{
    size_t n = strlen(f->node->text) + 1;
    char *copy = mu_world_alloc(f->s->in->world, n);
    if (!copy)
        return no_memory(f);
    memcpy(copy, f->node->text, n);
    *(const char **)f->to = copy;
    return true;
}

/* The model whose entity "it" is: what the neighbour setting for_each says. */
static const char *it_of(const struct field *f)
{
    const char *each = mu_tree_text(f->s->own, "for_each");
    return each ? each : f->param->of;
}

static bool read_text_kind(const struct field *f)
{
    const struct mu_param *p = f->param;
    if (!want_kind(f, MU_TREE_TEXT, "a single value"))
        return false;
    switch (p->type) {
    case MU_TYPE_NUMBER: return read_number_field(f);
    case MU_TYPE_INTEGER: return read_integer_field(f);
    case MU_TYPE_BOOL: return mu_read_bool(&f->slot, f->node->text, f->to);
    case MU_TYPE_DURATION: return read_duration_field(f);
    case MU_TYPE_INSTANT: return read_instant_field(f);
    case MU_TYPE_ENUM: return read_enum_field(f);
    case MU_TYPE_REF: return read_ref_field(f);
    case MU_TYPE_TEXT: return read_text_field(f);
    case MU_TYPE_DIST: return mu_read_dist(&f->slot, f->node->text, p->unit, p->lo, p->hi, f->to);
    case MU_TYPE_EXPR: return mu_read_expr(&f->slot, f->node->text, it_of(f), f->to);
    default: mu_bug("not read from a single text");
    }
}

/* ---- lists of entities ---------------------------------------------------------------- */

static bool all_of_model(const struct field *f, struct mu_refs *refs)
{
    struct mu_world *world = f->s->in->world;
    if (!f->param->of)
        return mu_slot_error(&f->slot, "\"all\" of what? name them one by one");
    size_t n = 0;
    mu_entity_id first = mu_world_first(world, f->param->of, &n);
    mu_entity_id *ids = mu_world_alloc(world, (n + 1) * sizeof *ids);
    if (!ids)
        return no_memory(f);
    for (size_t i = 0; i < n; i++)
        ids[i] = (mu_entity_id){first.i + (uint32_t)i};
    *refs = (struct mu_refs){ids, n};
    return true;
}

static bool add_ref(const struct field *f, const struct mu_tree *member, mu_entity_id *ids,
                    size_t *n)
{
    struct mu_slot slot = f->slot;
    slot.place = member->place;
    if (member->kind != MU_TREE_TEXT)
        return mu_slot_error(&slot, "a name is expected, not %s", mu_tree_kind_name(member));
    mu_entity_id id = mu_find_entity(&slot, member->text, f->param->of);
    if (!id.i)
        return false;
    for (size_t i = 0; i < *n; i++)
        if (ids[i].i == id.i)
            return mu_slot_error(&slot, "\"%s\" stands here twice", member->text);
    ids[(*n)++] = id;
    return true;
}

static bool read_list_of_refs(const struct field *f, struct mu_refs *refs)
{
    mu_entity_id *ids = mu_world_alloc(f->s->in->world, (f->node->n + 1) * sizeof *ids);
    if (!ids)
        return no_memory(f);
    bool ok = true;
    size_t n = 0;
    for (const struct mu_tree *c = f->node->first; c; c = c->next)
        ok &= add_ref(f, c, ids, &n);
    *refs = (struct mu_refs){ids, n};
    return ok;
}

/* "a; b" in a cell of a table is a list too; a single name a list of one. */
static struct mu_tree *split_names(const struct field *f)
{
    struct mu_tree *list = mu_tree_new(f->s->in->pool, MU_TREE_LIST, f->node->place);
    const char *s = f->node->text;
    while (list && *s) {
        s += strspn(s, "; ");
        size_t n = strcspn(s, ";"), kept = n;
        while (kept > 0 && s[kept - 1] == ' ')
            kept--;
        const char *name = mu_pool_text(f->s->in->pool, s, kept);
        struct mu_tree *child =
            name ? mu_tree_new_text(f->s->in->pool, name, f->node->place) : NULL;
        if (!child)
            return NULL;
        if (kept)
            mu_tree_add(list, child);
        s += n;
    }
    return list;
}

static bool read_refs_field(struct field *f)
{
    struct mu_refs *refs = f->to;
    if (f->node->kind == MU_TREE_TEXT && strcmp(f->node->text, "all") == 0)
        return all_of_model(f, refs);
    if (f->node->kind == MU_TREE_TEXT) {
        f->node = split_names(f);
        if (!f->node)
            return no_memory(f);
    }
    return want_kind(f, MU_TREE_LIST, "a list of names, or all") && read_list_of_refs(f, refs);
}

/* ---- tables ----------------------------------------------------------------------------- */

static bool read_row(const struct field *f, struct mu_tree *node, void *block)
{
    struct mu_slot slot = f->slot;
    slot.place = node->place;
    if (node->kind != MU_TREE_MAP)
        return mu_slot_error(&slot, "a row is a mapping, not %s", mu_tree_kind_name(node));
    const char *owner = mu_pool_printf(f->s->in->pool, "%s: %s", f->slot.owner, f->param->name);
    if (!owner)
        return no_memory(f);
    struct mu_settings row = *f->s;
    row.owner = owner;
    row.place = node->place;
    row.own = node;
    row.common = NULL;
    row.common_owner = NULL;
    row.row = true;
    row.item = false;
    return mu_read_settings(&row, f->param->row, block);
}

enum { WRONG_ROWS = 5 }; /* of one table: whoever has made a mistake in all has made one */

static bool read_table_field(struct field *f)
{
    if (!mu_inputs_expand(f->s->inputs, f->node) || !want_kind(f, MU_TREE_LIST, "a list of rows"))
        return false;
    struct mu_table *table = f->to;
    char *rows = mu_world_alloc(f->s->in->world, (f->node->n + 1) * f->param->row_size);
    if (!rows)
        return no_memory(f);
    *table = (struct mu_table){rows, f->node->n};
    size_t wrong = 0, left = f->node->n;
    for (struct mu_tree *c = f->node->first; c; c = c->next, rows += f->param->row_size, left--) {
        if (wrong == WRONG_ROWS)
            return mu_diag_error(f->s->in->diags, c->place,
                                 "%s: %s: %d rows are wrong; the last %zu were not looked at",
                                 f->s->owner, f->param->name, WRONG_ROWS, left);
        wrong += !read_row(f, c, rows);
    }
    return wrong == 0;
}

/* ---- one setting, all settings ------------------------------------------------------------ */

static bool read_field(struct field *f)
{
    switch (f->param->type) {
    case MU_TYPE_REFS: return read_refs_field(f);
    case MU_TYPE_TABLE: return read_table_field(f);
    case MU_TYPE_POINT: return mu_read_point(&f->slot, f->node, f->s->geo, f->to);
    default: return read_text_kind(f);
    }
}

/* What "left out" looks like. The block is zero already. */
static void leave_out(const struct mu_param *p, void *to)
{
    if (p->type == MU_TYPE_INSTANT)
        *(mu_time *)to = MU_NEVER;
    else if (p->type == MU_TYPE_TEXT)
        *(const char **)to = "";
    else if (p->type == MU_TYPE_EXPR)
        ((struct mu_expr *)to)->text = "";
    else if (p->type == MU_TYPE_DIST)
        *(struct mu_dist *)to = mu_dist_fixed(0);
}

static struct mu_tree *default_node(const struct mu_settings *s, const struct mu_param *p)
{
    bool structured =
        p->type == MU_TYPE_REFS || p->type == MU_TYPE_TABLE || p->type == MU_TYPE_POINT;
    if (structured)
        return mu_yaml_read_value(s->in->pool, p->dflt, s->place, s->in->diags);
    return mu_tree_new_text(s->in->pool, p->dflt, s->place);
}

static bool is_ours(const struct mu_settings *s, const struct mu_param *p)
{
    return s->item && (strcmp(p->name, "line") == 0 || strcmp(p->name, "file") == 0);
}

static void set_ours(const struct mu_settings *s, const struct mu_param *p, void *to)
{
    if (p->type == MU_TYPE_INTEGER)
        *(int64_t *)to = s->place.line;
    else if (p->type == MU_TYPE_TEXT)
        *(const char **)to = s->place.file;
}

static bool say_missing(const struct mu_settings *s, const struct mu_param *p)
{
    struct mu_slot slot = {s->in, s->place, s->owner, NULL};
    return mu_slot_error(&slot, "\"%s\" is missing: %s", p->name, p->help ? p->help : "");
}

static bool read_param(const struct mu_settings *s, const struct mu_param *p, void *block)
{
    void *to = (char *)block + p->offset;
    leave_out(p, to);
    if (is_ours(s, p)) {
        set_ours(s, p, to);
        return true;
    }
    const char *owner = s->owner;
    struct mu_tree *node = mu_tree_take(s->own, p->name);
    if (!node) {
        node = mu_tree_take(s->common, p->name);
        owner = node ? s->common_owner : owner;
    }
    if (!node && !p->dflt)
        return p->optional || say_missing(s, p);
    if (!node && !*p->dflt)
        return true;
    if (!node)
        node = default_node(s, p);
    if (!node)
        return false;
    struct field f = {.s = s, .param = p, .node = node, .to = to};
    f.slot = (struct mu_slot){s->in, node->place, owner, p->name};
    return read_field(&f);
}

bool mu_read_settings(const struct mu_settings *s, const struct mu_param *params, void *block)
{
    bool ok = true;
    for (const struct mu_param *p = params; p && p->type != MU_TYPE_END; p++)
        if (!mu_is_item_table(p))
            ok &= read_param(s, p, block);
    ok &= mu_check_leftover(s->in, s->owner, s->own, params);
    return ok;
}
