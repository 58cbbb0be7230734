"""Roads: drawn by hand where they matter, and a net of village roads and field tracks between."""

import numpy as np

from . import layout as lay
from . import terrain
from .shape import at, chainage, inside, smooth, to_line, whole

CLASSES = {  # speed km/h, lanes of both directions together (as in OSM), surface above the ground, m
    "motorway": (90, 4, 2.0), "trunk": (60, 2, 1.0), "primary": (60, 2, 0.8),
    "secondary": (45, 2, 0.6), "tertiary": (35, 2, 0.4), "unclassified": (25, 2, 0.3),
    "track": (12, 1, 0.1)}
RANK = list(CLASSES)
HAUL_ROAD = "抢险运料临时通道"
HAUL_ROAD_OPENS = "2010-06-25T00:00:00+08:00"
LONGEST = 2000.0  # m; no village road or track is longer between two corners
LONGEST_PIECE = 1300.0  # m
SHORTEST = 90.0  # m; shorter pieces are drawn together into one junction


class Road:
    """A piece of road: points as whole metres, so that junctions are exactly equal."""

    def __init__(self, points, name, road_class, bridge=False, deck=None, level=0):
        self.points = [(whole(x), whole(y)) for x, y in points]
        self.name, self.road_class, self.bridge = name, road_class, bridge
        self.deck = deck  # "crest", "bridge" or "motorway": where the surface is known
        self.level = level  # 1 = passes over the others

    def part(self, points):
        return Road(points, self.name, self.road_class, self.bridge, self.deck, self.level)

    def length(self):
        return float(chainage(np.array(self.points, float))[-1])


def network(frame, zones):
    """All roads, cut at their junctions, one connected whole."""
    roads = _drawn(frame)
    roads += _city()
    roads += _local(frame, _corners(frame, zones, roads))
    roads = _cut(roads)
    roads = _drop_stubs(roads, {(whole(z["x"]), whole(z["y"])) for z in zones})
    return largest(_unique(_split(roads)))


# --- drawn by hand -----------------------------------------------------------------------------

def _drawn(frame):
    ends = _bridge_ends(frame)
    onto = lambda points: [ends.get(p, p) for p in points]
    out = [Road(_walk(onto(lay.G316)), "316国道", "trunk"),
           Road(_walk(onto(lay.G316_NORTH)), "316国道", "trunk")]
    out += [Road(_walk(onto(p)), name, c) for name, c, p in lay.ROADS]
    out += [Road(onto(p), name, c, bridge=True, deck="bridge") for name, c, p in lay.BRIDGES]
    out += _motorway(frame)
    out.append(_haul_road(frame))
    out += _dike_road(frame.fu_dike, "唱凯堤堤顶路(抚河段)", frame)
    out += _dike_road(frame.dongxiang_dike, "唱凯堤堤顶路(东乡河段)", frame)
    return [_clip(r) for r in out if len(_clip(r).points) > 1]


def _bridge_ends(frame):
    """Where a bridge end lies near the polder's dike, the point of the crest that takes it."""
    out = {}
    for _, _, points in lay.BRIDGES:
        for p in points:
            for dike in (frame.fu_dike, frame.dongxiang_dike):
                d, s, _ = to_line([p], dike)
                if d[0] < 260.0:
                    out[p] = tuple(np.round(at(dike, float(s[0]))))
    return out


def _walk(points, step=500.0):
    """A smooth line with a corner at every given point and about every `step` metres."""
    return smooth(points, step)


def _clip(road):
    """What lies on the map; roads that leave it end half a cell before the edge."""
    low, high = 50.0, np.array([lay.WIDTH, lay.HEIGHT]) - 50.0
    p = np.array(road.points, float)
    dense = smooth(p, 25.0) if len(p) > 2 else p
    ok = np.all((p >= low) & (p <= high), axis=1)
    if ok.all():
        return road
    ends = np.all((dense >= low) & (dense <= high), axis=1)
    inner = dense[ends]
    kept = [q for q, good in zip(p, ok) if good]
    if not kept:
        return road.part([])
    first, last = inner[0], inner[-1]
    if np.hypot(*(kept[0] - first)) > 60.0:
        kept.insert(0, first)
    if np.hypot(*(kept[-1] - last)) > 60.0:
        kept.append(last)
    return road.part(kept)


