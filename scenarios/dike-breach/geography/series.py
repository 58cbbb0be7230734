"""What changes with time: the river at the breach, the weather, sun and dusk."""

import datetime as dt
import math

import numpy as np

ZONE = dt.timezone(dt.timedelta(hours=8))
START, END = dt.datetime(2010, 6, 13, tzinfo=ZONE), dt.datetime(2010, 6, 30, tzinfo=ZONE)

# Day, hour, m at the breach. What is known is in ../README.md; the rest is invented around it.
STAGE = [(13, 0, 29.40), (14, 12, 29.90), (15, 18, 30.90), (16, 20, 31.90), (17, 16, 32.60),
         (18, 12, 32.10), (19, 6, 31.70), (19, 12, 32.25), (19, 18, 34.05), (20, 8, 34.75),
         (21, 0, 35.15), (21, 10, 35.32), (21, 18.5, 35.40), (21, 22, 35.05), (22, 7.5, 34.55),
         (22, 18.5, 34.20), (23, 6.5, 33.85), (24, 6.5, 33.50), (25, 0, 33.30), (25, 15, 33.40),
         (26, 8, 32.85), (26, 20, 32.30), (27, 18.25, 31.50), (28, 12, 31.10), (30, 0, 30.60)]

# Rain of the day in mm (amounts invented) and what is known of the sky.
WEATHER = [(13, 18, "rain", "invented"), (14, 30, "rain", "invented"), (15, 46, "rain", "invented"),
           (16, 60, "heavy rain", "invented"), (17, 66, "heavy rain", "invented"),
           (18, 12, "showers", "invented"),
           (19, 125, "rainstorm", "rain from 07:00, violent from 10:00 (Sanlian Lifeweek)"),
           (20, 140, "rainstorm", "rainstorm (Sanlian Lifeweek)"),
           (21, 52, "heavy rain", "rain on and off (Sanlian Lifeweek)"),
           (22, 20, "rain", "invented"), (23, 16, "rain", "more rain forecast (Xinhua)"),
           (24, 34, "heavy rain", "invented"),
           (25, 4, "clearing", "cleared from 25 June (Qianjiang Evening News)"),
           (26, 0, "cloudy", "dry (chinanews 28 June)"), (27, 0, "fine", "dry (chinanews 28 June)"),
           (28, 0, "fine", "invented"), (29, 2, "showers", "invented")]

LATITUDE, LONGITUDE = 28.07, 116.33


def stage_rows():
    """Hourly (instant, stage); straight to the eye and never beyond the anchors between them."""
    hours = np.array([24.0 * (day - 13) + hour for day, hour, _ in STAGE])
    level = np.array([z for _, _, z in STAGE])
    when = sorted(set(np.arange(0.0, hours[-1] + 0.5)) | {24 * 8 + 18.5})
    return [((START + dt.timedelta(hours=float(t))).isoformat(), _monotone(hours, level, t))
            for t in when]


def _monotone(x, y, t):
    """Cubic through the points without overshoot (Fritsch and Carlson's condition, 1980)."""
    k = min(max(int(np.searchsorted(x, t, side="right")) - 1, 0), len(x) - 2)
    h = x[k + 1] - x[k]
    m0, m1 = _slope(x, y, k), _slope(x, y, k + 1)
    u = (t - x[k]) / h
    value = ((1 + 2 * u) * (1 - u) ** 2 * y[k] + u * (1 - u) ** 2 * h * m0
             + u * u * (3 - 2 * u) * y[k + 1] + u * u * (u - 1) * h * m1)
    return round(float(value), 3)


def _slope(x, y, k):
    if k == 0 or k == len(x) - 1:
        return 0.0
    a, b = (y[k] - y[k - 1]) / (x[k] - x[k - 1]), (y[k + 1] - y[k]) / (x[k + 1] - x[k])
    return 0.0 if a * b <= 0.0 else 2.0 * a * b / (a + b)


def weather_rows():
    """One row a day: rain, sky, first light, sunrise, sunset, last light, source."""
    out = []
    for day, rain, sky, source in WEATHER:
        rise, down = _sun(day, -0.833)
        dawn, dusk = _sun(day, -6.0)
        out.append(("2010-06-%02d" % day, rain, sky, dawn, rise, down, dusk, source))
    return out


def _sun(day, altitude):
    """Clock times (UTC+8) when the sun passes the altitude: Spencer's series (1971), +-2 min."""
    g = 2.0 * math.pi * (150 + day) / 365.0  # 1 June is day 152 of 2010
    declination = (0.006918 - 0.399912 * math.cos(g) + 0.070257 * math.sin(g)
                   - 0.006758 * math.cos(2 * g) + 0.000907 * math.sin(2 * g)
                   - 0.002697 * math.cos(3 * g) + 0.00148 * math.sin(3 * g))
    equation = 229.18 * (0.000075 + 0.001868 * math.cos(g) - 0.032077 * math.sin(g)
                         - 0.014615 * math.cos(2 * g) - 0.040849 * math.sin(2 * g))
    lat = math.radians(LATITUDE)
    cosine = ((math.sin(math.radians(altitude)) - math.sin(lat) * math.sin(declination))
              / (math.cos(lat) * math.cos(declination)))
    half = 4.0 * math.degrees(math.acos(cosine))  # minutes
    noon = 720.0 + 4.0 * (120.0 - LONGITUDE) - equation
    clock = lambda m: "%02d:%02d" % divmod(int(round(m)), 60)
    return clock(noon - half), clock(noon + half)
