# lib.sh - for tests of the command line: sourced with the program as $1, the tool that compares
# results as $2. Each test runs in a folder of its own that holds a copy of the drill.
muster=$1
same=$2
here=$(cd "$(dirname "$0")" && pwd)
drill=$here/../drill
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$drill" "$work/drill"
cd "$work" || exit 2
failures=0

complain() {
    echo "$(basename "$0"): $*"
    echo "  stdout:"; head -5 out
    echo "  stderr:"; head -5 err
    failures=$((failures + 1))
}

# expect CODE WORD...: runs muster and compares its exit code; what it says is left in out and err.
expect() {
    code=$1
    shift
    "$muster" "$@" >out 2>err
    got=$?
    [ "$got" -eq "$code" ] || complain "muster $*: exit code $got, not $code"
}

# says FILE TEXT: the text stands in out or err.
says() {
    grep -qF -- "$2" "$1" || complain "\"$2\" is not in $1"
}

silent() {
    [ ! -s "$1" ] || complain "$1 is not empty"
}

absent() {
    for name in "$@"; do
        [ ! -e "$name" ] || complain "$name is there"
    done
}

check() { # check TEXT COMMAND...
    text=$1
    shift
    "$@" || complain "$text"
}

finish() {
    [ "$failures" -eq 0 ] && exit 0
    echo "$failures failed"
    exit 1
}
