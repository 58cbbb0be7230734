#include "scenarios/roads_read.h"

#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios/gdal_files.h"
#include "scenarios/road_classes.h"

#define MPH 0.44704 /* m/s */
#define VALUE_MAX 128

struct roads {
    struct mu_pool *pool;
    struct mu_diags *diags;
    struct mu_ways *ways;
    const char *path;
    bool osm;
    OGRCoordinateTransformationH to_crs;
    size_t features, skipped;
};

static struct mu_place whole(const struct roads *r)
{
    return (struct mu_place){r->path, 0, 0};
}

/* `key` in OpenStreetMap's "key"=>"value","key"=>"value". */
static bool find_tag(const char *tags, const char *key, char *value)
{
    char wanted[40];
    snprintf(wanted, sizeof wanted, "\"%s\"=>\"", key);
    const char *at = strstr(tags, wanted);
    if (!at)
        return false;
    at += strlen(wanted);
    size_t n = 0;
    for (; *at && *at != '"' && n + 1 < VALUE_MAX; at++) {
        if (*at == '\\' && at[1])
            at++;
        value[n++] = *at;
    }
    value[n] = '\0';
    return true;
}

/* A property as text; "" when it is missing. */
static void property(const struct roads *r, OGRFeatureH feature, const char *key, char *value)
{
    value[0] = '\0';
    int i = OGR_F_GetFieldIndex(feature, key);
    if (i >= 0 && OGR_F_IsFieldSetAndNotNull(feature, i)) {
        snprintf(value, VALUE_MAX, "%s", OGR_F_GetFieldAsString(feature, i));
        return;
    }
    i = r->osm ? OGR_F_GetFieldIndex(feature, "other_tags") : -1;
    if (i >= 0 && OGR_F_IsFieldSetAndNotNull(feature, i))
        find_tag(OGR_F_GetFieldAsString(feature, i), key, value);
}

static bool say_feature(const struct roads *r, const char *key, const char *value,
                        const char *expected)
{
    return mu_diag_error(r->diags, whole(r), "road %zu: %s \"%s\": %s", r->features, key, value,
                         expected);
}

static bool truth(const char *value)
{
    return value[0] && strcmp(value, "no") && strcmp(value, "false") && strcmp(value, "0");
}

/* OpenStreetMap's numbers are what people typed; what is none is left out. */
static bool number(const struct roads *r, OGRFeatureH feature, const char *key, double lo,
                   double hi, double *to)
{
    char value[VALUE_MAX], *end;
    property(r, feature, key, value);
    if (!*value)
        return true;
    double v = strtod(value, &end);
    bool ok = end != value && *end == '\0' && v >= lo && v <= hi;
    if (ok)
        *to = v;
    if (ok || r->osm)
        return true;
    char expected[80];
    snprintf(expected, sizeof expected, "a number from %g to %g is expected", lo, hi);
    return say_feature(r, key, value, expected);
}

static bool read_speed(const struct roads *r, OGRFeatureH feature, struct mu_way *way)
{
    if (!r->osm) {
        double kmh = way->speed * 3.6;
        bool ok = number(r, feature, "speed_kmh", 1, 200, &kmh);
        way->speed = kmh / 3.6;
        return ok;
    }
    char value[VALUE_MAX], *end;
    property(r, feature, "maxspeed", value);
    double v = strtod(value, &end);
    bool mph = strstr(end, "mph") != NULL;
    if (end != value && v >= 1 && v <= 200 && (*end == '\0' || mph || strstr(end, "km/h")))
        way->speed = mph ? v * MPH : v / 3.6;
    return true;
}

static void read_directions(const struct roads *r, OGRFeatureH feature,
                            const struct mu_road_class *class, struct mu_way *way)
{
    char value[VALUE_MAX], junction[VALUE_MAX];
    property(r, feature, "oneway", value);
    property(r, feature, "junction", junction);
    bool oneway = *value ? truth(value) : class->oneway || !strcmp(junction, "roundabout");
    bool reverse = strcmp(value, "-1") == 0 || strcmp(value, "reverse") == 0;
    way->forward = !oneway || !reverse;
    way->backward = !oneway || reverse;
}

static bool read_lanes(const struct roads *r, OGRFeatureH feature,
                       const struct mu_road_class *class, struct mu_way *way)
{
    double both = 0;
    bool ok = number(r, feature, "lanes", 1, 20, &both);
    way->lanes = class->lanes;
    if (both > 0)
        way->lanes = way->forward && way->backward ? fmax(1, both / 2) : both;
    way->capacity = way->lanes * class->lane_capacity;
    return ok;
}

static bool read_height(const struct roads *r, OGRFeatureH feature, struct mu_way *way)
{
    char value[VALUE_MAX];
    property(r, feature, "bridge", value);
    way->bridge = truth(value);
    return number(r, feature, "raised_m", 0, 100, &way->raised);
}

/* The tag that says most about vehicles decides. */
static bool closed_to_vehicles(const struct roads *r, OGRFeatureH feature)
{
    static const char *const keys[] = {"motor_vehicle", "vehicle", "access"};
    char value[VALUE_MAX] = "";
    for (size_t i = 0; !*value && i < sizeof keys / sizeof *keys; i++)
        property(r, feature, keys[i], value);
    return strcmp(value, "no") == 0 || strcmp(value, "private") == 0;
}