def _motorway(frame):
    """Embankment and bridges by turns; no junction but the two interchanges."""
    line = frame.motorway
    cuts = [s for span in frame.motorway_bridges() for s in span]
    joins = [float(to_line([p], line)[1][0]) for p in lay.INTERCHANGES]
    total = chainage(line)[-1]
    marks = sorted(set([0.0, total] + cuts + joins))
    out = []
    for a, b in zip(marks[:-1], marks[1:]):
        n = max(1, int(round((b - a) / 1500.0)))
        bridge = any(lo <= a and b <= hi for lo, hi in frame.motorway_bridges())
        if bridge:
            n = 1
        for k in range(n):
            s = np.linspace(a + (b - a) * k / n, a + (b - a) * (k + 1) / n, 5)
            out.append(Road([at(line, v) for v in s], "福银高速", "motorway", bridge,
                            "bridge" if bridge else "motorway", level=1))
    return out


def _haul_road(frame):
    """From the motorway's Fu bridge down to the dike; built in the days before the closing."""
    end = at(frame.motorway, frame.motorway_bridges()[0][1])
    _, s, _ = to_line([end], frame.fu_dike)
    foot = at(frame.fu_dike, float(s[0]) - 250.0)
    return Road([end, 0.5 * (end + foot) + (30.0, 40.0), foot], HAUL_ROAD, "tertiary",
                deck="crest")


def _dike_road(line, name, frame):
    """On the crest; a corner every few hundred metres, and the reach that breaks on its own."""
    total = chainage(line)[-1]
    marks = list(np.linspace(0.0, total, int(total / 600.0) + 1))
    for point, half in ((frame.breach, 300.0), (frame.second, 150.0)):
        d, s, _ = to_line([point], line)
        if d[0] > 5.0:
            continue
        marks = [m for m in marks if abs(m - s[0]) > half + 150.0] + [s[0] - half, s[0] + half]
    marks.sort()
    out = []
    for a, b in zip(marks[:-1], marks[1:]):
        s = np.linspace(a, b, max(2, int((b - a) / 120.0) + 1))
        special = [n for n, p in (("灵山何家段", frame.breach), ("长湖段", frame.second))
                   if to_line([p], np.array([at(line, v) for v in s]))[0][0] < 5.0]
        out.append(Road([at(line, v) for v in s], name + "".join(special), "unclassified",
                        deck="crest"))
    return out


def _city():
    """Streets of the city: a ring along its edge and a grid turned with the river."""
    turn = np.radians(-38.0)
    u = np.array([np.cos(turn), np.sin(turn)])
    v = np.array([-np.sin(turn), np.cos(turn)])
    centre = np.array([10700.0, 1650.0])
    out = [Road(lay.CITY + lay.CITY[:1], "环城路", "secondary")]
    for k, along, across in ((0, u, v), (1, v, u)):
        for n in range(-5, 6):
            s = np.arange(-3000.0, 3000.0 + 1.0, 40.0)
            line = centre + n * 380.0 * across + s[:, None] * along
            within = np.nonzero(inside(line, lay.CITY))[0]
            if len(within) < 8:
                continue
            # One step past the ring, so that they cross; the stub is drawn in later.
            ends = line[within[0] - 1], line[within[-1] + 1]
            name = ("临川大道", "赣东大道")[k] if n == 0 else ""
            out.append(Road(ends, name, "secondary" if n % 2 == 0 else "tertiary"))
    return out


# --- village roads and field tracks ------------------------------------------------------------

def _corners(frame, zones, roads):
    """Where local roads may meet: (x, y, kind)."""
    out = [(z["x"], z["y"], "zone") for z in zones]
    out += [(x, y, "knoll") for _, x, y, _, _ in lay.KNOLLS]
    for i, r in enumerate(roads):
        if r.level == 0 and not r.bridge:
            out += [(x, y, "road%d" % (i if r.deck is None else -1)) for x, y in r.points[::2]]
            out.append(r.points[-1] + ("road%d" % (i if r.deck is None else -1),))
    out += [(round(x), round(y), "opening") for x, y in terrain.openings(frame)]
    out += _field_corners(frame, out)
    seen, unique = set(), []
    for x, y, kind in out:
        key = (whole(x), whole(y))
        if key not in seen:
            seen.add(key)
            unique.append((key[0], key[1], kind))
    return unique


