"""The files, byte for byte the same every time."""

import csv
import json
import os

import numpy as np
from osgeo import gdal, osr

from . import layout as lay
from . import roads as rd

ZONE_FIELDS = ["id", "name_zh", "township", "x", "y", "lon", "lat", "population", "share_65_plus",
               "share_with_vehicle", "storeys", "share_strong_houses", "relatives_share",
               "share_away", "in_polder", "elevation_m", "breach_km", "name_known"]
PLACE_FIELDS = ["id", "kind", "name_zh", "x", "y", "lon", "lat", "elevation_m", "quantity", "unit",
                "entry_km", "entry_min", "known", "note"]


def lonlat(points):
    """Degrees (WGS 84) of map metres, to 1e-7 degree."""
    utm, geo = osr.SpatialReference(), osr.SpatialReference()
    utm.ImportFromEPSG(lay.EPSG)
    geo.ImportFromEPSG(4326)
    for s in (utm, geo):
        s.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    change = osr.CoordinateTransformation(utm, geo)
    world = [(float(x) + lay.ORIGIN[0], float(y) + lay.ORIGIN[1]) for x, y in points]
    return [(round(q[0], 7), round(q[1], 7)) for q in change.TransformPoints(world)]


def terrain(path, grid, cell, corner):
    """`grid` with the south-west row first; `corner` = its south-west corner in map metres."""
    ny, nx = grid.shape
    out = gdal.GetDriverByName("GTiff").Create(path, nx, ny, 1, gdal.GDT_Float32)
    north = lay.ORIGIN[1] + corner[1] + ny * cell
    out.SetGeoTransform((lay.ORIGIN[0] + corner[0], cell, 0.0, north, 0.0, -cell))
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(lay.EPSG)
    out.SetProjection(srs.ExportToWkt())
    out.GetRasterBand(1).WriteArray(np.ascontiguousarray(grid[::-1]).astype(np.float32))
    out.FlushCache()
    out = None


def roads(path, pieces):
    """`pieces`: (road, metres above the lowest ground)."""
    points = sorted({p for road, _ in pieces for p in road.points})
    place = dict(zip(points, lonlat(points)))
    lines = [_feature(k, road, above, place) for k, (road, above) in enumerate(pieces)]
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write('{"type": "FeatureCollection", "name": "roads", "features": [\n')
        f.write(",\n".join(lines))
        f.write("\n]}\n")


def _feature(k, road, above, place):
    speed, lanes, _ = rd.CLASSES[road.road_class]
    properties = {"id": "r%04d" % (k + 1), "name": road.name, "class": road.road_class,
                  "speed_kmh": speed, "lanes": lanes, "bridge": road.bridge, "raised_m": above,
                  "oneway": False}
    if road.name == rd.HAUL_ROAD:
        properties["opens"] = rd.HAUL_ROAD_OPENS
    shape = {"type": "LineString", "coordinates": [list(place[p]) for p in road.points]}
    return json.dumps({"type": "Feature", "properties": properties, "geometry": shape},
                      ensure_ascii=False)


def table(path, fields, rows):
    """`rows`: dicts or tuples in the order of `fields`."""
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(fields)
        for r in rows:
            out.writerow([r[k] for k in fields] if isinstance(r, dict) else r)


def path(folder, name):
    os.makedirs(folder, exist_ok=True)
    return os.path.join(folder, name)
