"""The three villages next to the breach, cut out of the full map."""

import heapq

from . import terrain
from .places import CONVOY_SPEED
from .roads import largest

LOW, HIGH = (6500.0, 3200.0), (12500.0, 7200.0)  # map metres; 60 x 40 cells of 100 m
VILLAGES = ("lingshan-hejia", "yandun", "tiebao")
MAIN = ("trunk", "primary", "secondary")  # not the dike road: it ends at the breach
DRY = 35.0  # m; above any flood of the cut-out
# What the small world does without.
GONE = {"second-opening", "second-inside-1", "second-inside-2", "gauge-changhu", "office-luozhen",
        "office-changkai", "office-yunshan", "bus-changkai", "depot-yunshan", "quarry-north"}
SHELTERS = {"shelter-kongjiaqiao-school", "shelter-donglin-hill", "shelter-sports-centre",
            "shelter-linchuan-no1"}
STAY_OR_GO = ("landing", "refuge", "gauge", "breach_inside", "closing_head", "breach")


def three(world):
    """6 km x 4 km; what the scenario needs and lies outside waits where its road comes in."""
    cell = world["cell"]
    i, j = int(LOW[0] / cell), int(LOW[1] / cell)
    grid = world["grid"][j:int(HIGH[1] / cell), i:int(HIGH[0] / cell)]
    above = {id(r): a for r, a in world["roads"]}
    kept = largest([r for r, _ in world["roads"] if all(_within(p) for p in r.points)])
    nodes = {p for r in kept for p in (r.points[0], r.points[-1])}
    main = {p for r in kept if r.road_class in MAIN for p in (r.points[0], r.points[-1])}
    dry = {p for p in main if terrain.level_at(world["grid"], cell, [p])[0] > DRY}
    spots = [q for q in (_place(p, world["roads"], nodes, dry) for p in world["places"]) if q]
    return {"corner": LOW, "cell": cell, "grid": grid, "roads": [(r, above[id(r)]) for r in kept],
            "zones": [z for z in world["zones"] if z["id"] in VILLAGES], "places": spots}


def _within(p):
    return LOW[0] <= p[0] < HIGH[0] and LOW[1] <= p[1] < HIGH[1]


def _place(place, roads, nodes, dry):
    """The place itself, or the place moved to the edge, or None when nobody needs it here."""
    inside = _within((place["x"], place["y"]))
    if place["id"] in GONE or (place["kind"] == "shelter" and place["id"] not in SHELTERS):
        return None
    if not inside and place["kind"] in STAY_OR_GO:
        return None
    if inside and _nearest((place["x"], place["y"]), nodes) < 400.0:
        return place
    return _moved(place, roads, dry)


def _nearest(spot, nodes):
    return min(((x - spot[0]) ** 2 + (y - spot[1]) ** 2) ** 0.5 for x, y in nodes)


def _moved(place, roads, dry):
    """Shortest way by road from the place to the first dry junction of the small world."""
    ways = {}
    for r, _ in roads:
        a, b = r.points[0], r.points[-1]
        ways.setdefault(a, []).append((b, r.length()))
        ways.setdefault(b, []).append((a, r.length()))
    start = min(ways, key=lambda p: (p[0] - place["x"]) ** 2 + (p[1] - place["y"]) ** 2)
    queue, done = [(0.0, start)], set()
    while queue:
        far, here = heapq.heappop(queue)
        if here in dry:
            return _at_edge(place, here, far / 1000.0)
        if here in done:
            continue
        done.add(here)
        for there, length in ways[here]:
            heapq.heappush(queue, (far + length, there))
    raise RuntimeError("no road from " + place["id"])


def _at_edge(place, node, way_km):
    km = round(place["entry_km"] + way_km, 1)
    return dict(place, x=float(node[0]), y=float(node[1]), entry_km=km,
                entry_min=int(round(60.0 * km / CONVOY_SPEED)),
                note="off the map; drives on here")
