"""Places that the scenario's entities stand on: breach, gauges, shelters, bases, depots, ...

A place lies on the nearest junction of the roads, so that it can be driven to; only the breach,
its inside points and the gauges lie where they are. "known" says what is public: the name, the
number with it, or nothing ("invented").
"""

import numpy as np

from . import layout as lay
from . import terrain
from .shape import at, to_line

DETOUR = 1.25  # road distance over straight distance; Dongxiang-Linchuan is 40 km by road
CONVOY_SPEED = 50.0  # km/h, loaded, in the rain; invented

# id, kind, name, hint x, hint y (km), quantity, unit, known
FIXED = [
    # Shelters: dry ground outside the dike; capacities add up to 121,300.
    ("shelter-sports-centre", "shelter", "抚州市体育中心", 9.9, 1.9, 1600, "persons", "name, number"),
    ("shelter-fuzhou-no1", "shelter", "抚州一中", 10.7, 1.3, 6000, "persons", "name"),
    ("shelter-linchuan-no1", "shelter", "临川一中", 10.1, 2.5, 9000, "persons", "name"),
    ("shelter-linchuan-no2", "shelter", "临川二中", 11.3, 1.7, 6000, "persons", "name"),
    ("shelter-linchuan-no3", "shelter", "临川三中", 11.7, 0.8, 4500, "persons", "invented"),
    ("shelter-fuzhou-no5", "shelter", "抚州五中", 10.0, 0.7, 3500, "persons", "invented"),
    ("shelter-university", "shelter", "东华理工大学", 9.5, 1.0, 16000, "persons", "name"),
    ("shelter-vocational", "shelter", "抚州职业技术学院", 9.7, 2.9, 8000, "persons", "name"),
    ("shelter-teachers", "shelter", "抚州师范学校", 11.0, 0.5, 6000, "persons", "invented"),
    ("shelter-shiyan-school", "shelter", "抚州市实验小学", 10.9, 2.1, 2200, "persons", "name"),
    ("shelter-gymnasium", "shelter", "抚州市体育馆", 10.4, 2.0, 2000, "persons", "invented"),
    ("shelter-square", "shelter", "人民广场帐篷区", 10.4, 1.5, 5000, "persons", "invented"),
    ("shelter-kongjiaqiao-school", "shelter", "湖南乡中学(孔家桥)", 12.5, 4.0, 4000, "persons",
     "place"),
    ("shelter-hunan-primary", "shelter", "湖南乡中心小学", 13.0, 3.0, 2000, "persons", "invented"),
    ("shelter-donglin-hill", "shelter", "东临公路岗地帐篷区", 13.2, 5.9, 10000, "persons", "invented"),
    ("shelter-shanbei-hill", "shelter", "山背岗地帐篷区", 14.0, 6.7, 4000, "persons", "invented"),
    ("shelter-yunshan-school", "shelter", "云山中学", 8.9, 16.9, 4500, "persons", "invented"),
    ("shelter-yunshan-primary", "shelter", "云山中心小学", 8.5, 16.4, 2000, "persons", "invented"),
    ("shelter-yunshan-hill", "shelter", "云山林场岗地", 9.6, 17.8, 6000, "persons", "invented"),
    ("shelter-zhanping-school", "shelter", "展坪中学", 5.1, 5.6, 3000, "persons", "place"),
    ("shelter-zhanping-primary", "shelter", "展坪中心小学", 3.6, 7.6, 1500, "persons", "invented"),
    ("shelter-west-warehouse", "shelter", "城西物流仓库", 7.7, 1.7, 6000, "persons", "invented"),
    ("shelter-west-school", "shelter", "城西小学", 8.6, 1.7, 2500, "persons", "invented"),
    ("shelter-north-camp", "shelter", "316国道北口帐篷区", 3.2, 19.8, 6000, "persons", "invented"),
    # High ground inside the dike: safe from the water, not out of it.
    ("refuge-lingshan", "refuge", "灵山", 9.35, 6.85, 600, "persons", "invented"),
    ("refuge-changbei", "refuge", "唱北岗", 8.35, 13.35, 350, "persons", "invented"),
    ("refuge-luozhen", "refuge", "罗针岗", 3.05, 13.9, 300, "persons", "invented"),
    # Hospitals.
    ("hospital-city-no1", "hospital", "抚州市第一人民医院", 10.3, 1.1, 700, "beds", "name"),
    ("hospital-linchuan", "hospital", "临川区人民医院", 9.6, 1.4, 400, "beds", "invented"),
    # Teams that start on the map.
    ("base-linchuan", "team_base", "临川区综合应急救援队", 10.0, 1.6, 20, "members", "number"),
    ("base-city", "detachment", "抚州市综合应急救援支队(消防)", 10.6, 1.9, 60, "members",
     "invented"),
    ("base-police", "police", "抚州市公安局", 10.8, 1.6, 300, "members", "invented"),
    ("base-armed-police", "armed_police", "武警抚州市支队", 9.8, 2.2, 200, "members", "invented"),
    ("base-militia", "militia", "临川区人武部民兵应急分队", 11.2, 1.1, 400, "members", "invented"),
    # Depots.
    ("depot-city-flood", "depot_in_kind", "抚州市防汛物资仓库", 11.2, 2.3, 0, "", "invented"),
    ("depot-linchuan-relief", "depot_in_kind", "临川区救灾物资仓库", 9.9, 1.2, 0, "", "invented"),
    ("depot-yunshan", "depot_in_kind", "云山镇救灾物资点", 8.7, 16.6, 0, "", "invented"),
    ("depot-boats", "depot_in_kind", "抚州市防汛抢险舟艇库", 12.0, 1.5, 40, "boats", "invented"),
    ("depot-supermarket", "depot_agreement", "城区超市协议储备", 10.6, 0.9, 0, "", "invented"),
    ("depot-grain", "depot_agreement", "城西粮油协议储备", 7.7, 1.7, 0, "", "invented"),
    ("depot-pharmacy", "depot_agreement", "医药公司协议储备", 11.0, 1.4, 0, "", "invented"),
    ("depot-bakery", "depot_production", "食品厂生产能力储备", 9.5, 2.6, 0, "", "invented"),
    ("depot-bedding", "depot_production", "被服厂生产能力储备", 9.6, 0.6, 0, "", "invented"),
    # Rock and fill for the closing: "quarries opened near the breach" (CNTV 28 June 2010).
    ("quarry-west", "quarry", "城西石料场", 4.4, 2.0, 0, "", "place type"),
    ("quarry-southeast", "quarry", "东临公路石料场", 13.6, 6.3, 0, "", "place type"),
    ("quarry-north", "quarry", "云山土石料场", 9.6, 17.8, 0, "", "invented"),
    # Buses.
    ("bus-city", "bus_station", "抚州汽车总站", 10.2, 0.9, 80, "buses", "invented"),
    ("bus-west", "bus_station", "城西公交场站", 8.6, 1.7, 40, "buses", "invented"),
    ("bus-changkai", "bus_station", "唱凯汽车站", 7.15, 12.2, 12, "buses", "invented"),
    # Offices.
    ("office-city-emergency", "office", "抚州市应急办", 10.5, 1.5, 0, "", "name"),
    ("office-city-flood", "office", "抚州市防汛抗旱总指挥部", 10.6, 1.7, 0, "", "name"),
    ("office-weather", "office", "抚州市气象局", 9.6, 2.2, 0, "", "name"),
    ("office-linchuan", "office", "临川区防汛抗旱指挥部", 9.8, 1.3, 0, "", "name"),
    ("office-luozhen", "office", "罗针镇人民政府", 3.85, 14.95, 0, "", "name"),
    ("office-changkai", "office", "唱凯镇人民政府", 7.15, 12.2, 0, "", "name"),
    ("office-luohu", "office", "罗湖镇人民政府", 10.2, 9.2, 0, "", "name"),
    ("office-yunshan", "office", "云山镇人民政府", 8.7, 16.6, 0, "", "name"),
    # Where forces from elsewhere drive onto the map.
    ("entry-motorway-north", "entry", "福银高速北入口(南昌方向)", 4.87, 19.95, 0, "", "place"),
    ("entry-motorway-south", "entry", "福银高速南入口(南城方向)", 6.37, 0.05, 0, "", "place"),
    ("entry-g316-north", "entry", "316国道北入口(进贤方向)", 3.2, 19.95, 0, "", "place"),
    ("entry-east", "entry", "东临公路东入口(东乡方向)", 15.1, 7.35, 0, "", "place"),
    ("entry-south", "entry", "城南公路南入口", 10.36, 0.05, 0, "", "place"),
    ("entry-west", "entry", "城西公路西入口", 0.05, 2.7, 0, "", "place"),
    # A village on the other bank that no water reaches.
    ("dry-bank-village", "dry_village", "展坪乡沿河村", 5.1, 5.6, 1800, "persons", "place"),
]

