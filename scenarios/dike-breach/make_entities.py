#!/usr/bin/python3
"""Turn the drawn geography into the entity files of the scenario.

Examples:
  make_entities.py                                  this folder, everything at full size
  make_entities.py --share 0.1 --out ../dike-breach-small
  make_entities.py --sums                           how the forces add up by the hour

Reads zones.csv and places.csv of the folder --out and writes zones.yaml, shelters.yaml,
forces.yaml, landings.yaml, hospitals.yaml and fleets.yaml there, the same bytes every time. --share takes that share of the people, boats,
buses and goods. What is known and what is invented stands in README.md.
"""

import argparse
import csv
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def storeys(mean):
    """Homes of one, two and three storeys with the mean given."""
    mean = min(max(mean, 1.05), 2.95)
    three = min(0.15 * (mean - 1.0), 0.3) if mean <= 2.15 else mean - 2.0
    one = max(0.0, 2.0 + three - mean)
    two = 1.0 - one - three
    parts = [f"{k}: {p:.3f}" for k, p in ((1, one), (2, two), (3, three)) if p > 0.0005]
    return f"choice({', '.join(parts)})"


def point(row):
    return f"[{float(row['x']):.1f}, {float(row['y']):.1f}]"


class Out:
    """A YAML file, a line for each entity of one model."""

    def __init__(self, folder, name, head):
        self.path = os.path.join(folder, name)
        self.lines = [f"# {line}" for line in head]

    def entity(self, name, settings):
        text = ", ".join(f"{k}: {v}" for k, v in settings.items())
        self.lines.append(f"{name}: {{{text}}}")

    def write(self):
        with open(self.path, "w", encoding="utf-8", newline="\n") as f:
            f.write("\n".join(self.lines) + "\n")


def zones(folder, share):
    out = Out(folder, "zones.yaml", ["Made by make_entities.py from zones.csv: towns and villages.",
                                     "population: people at home, without those who work in other provinces"])
    for z in read(folder, "zones.csv"):
        people = max(3, round(int(z["population"]) * (1.0 - float(z["share_away"])) * share))
        out.lines.append(
            f"{z['id']}: {{title: {z['name_zh']}, at: {point(z)}, population: {people}, "
            f"share_65_plus: {z['share_65_plus']}, share_with_vehicle: {z['share_with_vehicle']}, "
            f"storeys: \"{storeys(float(z['storeys']))}\", share_strong: {z['share_strong_houses']}, "
            f"office: {z['township']}}}")
    out.write()


def shelters(folder, share):
    out = Out(folder, "shelters.yaml", ["Made by make_entities.py from places.csv: shelters, and",
                                        "relatives' homes in the city and beyond the hills."])
    places = read(folder, "places.csv")
    for p in places:
        if p["kind"] == "shelter":
            beds = max(10, round(int(p["quantity"]) * share))
            out.lines.append(f"{p['id'].removeprefix('shelter-')}: {{title: {p['name_zh']}, at: {point(p)}, "
                             f"capacity: {beds} persons, office: linchuan}}")
    for p in places:
        if p["kind"] == "entry":
            out.lines.append(f"relatives-{p['id'].removeprefix('entry-')}: {{title: 亲友家, at: {point(p)}, homes: true}}")
    out.write()


# Forces by batch: name, owner, how many units, persons and boats of a unit, when the first
# and the last of them can set out (hours after the breach; None = from the start), where they
# enter, km to there, what they can do. With the teams of the counties and the city they come to
# more than 10,000 people by +18 h (Xinhua, 22 June midday) and to 15,000 people and 1,000 boats
# by +28 h (CCTV, 22 June 22:20); --sums prints it. How they are spread over units and hours is
# invented. The hydropower corps: 500 people, set off at 20:00 (PLA Daily).
BATCHES = [
    ("militia", "linchuan", 4, 250, 6, None, None, "base-militia", 0, "boats, patrol"),
    ("armed-police", "city-hq", 2, 200, 10, None, None, "base-armed-police", 0, "boats, building"),
    ("province-fire", "province", 12, 60, 12, 3, 12, "entry-motorway-north", 95, "boats"),
    ("army-first", "province", 10, 250, 18, 6, 14, "entry-g316-north", 110, "boats, building"),
    ("army-second", "province", 20, 355, 19, 7, 18, "entry-motorway-north", 140, "boats, building"),
    ("neighbours", "province", 12, 190, 17, 14, 22, "entry-motorway-south", 180, "boats"),
    ("hydro-corps", "province", 3, 167, 0, 1.5, 1.5, "entry-motorway-north", 500, "building"),
]


