#!/usr/bin/python3
"""Draw the geography of the dike breach from public facts and fixed random numbers.

Examples:
  make_geography.py                               all three scenarios beside each other
  make_geography.py --cell 100 --out /tmp/full    the full map on 100 m cells
  make_geography.py --cell 400 --out /tmp/small   the same map on 400 m cells
  make_geography.py --three --out /tmp/three      6 km x 4 km round the breach, three villages

Writes terrain.tif, roads.geojson, zones.csv, places.csv, stage.csv and weather.csv, the same
bytes every time. Needs numpy and GDAL's Python (Debian: python3-numpy, python3-gdal). What is
known and what is invented stands in README.md beside this file.
"""

import argparse
import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import numpy as np  # noqa: E402

from geography import cutout, people, places, roads, series, terrain, write  # noqa: E402
from geography.frame import Frame  # noqa: E402


def draw(cell):
    """Everything on a grid of `cell` metres."""
    frame = Frame()
    zones = people.zones(frame)
    grid, _ = terrain.ground(frame, zones, cell)
    net = [(r, roads.raised(r, frame, grid, cell)) for r in roads.network(frame, zones)]
    spots = places.places(frame, net, grid, cell, write.lonlat)
    finish_zones(frame, zones, grid, cell)
    return {"corner": (0.0, 0.0), "cell": cell, "grid": grid, "roads": net, "zones": zones,
            "places": spots}


def finish_zones(frame, zones, grid, cell):
    spots = [(z["x"], z["y"]) for z in zones]
    levels = terrain.level_at(grid, cell, spots)
    for z, (lon, lat), level in zip(zones, write.lonlat(spots), levels):
        z["name_zh"], z["lon"], z["lat"] = z["name"], lon, lat
        z["elevation_m"] = round(float(level), 2)
        away = np.hypot(z["x"] - frame.breach[0], z["y"] - frame.breach[1])
        z["breach_km"] = round(float(away) / 1000.0, 2)
        z["in_polder"], z["name_known"] = int(z["in_polder"]), int(z["name_known"])


def refreshed(world):
    """Places that were moved get the degrees and the level of where they are now."""
    spots = [(p["x"], p["y"]) for p in world["places"]]
    inner = [(x - world["corner"][0], y - world["corner"][1]) for x, y in spots]
    levels = terrain.level_at(world["grid"], world["cell"], inner)
    for p, (lon, lat), level in zip(world["places"], write.lonlat(spots), levels):
        p["lon"], p["lat"], p["elevation_m"] = lon, lat, round(float(level), 2)
    return world


def save(world, out):
    """Map metres become UTM metres only here."""
    write.terrain(write.path(out, "terrain.tif"), world["grid"], world["cell"], world["corner"])
    write.roads(write.path(out, "roads.geojson"), world["roads"])
    write.table(write.path(out, "zones.csv"), write.ZONE_FIELDS, on_earth(world["zones"]))
    write.table(write.path(out, "places.csv"), write.PLACE_FIELDS, on_earth(world["places"]))
    write.table(write.path(out, "stage.csv"), ["at", "stage [m]"], series.stage_rows())
    write.table(write.path(out, "weather.csv"),
                ["date", "rain_mm", "sky", "first_light", "sunrise", "sunset", "last_light",
                 "source"], series.weather_rows())


def on_earth(rows):
    from geography.layout import ORIGIN
    return [dict(r, x=round(r["x"] + ORIGIN[0], 1), y=round(r["y"] + ORIGIN[1], 1)) for r in
            sorted(rows, key=lambda r: r["id"])]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cell", type=int, choices=(100, 400), help="cell size, m")
    parser.add_argument("--three", action="store_true", help="the three villages alone")
    parser.add_argument("--out", metavar="DIR", help="where to write (default: the three folders)")
    args = parser.parse_args()
    if args.out:
        world = draw(100 if args.three else args.cell or 100)
        save(refreshed(cutout.three(world)) if args.three else world, args.out)
        return
    full = draw(100)
    save(full, HERE)
    save(refreshed(cutout.three(full)), HERE + "-three")
    save(draw(400), HERE + "-small")


if __name__ == "__main__":
    main()