# Water's edge when the polder is full: boats can put people ashore, cars can fetch them.
LANDINGS = [
    ("landing-changkai-motorway", "唱凯互通(高速路堤)", 6.3, 11.8),
    ("landing-luozhen-motorway", "罗针互通(高速路堤)", 4.9, 15.6),
    ("landing-south-motorway", "福银高速抚河桥东头", 6.83, 7.61),
    ("landing-g316-south", "316国道南端水边", 11.9, 4.9),
    ("landing-southeast", "东南岗地水边", 13.6, 7.4),
    ("landing-dike-upstream", "唱凯堤烟墩段", 9.5, 5.2),
    ("landing-dike-west", "唱凯堤后万段", 4.3, 10.2),
    ("landing-dike-luozhen", "唱凯堤罗针段", 2.5, 14.8),
    ("landing-north-bridge", "东乡河罗针桥头", 3.1, 18.45),
    ("landing-yunshan-bridge", "东乡河云山桥头", 7.85, 15.3),
    ("landing-luohu-bridge", "东乡河罗湖桥头", 12.35, 10.55),
]
LANDING_LEVEL = 34.2  # m; a landing stays above the full pool

# The other ten counties: id, name, seat latitude, longitude (from general maps, +-2 km), entry.
COUNTIES = [
    ("nancheng", "南城县", 27.55, 116.64, "entry-south"),
    ("lichuan", "黎川县", 27.29, 116.91, "entry-south"),
    ("nanfeng", "南丰县", 27.22, 116.53, "entry-south"),
    ("chongren", "崇仁县", 27.76, 116.06, "entry-west"),
    ("lean", "乐安县", 27.43, 115.83, "entry-west"),
    ("yihuang", "宜黄县", 27.55, 116.21, "entry-south"),
    ("jinxi", "金溪县", 27.91, 116.78, "entry-east"),
    ("zixi", "资溪县", 27.70, 117.07, "entry-east"),
    ("dongxiang", "东乡县", 28.24, 116.60, "entry-east"),
    ("guangchang", "广昌县", 26.84, 116.32, "entry-south"),
]


