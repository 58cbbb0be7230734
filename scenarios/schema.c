#include "scenarios/schema.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios/params.h"

static json_t *text(const char *s)
{
    return json_string(s ? s : "");
}

static json_t *typed(const char *type)
{
    return json_pack("{s:s}", "type", type);
}

static json_t *either(json_t *a, json_t *b)
{
    return json_pack("{s:[o,o]}", "anyOf", a, b);
}

static json_t *rows_schema(const struct mu_param *params, bool required, bool item);

static json_t *list_of(json_t *items)
{
    return json_pack("{s:s,s:o}", "type", "array", "items", items);
}

static json_t *choices_schema(const char *const *choices)
{
    json_t *list = json_array();
    for (size_t i = 0; choices && choices[i]; i++)
        json_array_append_new(list, text(choices[i]));
    return json_pack("{s:o}", "enum", list);
}

static bool is_plain(const struct mu_param *p)
{
    return !p->unit || !*p->unit || strcmp(p->unit, "1") == 0;
}

static json_t *point_schema(void)
{
    json_t *pair = json_pack("{s:s,s:{s:[s,s]},s:i,s:i}", "type", "array", "items", "type",
                             "number", "string", "minItems", 2, "maxItems", 2);
    json_t *degrees = json_pack("{s:s,s:{s:{s:s},s:{s:s}}}", "type", "object", "properties", "lon",
                                "type", "number", "lat", "type", "number");
    return either(pair, degrees);
}

static json_t *value_schema(const struct mu_param *p)
{
    switch (p->type) {
    case MU_TYPE_NUMBER:
    case MU_TYPE_INTEGER:
    case MU_TYPE_DIST:
        return is_plain(p) ? json_pack("{s:[s,s]}", "type", "number", "string") : typed("string");
    case MU_TYPE_BOOL: return typed("boolean");
    case MU_TYPE_ENUM: return choices_schema(p->choices);
    case MU_TYPE_REFS: return either(typed("string"), list_of(typed("string")));
    case MU_TYPE_POINT: return point_schema();
    case MU_TYPE_TABLE: return either(typed("string"), list_of(rows_schema(p->row, true, false)));
    case MU_TYPE_TEXT: return json_pack("{s:[s,s]}", "type", "string", "number");
    default: return typed("string");
    }
}

/* "speed of one bay [kg/s], 0.001 kg/s to 1000 kg/s; source: ..." */
static json_t *description(const struct mu_param *p)
{
    char all[1024], lo[64], hi[64];
    size_t n = (size_t)snprintf(all, sizeof all, "%s", p->help ? p->help : "");
    if (!is_plain(p) && n < sizeof all)
        n += (size_t)snprintf(all + n, sizeof all - n, " [%s]", p->unit);
    if ((p->lo != 0.0 || p->hi != 0.0) && n < sizeof all) {
        mu_format_value(p->lo, p->unit, lo, sizeof lo);
        mu_format_value(p->hi, p->unit, hi, sizeof hi);
        n += (size_t)snprintf(all + n, sizeof all - n, "; %s to %s", lo, hi);
    }
    if (p->of && n < sizeof all)
        n += (size_t)snprintf(all + n, sizeof all - n, "; name of a %s", p->of);
    if (p->source && n < sizeof all)
        snprintf(all + n, sizeof all - n, "; source: %s", p->source);
    json_t *result = json_string(all);
    return result ? result : text(p->help); /* cut inside a character */
}

static json_t *param_schema(const struct mu_param *p)
{
    json_t *schema = value_schema(p);
    json_object_set_new(schema, "description", description(p));
    if (p->dflt && *p->dflt)
        json_object_set_new(schema, "default", text(p->dflt));
    return schema;
}

static bool is_ours(const struct mu_param *p)
{
    return strcmp(p->name, "line") == 0 || strcmp(p->name, "file") == 0;
}

static json_t *rows_schema(const struct mu_param *params, bool required, bool item)
{
    json_t *properties = json_object(), *needed = json_array();
    if (item) {
        json_object_set_new(properties, "owner",
                            json_pack("{s:s,s:s}", "type", "string", "description", "who does it"));
        json_array_append_new(needed, text("owner"));
    }
    for (const struct mu_param *p = params; p && p->type != MU_TYPE_END; p++) {
        if (mu_is_item_table(p) || (item && is_ours(p)))
            continue;
        json_object_set_new(properties, p->name, param_schema(p));
        if (required && !p->dflt && !p->optional)
            json_array_append_new(needed, text(p->name));
    }
    json_t *schema = json_pack("{s:s,s:o,s:b}", "type", "object", "properties", properties,
                               "additionalProperties", 0);
    if (json_array_size(needed))
        json_object_set_new(schema, "required", needed);
    else
        json_decref(needed);
    return schema;
}

