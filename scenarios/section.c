/* Entities from tables and maps: a list with a column `id`, or GeoJSON points. */
#include <string.h>

#include "scenarios/reader_impl.h"

/* The member `id` becomes the key; the rest are settings. */
static bool add_by_id(struct mu_reader *r, struct mu_tree *map, struct mu_tree *row)
{
    const char *id = mu_tree_text(row, "id");
    if (!id)
        return mu_diag_error(r->in.diags, row->place, "\"id\" (the entity's name) is missing");
    struct mu_tree *entity = mu_tree_new(&r->pool, MU_TREE_MAP, row->place);
    if (!entity)
        return false;
    struct mu_tree *next;
    for (struct mu_tree *c = row->first; c; c = next) {
        next = c->next;
        if (strcmp(c->key, "id") == 0)
            entity->key_place = c->place;
        else
            mu_tree_add(entity, c);
    }
    mu_tree_add_key(map, id, entity);
    return true;
}

static bool list_to_map(struct mu_reader *r, struct mu_tree *section)
{
    struct mu_tree *map = mu_tree_new(&r->pool, MU_TREE_MAP, section->place);
    bool ok = map != NULL;
    struct mu_tree *next;
    for (struct mu_tree *row = section->first; map && row; row = next) {
        next = row->next;
        if (row->kind != MU_TREE_MAP)
            ok = mu_diag_error(r->in.diags, row->place, "a mapping with an id is expected, not %s",
                               mu_tree_kind_name(row));
        else
            ok &= add_by_id(r, map, row);
    }
    if (map)
        mu_tree_replace(section, map);
    return ok;
}

static const char *point_of(const struct mu_model *model)
{
    for (const struct mu_param *p = model->params; p && p->type != MU_TYPE_END; p++)
        if (p->type == MU_TYPE_POINT)
            return p->name;
    return NULL;
}

/* {type: Point, coordinates: [lon, lat]} -> {lon: ..., lat: ...} under the model's point. */
static bool add_geometry(struct mu_reader *r, const struct mu_model *model, struct mu_tree *row,
                         const struct mu_tree *geometry)
{
    const char *key = point_of(model), *type = mu_tree_text(geometry, "type");
    struct mu_tree *at = mu_tree_find(geometry, "coordinates");
    if (!geometry || !key || mu_tree_find(row, key))
        return true;
    if (!type || strcmp(type, "Point") != 0 || !at || at->kind != MU_TREE_LIST || at->n < 2)
        return mu_diag_error(r->in.diags, geometry->place,
                             "a %s is a point: {\"type\": \"Point\", \"coordinates\": [lon, lat]}",
                             model->name);
    struct mu_tree *point = mu_tree_new(&r->pool, MU_TREE_MAP, at->place);
    struct mu_tree *lon = mu_tree_copy(&r->pool, at->first);
    struct mu_tree *lat = mu_tree_copy(&r->pool, at->first->next);
    if (!point || !lon || !lat)
        return false;
    mu_tree_add_key(point, "lon", lon);
    mu_tree_add_key(point, "lat", lat);
    mu_tree_add_key(row, key, point);
    return true;
}

static bool feature_to_row(struct mu_reader *r, const struct mu_model *model,
                           struct mu_tree *feature, struct mu_tree *list)
{
    struct mu_tree *row = mu_tree_find(feature, "properties");
    const struct mu_tree *geometry = mu_tree_find(feature, "geometry");
    const struct mu_tree *id = mu_tree_find(feature, "id");
    if (!row || row->kind != MU_TREE_MAP)
        return mu_diag_error(r->in.diags, feature->place, "a feature without properties");
    struct mu_tree *copy = mu_tree_copy(&r->pool, row);
    if (!copy)
        return false;
    if (id && id->kind == MU_TREE_TEXT && !mu_tree_find(copy, "id")) {
        struct mu_tree *own = mu_tree_copy(&r->pool, id);
        if (!own)
            return false;
        mu_tree_add(copy, own);
    }
    copy->key = NULL;
    mu_tree_add(list, copy);
    return add_geometry(r, model, copy,
                        geometry && geometry->kind == MU_TREE_MAP ? geometry : NULL);
}

static bool features_to_map(struct mu_reader *r, const struct mu_model *model,
                            struct mu_tree *section, const struct mu_tree *features)
{
    struct mu_tree *list = mu_tree_new(&r->pool, MU_TREE_LIST, section->place);
    bool ok = list != NULL;
    for (struct mu_tree *f = features->first; list && f; f = f->next)
        ok &= feature_to_row(r, model, f, list);
    if (list)
        mu_tree_replace(section, list);
    return list && list_to_map(r, section) && ok;
}

bool mu_section_to_map(struct mu_reader *r, const struct mu_model *model, struct mu_tree *section)
{
    const struct mu_tree *features = mu_tree_find(section, "features");
    const char *type = mu_tree_text(section, "type");
    if (features && type && strcmp(type, "FeatureCollection") == 0)
        return features_to_map(r, model, section, features);
    if (section->kind == MU_TREE_LIST)
        return list_to_map(r, section);
    if (section->kind == MU_TREE_MAP)
        return true;
    return mu_diag_error(r->in.diags, section->place,
                         "%s: a mapping from names to settings is expected, not %s", section->key,
                         mu_tree_kind_name(section));
}
