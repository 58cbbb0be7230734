#!/usr/bin/python3
"""Copies a scenario with its entities in another order.

usage: permute.py SCENARIOS TO SEED

Copies the settings of the small dike breach, and of the full one that it borrows from, to the
folder TO and shuffles the entries of every mapping of entities: files of entities by their
first column, the scenario's own sections by their indent.
"""
import pathlib
import random
import shutil
import sys

FOLDERS = ["dike-breach", "dike-breach-small"]
ORDERED = ("plan-", "history-")  # lists, whose order is theirs


def blocks(lines, indent):
    """Runs of lines that begin at the indent; comments go with what follows them."""
    out, head = [], []
    for line in lines:
        text = line.strip()
        own = len(line) - len(line.lstrip()) == indent
        if text.startswith("#") or not text:
            head.append(line)
        elif own:
            out.append(head + [line])
            head = []
        else:
            out[-1] += head + [line]
            head = []
    return out, head


def shuffled(lines, indent, rng):
    parts, rest = blocks(lines, indent)
    rng.shuffle(parts)
    return [line for part in parts for line in part] + rest


def shuffled_scenario(lines, rng):
    """The sections of `entities:`, and the entities inside each."""
    first = lines.index("entities:\n") + 1
    last = next(i for i in range(first, len(lines)) if not lines[i].startswith(" "))
    sections, rest = blocks(lines[first:last], 2)
    sections = [[s[0]] + shuffled(s[1:], 4, rng) for s in sections]
    rng.shuffle(sections)
    return lines[:first] + [x for s in sections for x in s] + rest + lines[last:]


def write(path, lines, rng):
    if path.name == "scenario.yaml":
        new = shuffled_scenario(lines, rng)
    else:
        new = shuffled(lines, 0, rng)
    if sorted(new) != sorted(lines) or (len(blocks(lines, 0)[0]) > 3 and new == lines):
        sys.exit(f"{path}: not shuffled")
    path.write_text("".join(new), encoding="utf-8")


def main():
    source, to, rng = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), random.Random(sys.argv[3])
    for folder in FOLDERS:
        shutil.copytree(source / folder, to / folder, ignore=shutil.ignore_patterns("*.py", "__*"))
        for path in sorted((to / folder).glob("*.yaml")):
            if not path.name.startswith(ORDERED) and path != to / FOLDERS[0] / "scenario.yaml":
                write(path, path.read_text(encoding="utf-8").splitlines(keepends=True), rng)


main()