def _field_corners(frame, taken):
    rng = np.random.RandomState(lay.SEED + 5)
    spots = np.round(rng.uniform((300, 300), (lay.WIDTH - 300, lay.HEIGHT - 300), (9000, 2)))
    for line, far in ((frame.fu, 620.0), (frame.dongxiang, 400.0), (frame.motorway, 200.0)):
        spots = spots[to_line(spots, line)[0] > far]
    spots = spots[~inside(spots, lay.CITY)]
    dense = inside(spots, frame.polder)
    xy = [(a, b) for a, b, _ in taken]
    out = []
    for (x, y), on_plain in zip(spots, dense):
        near = np.min(np.hypot(*(np.array(xy) - (x, y)).T))
        if near > (720.0 if on_plain else 1150.0):
            xy.append((x, y))
            out.append((x, y, "field"))
    return out


def _local(frame, corners):
    """A Gabriel graph of the corners: two are joined when nobody stands between them."""
    p = np.array([(x, y) for x, y, _ in corners], float)
    kinds = [k for _, _, k in corners]
    barriers = [frame.fu, frame.dongxiang, frame.motorway, np.array(lay.CITY)]
    rng = np.random.RandomState(lay.SEED + 6)
    out = []
    for i in range(len(p)):
        for j in range(i + 1, len(p)):
            d = np.hypot(*(p[j] - p[i]))
            if d > LONGEST or (kinds[i] == kinds[j] and kinds[i].startswith("road")):
                continue
            mid = 0.5 * (p[i] + p[j])
            if np.sum(np.hypot(*(p - mid).T) < 0.5 * d - 1e-6) > 0:
                continue
            bend = mid + rng.uniform(-0.09, 0.09) * np.array([p[i][1] - p[j][1],
                                                             p[j][0] - p[i][0]])
            path = np.array([p[i], bend, p[j]])
            if any(_crosses(path, b) for b in barriers):
                path = path[[0, 2]]
                if any(_crosses(path, b) for b in barriers):
                    continue
            villages = [kinds[i], kinds[j]].count("field") == 0
            out.append(Road(path, "", "unclassified" if villages else "track"))
    return out


def _crosses(path, line):
    """True when the path passes through the line; touching it with an end is allowed."""
    a, b = path[:-1], path[1:]
    c, d = line[:-1], line[1:]
    t, u, ok = _meet(a[:, None], b[:, None], c[None], d[None])
    lengths = np.hypot(*(b - a).T)[:, None]
    start, end = t * lengths, (1.0 - t) * lengths
    free = np.ones_like(ok)
    free[0] &= start[0] < 3.0
    if len(a) > 1:
        free[1:] = False
    last = end[-1] < 3.0
    free[-1] = last | (free[-1] if len(a) == 1 else False)
    return bool(np.any(ok & ~free))


def _meet(a, b, c, d):
    """Where segments ab and cd cross: shares along each, and whether they do."""
    r, s, q = b - a, d - c, c - a
    cross = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    safe = np.where(np.abs(cross) < 1e-9, 1.0, cross)
    t = (q[..., 0] * s[..., 1] - q[..., 1] * s[..., 0]) / safe
    u = (q[..., 0] * r[..., 1] - q[..., 1] * r[..., 0]) / safe
    e = 1e-9
    ok = (np.abs(cross) >= 1e-9) & (t >= -e) & (t <= 1 + e) & (u >= -e) & (u <= 1 + e)
    return t, u, ok


# --- one network -------------------------------------------------------------------------------

def _cut(roads):
    """Cut every road where it meets another on the same level."""
    seg, owner = [], []
    for k, r in enumerate(roads):
        for a, b in zip(r.points[:-1], r.points[1:]):
            seg.append((a, b))
            owner.append(k)
    s = np.array(seg, float)
    level = np.array([roads[k].level for k in owner])
    cuts = [dict() for _ in seg]
    for i in range(len(s)):
        t, u, ok = _meet(s[i, 0], s[i, 1], s[i + 1:, 0], s[i + 1:, 1])
        ok &= level[i + 1:] == level[i]
        if i + 1 < len(s) and owner[i + 1] == owner[i]:
            ok[0] = False  # the next piece of the same road begins here
        for j in np.nonzero(ok)[0]:
            point = s[i, 0] + t[j] * (s[i, 1] - s[i, 0])
            key = (whole(point[0]), whole(point[1]))
            cuts[i][float(t[j])] = key
            cuts[i + 1 + int(j)][float(u[j])] = key
    out, first = [], 0
    for r in roads:
        n = len(r.points) - 1
        out += [r.part(p) for p in _pieces(r.points, cuts[first:first + n])]
        first += n
    return out


