#include "scenarios/projection.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>

struct mu_projection {
    OGRSpatialReferenceH srs;
    OGRCoordinateTransformationH from_degrees;
};

static bool check_srs(OGRSpatialReferenceH srs, const char *crs, struct mu_place place,
                      struct mu_diags *diags)
{
    if (OSRIsGeographic(srs))
        return mu_diag_error(diags, place,
                             "crs: %s is in degrees; a projected CRS in metres is needed, such as "
                             "EPSG:32650 (UTM zone 50 north)",
                             crs);
    if (!OSRIsProjected(srs))
        return mu_diag_error(diags, place, "crs: %s is not a projected CRS", crs);
    if (fabs(OSRGetLinearUnits(srs, NULL) - 1.0) > 1e-12)
        return mu_diag_error(diags, place, "crs: %s is not in metres", crs);
    return true;
}

static bool open_transformation(struct mu_projection *p)
{
    OGRSpatialReferenceH degrees = OSRNewSpatialReference(NULL);
    if (!degrees)
        return false;
    if (OSRImportFromEPSG(degrees, 4326) == OGRERR_NONE) {
        OSRSetAxisMappingStrategy(degrees, OAMS_TRADITIONAL_GIS_ORDER);
        p->from_degrees = OCTNewCoordinateTransformation(degrees, p->srs);
    }
    OSRDestroySpatialReference(degrees);
    return p->from_degrees != NULL;
}

struct mu_projection *mu_projection_create(const char *crs, struct mu_place place,
                                           struct mu_diags *diags)
{
    struct mu_projection *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    p->srs = OSRNewSpatialReference(NULL);
    bool ok = p->srs && OSRSetFromUserInput(p->srs, crs) == OGRERR_NONE;
    if (!ok)
        mu_diag_error(diags, place, "crs: \"%s\" is not known; write EPSG:32650 or the like", crs);
    else
        OSRSetAxisMappingStrategy(p->srs, OAMS_TRADITIONAL_GIS_ORDER);
    ok = ok && check_srs(p->srs, crs, place, diags);
    if (ok && !open_transformation(p))
        ok = mu_diag_error(diags, place, "crs: no way from longitude and latitude to %s", crs);
    CPLPopErrorHandler();
    if (ok)
        return p;
    mu_projection_destroy(p);
    return NULL;
}

void mu_projection_destroy(struct mu_projection *p)
{
    if (!p)
        return;
    if (p->from_degrees)
        OCTDestroyCoordinateTransformation(p->from_degrees);
    if (p->srs)
        OSRDestroySpatialReference(p->srs);
    free(p);
}

bool mu_project(const struct mu_projection *p, double lon, double lat, struct mu_point *point)
{
    double x = lon, y = lat;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    bool ok = OCTTransform(p->from_degrees, 1, &x, &y, NULL) && isfinite(x) && isfinite(y);
    CPLPopErrorHandler();
    if (ok)
        *point = (struct mu_point){x, y};
    return ok;
}

void *mu_projection_srs(const struct mu_projection *p)
{
    return p->srs;
}

const char *mu_projection_wkt(const struct mu_projection *p, struct mu_pool *pool)
{
    static const char *const options[] = {"FORMAT=WKT2_2019", NULL};
    char *wkt = NULL;
    const char *copy = NULL;
    if (OSRExportToWktEx(p->srs, &wkt, options) == OGRERR_NONE && wkt)
        copy = mu_pool_text(pool, wkt, strlen(wkt));
    CPLFree(wkt);
    return copy;
}
