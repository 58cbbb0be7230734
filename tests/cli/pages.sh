#!/bin/sh
# The man page and the completion hold what the tables hold.
. "$(dirname "$0")/lib.sh"

expect 0 man
mv out muster.1
groff -man -Tutf8 -ww -z muster.1 >out 2>&1 || complain 'groff refuses the page'
silent out
groff -man -Tutf8 -P-cbou muster.1 >page
for command in run check report models schema; do
    check "man: no $command" grep -q "^ *muster $command " page
    "$muster" $command -h | sed -n '/^options:/,/^exit codes:/s/.* \(--[a-z-]*\).*/\1/p' |
        grep -v -- --help | while read -r option; do
        grep -q -- "$option" page || echo "$command $option"
    done >missing
    [ ! -s missing ] || complain "man: missing: $(cat missing)"
done
for number in 0 1 2 3 4 5 70 130; do
    check "man: no exit code $number" grep -qE "^ +$number( |$)" page
done

expect 0 completion
mv out completion
cat >ask <<'END'
. ./completion
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_muster
printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' '
END
asked() { # asked ANSWER WORD...
    answer=$1
    shift
    bash ask "$@" >out 2>err
    check "completion of \"$*\": $(cat out)" [ "$(cat out)" = "$answer" ]
}
asked 'models ' muster mo
asked 'report run ' muster r
asked '--seed --set ' muster run --se
asked '--strict ' muster check drill --st
asked 'works ' muster models wo
asked 'history plan scenario ' muster schema ''
asked 'drill ' muster run dri
asked 'drill/plan.yaml ' muster run drill --plan drill/pl
asked ' ' muster run drill --seed ''
finish
