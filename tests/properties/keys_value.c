/* Other values for a key: by the type in its table, or, for the reader's own keys, by a list. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/metrics.h"
#include "tests/properties/keys.h"

/* Keys that only the reader knows and that no rule below fits; NULL = not given. */
static const struct {
    const char *name, *values[2];
} by_name[] = {
    {"start", {"2010-06-12T22:00+08:00", NULL}},
    {"end", {"2010-06-29T00:00+08:00", NULL}},
    {"onset", {"2010-06-21T20:30+08:00", NULL}},
    {"crs", {"\"+proj=utm +zone=50 +datum=WGS84 +x_0=500200\"", NULL}},
    {"frames", {"[T+2 h]", NULL}},
    {"geography.terrain", {"../dike-breach/terrain.tif", NULL}},
    {"geography.roads", {"../dike-breach-three/roads.geojson", NULL}},
    {"references", {"\"\"", NULL}},
    {"hazard.class", {"accident", "public_health"}},
};

enum { SCALES = 6 };

/* In quotes that YAML takes from every text. */
static bool quote(const char *from, char *text, size_t size)
{
    size_t n = 0;

    text[n++] = '\'';
    for (; *from && n + 4 < size; from++) {
        if (*from == '\'')
            text[n++] = '\'';
        text[n++] = *from;
    }
    text[n++] = '\'';
    text[n] = '\0';
    return true;
}

/* ---- numbers ---- */

/* The first number of the text becomes another one: "1.3 km", "lognormal(13 min, cv 0.5)". */
static bool replace_number(const char *from, double (*other)(double, size_t), size_t k, char *text,
                           size_t size)
{
    char changed[1000], *rest;
    const char *at = from;

    while (*at && !isdigit((unsigned char)*at))
        at++;
    if (!*at)
        return false;
    if (at > from && at[-1] == '-')
        at--;
    const double value = strtod(at, &rest);
    snprintf(changed, sizeof changed, "%.*s%.10g%s", (int)(at - from), from, other(value, k), rest);
    return quote(changed, text, size);
}

static double scaled(double value, size_t k)
{
    static const double factors[SCALES] = {1.3, 0.2, 5, 0.7, 100, 0.01};

    return value == 0 ? pow(10, (double)k) : value * factors[k];
}

static double stepped(double value, size_t k)
{
    static const double steps[SCALES] = {1, -1, 3, 10, -3, 100};

    return value + steps[k];
}

static bool other_instant(const char *from, const struct mu_scenario *s, size_t k, char *text,
                          size_t size)
{
    struct mu_diags diags = {0};
    mu_time t;
    const bool ok = mu_scenario_instant(s, from, &t, &diags);

    mu_diags_fini(&diags);
    if (!ok || k > 1)
        return false;
    t += (k == 0 ? 2 : -2) * MU_HOUR - s->onset;
    snprintf(text, size, "\"T%c%lld s\"", t < 0 ? '-' : '+', llabs((long long)(t / MU_SECOND)));
    return true;
}

/* ---- choices and entities ---- */

static bool other_choice(const struct mu_param *param, const char *from, size_t k, char *text,
                         size_t size)
{
    for (const char *const *c = param->choices; *c; c++)
        if (strcmp(*c, from) != 0 && k-- == 0)
            return quote(*c, text, size);
    return false;
}

static const char *canonical(const struct mu_scenario *s, mu_entity_id id)
{
    return mu_world_entity_name(s->world, id);
}

/* The entity that a name stands for; kind NULL = of any model that has one. */
static mu_entity_id entity_of(const struct mu_scenario *s, const char *kind, const char *name)
{
    const size_t n = mu_world_entities(s->world);

    for (uint32_t i = 1; i <= n; i++) {
        const mu_entity_id id = {i};
        const char *full = canonical(s, id), *bare = strchr(full, '/') + 1;
        const bool of = !kind || strcmp(mu_world_entity_model(s->world, id)->name, kind) == 0;
        if (of && (strcmp(full, name) == 0 || strcmp(bare, name) == 0))
            return id;
    }
    return MU_NOBODY;
}

