#!/bin/sh
# Whole runs and the accounts they gave when somebody last looked at them: every folder here holds
# args (one word a line, of `muster run`) and expected.txt. Adding a case needs no C.
#   usage: run.sh <muster> <case>...       compares
#          run.sh <muster> --update        writes all anew; look at the difference before it is kept
tool=$(realpath "$1") || exit 2
shift
cd "$(dirname "$0")/../.." || exit 2
LC_ALL=C
export LC_ALL

account() { # account <case>
    set -- "tests/golden/$1/args"
    words=$1
    set --
    while IFS= read -r word; do set -- "$@" "$word"; done <"$words"
    "$tool" run "$@" 2>&1
    echo "exit $?"
}

update=no
if [ "${1:-}" = --update ]; then
    update=yes
    set -- $(cd tests/golden && ls -d */ | tr -d /)
fi
[ $# -gt 0 ] || { echo "run.sh: which case?" >&2; exit 2; }
bad=0
for case in "$@"; do
    expected=tests/golden/$case/expected.txt
    if [ $update = yes ]; then
        account "$case" >"$expected"
    else
        account "$case" | diff -u "$expected" - || bad=1
    fi
done
exit $bad