/* What an entity must be given may stand in the defaults, so nothing is required here. */
static json_t *section_schema(const struct mu_model *model)
{
    json_t *map = json_pack("{s:s,s:o}", "type", "object", "additionalProperties",
                            rows_schema(model->params, false, false));
    json_t *one = json_pack("{s:[o,{s:s}]}", "anyOf", map, "type", "null");
    json_t *schema =
        json_pack("{s:[o,{s:s},{s:s}]}", "anyOf", one, "type", "string", "type", "array");
    json_object_set_new(schema, "description", text(model->summary));
    return schema;
}

static json_t *entities_schema(const struct mu_model *const *models)
{
    json_t *properties = json_object();
    for (size_t i = 0; models[i]; i++)
        json_object_set_new(properties, models[i]->name, section_schema(models[i]));
    return json_pack("{s:[s,s],s:o,s:b}", "type", "object", "string", "properties", properties,
                     "additionalProperties", 0);
}

static json_t *defaults_schema(const struct mu_model *const *models)
{
    json_t *properties = json_object();
    for (size_t i = 0; models[i]; i++)
        json_object_set_new(properties, models[i]->name,
                            rows_schema(models[i]->params, false, false));
    return json_pack("{s:[s,s],s:o,s:b}", "type", "object", "string", "properties", properties,
                     "additionalProperties", 0);
}

/* The reader's own keys: name, JSON type, what it is. */
struct key {
    const char *name, *type, *help;
    bool required;
};

static const struct key scenario_keys[] = {
    {"name", "string", "what happened", true},
    {"summary", "string", "in a few sentences", false},
    {"hazard", "object", "{class: natural, kind: flood}", false},
    {"start", "string", "instant with zone: 2010-06-13T00:00+08:00", true},
    {"end", "string", "instant with zone, or T+... from the onset", true},
    {"onset", "string", "the instant T+02:30 counts from", false},
    {"crs", "string", "projected, in metres: EPSG:32650", false},
    {"lookahead", "string", "shortest delay between sites; default 10 s", false},
    {"publish", "string", "how often fields are published; default 60 s", false},
    {"sample", "string", "how often series are sampled; default 10 min", false},
    {"references", "string", "file of reference scores", false},
    {NULL, NULL, NULL, false},
};

static const struct key plan_keys[] = {
    {"plan", "string", "short name", true},
    {"version", "string", "of the plan", false},
    {"title", "string", "of the plan", false},
    {"summary", "string", "in a few sentences", false},
    {"parent", "string", "the plan above this one", false},
    {"review_by", "string", "date", false},
    {"hazard", "object", "{class: natural, kind: flood}", false},
    {NULL, NULL, NULL, false},
};

static const struct key history_keys[] = {
    {"title", "string", "of the history", false},
    {"summary", "string", "in a few sentences", false},
    {NULL, NULL, NULL, false},
};

static const struct key objective_keys[] = {
    {"id", "string", "short name", true},
    {"title", "string", "in words", false},
    {"metric", "string", "see muster models --metrics", true},
    {"weight", "number", "default 1", false},
    {"veto", "boolean", "a failure here fails the whole", false},
    {NULL, NULL, NULL, false},
};

static const struct key observed_keys[] = {
    {"curve", "string", "the curve it stands beside", true},
    {"at", "string", "instant", true},
    {"value", "string", "what was recorded", false},
    {"low", "string", "or between this", false},
    {"high", "string", "and this", false},
    {"title", "string", "in words", false},
    {"source", "string", "where it is recorded", false},
    {NULL, NULL, NULL, false},
};