/* The k-th other entity: of the same model, or, where any will do, of others too. */
static bool other_entity(const char *of, const struct mu_scenario *s, const char *from, size_t k,
                         char *text, size_t size)
{
    const mu_entity_id id = entity_of(s, of, from);
    size_t n = 0;
    const mu_entity_id first =
        id.i ? mu_world_first(s->world, mu_world_entity_model(s->world, id)->name, &n) : id;

    if (k + 1 < n && k < 3)
        return quote(
            canonical(s, (mu_entity_id){first.i + (uint32_t)((id.i - first.i + 1 + k) % n)}), text,
            size);
    k -= n > 3 ? 3 : n > 0 ? n - 1 : 0;
    for (size_t i = 0; !of && i < mu_world_models(s->world); i++) {
        const mu_entity_id other = mu_world_first(s->world, mu_world_model(s->world, i)->name, &n);
        if (n > 0 && k-- == 0)
            return quote(canonical(s, other), text, size);
    }
    return false;
}

/* ---- lists ---- */

/* "[a, b]" of the members from..to - 1. */
static bool part_of_list(const struct mu_tree *list, size_t from, size_t to, char *text,
                         size_t size)
{
    size_t used = (size_t)snprintf(text, size, "["), i = 0;

    for (const struct mu_tree *c = list->first; c && used < size; c = c->next, i++)
        if (i >= from && i < to && c->kind == MU_TREE_TEXT)
            used +=
                (size_t)snprintf(text + used, size - used, "%s'%s'", i > from ? ", " : "", c->text);
    return used < size && snprintf(text + used, size - used, "]") > 0;
}

/* Shorter: without the last, without the first; a list of one: another one, none. */
static bool other_list(const struct key *key, const struct mu_tree *list,
                       const struct mu_scenario *s, size_t k, char *text, size_t size)
{
    char other[500];

    if (list->n > 1 && k < 2)
        return part_of_list(list, k, list->n - 1 + k, text, size);
    if (list->n == 1 && k < 12 && list->first->kind == MU_TREE_TEXT &&
        other_entity(key->param->of, s, list->first->text, k, other, sizeof other))
        return snprintf(text, size, "[%s]", other) > 0;
    return k < 13 && snprintf(text, size, "[]") > 0;
}

static bool other_point(const struct mu_tree *node, size_t k, char *text, size_t size)
{
    static const double steps[][2] = {{600, 0},  {-4000, 0}, {0, 4000}, {0, -600},
                                      {4000, 0}, {-600, 0},  {0, 600},  {0, -4000}};

    if (node->kind != MU_TREE_LIST || node->n != 2 || k > 7)
        return false;
    snprintf(text, size, "[%.10g, %.10g]", strtod(node->first->text, NULL) + steps[k][0],
             strtod(node->last->text, NULL) + steps[k][1]);
    return true;
}

/* ---- texts ---- */

/* Longer; the first word alone; empty; the name of another model (for_each). */
static bool other_text(const char *from, const struct mu_scenario *s, size_t k, char *text,
                       size_t size)
{
    char changed[1000];

    if (k == 0)
        snprintf(changed, sizeof changed, "%s x", from);
    else if (k == 1)
        snprintf(changed, sizeof changed, "%.*s", (int)strcspn(from, " ,"), from);
    else if (k == 2)
        changed[0] = '\0';
    else if (k - 3 < mu_world_models(s->world))
        snprintf(changed, sizeof changed, "%s", mu_world_model(s->world, k - 3)->name);
    else
        return false;
    return quote(changed, text, size);
}

