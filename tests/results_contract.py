#!/usr/bin/python3
"""Does a result file keep contract version 1 (docs/results.md)?

usage: results_contract.py [--all] FILE...   prints what is wrong; exit code 1 when anything is.

Opens the file as strangers do: with h5py, and with netCDF and GDAL where they are there. With
--all it is a fault when one of them is not.
"""
import ctypes
import ctypes.util
import sys

import h5py
import numpy as np

GROUPS = ["input", "events", "entities", "series", "hazard", "tasks", "reports"]
ROOT = ["Conventions", "muster_version", "format_version", "seed", "replication", "status",
        "start", "end_seconds"]
COLUMNS = {
    "events": ["row", "id", "cause", "since", "time", "kind", "subject", "object", "place",
               "value", "kind_index", "kind_name", "kind_value", "kind_unit", "kind_help"],
    "tasks": ["row", "item", "owner", "target", "triggered", "started", "done", "deadline",
              "status", "name", "title", "file", "line"],
    "reports": ["row", "sender", "receiver", "number", "due", "sent", "received", "status"],
    "objectives": ["row", "id", "title", "metric", "unit", "target", "value", "none", "bound",
                   "attainment", "weight", "veto", "rating"],
}


class Checker:
    def __init__(self, path, need_all):
        self.path, self.need_all, self.faults = path, need_all, []

    def expect(self, truth, text):
        if not truth:
            self.faults.append(text)
        return truth

    def missing(self, tool):
        self.expect(not self.need_all, f"{tool} is not there")
        print(f"{self.path}: {tool} is not there, not tried")


def is_text(dataset):
    return h5py.check_string_dtype(dataset.dtype) is not None


def is_scale(dataset):
    return h5py.h5ds.is_scale(dataset.id)


def check_dataset(c, name, d):
    """Numbers have a unit and a meaning; every axis has a scale; texts are UTF-8."""
    where = "/" + name
    if is_text(d):
        c.expect(h5py.check_string_dtype(d.dtype).encoding == "utf-8", f"{where}: not UTF-8")
    else:
        c.expect("units" in d.attrs, f"{where}: no units")
    c.expect(d.attrs.get("long_name"), f"{where}: no long_name")
    for axis in range(d.ndim):
        own = is_scale(d) and d.ndim == 1
        c.expect(own or len(d.dims[axis]) == 1, f"{where}: axis {axis} has no scale")
        if not own and len(d.dims[axis]) == 1:
            scale = d.dims[axis][0]
            c.expect(scale.parent == d.parent, f"{where}: the scale of axis {axis} is elsewhere")
            c.expect(scale.shape == (d.shape[axis],), f"{where}: axis {axis} does not fit its scale")
    if d.ndim:
        c.expect(d.chunks is not None, f"{where}: not chunked")
    c.expect(d.compression is None, f"{where}: compressed")
    if d.dtype.kind == "f" and not is_scale(d):
        c.expect(np.isnan(d.attrs.get("_FillValue", 0)), f"{where}: _FillValue is not NaN")
    if "flag_values" in d.attrs:
        meanings = d.attrs["flag_meanings"].split()
        c.expect(len(meanings) == np.size(d.attrs["flag_values"]), f"{where}: flags do not match")
        c.expect(d.attrs["flag_values"].dtype == d.dtype, f"{where}: flags of another type")


def check_order(c, group, name):
    """h5py lists by name unless told; the library's own flag says what was tracked."""
    flags = group.id.get_create_plist().get_link_creation_order()
    c.expect(flags & h5py.h5p.CRT_ORDER_TRACKED, f"/{name}: creation order is not tracked")


def check_columns(c, f):
    for group, columns in COLUMNS.items():
        if group in f:
            for column in columns:
                c.expect(column in f[group], f"/{group}/{column} is missing")
            rows = f[group]["row"].shape[0]
            for column, d in f[group].items():
                if not column.startswith("kind_"):
                    c.expect(d.shape == (rows,), f"/{group}/{column}: not as long as row")


def check_events(c, f):
    e = f["events"]
    n = e["row"].shape[0]
    things = int(f["entities"].attrs["things"])
    c.expect((np.diff(e["time"][:]) >= 0).all(), "/events/time: not ascending")
    c.expect((e["id"][:] == np.arange(1, n + 1)).all(), "/events/id: not 1, 2, 3, ...")
    for column in ("cause", "since"):
        c.expect((e[column][:] < e["id"][:]).all(), f"/events/{column}: not earlier")
    for column in ("subject", "object", "place"):
        c.expect((e[column][:] <= things).all(), f"/events/{column}: no such thing")
    c.expect(n == 0 or e["kind"][:].max() < e["kind_name"].shape[0], "/events/kind: no such kind")
    c.expect(e["time"].attrs["units"].startswith("seconds since "), "/events/time: units")


def check_entities(c, f):
    seen = np.zeros(int(f["entities"].attrs["things"]) + 1, int)
    for kind, g in f["entities"].items():
        for column in ("id", "name", "entity"):
            c.expect(column in g, f"/entities/{kind}/{column} is missing")
        seen[g["id"][:]] += 1
    c.expect((seen[1:] == 1).all(), "/entities: a thing is missing or there twice")


