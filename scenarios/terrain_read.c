#include "scenarios/terrain_read.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <gdal_alg.h>
#include <gdal_utils.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>

#include "scenarios/gdal_files.h"

#define CELLS_MAX ((size_t)200000000)
#define NO_DATA "-99999"

struct terrain {
    struct mu_pool *pool;
    const struct mu_terrain_request *request;
    struct mu_diags *diags;
    struct mu_grid *grid;
};

static struct mu_place whole(const struct terrain *t)
{
    return (struct mu_place){t->request->path, 0, 0};
}

static bool fits(const struct terrain *t, GDALDatasetH set, OGRSpatialReferenceH srs)
{
    double g[6];
    double cell = t->request->cell;
    if (!OSRIsSame(srs, mu_projection_srs(t->request->projection)) ||
        GDALGetGeoTransform(set, g) != CE_None)
        return false;
    bool straight = g[2] == 0 && g[4] == 0 && g[1] > 0 && g[5] < 0;
    bool square = fabs(g[1] + g[5]) < 1e-6 * g[1];
    return straight && square && (cell == 0 || fabs(cell - g[1]) < 1e-9 * cell);
}

/* Where the raster would lie in the scenario's projection with cells about as fine as its own;
 * false when it cannot be brought there. */
static bool natural(GDALDatasetH set, const char *from, const char *to, double g[6])
{
    int nx, ny;
    void *transformer = GDALCreateGenImgProjTransformer(set, from, NULL, to, FALSE, 0, 1);
    bool ok = transformer && GDALSuggestedWarpOutput(set, GDALGenImgProjTransform, transformer, g,
                                                     &nx, &ny) == CE_None;
    if (transformer)
        GDALDestroyGenImgProjTransformer(transformer);
    return ok;
}

static char **add_numbers(char **args, const char *option, const double *v, int n)
{
    char text[32];
    args = CSLAddString(args, option);
    for (int i = 0; i < n; i++) {
        snprintf(text, sizeof text, "%.17g", v[i]);
        args = CSLAddString(args, text);
    }
    return args;
}

/* Whole cells that hold both corners, on the lines of the uncut raster. */
static char **add_cut(char **args, const struct mu_terrain_request *r, const double g[6],
                      double cell)
{
    double west = g[0] + floor((r->southwest.x - g[0]) / cell) * cell;
    double south = g[3] - ceil((g[3] - r->southwest.y) / cell) * cell;
    double east = west + ceil((r->northeast.x - west) / cell) * cell;
    double north = south + ceil((r->northeast.y - south) / cell) * cell;
    return add_numbers(args, "-te", (const double[]){west, south, east, north}, 4);
}

/* Coarser cells take the mean of what they cover, finer ones are interpolated. */
static char **warp_options(const struct terrain *t, GDALDatasetH set, const char *from,
                           const char *to)
{
    double g[6], cell = t->request->cell;
    if (!natural(set, from, to, g))
        return NULL;
    bool coarser = cell > g[1];
    const char *const fixed[] = {"-of",        "MEM",   "-s_srs", from,
                                 "-t_srs",     to,      "-ot",    "Float64",
                                 "-dstnodata", NO_DATA, "-r",     coarser ? "average" : "bilinear"};
    char **args = NULL;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        args = CSLAddString(args, fixed[i]);
    if (cell == 0)
        cell = g[1];
    if (t->request->cell > 0 || t->request->cut)
        args = add_numbers(args, "-tr", (const double[]){cell, cell}, 2);
    return t->request->cut ? add_cut(args, t->request, g, cell) : args;
}

static GDALDatasetH warp(const struct terrain *t, GDALDatasetH set, const char *from)
{
    char *to = NULL;
    OSRExportToWkt(mu_projection_srs(t->request->projection), &to);
    char **args = to ? warp_options(t, set, from, to) : NULL;
    GDALWarpAppOptions *options = args ? GDALWarpAppOptionsNew(args, NULL) : NULL;
    GDALDatasetH out = options ? GDALWarp("", NULL, 1, &set, options, NULL) : NULL;
    GDALWarpAppOptionsFree(options);
    CSLDestroy(args);
    CPLFree(to);
    return out;
}