/* Another metric in the same unit. */
static bool other_metric(const char *from, size_t k, char *text, size_t size)
{
    struct mu_metric_use use;

    if (!mu_metric_find(from, &use))
        return false;
    for (size_t i = 0; i < mu_metric_count(); i++) {
        const struct mu_metric *m = mu_metric_at(i);
        if (m != use.metric && strcmp(m->unit, use.metric->unit) == 0 && !strchr(m->name, '<') &&
            k-- == 0)
            return quote(m->name, text, size);
    }
    return false;
}

/* ---- by type ---- */

static bool value_by_name(const char *name, size_t k, char *text, size_t size, bool *known)
{
    for (size_t i = 0; i < sizeof by_name / sizeof *by_name; i++) {
        if (strcmp(by_name[i].name, name) != 0)
            continue;
        *known = true;
        return k < 2 && by_name[i].values[k] &&
               (size_t)snprintf(text, size, "%s", by_name[i].values[k]) < size;
    }
    *known = false;
    return false;
}

static bool ends_with(const char *name, const char *end)
{
    const size_t n = strlen(name), m = strlen(end);

    return n >= m && strcmp(name + n - m, end) == 0;
}

/* A key of the reader's own: a name, a number, a truth or a text. */
static bool own_value(const struct key *key, const struct leaf *leaf, const struct mu_scenario *s,
                      size_t k, char *text, size_t size)
{
    const char *from = leaf->node->text;
    bool known;
    const bool ok = value_by_name(key->name, k, text, size, &known);

    if (known || leaf->node->kind != MU_TREE_TEXT)
        return ok;
    if (ends_with(key->name, ".owner"))
        return other_entity("office", s, from, k, text, size);
    if (ends_with(key->name, ".metric"))
        return other_metric(from, k, text, size);
    if (strcmp(from, "true") == 0 || strcmp(from, "false") == 0)
        return k == 0 && snprintf(text, size, "%s", *from == 't' ? "false" : "true") > 0;
    if (strcmp(from, "lower") == 0 || strcmp(from, "higher") == 0)
        return k == 0 && snprintf(text, size, "%s", *from == 'l' ? "higher" : "lower") > 0;
    if (isdigit((unsigned char)*from))
        return k < SCALES && replace_number(from, scaled, k, text, size);
    return other_text(from, s, k, text, size);
}

bool key_same_value(const struct leaf *leaf, const char *text)
{
    const char *from = leaf->node->kind == MU_TREE_TEXT ? leaf->node->text : NULL;
    const size_t n = strlen(text);

    if (!from)
        return false;
    if (n > 1 && text[0] == '\'')
        return strlen(from) == n - 2 && strncmp(from, text + 1, n - 2) == 0;
    return strcmp(from, text) == 0;
}

bool key_value(const struct key *key, const struct leaf *leaf, const struct mu_scenario *s,
               size_t k, char *text, size_t size)
{
    const struct mu_tree *node = leaf->node;

    if (!key->param)
        return own_value(key, leaf, s, k, text, size);
    if (key->param->type == MU_TYPE_POINT)
        return other_point(node, k, text, size);
    if (node->kind == MU_TREE_LIST)
        return other_list(key, node, s, k, text, size);
    if (node->kind != MU_TREE_TEXT)
        return false;
    switch (key->param->type) {
    case MU_TYPE_NUMBER:
    case MU_TYPE_DURATION:
    case MU_TYPE_DIST: return k < SCALES && replace_number(node->text, scaled, k, text, size);
    case MU_TYPE_INTEGER: return k < SCALES && replace_number(node->text, stepped, k, text, size);
    case MU_TYPE_BOOL:
        return k == 0 && snprintf(text, size, "%s", *node->text == 't' ? "false" : "true") > 0;
    case MU_TYPE_INSTANT: return other_instant(node->text, s, k, text, size);
    case MU_TYPE_ENUM: return other_choice(key->param, node->text, k, text, size);
    case MU_TYPE_REF: return other_entity(key->param->of, s, node->text, k, text, size);
    case MU_TYPE_EXPR: return k == 0 && snprintf(text, size, "false") > 0;
    default: return other_text(node->text, s, k, text, size);
    }
}