def batch(out, places, row, share):
    name, owner, n, persons, boats, first, last, where, km, skills = row
    units = n
    boats_left = max(1, round(n * boats * share)) if boats else 0
    for i in range(units):
        mine = round(boats_left / (units - i)) if boats else 0
        boats_left -= mine
        s = {"owner": owner, "at": point(places[where]), "persons": f"{max(2, round(n * persons * share / units))} persons",
             "show_up": 1, "boats": mine, "capabilities": f"[{skills}]"}
        if km:
            s["distance_outside"] = f"{km} km"
        if first is not None:
            hours = first + (last - first) * (i / max(1, units - 1))
            s["available_from"] = f"\"T+{int(hours):02d}:{int(round(hours % 1 * 60)):02d}\""
        out.entity(f"{name}-{i + 1:02d}", s)


def forces(folder, share):
    places = {p["id"]: p for p in read(folder, "places.csv")}
    out = Out(folder, "forces.yaml", ["Made by make_entities.py: the 11 county teams of 20 and the city",
                                      "detachment (source: the city's report); all other units are invented.",
                                      "show_up 1: the figures of 2010 count who was there."])
    for p in places.values():
        if p["kind"] == "team_base":
            county = p["id"].removeprefix("base-")
            own = county == "linchuan"
            s = {"title": p["name_zh"], "owner": "linchuan" if own else "city-hq", "at": point(p), "persons": "20 persons",
                 "boats": max(1, round((6 if own else 3) * share)), "capabilities": "[boats, patrol]"}
            if float(p["entry_km"]) > 0:
                s["distance_outside"] = f"{p['entry_km']} km"
            out.entity(f"county-{county}", s)
        elif p["kind"] == "detachment":
            out.entity("city-detachment", {"title": p["name_zh"], "owner": "city-hq", "at": point(p), "persons": f"{p['quantity']} persons",
                                           "boats": max(1, round(12 * share)), "capabilities": "[boats, patrol]"})
        elif p["kind"] == "police":
            out.entity("police", {"title": p["name_zh"], "owner": "city-hq", "at": point(p), "persons": f"{p['quantity']} persons",
                                  "capabilities": "[patrol]"})
    for row in BATCHES:
        batch(out, places, row, share)
    out.write()


def sums():
    """People and boats that can be there by some hours, at 50 km/h and an hour to get ready."""
    for by in (0, 6, 12, 18, 28):
        people = 0.9 * (11 * 20 + 60 + 300)  # nine of ten of the standing teams and the police come
        boats = 10 * 3 + 6 + 12
        for _, _, n, persons, own, first, last, _, km, _ in BATCHES:
            for i in range(n):
                ready = -24.0 if first is None else first + (last - first) * i / max(1, n - 1)
                if ready + 1 + km / 50 <= by:
                    people += persons
                    boats += own
        print(f"by +{by:2} h: {people:6.0f} people {boats:5} boats")


def sites(folder, share):
    places = read(folder, "places.csv")
    made = ["Made by make_entities.py from places.csv."]
    landings, hospitals, fleets = (Out(folder, f"{n}.yaml", made) for n in ("landings", "hospitals", "fleets"))
    for p in places:
        title, at = p["name_zh"], point(p)
        if p["kind"] == "landing":
            landings.entity(p["id"].removeprefix("landing-"), {"title": title, "at": at})
        elif p["kind"] == "hospital":
            hospitals.entity(p["id"], {
                "title": title, "at": at, "beds": f"{max(1, round(int(p['quantity']) * share))} beds", "office": "linchuan"})
        elif p["kind"] == "bus_station":
            fleets.entity(p["id"], {"title": title, "owner": "linchuan", "at": at,
                                    "vehicles": max(1, round(int(p["quantity"]) * share))})
    for out in (landings, hospitals, fleets):
        out.write()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default=HERE)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--sums", action="store_true", help="only print how the forces add up at full size")
    options = parser.parse_args()
    if options.sums:
        sums()
        return
    zones(options.out, options.share)
    shelters(options.out, options.share)
    forces(options.out, options.share)
    sites(options.out, options.share)


if __name__ == "__main__":
    main()