static json_t *keys_schema(const struct key *keys)
{
    json_t *properties = json_object(), *needed = json_array();
    for (const struct key *k = keys; k->name; k++) {
        bool single = strcmp(k->type, "string") == 0; /* 2010 is a number to a schema */
        json_t *type = single ? json_pack("[s,s]", "string", "number") : text(k->type);
        json_object_set_new(properties, k->name,
                            json_pack("{s:o,s:s}", "type", type, "description", k->help));
        if (k->required)
            json_array_append_new(needed, text(k->name));
    }
    return json_pack("{s:s,s:o,s:o,s:b}", "type", "object", "properties", properties, "required",
                     needed, "additionalProperties", 0);
}

static void add(json_t *schema, const char *key, json_t *value)
{
    json_object_set_new(json_object_get(schema, "properties"), key, value);
}

static void add_head(json_t *schema, const char *title)
{
    json_object_set_new(schema, "$schema", text("http://json-schema.org/draft-07/schema#"));
    json_object_set_new(schema, "title", text(title));
    add(schema, "muster",
        json_pack("{s:i,s:s}", "const", 1, "description", "version of the format"));
    json_array_append_new(json_object_get(schema, "required"), text("muster"));
}

static json_t *geography_schema(void)
{
    static const char *const texts[] = {"terrain", "terrain_crs", "cell", "roads"};
    json_t *properties = json_object();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        json_object_set_new(properties, texts[i], typed("string"));
    json_object_set_new(properties, "southwest", point_schema());
    json_object_set_new(properties, "northeast", point_schema());
    return json_pack("{s:[s,s],s:o,s:b}", "type", "object", "string", "properties", properties,
                     "additionalProperties", 0);
}

static json_t *objectives_schema(void)
{
    json_t *row = keys_schema(objective_keys);
    add(row, "target", json_pack("{s:[s,s]}", "type", "string", "number"));
    add(row, "better", json_pack("{s:[s,s]}", "enum", "lower", "higher"));
    return either(typed("string"), list_of(row));
}

static json_t *scenario_schema(const struct mu_model *const *models)
{
    json_t *schema = keys_schema(scenario_keys);
    add(schema, "frames", either(typed("string"), list_of(typed("string"))));
    add(schema, "geography", geography_schema());
    add(schema, "defaults", defaults_schema(models));
    add(schema, "entities", entities_schema(models));
    add(schema, "objectives", objectives_schema());
    add(schema, "observed", either(typed("string"), list_of(keys_schema(observed_keys))));
    json_array_append_new(json_object_get(schema, "required"), text("entities"));
    add_head(schema, "muster scenario");
    return schema;
}

/* An item of one of the models that have such a table. */
static json_t *items_schema(const struct mu_model *const *models, const char *table)
{
    json_t *kinds = json_array();
    for (size_t i = 0; models[i]; i++) {
        const struct mu_param *p = mu_find_param(models[i]->params, table);
        if (p && mu_is_item_table(p))
            json_array_append_new(kinds, rows_schema(p->row, true, true));
    }
    return list_of(json_pack("{s:o}", "anyOf", kinds));
}

static json_t *plan_schema(const struct mu_model *const *models)
{
    json_t *schema = keys_schema(plan_keys);
    add(schema, "tier",
        json_pack("{s:[s,s,s,s,s,s]}", "enum", "overall", "special", "departmental", "grassroots",
                  "enterprise", "event"));
    add(schema, "linked", list_of(typed("string")));
    add(schema, "items", items_schema(models, MU_TABLE_PLAN));
    json_array_append_new(json_object_get(schema, "required"), text("items"));
    add_head(schema, "muster plan");
    return schema;
}

static json_t *history_schema(const struct mu_model *const *models)
{
    json_t *schema = keys_schema(history_keys);
    add(schema, "history", items_schema(models, MU_TABLE_HISTORY));
    json_array_append_new(json_object_get(schema, "required"), text("history"));
    add_head(schema, "muster history");
    return schema;
}

enum mu_err mu_schema_write(FILE *out, const struct mu_model *const *models, const char *what)
{
    json_t *schema = NULL;
    if (strcmp(what, "scenario") == 0)
        schema = scenario_schema(models);
    else if (strcmp(what, "plan") == 0)
        schema = plan_schema(models);
    else if (strcmp(what, "history") == 0)
        schema = history_schema(models);
    else
        return MU_ERR_INPUT;
    if (!schema)
        return MU_ERR_MEMORY;
    bool ok = json_dumpf(schema, out, JSON_INDENT(2)) == 0 && fputc('\n', out) != EOF;
    json_decref(schema);
    return ok ? MU_OK : MU_ERR_IO;
}