/* GDAL's rows come from the north, the grid's from the south. */
static bool copy_rows(const struct terrain *t, GDALRasterBandH band)
{
    struct mu_grid *g = t->grid;
    int nx = (int)g->nx, has = 0;
    double none = GDALGetRasterNoDataValue(band, &has);
    for (size_t j = 0; j < g->ny; j++) {
        double *row = g->z + j * g->nx;
        int from = (int)(g->ny - 1 - j);
        if (GDALRasterIO(band, GF_Read, 0, from, nx, 1, row, nx, 1, GDT_Float64, 0, 0) != CE_None)
            return mu_diag_error(t->diags, whole(t), "the terrain cannot be read: %s",
                                 CPLGetLastErrorMsg());
        for (size_t i = 0; i < g->nx; i++)
            if ((has && row[i] == none) || !isfinite(row[i]))
                row[i] = NAN;
    }
    return true;
}

static bool fill(const struct terrain *t)
{
    struct mu_grid *g = t->grid;
    size_t gaps = mu_fill_gaps(g->nx, g->ny, g->z), all = g->nx * g->ny;
    if (gaps == SIZE_MAX) {
        t->pool->failed = true;
        return false;
    }
    if (gaps == all)
        return mu_diag_error(t->diags, whole(t), "the terrain holds no data at all");
    if (gaps)
        mu_diag_warning(t->diags, whole(t),
                        "%zu of %zu cells have no data; they were filled from their neighbours",
                        gaps, all);
    return true;
}

static bool copy_grid(const struct terrain *t, GDALDatasetH set)
{
    struct mu_grid *g = t->grid;
    double m[6];
    g->nx = (size_t)GDALGetRasterXSize(set);
    g->ny = (size_t)GDALGetRasterYSize(set);
    if (GDALGetGeoTransform(set, m) != CE_None)
        return mu_diag_error(t->diags, whole(t), "the terrain does not say where it lies");
    if (g->nx > CELLS_MAX / g->ny)
        return mu_diag_error(t->diags, whole(t),
                             "%zu x %zu cells are too many; set geography.cell to a larger size",
                             g->nx, g->ny);
    g->dx = m[1];
    g->x0 = m[0] + m[1] / 2;
    g->y0 = m[3] + m[5] * ((double)g->ny - 0.5);
    g->z = mu_pool_alloc(t->pool, g->nx * g->ny * sizeof *g->z);
    return g->z && copy_rows(t, GDALGetRasterBand(set, 1)) && fill(t);
}

static bool read_with_srs(const struct terrain *t, GDALDatasetH set, OGRSpatialReferenceH srs,
                          const char *wkt)
{
    if (!t->request->cut && fits(t, set, srs))
        return copy_grid(t, set);
    GDALDatasetH warped = warp(t, set, wkt);
    if (!warped)
        return mu_diag_error(t->diags, whole(t), "the terrain cannot be brought to the crs: %s",
                             CPLGetLastErrorMsg());
    bool ok = copy_grid(t, warped);
    GDALClose(warped);
    return ok;
}

static bool read_dataset(const struct terrain *t, GDALDatasetH set)
{
    const char *wkt = GDALGetProjectionRef(set);
    if (!wkt || !*wkt)
        wkt = t->request->crs;
    if (!*wkt)
        return mu_diag_error(t->diags, t->request->from,
                             "%s: the terrain names no crs; add geography.terrain_crs",
                             t->request->path);
    if (GDALGetRasterCount(set) < 1)
        return mu_diag_error(t->diags, whole(t), "there is no raster in the file");
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    bool ok = srs && OSRSetFromUserInput(srs, wkt) == OGRERR_NONE;
    if (ok) {
        OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
        ok = read_with_srs(t, set, srs, wkt);
    } else {
        mu_diag_error(t->diags, t->request->from, "%s: its crs \"%.40s\" is not known",
                      t->request->path, wkt);
    }
    if (srs)
        OSRDestroySpatialReference(srs);
    return ok;
}

bool mu_terrain_read(struct mu_inputs *inputs, const struct mu_terrain_request *request,
                     struct mu_grid *grid)
{
    struct terrain t = {
        .pool = inputs->pool, .request = request, .diags = inputs->diags, .grid = grid};
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    GDALDatasetH set = mu_gdal_open(inputs, request->path, GDAL_OF_RASTER);
    bool ok = set != NULL;
    if (ok)
        ok = read_dataset(&t, set);
    else
        mu_diag_error(inputs->diags, request->from, "%s: no raster: %s", request->path,
                      *CPLGetLastErrorMsg() ? CPLGetLastErrorMsg() : "GDAL does not know it");
    if (set)
        mu_gdal_close(inputs, set);
    CPLPopErrorHandler();
    if (!ok)
        *grid = (struct mu_grid){0};
    return ok;
}
