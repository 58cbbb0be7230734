/* The section `geography`: terrain and roads. */
#include <gdal.h>
#include <string.h>

#include "scenarios/points.h"
#include "scenarios/reader_impl.h"
#include "scenarios/roads_read.h"
#include "scenarios/terrain_read.h"

static const char *const keys[] = {"terrain",   "terrain_crs", "cell", "southwest",
                                   "northeast", "roads",       NULL};

/* The file's bytes belong to the input. */
static const char *take_file(struct mu_reader *r, struct mu_tree *section, const char *key)
{
    const char *text = "";
    if (!mu_take_text(r, section, key, "", &text) || !*text)
        return NULL;
    struct mu_place place = mu_tree_find(section, key)->place;
    const char *path = mu_inputs_path(&r->inputs, text, place);
    if (!path || !mu_inputs_open(&r->inputs, path, place, 0))
        return NULL;
    return path;
}

static bool read_cell(struct mu_reader *r, struct mu_tree *section, double *cell)
{
    struct mu_tree *node = mu_tree_take(section, "cell");
    *cell = 0;
    if (!node)
        return true;
    struct mu_slot slot = mu_slot_at(r, node, "cell");
    if (node->kind != MU_TREE_TEXT)
        return mu_slot_error(&slot, "a length is expected");
    return mu_read_number(&slot, node->text, "m", cell) &&
           mu_check_range(&slot, *cell, 0.01, 1e5, "m");
}

static bool need_crs(struct mu_reader *r, struct mu_place place)
{
    if (r->in.projection)
        return true;
    return *r->scenario->geo.crs == '\0' &&
           mu_diag_error(r->in.diags, place, "geography needs a crs in the scenario");
}

/* The corners of the part that is wanted: both or none. */
static bool read_corners(struct mu_reader *r, struct mu_tree *section,
                         struct mu_terrain_request *request)
{
    struct mu_tree *low = mu_tree_take(section, "southwest");
    struct mu_tree *high = mu_tree_take(section, "northeast");
    if (!low && !high)
        return true;
    if (!low || !high)
        return mu_diag_error(r->in.diags, (low ? low : high)->place,
                             "geography: southwest and northeast belong together");
    struct mu_slot from = mu_slot_at(r, low, "southwest"), to = mu_slot_at(r, high, "northeast");
    struct mu_point *a = &request->southwest, *b = &request->northeast;
    if (!mu_read_point(&from, low, NULL, a) || !mu_read_point(&to, high, NULL, b))
        return false;
    request->cut = a->x < b->x && a->y < b->y;
    return request->cut ||
           mu_slot_error(&to, "(%.0f, %.0f) does not lie north-east of southwest, (%.0f, %.0f)",
                         b->x, b->y, a->x, a->y);
}

static bool read_terrain(struct mu_reader *r, struct mu_tree *section)
{
    struct mu_terrain_request request = {.projection = r->in.projection};
    bool ok = read_cell(r, section, &request.cell);
    ok &= read_corners(r, section, &request);
    ok &= mu_take_text(r, section, "terrain_crs", "", &request.crs);
    struct mu_tree *node = mu_tree_find(section, "terrain");
    if (!node)
        return ok;
    request.from = node->place;
    request.path = take_file(r, section, "terrain");
    if (!request.path || !need_crs(r, node->place))
        return false;
    return mu_terrain_read(&r->inputs, &request, &r->scenario->geo.terrain) && ok;
}

static void warn_dropped(struct mu_reader *r, const char *path, const struct mu_build_report *b)
{
    struct mu_place place = {path, 0, 0};
    if (b->dropped_metres > 0)
        mu_diag_warning(r->in.diags, place,
                        "%.1f of %.1f km of road were left out: from there not everywhere can be "
                        "reached and come back from",
                        b->dropped_metres / 1000, b->metres / 1000);
}

static bool read_roads(struct mu_reader *r, struct mu_tree *section)
{
    struct mu_tree *node = mu_tree_find(section, "roads");
    if (!node)
        return true;
    const char *path = take_file(r, section, "roads");
    if (!path || !need_crs(r, node->place))
        return false;
    struct mu_ways ways = {0};
    if (!mu_roads_read(&r->inputs, path, node->place, r->in.projection, &ways))
        return false;
    struct mu_build_report report;
    switch (mu_network_build(&r->pool, ways.items, ways.n, &r->scenario->geo.roads, &report)) {
    case MU_OK: break;
    case MU_ERR_INPUT:
        return mu_diag_error(r->in.diags, node->place, "%s: there is no road for vehicles in it",
                             path);
    default: r->pool.failed = true; return false;
    }
    warn_dropped(r, path, &report);
    return true;
}

bool mu_geography_read(struct mu_reader *r)
{
    struct mu_tree *section = mu_tree_find(r->root, "geography");
    if (!section || section->kind == MU_TREE_NOTHING)
        return true;
    if (section->kind != MU_TREE_MAP)
        return mu_diag_error(r->in.diags, section->place,
                             "geography: write {terrain: ..., roads: ...}");
    GDALAllRegister();
    bool ok = read_terrain(r, section);
    ok &= read_roads(r, section);
    return mu_check_keys(r, section, keys, "geography") && ok;
}
