"""The ground: farmland, natural levees, rivers, hills, dikes and embankments on a grid."""

import numpy as np

from . import layout as lay
from .shape import Noise, at, chainage, inside, offset, ramp, to_line

FINE = 100.0  # m; the ground is made on these cells and averaged for coarser grids


def ground(frame, zones, cell):
    """The grid with the south-west row first, and the cells that are dike or embankment."""
    z = _natural(frame, zones)
    if cell > FINE:
        k = int(round(cell / FINE))
        ny, nx = z.shape
        z = z.reshape(ny // k, k, nx // k, k).mean(axis=(1, 3))
        for _, x, y, top, _ in lay.KNOLLS:  # averaging would drown the refuges
            z[int(y // cell), int(x // cell)] = top
    barrier = np.zeros(z.shape, bool)
    _raise_line(z, barrier, cell, frame.rail, lambda p: _level(z, cell, p) + 2.5, None)
    _raise_motorway(frame, z, barrier, cell)
    outward = 0.5 * (cell - FINE)  # a coarse dike stands on the foreland, not on the fields
    for line in (frame.left_bank, frame.dongxiang_right, offset(frame.fu_dike, -outward),
                 offset(frame.dongxiang_dike, outward)):
        _raise_line(z, barrier, cell, line, frame.crest, None)
    _close_tip(frame, z, barrier, cell, outward)
    return np.round(z, 2).astype(np.float32), barrier


def centres(cell):
    x = (np.arange(int(lay.WIDTH / cell)) + 0.5) * cell
    y = (np.arange(int(lay.HEIGHT / cell)) + 0.5) * cell
    gx, gy = np.meshgrid(x, y)
    return np.column_stack([gx.ravel(), gy.ravel()]), gx.shape


def level_at(z, cell, points):
    """Level of the cells in which the points lie (clamped to the map)."""
    return _level(z, cell, np.asarray(points, float)).astype(float)


def _level(z, cell, p):
    i = np.clip((p[:, 0] / cell).astype(int), 0, z.shape[1] - 1)
    j = np.clip((p[:, 1] / cell).astype(int), 0, z.shape[0] - 1)
    return z[j, i]


def _natural(frame, zones):
    p, shape = centres(FINE)
    noise = Noise(lay.SEED + 3)
    in_polder = inside(p, frame.polder)
    z = np.where(in_polder, _farmland(frame, p, noise), _outside(frame, p, noise))
    ring = np.array(lay.CITY + lay.CITY[:1])
    town = np.where(inside(p, lay.CITY), 1.0, ramp(1.0 - to_line(p, ring)[0] / 900.0))
    z = z + (lay.CITY_LEVEL + 0.6 * noise(p, 900.0) - z) * np.where(in_polder, 0.0, town)
    z = _foreland(frame, p, z, in_polder, noise)
    for name, x, y, top, radius in lay.KNOLLS:
        w = ramp(1.25 - np.hypot(p[:, 0] - x, p[:, 1] - y) / radius)
        z = np.maximum(z, z + (top - z) * w)
    return _platforms(p, z, zones).reshape(shape)


def _farmland(frame, p, noise):
    _, s, _ = to_line(p, frame.fu)
    z = lay.FLOOR_AT_BREACH - lay.FLOOR_SLOPE * (s - frame.breach_at_fu)
    d_fu = to_line(p, frame.fu_dike)[0]
    d_dx = to_line(p, frame.dongxiang_dike)[0]
    d_hill = to_line(p, frame.hill_foot)[0]
    z = z + 0.75 * np.exp(-d_fu / 450.0) + 0.5 * np.exp(-d_dx / 350.0)
    z = z + 2.4 * np.exp(-d_hill / 350.0)
    x, y, radius, depth = lay.PAN
    z = z - depth * np.exp(-((p[:, 0] - x) ** 2 + (p[:, 1] - y) ** 2) / radius ** 2)
    z = z + 0.30 * noise(p, 1500.0) + 0.16 * noise(p, 420.0)
    for channel in frame.old_channels:
        z = z - 1.0 * ramp(1.5 - to_line(p, channel)[0] / 130.0)
    return z


def _outside(frame, p, noise):
    """Terraces and hills; flat near the rivers, higher with distance."""
    d_fu, _, side_fu = to_line(p, frame.fu)
    d_dx, _, side_dx = to_line(p, frame.dongxiang)
    d_hill, _, _ = to_line(p, frame.hill_foot)
    roll = 0.55 * noise(p, 2600.0) + 0.30 * noise(p, 1100.0) + 0.15 * noise(p, 500.0)
    west = 35.6 + 11.0 * ramp((d_fu - 900.0) / 4500.0) + 20.0 * ramp(
        (d_fu - 1500.0) / 4000.0) * np.maximum(0.0, roll + 0.15)
    north = 35.2 + 13.0 * ramp((d_dx - 500.0) / 2800.0) + 45.0 * ramp(
        (d_dx - 700.0) / 2500.0) * np.maximum(0.0, roll + 0.2)
    south = 35.6 + 6.0 * ramp(d_hill / 1500.0) + 30.0 * ramp((d_hill - 200.0) / 1800.0) * (
        np.maximum(0.0, roll + 0.25))
    return np.where(side_fu < 0, west, np.where(side_dx > 0, north, south)) + 0.3 * roll


def _foreland(frame, p, z, in_polder, noise):
    """Channel and foreland between the dikes of both rivers."""
    rivers = ((frame.fu, lay.FU_CHANNEL, lay.FU_DIKE, 6.8, 3.1),
              (frame.dongxiang, lay.DONGXIANG_CHANNEL, lay.DONGXIANG_DIKE, 5.8, 3.0))
    crest = frame.crest(p)
    for line, channel, dike, deep, shallow in rivers:
        d = to_line(p, line)[0]
        bank = ramp((d - 0.75 * channel) / (0.5 * channel))
        level = crest - deep + (deep - shallow) * bank + 0.25 * noise(p, 700.0)
        z = np.where((d < dike) & ~in_polder, np.minimum(z, level), z)
    return z


def _platforms(p, z, zones):
    """Villages stand on ground that was heaped up over the centuries."""
    rise = np.zeros(len(p))
    for v in zones:
        if v["platform"] <= 0.0:
            continue
        w = ramp((1.5 - np.hypot(p[:, 0] - v["x"], p[:, 1] - v["y"]) / v["radius"]) / 0.7)
        rise = np.maximum(rise, v["platform"] * w)
    return z + rise


def cells_along(line, cell, shape):
    """The cells a line touches, closed so that no water passes between two of them."""
    c = chainage(line)
    s = np.arange(0.0, c[-1] + 1e-9, cell / 40.0)
    x, y = np.interp(s, c, line[:, 0]), np.interp(s, c, line[:, 1])
    out, last = [], None
    for i, j, px, py in zip((x // cell).astype(int), (y // cell).astype(int), x, y):
        if (i, j) == last:
            continue
        if last is not None and i != last[0] and j != last[1]:
            out.append((i, last[1], px, py))
        out.append((i, j, px, py))
        last = (i, j)
    return [(i, j, px, py) for i, j, px, py in out if 0 <= i < shape[1] and 0 <= j < shape[0]]


def _raise_line(z, barrier, cell, line, top, keep):
    cells = cells_along(line, cell, z.shape)
    if not cells:
        return
    tops = top(np.array([(px, py) for _, _, px, py in cells]))
    for (i, j, px, py), level in zip(cells, tops):
        if keep is not None and not keep(px, py):
            continue
        z[j, i] = max(z[j, i], level)
        barrier[j, i] = True


def _close_tip(frame, z, barrier, cell, outward):
    """Where coarse dikes were moved apart their ends no longer meet: join them, and the hills."""
    if outward <= 0.0:
        return
    fu, dx = offset(frame.fu_dike, -outward), offset(frame.dongxiang_dike, outward)
    for a, b in ((fu[-1], dx[-1]), (fu[0], frame.fu_dike[0]), (dx[0], frame.dongxiang_dike[0])):
        if np.hypot(*(a - b)) > 1.0:
            _raise_line(z, barrier, cell, np.array([a, b]), frame.crest, None)


def _raise_motorway(frame, z, barrier, cell):
    """The embankment, without its bridges and, on the plain, without its openings."""
    spans = frame.motorway_bridges()
    gaps = [p for p, (_, wide) in zip(openings(frame), lay.OPENINGS) if wide or cell == FINE]

    def keep(px, py):
        # The whole row of the opening: a single cell at a corner would not let water through.
        if any(g[1] // cell == py // cell and abs(g[0] // cell - px // cell) <= 2 for g in gaps):
            return False
        s = float(to_line([(px, py)], frame.motorway)[1][0])
        return not any(a <= s <= b for a, b in spans)

    top = lambda p: np.where(inside(p, frame.polder), lay.MOTORWAY_DECK, _level(z, cell, p) + 1.5)
    _raise_line(z, barrier, cell, frame.motorway, top, keep)


def openings(frame):
    """The openings of the motorway embankment as points."""
    first = frame.motorway_bridges()[0][1]
    return [at(frame.motorway, first + s) for s, _ in lay.OPENINGS]