def places(frame, roads, grid, cell, lonlat):
    """All places as rows; `lonlat` turns map metres into degrees."""
    nodes = np.array(sorted({p for r, _ in roads for p in (r.points[0], r.points[-1])}), float)
    out = [_row(i, kind, name, _snap(nodes, (1000 * x, 1000 * y)), q, unit, known)
           for i, kind, name, x, y, q, unit, known in FIXED]
    out += [_row(i, "landing", name, _ashore(nodes, grid, cell, (1000 * x, 1000 * y)), 0, "",
                 "invented") for i, name, x, y in LANDINGS]
    by_id = {r["id"]: r for r in out}
    out += [_county(c, by_id[c[4]], lonlat) for c in COUNTIES]
    out += _breach(frame, nodes, grid, cell)
    _finish(out, grid, cell, lonlat)
    return out


def _row(ident, kind, name, spot, quantity, unit, known, entry_km=0.0, note=""):
    return {"id": ident, "kind": kind, "name_zh": name, "x": float(spot[0]), "y": float(spot[1]),
            "quantity": quantity, "unit": unit, "known": known,
            "entry_km": round(entry_km, 1),
            "entry_min": int(round(60.0 * entry_km / CONVOY_SPEED)), "note": note}


def _ashore(nodes, grid, cell, hint):
    """The dry junction nearest to the hint, or where none is near the dry cell nearest to it."""
    dry = nodes[terrain.level_at(grid, cell, nodes) >= LANDING_LEVEL]
    near = _snap(dry, hint)
    if np.hypot(*(near - hint)) < 700.0:
        return near
    j, i = np.nonzero(grid >= LANDING_LEVEL)
    return _snap(np.column_stack([(i + 0.5) * cell, (j + 0.5) * cell]), hint)


