"""Towns and villages: where they lie and who lives there."""

import numpy as np

from . import layout as lay
from .shape import inside, to_line, whole

# People registered in the villages inside the dike, and in the dry ones of the same townships:
# 144,300 (flood headquarters: protected by the dike) + 5,700 = 150,000 (the city's report).
TOWNSHIPS = {"luozhen": ("罗针镇", 50383), "changkai": ("唱凯镇", 49000),
             "luohu": ("罗湖镇", 33417), "yunshan": ("云山镇", 11500)}

# Drawn by hand: id, name, township, x, y, people (0 = a share of the rest), inside the dike,
# platform above the farmland, radius.
PLACED = [
    ("luozhen-jie", "罗针街", "luozhen", 3850, 14950, 6400, True, 0.45, 600),
    ("changkai-jie", "唱凯街", "changkai", 7150, 12200, 9200, True, 1.30, 750),
    ("luohu-jie", "罗湖街", "luohu", 10200, 9200, 5200, True, 0.90, 550),
    ("changhu", "长湖村", "luozhen", 2950, 17600, 0, True, 0.60, 330),
    ("lingshan-hejia", "灵山何家村", "luohu", 8650, 6650, 0, True, 0.70, 300),
    ("yandun", "烟墩村", "luohu", 9750, 5900, 0, True, 0.70, 300),
    ("yunshan-jie", "云山街", "yunshan", 8700, 16600, 3300, False, 0.0, 400),
    ("shanbei", "山背村", "luohu", 13300, 6350, 1300, False, 0.0, 300),
    ("longgang", "龙岗村", "luohu", 12900, 5150, 1100, False, 0.0, 300),
]
# Scattered over the plain; "*" before a name = the name is invented.
SCATTERED = {
    "luozhen": ["xuxi 浒溪村", "miaoqian 庙前村", "chengqian 城前村", "xudu 许渡村",
                "taiping 太坪村", "liping 栎坪村", "huangdu 黄渡村", "liming 黎明村",
                "xizhou *西洲村", "dixia *堤下村", "qiaotou *桥头村", "xinwu *新屋村",
                "hebu *河埠村", "shangwei *上圩村", "xiawei *下圩村", "linjia *林家村",
                "nanzhou *南洲村", "shuikou *水口村"],
    "changkai": ["qiaodong *桥东村", "shanghu *上胡村", "xiahu *下胡村", "dong-an *东岸村",
                 "houwan *后万村", "youjia *游家村", "xujia-ck *徐家村", "fujia *傅家村",
                 "zhangjia *章家村", "huangjia *黄家村", "zhoufang *周坊村", "zoufang *邹坊村",
                 "lejia *乐家村", "dingjia *丁家村", "tangbian *塘边村", "zhenshang *圳上村",
                 "huping *湖坪村", "wuli *五里村", "changbei *唱北村"],
    "luohu": ["zhicun 支村", "xiarao 下饶村", "chantang 蟾塘村", "xujia 许家村",
              "shuanglin 双林村", "baimi 白米村", "yangang 沿岗村", "sheqian 舍前村",
              "zhangxi 樟溪村", "songjia 宋家村", "dunshang 墩上村", "tangtou 塘头村",
              "zhonghua 中华村", "luoxi 罗溪村", "xinji 新积村", "tiebao 铁保村"],
    "yunshan": ["ganpi 甘陂村", "nanxi 南溪村", "duxi *渡西村", "xihe *西河村", "linshui *临水村",
                "yunxi *云溪村"],
}
TOWN_CENTRES = {"luozhen": (3600, 15400), "changkai": (6700, 11900), "luohu": (11300, 8200),
                "yunshan": (6900, 15300)}
SPACING = 790.0  # m between village centres


def zones(frame):
    """All towns and villages as dicts, without levels (the ground is drawn around them)."""
    out = [dict(zip(("id", "name", "township", "x", "y", "population", "in_polder", "platform",
                     "radius"), row)) for row in PLACED]
    for z in out:
        z["name_known"] = True
    out += _scatter(frame, out)
    for z in out:
        z["x"], z["y"] = float(whole(z["x"])), float(whole(z["y"]))
    _share_people(out)
    _describe(out)
    return out


def _scatter(frame, placed):
    """Villages where the plain has room, each given to the nearest township that still lacks one."""
    rng = np.random.RandomState(lay.SEED)
    spots = np.round(rng.uniform((1500, 4500), (14500, 19000), (8000, 2)))
    spots = spots[_may_build(frame, spots)]
    taken = [(z["x"], z["y"]) for z in placed]
    chosen = []
    for x, y in spots:
        if min(np.hypot(x - a, y - b) for a, b in taken) >= SPACING:
            taken.append((x, y))
            chosen.append((float(x), float(y)))
    names = {t: list(n) for t, n in SCATTERED.items()}
    pairs = sorted((np.hypot(x - TOWN_CENTRES[t][0], y - TOWN_CENTRES[t][1]), i, t)
                   for i, (x, y) in enumerate(chosen) for t in names)
    given = {}
    for _, i, township in pairs:
        if i not in given and names[township]:
            given[i] = _village(chosen[i], township, names[township].pop(0), rng)
    if any(names.values()):
        raise RuntimeError("no room for the villages " + str(names))
    return [given[i] for i in sorted(given)]


def _village(spot, township, entry, rng):
    ident, name = entry.split(" ")
    return {"id": ident, "name": name.lstrip("*"), "township": township, "x": spot[0],
            "y": spot[1], "population": 0, "in_polder": True,
            "platform": float(np.round(rng.uniform(0.35, 0.85), 2)), "radius": 280,
            "name_known": not name.startswith("*")}


def _may_build(frame, spots):
    """On the plain, not on the dikes, the motorway or in an old channel."""
    good = inside(spots, frame.polder)
    keep_off = [(frame.fu_dike, 260.0), (frame.dongxiang_dike, 260.0), (frame.motorway, 240.0),
                (frame.hill_foot, 150.0)] + [(c, 180.0) for c in frame.old_channels]
    for line, distance in keep_off:
        good &= to_line(spots, line)[0] > distance
    return good


def _share_people(out):
    """Give the villages what the towns leave of each township's people."""
    rng = np.random.RandomState(lay.SEED + 1)
    for township, (_, total) in TOWNSHIPS.items():
        mine = [z for z in out if z["township"] == township and z["in_polder"]]
        open_ones = [z for z in mine if z["population"] == 0]
        rest = total - sum(z["population"] for z in mine)
        share = rng.uniform(0.65, 1.45, len(open_ones))
        given = np.floor(rest * share / share.sum()).astype(int)
        given[0] += rest - given.sum()
        for z, n in zip(open_ones, given):
            z["population"] = int(n)


def _describe(out):
    """What kind of people and houses; the sources and inventions are in ../README.md."""
    rng = np.random.RandomState(lay.SEED + 2)
    for z in out:
        town = z["id"].endswith("-jie")
        draw = lambda a, b: float(np.round(rng.uniform(a, b), 2))
        z["share_65_plus"] = draw(0.05, 0.08) if town else draw(0.06, 0.09)
        z["share_with_vehicle"] = draw(0.50, 0.60) if town else draw(0.32, 0.50)
        z["storeys"] = draw(2.6, 3.2) if town else draw(1.8, 2.6)
        z["share_strong_houses"] = draw(0.90, 0.96) if town else draw(0.72, 0.92)
        z["relatives_share"] = draw(0.50, 0.60) if town else draw(0.50, 0.70)
        z["share_away"] = 0.18 if town else 0.24
