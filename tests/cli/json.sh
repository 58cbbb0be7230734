#!/bin/sh
# --json: valid JSON alone on stdout, with its format and version.
. "$(dirname "$0")/lib.sh"

is_json() { # is_json FORMAT
    /usr/bin/python3 - "$1" <<'END' || complain "not JSON of format $1"
import json, sys
data = json.load(open("out", encoding="utf-8"))
sys.exit(data["format"] != sys.argv[1] or data["version"] != 1)
END
}

expect 0 run drill --plan plan.yaml --json
is_json muster.account
silent err
expect 0 run drill --json --until T+0h # nothing has happened: metrics that are NaN
is_json muster.account
expect 0 check drill plan.yaml --json
is_json muster.check
expect 3 check drill --json --set zone.near.population=many
is_json muster.check
silent err
sed -i 's/^name: .*/name: "a \\"small\\" drill\\n of 演习 <\/script>"/' drill/scenario.yaml
expect 0 run drill --json --until T+0h
is_json muster.account
expect 0 models --json
is_json muster.models
expect 0 models zone --json
is_json muster.models
expect 0 models --metrics --json
is_json muster.metrics
for what in scenario plan history; do
    expect 0 schema $what
    /usr/bin/python3 -m json.tool <out >/dev/null || complain "schema $what is not JSON"
done
finish
