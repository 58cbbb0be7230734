"""Plane geometry on arrays of points: lines, distances, areas, noise."""

import numpy as np


def smooth(points, step=50.0):
    """A line through `points` (Catmull-Rom), one vertex about every `step` metres."""
    p = np.asarray(points, float)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    out = [p[1]]
    for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:]):
        n = max(1, int(round(np.hypot(*(c - b)) / step)))
        for t in np.arange(1, n + 1) / n:
            out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2
                              + (3 * b - a - 3 * c + d) * t ** 3))
    return np.array(out)


def chainage(line):
    """Metres along the line at each of its vertices."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])


def at(line, s):
    """The point `s` metres along the line."""
    c = chainage(line)
    return np.array([np.interp(s, c, line[:, 0]), np.interp(s, c, line[:, 1])])


def offset(line, right, step=50.0):
    """The line moved `right` metres to the right of its direction, without the loops this makes."""
    t = np.gradient(line, axis=0)
    t /= np.hypot(t[:, 0], t[:, 1])[:, None]
    moved = line + right * np.column_stack([t[:, 1], -t[:, 0]])
    d, _, _ = to_line(moved, line)
    moved = moved[d > abs(right) - 1.0]
    for _ in range(8):  # rounds the corners that the removed loops leave
        moved[1:-1] = 0.25 * moved[:-2] + 0.5 * moved[1:-1] + 0.25 * moved[2:]
    n = max(2, int(round(chainage(moved)[-1] / step)))
    c = chainage(moved)
    s = np.linspace(0.0, c[-1], n + 1)
    return np.column_stack([np.interp(s, c, moved[:, 0]), np.interp(s, c, moved[:, 1])])


def to_line(points, line):
    """For each point: distance to the line, metres along it, and side (1 = right, -1 = left)."""
    p = np.asarray(points, float)
    line = np.asarray(line, float)
    along = chainage(line)
    best = np.full(len(p), np.inf)
    where = np.zeros(len(p))
    side = np.ones(len(p))
    for a, b, s in zip(line[:-1], line[1:], along):
        ab = b - a
        length2 = max(float(ab @ ab), 1e-9)
        t = np.clip((p - a) @ ab / length2, 0.0, 1.0)
        dx, dy = p[:, 0] - a[0] - t * ab[0], p[:, 1] - a[1] - t * ab[1]
        d = np.hypot(dx, dy)
        nearer = d < best
        cross = ab[0] * (p[:, 1] - a[1]) - ab[1] * (p[:, 0] - a[0])
        best = np.where(nearer, d, best)
        where = np.where(nearer, s + t * np.sqrt(length2), where)
        side = np.where(nearer, np.where(cross <= 0.0, 1.0, -1.0), side)
    return best, where, side


def whole(v):
    """A whole metre that does not lie on the edge between two cells."""
    r = int(round(v))
    m = r % 100
    return r + 3 if m < 3 else r - 3 if m > 97 else r


def inside(points, polygon):
    """True for the points within the polygon."""
    p = np.asarray(points, float)
    q = np.asarray(polygon, float)
    odd = np.zeros(len(p), bool)
    for (x1, y1), (x2, y2) in zip(q, np.roll(q, -1, axis=0)):
        if y1 == y2:
            continue
        hit = ((y1 > p[:, 1]) != (y2 > p[:, 1])) & (
            p[:, 0] < (x2 - x1) * (p[:, 1] - y1) / (y2 - y1) + x1)
        odd ^= hit
    return odd


def area(polygon):
    x, y = np.asarray(polygon, float).T
    return 0.5 * abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))))


def ramp(x):
    """0 below 0, 1 above 1, smooth between."""
    t = np.clip(x, 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


class Noise:
    """Smooth noise between -1 and 1, the same for the same seed everywhere."""

    def __init__(self, seed):
        # RandomState is frozen by numpy: the same numbers in every version.
        self.lattice = np.random.RandomState(seed).uniform(-1.0, 1.0, (64, 64))

    def __call__(self, points, scale):
        u = np.asarray(points, float) / scale + 7.3
        i = np.floor(u).astype(int)
        f = u - i
        f = f * f * (3.0 - 2.0 * f)
        g = lambda a, b: self.lattice[(i[:, 1] + b) % 64, (i[:, 0] + a) % 64]
        low = g(0, 0) * (1 - f[:, 0]) + g(1, 0) * f[:, 0]
        high = g(0, 1) * (1 - f[:, 0]) + g(1, 1) * f[:, 0]
        return low * (1 - f[:, 1]) + high * f[:, 1]
