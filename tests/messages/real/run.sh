#!/bin/sh
# Bad input to the real program: each folder holds `fault`, commands that spoil a copy of the drill
# (tests/drill), perhaps `args` (one word a line; else: check scenario.yaml), and expected.txt.
#   usage: run.sh <muster> [--update]
tool=$1
update=$2
cases=$(cd "$(dirname "$0")" && pwd)
drill=$cases/../../drill
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
n=0

(cd "$drill" && "$tool" check --strict scenario.yaml plan.yaml && "$tool" check --strict scenario.yaml \
    --history history.yaml) >"$work/said" 2>&1 || { echo "the drill itself:"; cat "$work/said"; bad=1; }

for folder in "$cases"/*/; do
    name=$(basename "$folder")
    copy=$work/$name
    mkdir "$copy" && cp "$drill"/* "$copy"
    (cd "$copy" && . "$folder/fault") || { echo "real/$name: the fault failed"; bad=1; continue; }
    if [ ! -f "$folder/args" ] && diff -r "$drill" "$copy" >/dev/null 2>&1; then
        echo "real/$name: the fault changes nothing"; bad=1
    fi
    set --
    while IFS= read -r word; do set -- "$@" "$word"; done <<WORDS
$(cat "$folder/args" 2>/dev/null || printf 'check\nscenario.yaml\n')
WORDS
    (cd "$copy" && timeout 60 "$tool" "$@"; echo "exit $?") >"$work/said" 2>&1
    n=$((n + 1))
    if [ "$update" = --update ]; then
        cp "$work/said" "$folder/expected.txt"
    elif ! diff -u "$folder/expected.txt" "$work/said"; then
        echo "^ messages/real/$name"
        bad=1
    fi
    rm -rf "$copy"
done
[ "$n" -ge 100 ] || { echo "only $n cases were found"; bad=1; }
exit $bad
