#!/bin/sh
# Bad input and what is said of it: every folder holds a scenario.yaml, perhaps a plan.yaml, a
# history.yaml and args (one word a line), and expected.txt.
#   usage: run.sh <toy_check> [--update]
# TERM colours, the locale and the folder's place must not show in a message.
tool=$1
update=$2
cd "$(dirname "$0")" || exit 2
LC_ALL=C
export LC_ALL
bad=0
n=0
for folder in */; do
    [ "$folder" = real/ ] && continue
    folder=${folder%/}
    set -- scenario.yaml
    [ -f "$folder/plan.yaml" ] && set -- "$@" --plan plan.yaml
    [ -f "$folder/history.yaml" ] && set -- "$@" --history history.yaml
    if [ -f "$folder/args" ]; then
        while IFS= read -r word; do set -- "$@" "$word"; done <"$folder/args"
    fi
    said=$(cd "$folder" && "$tool" "$@" 2>&1; echo "exit $?")
    n=$((n + 1))
    if [ "$update" = --update ]; then
        printf '%s\n' "$said" >"$folder/expected.txt"
    elif ! printf '%s\n' "$said" | diff -u "$folder/expected.txt" - >/tmp/muster-messages.$$; then
        printf 'messages/%s:\n' "$folder"
        cat /tmp/muster-messages.$$
        bad=1
    fi
done
rm -f /tmp/muster-messages.$$
[ "$n" -ge 40 ] || { echo "only $n cases were found"; bad=1; }
exit $bad
