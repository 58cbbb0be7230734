#include "scenarios/points.h"

#include <math.h>
#include <string.h>

#include "scenarios/projection.h"

/* A coordinate in metres; "512.3 km" is fine too. */
static bool read_metres(const struct mu_slot *slot, const struct mu_tree *node, double *value)
{
    struct mu_slot at = *slot;
    at.place = node->place;
    if (node->kind != MU_TREE_TEXT)
        return mu_slot_error(&at, "a coordinate is expected, not %s", mu_tree_kind_name(node));
    const char *text = node->text;
    if (mu_scan_number(&text, value) && !*text)
        return true;
    return mu_read_number(&at, node->text, "m", value);
}

static bool read_degrees(const struct mu_slot *slot, const struct mu_tree *node, double most,
                         double *value)
{
    struct mu_slot at = *slot;
    at.place = node->place;
    const char *text = node->kind == MU_TREE_TEXT ? node->text : "";
    if (!mu_scan_number(&text, value) || *text)
        return mu_slot_error(&at, "degrees as a decimal number are expected");
    if (fabs(*value) > most)
        return mu_slot_error(&at, "%.10g degrees; allowed -%g to %g%s", *value, most, most,
                             fabs(*value) <= 180 ? "; lon and lat may be in each other's place"
                                                 : "");
    return true;
}

static bool read_lon_lat(const struct mu_slot *slot, const struct mu_tree *lon,
                         const struct mu_tree *lat, struct mu_point *point)
{
    double x, y;
    if (!read_degrees(slot, lon, 180, &x) || !read_degrees(slot, lat, 90, &y))
        return false;
    if (!slot->in->projection)
        return mu_slot_error(slot, "longitude and latitude need a crs in the scenario");
    return mu_project(slot->in->projection, x, y, point) ||
           mu_slot_error(slot, "lon %.8g, lat %.8g lies outside the crs", x, y);
}

static bool read_members(const struct mu_slot *slot, const struct mu_tree *node,
                         struct mu_point *point)
{
    const struct mu_tree *lon = mu_tree_find(node, "lon"), *lat = mu_tree_find(node, "lat"),
                         *x = mu_tree_find(node, "x"), *y = mu_tree_find(node, "y");
    if (lon && lat && node->n == 2)
        return read_lon_lat(slot, lon, lat, point);
    if (x && y && node->n == 2)
        return read_metres(slot, x, &point->x) && read_metres(slot, y, &point->y);
    return mu_slot_error(slot, "write {lon: 116.5, lat: 28.1} or [x, y] in metres");
}

static bool check_terrain(const struct mu_slot *slot, const struct mu_geo *geo, struct mu_point p)
{
    const struct mu_grid *g = geo ? &geo->terrain : NULL;
    if (!g || g->nx == 0)
        return true;
    double x0 = g->x0 - g->dx / 2, y0 = g->y0 - g->dx / 2;
    double x1 = x0 + (double)g->nx * g->dx, y1 = y0 + (double)g->ny * g->dx;
    if (p.x >= x0 && p.x < x1 && p.y >= y0 && p.y < y1)
        return true;
    return mu_slot_error(slot,
                         "(%.0f, %.0f) lies outside the terrain, x %.0f to %.0f, y %.0f to %.0f",
                         p.x, p.y, x0, x1, y0, y1);
}

bool mu_read_point(const struct mu_slot *slot, const struct mu_tree *node, const struct mu_geo *geo,
                   struct mu_point *point)
{
    bool ok;
    if (node->kind == MU_TREE_MAP)
        ok = read_members(slot, node, point);
    else if (node->kind == MU_TREE_LIST && node->n == 2)
        ok = read_metres(slot, node->first, &point->x) && read_metres(slot, node->last, &point->y);
    else
        ok = mu_slot_error(slot, "write {lon: 116.5, lat: 28.1} or [x, y] in metres");
    return ok && check_terrain(slot, geo, *point);
}