/* The class of a road, NULL when it is not for vehicles (*ok: no mistake). */
static const struct mu_road_class *read_class(const struct roads *r, OGRFeatureH feature, bool *ok)
{
    char value[VALUE_MAX];
    property(r, feature, r->osm ? "highway" : "class", value);
    const struct mu_road_class *class = mu_road_class(*value ? value : "unclassified");
    *ok = true;
    if (r->osm) {
        /* OpenStreetMap's tracks are field and forest ways, seldom fit for a bus. */
        bool closed = strcmp(value, "track") == 0 || closed_to_vehicles(r, feature);
        return *value && !closed ? class : NULL;
    }
    if (class)
        return class;
    const char *near = mu_nearest(value, mu_road_class_next, NULL);
    char expected[120];
    snprintf(expected, sizeof expected, "not a class of road%s%s%s",
             near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    *ok = say_feature(r, "class", value, expected);
    return NULL;
}

static const char *read_name(const struct roads *r, OGRFeatureH feature)
{
    char value[VALUE_MAX];
    property(r, feature, "name", value);
    if (!*value)
        property(r, feature, "ref", value);
    return mu_pool_text(r->pool, value, strlen(value));
}

static bool add_way(const struct roads *r, const struct mu_way *way)
{
    struct mu_ways *ways = r->ways;
    void *room = mu_pool_grow(r->pool, ways->items, ways->n, sizeof *way);
    if (!room)
        return false;
    ways->items = room;
    ways->items[ways->n++] = *way;
    return true;
}

static bool add_line(const struct roads *r, OGRGeometryH line, struct mu_way way)
{
    int n = OGR_G_GetPointCount(line);
    if (n < 2)
        return true;
    struct mu_point *points = mu_pool_alloc(r->pool, (size_t)n * sizeof *points);
    if (!points)
        return false;
    for (int i = 0; i < n; i++) {
        double x = OGR_G_GetX(line, i), y = OGR_G_GetY(line, i);
        bool ok = OCTTransform(r->to_crs, 1, &x, &y, NULL) && isfinite(x) && isfinite(y);
        if (!ok)
            return mu_diag_error(r->diags, whole(r), "road %zu lies outside the scenario's crs",
                                 r->features);
        points[i] = (struct mu_point){x, y};
    }
    way.points = points;
    way.n = (size_t)n;
    return add_way(r, &way);
}

static bool add_geometry(struct roads *r, OGRGeometryH geometry, const struct mu_way *way)
{
    OGRwkbGeometryType type = geometry ? wkbFlatten(OGR_G_GetGeometryType(geometry)) : wkbUnknown;
    if (type == wkbLineString)
        return add_line(r, geometry, *way);
    if (type != wkbMultiLineString) {
        r->skipped++;
        return true;
    }
    bool ok = true;
    for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
        ok &= add_line(r, OGR_G_GetGeometryRef(geometry, i), *way);
    return ok;
}

static bool read_feature(struct roads *r, OGRFeatureH feature)
{
    bool ok;
    r->features++;
    const struct mu_road_class *class = read_class(r, feature, &ok);
    if (!class)
        return ok;
    struct mu_way way = {.road_class = class->name, .speed = class->speed};
    way.name = read_name(r, feature);
    if (!way.name)
        return false;
    read_directions(r, feature, class, &way);
    ok = read_speed(r, feature, &way);
    ok &= read_lanes(r, feature, class, &way);
    ok &= read_height(r, feature, &way);
    return add_geometry(r, OGR_F_GetGeometryRef(feature), &way) && ok;
}

static bool read_layer(struct roads *r, OGRLayerH layer, const struct mu_projection *projection)
{
    OGRSpatialReferenceH srs = OGR_L_GetSpatialRef(layer);
    if (!srs)
        return mu_diag_error(r->diags, whole(r), "the roads have no crs; add a .prj file");
    OGRSpatialReferenceH own = OSRClone(srs);
    OSRSetAxisMappingStrategy(own, OAMS_TRADITIONAL_GIS_ORDER);
    r->to_crs = OCTNewCoordinateTransformation(own, mu_projection_srs(projection));
    bool ok = r->to_crs != NULL;
    OGRFeatureH feature;
    while (r->to_crs && (feature = OGR_L_GetNextFeature(layer))) {
        ok &= read_feature(r, feature);
        OGR_F_Destroy(feature);
    }
    if (r->to_crs)
        OCTDestroyCoordinateTransformation(r->to_crs);
    OSRDestroySpatialReference(own);
    return ok;
}

static bool is_osm(const char *path)
{
    return mu_has_ending(path, ".pbf") || mu_has_ending(path, ".osm");
}

static bool read_dataset(struct roads *r, GDALDatasetH dataset,
                         const struct mu_projection *projection)
{
    OGRLayerH layer =
        r->osm ? GDALDatasetGetLayerByName(dataset, "lines") : GDALDatasetGetLayer(dataset, 0);
    if (!layer)
        return mu_diag_error(r->diags, whole(r), "there is no layer of lines");
    bool ok = read_layer(r, layer, projection);
    if (r->skipped)
        mu_diag_warning(r->diags, whole(r), "%zu of %zu features are no lines; they were left out",
                        r->skipped, r->features);
    return ok;
}

bool mu_roads_read(struct mu_inputs *inputs, const char *path, struct mu_place from,
                   const struct mu_projection *projection, struct mu_ways *ways)
{
    struct roads r = {.pool = inputs->pool,
                      .diags = inputs->diags,
                      .ways = ways,
                      .path = path,
                      .osm = is_osm(path)};
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    GDALDatasetH dataset = mu_gdal_open(inputs, path, GDAL_OF_VECTOR);
    bool ok = dataset != NULL;
    if (ok)
        ok = read_dataset(&r, dataset, projection);
    else
        mu_diag_error(inputs->diags, from, "%s: no map of roads: %s", path,
                      *CPLGetLastErrorMsg() ? CPLGetLastErrorMsg() : "GDAL does not know it");
    if (dataset)
        mu_gdal_close(inputs, dataset);
    CPLPopErrorHandler();
    return ok;
}
