#!/bin/sh
# The schemas hold what is shipped: every scenario, plan and history fits, a mistake does not.
. "$(dirname "$0")/lib.sh"
root=$here/../..

for what in scenario plan history; do
    expect 0 schema $what
    mv out $what.schema.json
    # Shipped files name the copy beside the scenarios in their first line.
    cmp -s $what.schema.json "$root/scenarios/$what.schema.json" ||
        complain "scenarios/$what.schema.json is out of date: script/schema writes it again"
done
grep -l "yaml-language-server" "$root"/scenarios/*/*.yaml | while read -r file; do
    named=$(sed -n '1s/^# yaml-language-server: $schema=//p' "$file")
    [ -f "$(dirname "$file")/$named" ] || echo "$file: $named"
done >missing
[ ! -s missing ] || complain "no such schema: $(cat missing)"
/usr/bin/python3 "$here/schema.py" "$root" || complain 'see above'
finish