def _snap(nodes, hint):
    return nodes[int(np.argmin(np.hypot(nodes[:, 0] - hint[0], nodes[:, 1] - hint[1])))]


def _county(county, entry, lonlat):
    ident, name, lat, lon, entry_id = county
    here_lon, here_lat = lonlat([(entry["x"], entry["y"])])[0]
    away = _great_circle_km(here_lat, here_lon, lat, lon) * DETOUR
    return _row("base-" + ident, "team_base", name + "综合应急救援队", (entry["x"], entry["y"]), 20,
                "members", "number", away, "off the map; drives on at " + entry_id)


def _great_circle_km(lat1, lon1, lat2, lon2):
    a, b, d = np.radians(lat1), np.radians(lat2), np.radians(lon2 - lon1)
    h = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(d / 2) ** 2
    return float(2 * 6371.0 * np.arcsin(np.sqrt(h)))


def _breach(frame, nodes, grid, cell):
    """The two openings, points on the fields behind them, the heads of the broken dike, gauges."""
    out = [_row("breach", "breach", "唱凯堤灵山何家段决口", frame.breach, 0, "", "name"),
           _row("second-opening", "second_opening", "唱凯堤长湖段缺口", frame.second, 0, "", "name")]
    low = lambda p: terrain.level_at(grid, cell, [p])[0] < lay.FLOOR_AT_BREACH + 1.5
    out += _behind(frame.fu_dike, frame.breach, 4, "breach-inside", "breach_inside", low)
    out += _behind(frame.fu_dike, frame.second, 2, "second-inside", "second_inside", low)
    _, s, _ = to_line([frame.breach], frame.fu_dike)
    for side, name, move in (("upstream", "上游堤头", -300.0), ("downstream", "下游堤头", 300.0)):
        spot = _snap(nodes, at(frame.fu_dike, float(s[0]) + move))
        out.append(_row("closing-head-" + side, "closing_head", name, spot, 0, "", "invented"))
    out.append(_row("gauge-breach", "gauge", "唱凯堤灵山何家水尺", _river(frame, frame.breach), 0,
                    "", "invented", note="stage.csv"))
    out.append(_row("gauge-changhu", "gauge", "唱凯堤长湖水尺", _river(frame, frame.second), 0, "",
                    "invented", note="stage.csv less %.2f m" % frame.stage_drop(frame.second)))
    city = _river(frame, (11450.0, 2400.0))
    out.append(_row("gauge-city", "gauge", "抚州城区水文站(廖家湾)", city, 0, "", "name",
                    note="stage.csv plus %.2f m" % -frame.stage_drop(city)))
    return out


def _behind(dike, point, n, ident, kind, low):
    """n points 100 m apart on the fields behind the dike, 150 m or however far those begin."""
    _, s, _ = to_line([point], dike)
    out = []
    for k in range(n):
        a = at(dike, float(s[0]) + 100.0 * (k - 0.5 * (n - 1)))
        b = at(dike, float(s[0]) + 100.0 * (k - 0.5 * (n - 1)) + 10.0)
        t = (b - a) / np.hypot(*(b - a))
        away = next(d for d in range(150, 1000, 50) if low(a + d * np.array([t[1], -t[0]])))
        spot = a + away * np.array([t[1], -t[0]])  # the polder lies to the right
        out.append(_row("%s-%d" % (ident, k + 1), kind, "", np.round(spot, 1), 0, "", "invented"))
    return out


def _river(frame, point):
    _, s, _ = to_line([point], frame.fu)
    return np.round(at(frame.fu, float(s[0])), 1)


def _finish(rows, grid, cell, lonlat):
    spots = [(r["x"], r["y"]) for r in rows]
    levels = terrain.level_at(grid, cell, spots)
    for r, (lon, lat), z in zip(rows, lonlat(spots), levels):
        r["lon"], r["lat"], r["elevation_m"] = lon, lat, round(float(z), 2)
