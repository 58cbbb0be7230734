"""The three villages next to the breach, cut out of the full map."""

LOW, HIGH = (6000.0, 4400.0), (12000.0, 8400.0)  # map metres; 60 x 40 cells
VILLAGES = ("lingshan-hejia", "yandun", "tiebao")


def three(world):
    """6 km x 4 km; what the scenario needs and lies outside is moved to where its road comes in."""
    cell = world["cell"]
    i, j = int(LOW[0] / cell), int(LOW[1] / cell)
    grid = world["grid"][j:int(HIGH[1] / cell), i:int(HIGH[0] / cell)]
    return {"corner": LOW, "cell": cell, "grid": grid, "roads": world["roads"],
            "zones": world["zones"], "places": world["places"]}