def _pieces(points, cuts):
    """The points, split at the cuts of each of their segments."""
    junctions = {key for c in cuts for key in c.values()}
    run, out = [points[0]], []
    for end, c in zip(points[1:], cuts):
        for key in [c[t] for t in sorted(c)] + [end]:
            if key == run[-1]:
                continue
            run.append(key)
            if key in junctions:
                out.append(run)
                run = [key]
    if len(run) > 1:
        out.append(run)
    return out


def _drop_stubs(roads, fixed):
    """Draw the ends of very short pieces together; `fixed` points and greater roads stay put."""
    moved = {}

    def place(p):
        while p in moved:
            p = moved[p]
        return p

    weight = {p: -1 for p in fixed}
    for r in roads:
        for p in (r.points[0], r.points[-1]):
            weight[p] = min(weight.get(p, 99), RANK.index(r.road_class))
    for r in sorted(roads, key=lambda r: (r.length(), r.points)):
        if r.length() >= SHORTEST or r.bridge or r.level:
            continue
        a, b = place(r.points[0]), place(r.points[-1])
        if a != b:
            low, high = sorted((a, b), key=lambda p: (weight.get(p, 99), p))
            moved[high] = low
            weight[low] = min(weight.get(low, 99), weight.get(high, 99))
    out = []
    for r in roads:
        p = [place(r.points[0])] + r.points[1:-1] + [place(r.points[-1])]
        if p[0] != p[-1]:
            out.append(r.part(p))
    return out


def _split(roads):
    """No piece of road much longer than LONGEST_PIECE: a link is open or closed as a whole."""
    out = []
    for r in roads:
        n = int(np.ceil(r.length() / LONGEST_PIECE))
        c = chainage(np.array(r.points, float))
        ends = {int(np.argmin(np.abs(c - c[-1] * k / n))) for k in range(1, n)}
        marks = [0] + sorted(ends - {0, len(c) - 1}) + [len(c) - 1]
        out += [r.part(r.points[a:b + 1]) for a, b in zip(marks[:-1], marks[1:])]
    return out


def _unique(roads):
    """One road between two junctions: the greater class wins, then the shorter."""
    best = {}
    for r in roads:
        key = tuple(sorted((r.points[0], r.points[-1])))
        rank = (RANK.index(r.road_class), round(r.length(), 3), r.points)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, r)
    return [best[k][1] for k in sorted(best)]


def largest(roads):
    """The largest connected part."""
    joined = {}
    for r in roads:
        joined.setdefault(r.points[0], []).append(r.points[-1])
        joined.setdefault(r.points[-1], []).append(r.points[0])
    seen, best = set(), set()
    for start in sorted(joined):
        if start in seen:
            continue
        part, todo = {start}, [start]
        while todo:
            for q in joined[todo.pop()]:
                if q not in part:
                    part.add(q)
                    todo.append(q)
        seen |= part
        if len(part) > len(best):
            best = part
    return [r for r in roads if r.points[0] in best]


def raised(road, frame, grid, cell):
    """Surface of the road above the lowest ground under it, m: water must rise that high."""
    p = np.array(road.points, float)
    c = chainage(p)
    s = np.linspace(0.0, c[-1], int(c[-1] / 5.0) + 2)
    q = np.column_stack([np.interp(s, c, p[:, 0]), np.interp(s, c, p[:, 1])])
    ground = terrain.level_at(grid, cell, q)
    above = np.full(len(q), CLASSES[road.road_class][2])
    if road.deck == "crest":
        above = frame.crest(q) - ground
    elif road.deck == "bridge":
        above = frame.crest(q) + lay.BRIDGE_ABOVE_CREST - ground
    elif road.deck == "motorway":
        above = np.maximum(lay.MOTORWAY_DECK - ground, 2.0)
    lowest = int(np.argmin(ground))
    return max(0.0, round(float(above[lowest]), 2))
