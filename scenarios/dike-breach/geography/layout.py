"""What was drawn by hand: lines, towns and levels, in metres from the map's south-west corner.

Who lies where relative to whom, the distances from the city and the names marked public come
from the sources in ../README.md; every coordinate is invented.
"""

EPSG = 32650  # UTM zone 50 north
ORIGIN = (426000.0, 3094000.0)  # south-west corner of the map, EPSG:32650
WIDTH, HEIGHT = 15200.0, 20000.0  # m; both are multiples of 400

SEED = 20100621  # of everything that is scattered instead of drawn

# Levels, m above the datum. Only differences matter.
CREST_AT_BREACH = 35.8
RIVER_SLOPE = 0.10e-3  # of the flood stage and of the dike crest along the Fu
DONGXIANG_SLOPE = 0.08e-3  # of the crest along the Dongxiang river, rising from the confluence
FLOOR_AT_BREACH = 31.0  # farmland, before natural levees and hollows
FLOOR_SLOPE = 0.13e-3  # of the farmland along the Fu
MOTORWAY_DECK = 36.2
BRIDGE_ABOVE_CREST = 1.5

# Half widths, m, from the middle of a river to the foot of the bank and to the dike crest.
FU_CHANNEL, FU_DIKE = 220.0, 480.0
DONGXIANG_CHANNEL, DONGXIANG_DIKE = 60.0, 260.0


def km(*points):
    """Points given in kilometres, as metres."""
    return [(1000.0 * x, 1000.0 * y) for x, y in points]


# Rivers run with the points.
FU = km((14.3, -1.5), (13.4, 0.4), (12.6, 2.0), (11.5, 3.2), (10.2, 4.2), (8.8, 5.0), (7.6, 6.0),
        (6.5, 7.2), (5.2, 8.1), (4.2, 9.2), (3.6, 10.6), (3.1, 12.0), (2.3, 13.3), (1.7, 14.8),
        (1.5, 16.4), (1.8, 17.8), (1.7, 19.3), (1.1, 21.5))
DONGXIANG = km((16.5, 7.6), (14.9, 8.4), (13.8, 9.3), (12.8, 10.6), (11.6, 11.8), (10.6, 12.9),
               (9.6, 14.2), (8.4, 15.2), (7.2, 16.2), (5.9, 17.3), (4.6, 18.2), (3.2, 18.8),
               (1.7, 19.2))
# Abandoned bends of the Fu, now ponds and rice fields a metre lower.
OLD_CHANNELS = [
    km((8.1, 6.15), (8.2, 6.9), (8.45, 7.6), (8.2, 8.6)),  # the dike that breaks stands on this one
    km((9.9, 7.0), (9.3, 8.1), (8.2, 8.6), (7.5, 9.6), (8.0, 10.8), (7.7, 11.6)),
    km((5.9, 10.0), (5.4, 11.2), (4.7, 12.2), (4.9, 13.4), (4.3, 14.2)),
    km((11.9, 9.8), (10.9, 10.6), (9.9, 11.9), (8.7, 12.9), (8.0, 14.1), (6.6, 14.9), (5.9, 16.2)),
]
# Where the farmland meets the hills in the south-east, from the Fu to the Dongxiang river.
HILL_FOOT = km((11.6, 4.0), (12.2, 5.2), (12.8, 6.4), (13.6, 7.4), (14.4, 8.4))
# The bottom of the pan: Luohu is called so in its own description.
PAN = (11000.0, 8800.0, 1500.0, 0.45)  # x, y, radius, depth

MOTORWAY = km((6.3, -0.6), (6.5, 1.6), (6.3, 3.6), (5.8, 5.2), (5.75, 6.2), (7.15, 8.05),
              (7.35, 9.0), (7.0, 10.4), (6.33, 11.76), (5.7, 13.0), (5.15, 14.3), (4.92, 15.64),
              (4.75, 16.8), (4.55, 17.9), (4.7, 18.6), (4.9, 20.6))
G316 = km((11.15, 4.35), (11.9, 4.9), (11.9, 6.1), (11.0, 7.6), (10.2, 9.2), (8.9, 10.8),
          (7.15, 12.2), (6.3, 13.2), (5.35, 13.85), (3.85, 14.95), (3.3, 16.3), (3.25, 17.6),
          (3.1, 18.45))
