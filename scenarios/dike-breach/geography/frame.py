"""The lines that everything else hangs on: rivers, dikes, motorway, the polder's outline."""

import numpy as np

from . import layout as lay
from .shape import area, at, chainage, offset, smooth, to_line


class Frame:
    """Rivers, dikes and the polder they enclose; all lines as arrays of points."""

    def __init__(self):
        self.fu = smooth(lay.FU)
        self.dongxiang = smooth(lay.DONGXIANG)
        self.hill_foot = smooth(lay.HILL_FOOT)
        self.motorway = smooth(lay.MOTORWAY)
        self.old_channels = [smooth(c) for c in lay.OLD_CHANNELS]
        self.rail = smooth(lay.RAIL)
        self.left_bank = offset(self.fu, -lay.FU_DIKE)
        self.dongxiang_right = offset(self.dongxiang, lay.DONGXIANG_DIKE)
        fu_right = offset(self.fu, lay.FU_DIKE)
        dongxiang_left = offset(self.dongxiang, -lay.DONGXIANG_DIKE)
        self.fu_dike, self.dongxiang_dike = self._meet(fu_right, dongxiang_left)
        self.polder = np.vstack([self.fu_dike, self.dongxiang_dike[::-1], self.hill_foot[::-1]])
        self.breach = self._nearest(self.fu_dike, lay.BREACH_ALONG)
        self.second = self._nearest(self.fu_dike, lay.SECOND_ALONG)
        self.breach_at_fu = float(to_line([self.breach], self.fu)[1][0])
        self.tip_at_fu = float(to_line([self.fu_dike[-1]], self.fu)[1][0])

    def _meet(self, fu, dx):
        """Cut both dikes where they meet in the north-west and where the hills begin."""
        gap = np.hypot(fu[:, None, 0] - dx[None, :, 0], fu[:, None, 1] - dx[None, :, 1])
        i, j = np.unravel_index(int(np.argmin(gap)), gap.shape)
        first = int(np.argmin(np.hypot(*(fu - self.hill_foot[0]).T)))
        last = int(np.argmin(np.hypot(*(dx - self.hill_foot[-1]).T)))
        return fu[first:i + 1], np.vstack([dx[last:j], fu[i]])

    @staticmethod
    def _nearest(line, point):
        _, s, _ = to_line([point], line)
        return at(line, float(s[0]))

    def crest(self, points):
        """Level of the dike crest nearest to each point."""
        d_fu, s_fu, _ = to_line(points, self.fu)
        d_dx, s_dx, _ = to_line(points, self.dongxiang_dike)
        length = chainage(self.dongxiang_dike)[-1]
        tip = lay.CREST_AT_BREACH - lay.RIVER_SLOPE * (self.tip_at_fu - self.breach_at_fu)
        on_fu = lay.CREST_AT_BREACH - lay.RIVER_SLOPE * (s_fu - self.breach_at_fu)
        on_dx = tip + lay.DONGXIANG_SLOPE * (length - s_dx)
        return np.where(d_fu - lay.FU_DIKE < d_dx, on_fu, on_dx)

    def stage_drop(self, point):
        """How much lower the Fu stands at `point` than at the breach, m."""
        _, s, _ = to_line([point], self.fu)
        return lay.RIVER_SLOPE * (float(s[0]) - self.breach_at_fu)

    def motorway_bridges(self):
        """(from, to) in metres along the motorway where it spans a river and its foreland."""
        spans = []
        for river, half in ((self.fu, lay.FU_DIKE), (self.dongxiang, lay.DONGXIANG_DIKE)):
            d, _, _ = to_line(self.motorway, river)
            s = chainage(self.motorway)[d < half + 60.0]
            spans.append((float(s[0]), float(s[-1])))
        return spans

    def summary(self):
        return {"polder_km2": area(self.polder) / 1e6,
                "fu_dike_km": chainage(self.fu_dike)[-1] / 1e3,
                "dongxiang_dike_km": chainage(self.dongxiang_dike)[-1] / 1e3,
                "breach": tuple(self.breach), "second": tuple(self.second),
                "drop_to_second": self.stage_drop(self.second)}