def check_hazard(c, f):
    for field, g in f["hazard"].items():
        for axis in ("x", "y"):
            c.expect(g[axis].attrs.get("standard_name") == f"projection_{axis}_coordinate",
                     f"/hazard/{field}/{axis}: standard_name")
        for name, d in g.items():
            if d.ndim >= 2:
                c.expect(d.attrs.get("grid_mapping") == "crs", f"/hazard/{field}/{name}: crs")
                c.expect([d.dims[i][0].name.split("/")[-1] for i in range(d.ndim)][-2:]
                         == ["y", "x"], f"/hazard/{field}/{name}: axes are not (time,) y, x")
        c.expect("crs_wkt" in g["crs"].attrs, f"/hazard/{field}/crs: no crs_wkt")


def check_h5py(c):
    with h5py.File(c.path, "r") as f:
        for name in ROOT:
            c.expect(name in f.attrs, f"attribute {name} is missing")
        c.expect(f.attrs.get("Conventions") == "CF-1.10", "Conventions")
        c.expect(f.attrs.get("format_version") == 1, "format_version is not 1")
        c.expect(f.attrs.get("status") in ("complete", "partial"), "status")
        if not all([c.expect(g in f, f"/{g} is missing") for g in GROUPS]):
            return
        check_order(c, f["/"], "")
        f.visititems(lambda name, x: check_dataset(c, name, x) if isinstance(x, h5py.Dataset)
                     else check_order(c, x, name))
        for d in f["input"].values():
            c.expect(d.dtype == np.uint8 and d.attrs["path"] and len(d.attrs["xxh3_128"]) == 32,
                     f"{d.name}: not bytes with path and digest")
        check_columns(c, f)
        check_events(c, f)
        check_entities(c, f)
        check_hazard(c, f)


def nc_groups(lib, c, group, path):
    """Every variable can be inquired and has named dimensions, down the groups."""
    n = ctypes.c_int()
    if not c.expect(lib.nc_inq_nvars(group, ctypes.byref(n)) == 0, f"netCDF: {path}: variables"):
        return
    name = ctypes.create_string_buffer(512)
    for v in range(n.value):
        kind, rank, atts = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
        dims = (ctypes.c_int * 1024)()
        ok = lib.nc_inq_var(group, v, name, ctypes.byref(kind), ctypes.byref(rank), dims,
                            ctypes.byref(atts))
        where = f"{path}/{name.value.decode()}"
        c.expect(ok == 0, f"netCDF: {where} cannot be inquired ({ok})")
        for i in range(rank.value):
            dim = ctypes.create_string_buffer(512)
            ok = lib.nc_inq_dimname(group, dims[i], dim)
            c.expect(ok == 0 and not dim.value.startswith(b"phony"), f"netCDF: {where}: axis {i}")
    lib.nc_inq_grps(group, ctypes.byref(n), None)
    children = (ctypes.c_int * max(1, n.value))()
    lib.nc_inq_grps(group, ctypes.byref(n), children)
    for child in children[:n.value]:
        lib.nc_inq_grpname(child, name)
        nc_groups(lib, c, child, f"{path}/{name.value.decode()}")


def check_netcdf(c):
    found = ctypes.util.find_library("netcdf")
    if not found:
        c.missing("netCDF")
        return
    lib = ctypes.CDLL(found)
    lib.nc_strerror.restype = ctypes.c_char_p
    file = ctypes.c_int()
    status = lib.nc_open(c.path.encode(), 0, ctypes.byref(file))
    if c.expect(status == 0, f"netCDF cannot open it: {lib.nc_strerror(status).decode()}"):
        nc_groups(lib, c, file.value, "")
        lib.nc_close(file)


def check_gdal(c):
    try:
        from osgeo import gdal
    except ImportError:
        c.missing("GDAL")
        return
    gdal.UseExceptions()
    if gdal.GetDriverByName("netCDF") is None:
        c.missing("GDAL's netCDF driver")
        return
    with h5py.File(c.path, "r") as f:
        grids = [(d.name, d.shape, g.attrs["x0"], g.attrs["y0"], g.attrs["cell_size"], d[...])
                 for g in f["hazard"].values() for d in g.values() if d.ndim >= 2]
    for name, shape, x0, y0, dx, cells in grids:
        try:
            raster = gdal.Open(f'NETCDF:"{c.path}":{name}')
        except RuntimeError as error:
            c.expect(False, f"GDAL: {name}: {error}")
            continue
        c.expect((raster.RasterYSize, raster.RasterXSize) == shape[-2:], f"GDAL: {name}: size")
        north = y0 + (shape[-2] - 0.5) * dx
        found = raster.GetGeoTransform()
        c.expect(np.allclose(found, (x0 - dx / 2, dx, 0, north, 0, -dx)),
                 f"GDAL: {name}: it lies at {found}")
        first = raster.GetRasterBand(1).ReadAsArray()
        frame = cells if cells.ndim == 2 else cells[0]
        c.expect(np.array_equal(first, frame[::-1], equal_nan=True), f"GDAL: {name}: other values")


def main():
    need_all = "--all" in sys.argv[1:]
    paths = [word for word in sys.argv[1:] if word != "--all"]
    bad = not paths
    for path in paths:
        c = Checker(path, need_all)
        check_h5py(c)
        check_netcdf(c)
        check_gdal(c)
        for fault in c.faults:
            print(f"{path}: {fault}")
        bad |= bool(c.faults)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