G316_NORTH = km((3.35, 19.15), (3.2, 19.7), (3.2, 20.4))
# Land roads drawn by hand: name, class, points.
ROADS = [
    ("东临公路", "primary", km((13.3, 2.35), (12.6, 3.8), (11.9, 4.9), (13.0, 5.9), (14.3, 7.0),
                            (15.6, 7.6))),
    ("罗湖至东乡河桥公路", "secondary", km((10.2, 9.2), (11.4, 9.8), (12.35, 10.55))),
    ("唱云公路", "secondary", km((7.15, 12.2), (7.5, 13.5), (7.9, 14.4), (7.85, 15.3))),
    ("云山街公路", "secondary", km((8.25, 15.75), (8.7, 16.6), (9.6, 17.8), (10.4, 19.0),
                            (10.8, 20.4))),
    ("东乡河东岸公路", "tertiary", km((13.0, 11.1), (12.4, 12.6), (11.0, 14.4), (9.9, 15.6),
                             (8.7, 16.6), (7.6, 17.4), (6.2, 18.4), (4.4, 19.3), (3.2, 19.7))),
    ("东岸至东乡公路", "secondary", km((13.0, 11.1), (13.9, 12.0), (15.6, 12.8))),
    ("展坪公路", "secondary", km((9.6, 3.2), (8.0, 3.9), (6.6, 4.6), (5.1, 5.6), (3.6, 7.6),
                            (2.5, 9.6), (1.6, 11.6), (0.9, 13.6), (0.4, 16.0))),
    ("城西公路", "primary", km((9.4, 1.6), (7.7, 1.7), (6.5, 1.6), (4.4, 2.0), (2.2, 2.6),
                           (-0.4, 2.7))),
    ("城南公路", "primary", km((10.4, 0.31), (10.35, -0.4))),
    ("唱凯互通连接线", "secondary", km((6.33, 11.76), (6.75, 12.0), (7.15, 12.2))),
    ("罗针互通连接线", "secondary", km((4.92, 15.64), (4.3, 15.4), (3.85, 14.95))),
]
# Motorway exits that roads of the plain reach, and the one west of the city.
INTERCHANGES = km((6.33, 11.76), (4.92, 15.64), (6.5, 1.6))
# Over a river: name, class, the two ends; an end near the dike is moved onto its crest.
BRIDGES = [
    ("抚河大桥", "primary", km((12.4, 1.55), (13.3, 2.35))),
    ("文昌桥", "trunk", km((10.6, 3.3), (11.15, 4.35))),
    ("东乡河罗湖桥", "secondary", km((12.35, 10.55), (13.0, 11.1))),
    ("东乡河云山桥", "secondary", km((7.85, 15.3), (8.25, 15.75))),
    ("东乡河罗针桥", "trunk", km((3.1, 18.45), (3.35, 19.15))),
]
RAIL = km((3.4, -0.5), (4.2, 2.0), (3.4, 4.5), (2.0, 7.0), (0.6, 9.0), (-0.5, 10.0))

# Openings of the motorway embankment (culverts, underpasses, small bridges) as metres along it
# from the inner end of the Fu bridge; the second number is 1 where it is wide enough to be
# drawn on a 400 m grid as well.
OPENINGS = [(700, 0), (1500, 0), (2300, 1), (3300, 0), (4200, 1), (5100, 0), (5900, 0),
            (6800, 1), (7700, 0), (8500, 1), (9300, 0)]

# The built-up area; its outline is a street that the bridges and the country roads meet.
CITY = km((9.2, 0.3), (12.1, 0.3), (12.4, 1.55), (11.45, 2.4), (10.6, 3.3), (9.6, 3.2))
CITY_LEVEL = 39.0

# Low hills on the plain, as refuges: name, x, y, top, radius.
KNOLLS = [("灵山", 9350.0, 6850.0, 43.0, 330.0), ("唱北岗", 8350.0, 13350.0, 38.5, 260.0),
          ("罗针岗", 3050.0, 13900.0, 38.0, 240.0)]

BREACH_ALONG = (8150.0, 6150.0)  # the point of the Fu dike nearest to this breaks
SECOND_ALONG = (2450.0, 18350.0)  # and here the pool breaks out again
