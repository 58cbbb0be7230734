"""Every scenario, plan and history of the repository against the schemas in this folder, and
spoilt copies of the drill, which must not fit."""
import copy, glob, json, os, re, sys

import jsonschema
import yaml

root = sys.argv[1]


class Loader(yaml.SafeLoader):
    """YAML 1.2's core schema: no dates, no 18:30 in base 60, no yes or no."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
        ("tag:yaml.org,2002:bool", r"^(true|false)$", "tf"),
        ("tag:yaml.org,2002:null", r"^(~|null|)$", ["~", "n", ""]),
        ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", "-+0123456789"),
        ("tag:yaml.org,2002:float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$",
         "-+.0123456789")]:
    Loader.add_implicit_resolver(tag, re.compile(pattern), list(first))


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader)


def validator(what):
    with open(what + ".schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    assert "draft-07" in schema["$schema"]
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


validators = {what: validator(what) for what in ("scenario", "plan", "history")}
bad = 0


def kind_of(data):
    return "scenario" if "entities" in data else "plan" if "items" in data else "history"


files = glob.glob(os.path.join(root, "scenarios/*/*.yaml")) + glob.glob(os.path.join(root, "tests/drill/*.yaml"))
checked = 0
for path in sorted(files):
    data = load(path)
    if not isinstance(data, dict) or "muster" not in data:
        continue  # a section of a scenario
    checked += 1
    for error in validators[kind_of(data)].iter_errors(data):
        bad += 1
        print(f"{os.path.relpath(path, root)}: {'/'.join(map(str, error.path))}: {error.message[:200]}")
if checked < 7:
    bad += 1
    print(f"only {checked} files were found")


def refuse(what, change):
    global bad
    data = copy.deepcopy(load(os.path.join(root, "tests/drill", what + ".yaml")))
    change(data)
    if validators[what].is_valid(data):
        bad += 1
        print(f"a spoilt {what} fits the schema: {change.__name__}")


def no_name(d): del d["name"]
def unknown_key(d): d["nmae"] = "x"
def unknown_kind(d): d["entities"]["sheltr"] = {}
def unknown_setting(d): d["entities"]["shelter"]["school"]["capcity"] = 3
def bare_number(d): d["entities"]["dike"]["west"]["crest"] = 34
def wrong_choice(d): d["entities"]["dike"]["west"]["breaches"] = "overtoping"
def missing(d): del d["entities"]["dike"]["west"]["sill"]
def wrong_verb(d): d["items"][0]["does"] = "leve"
def no_owner(d): del d["items"][0]["owner"]
def no_plan(d): del d["plan"]
def no_at(d): del d["history"][0]["at"]


for change in (no_name, unknown_key, unknown_kind, unknown_setting, bare_number, wrong_choice):
    refuse("scenario", change)
for change in (wrong_verb, no_owner, no_plan):
    refuse("plan", change)
refuse("history", no_at)
sys.exit(bad != 0)
