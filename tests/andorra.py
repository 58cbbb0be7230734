#!/usr/bin/python3
"""Did the dam above Andorra la Vella do what a dam break does? usage: andorra.py NONE.h5 A.h5"""
import sys

import h5py
import numpy as np

# The towns on the valley floor, down the river.
DOWN_THE_VALLEY = ["escaldes-riu", "andorra-riu", "santa-coloma", "margineda", "aixovall",
                   "sant-julia-riu"]
BALANCE = 1e-6  # of the water that came in


def text(dataset):
    return dataset.asstr()[:]


class Run:
    def __init__(self, path):
        self.file = h5py.File(path, "r")
        events = self.file["events"]
        self.kind = text(events["kind_name"])[events["kind"][:]]
        self.time, self.value = events["time"][:], events["value"][:]
        names = {0: ""}
        for group in self.file["entities"].values():
            names.update(zip(group["id"][:], text(group["name"])))
        self.subject = np.array([names[i] for i in events["subject"][:]])
        self.object = np.array([names[i] for i in events["object"][:]])

    def of(self, kind, subject=""):
        return (self.kind == kind) & np.char.startswith(self.subject.astype(str), subject)

    def persons(self, kind, subject=""):
        return self.value[self.of(kind, subject)].sum()

    def series(self, name):
        return self.file["series"][name][:, 0]


def check_water(run, expect):
    came, left, stays = (run.series("water.volume_" + name) for name in ("in", "out", "stored"))
    error = np.abs(came - left - stays).max() / came[-1]
    expect(error <= BALANCE, f"water: in - out - stored is {error:g} of what came in")
    expect(came[-1] > 5e6, f"water: only {came[-1]:.0f} m3 left the reservoir")
    expect(left[-1] > 1e6, f"water: only {left[-1]:.0f} m3 left the map")
    drop = run.series("dike.outside")
    expect(drop[0] > drop[-1] + 10, "water: the lake did not fall")
    speed = run.file["hazard/water/max_speed"][:]
    expect(np.nanmax(speed) < 15, f"water: {np.nanmax(speed):.1f} m/s is no speed of a flood")


def check_valley(run, expect):
    came = [run.time[run.of("zone.flooded", "zone/" + zone)] for zone in DOWN_THE_VALLEY]
    if expect(all(len(t) == 1 for t in came), "valley: a town on its floor stayed dry"):
        expect(np.all(np.diff(np.concatenate(came)) > 0), "valley: the flood ran uphill")
    dry = set(text(run.file["entities/zone/name"])) - {"zone/" + z for z in DOWN_THE_VALLEY}
    expect(not dry & set(run.subject[run.of("zone.flooded")]), "valley: a slope was flooded")


def check_roads(run, expect):
    expect(run.of("road.closed").sum() > 100, "roads: hardly any was closed")
    expect(run.of("road.opened").sum() > 10, "roads: hardly any was opened again")
    for zone in text(run.file["entities/zone/name"]):
        expect(run.persons("group.arrived", zone) > 0, f"roads: nobody came out of {zone}")


def check_people(none, a, expect):
    for run, plan in ((none, "none"), (a, "A")):
        for kind in ("group.warned", "group.departed", "group.trapped", "group.dead"):
            expect(run.persons(kind) > 0, f"people: no {kind} under plan {plan}")
    expect(a.persons("group.boarded") > 0, "people: nobody was fetched under plan A")
    expect(a.of("item.done").sum() > 10, "plan A: hardly anything was done")
    expect(a.persons("group.dead") < 0.6 * none.persons("group.dead"),
           "people: plan A saves too few")
    expect(a.persons("group.trapped") < 0.6 * none.persons("group.trapped"),
           "people: under plan A too many are trapped")


def main():
    faults = []

    def expect(truth, fault):
        if not truth:
            faults.append(fault)
        return truth

    none, a = Run(sys.argv[1]), Run(sys.argv[2])
    for run in (none, a):
        check_water(run, expect)
        check_valley(run, expect)
        check_roads(run, expect)
    check_people(none, a, expect)
    print("\n".join(faults) or "andorra: as it should be")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
