#!/bin/sh
# Where a result cannot go: exit code 4, and no file that looks complete.
. "$(dirname "$0")/lib.sh"

refused() { # refused TEXT WORD...
    text=$1
    shift
    expect 4 "$@"
    says err "$text"
}

run="run drill --plan plan.yaml"
refused 'its folder is not there' $run -o nowhere/a.h5
refused 'is a folder' $run -o drill
refused 'the name of a file' $run -o drill/
refused 'the name of a file' $run --output=
refused 'Not a directory' $run -o drill/plan.yaml/a.h5
mkfifo pipe
refused 'is not an ordinary file' $run -o pipe
check 'the pipe was replaced' test -p pipe
refused 'is one of the files that are read' $run -o drill/stage.csv
refused 'is one of the files that are read' $run -o drill/plan.yaml
check 'an input was overwritten' cmp -s drill/stage.csv "$drill/stage.csv"
if [ "$(id -u)" -ne 0 ]; then
    mkdir locked && chmod 555 locked
    refused 'Permission denied' $run -o locked/a.h5
fi

# The disk fills while the file is written: nothing is left, and an older file stays.
expect 0 $run -o old.h5 -q
cp old.h5 kept.h5
(ulimit -f 64; "$muster" $run --seed 2 -o new.h5 -q 2>err; [ $? -eq 4 ]) || complain 'disk full: not 4'
says err 'File too large'
absent new.h5 new.h5.partial
(ulimit -f 64; "$muster" $run --seed 2 -o old.h5 -q 2>err; [ $? -eq 4 ]) || complain 'disk full: not 4'
check 'the older file was harmed' cmp -s old.h5 kept.h5
absent old.h5.partial
(ulimit -f 64; "$muster" report old.h5 -o page.html >out 2>err; [ $? -eq 4 ]) ||
    complain 'disk full: report: not 4'
absent page.html page.html.partial

# What is printed must arrive too.
"$muster" $run >/dev/full 2>err
check 'a full disk behind stdout' [ $? -eq 4 ]
"$muster" models >/dev/full 2>err
check 'a full disk behind stdout: models' [ $? -eq 4 ]
says err 'could not be written'
"$muster" schema >/dev/full 2>err
check 'a full disk behind stdout: schema' [ $? -eq 4 ]
"$muster" check drill --json >/dev/full 2>err
check 'a full disk behind stdout: check' [ $? -eq 4 ]
"$muster" -h >/dev/full 2>err
check 'a full disk behind stdout: help' [ $? -eq 4 ]

# Closed streams: no message lands in a result.
"$muster" $run -o closed.h5 >&- 2>err
check 'stdout closed' [ $? -eq 4 ]
"$muster" $run -o quiet.h5 -q <&- >&- 2>&-
check 'all closed, nothing to say' [ $? -eq 0 ]
for file in closed.h5 quiet.h5; do
    "$same" old.h5 $file >out 2>err || complain "$file is not what it should be"
done
# The file is there before the account: whoever reads the account may stop reading.
"$muster" $run -o piped.h5 2>err | head -1 >out
check 'a reader that stops' "$same" old.h5 piped.h5

# report: the same.
refused 'its folder is not there' report old.h5 -o nowhere/page.html
refused 'is a folder' report old.h5 -o drill
refused 'is one of the files that are read' report old.h5 -o old.h5
refused 'No such file' report nothing.h5
expect 3 report drill/plan.yaml
says err 'not a result of muster'
head -c 100000 old.h5 >short.h5
expect 3 report old.h5 short.h5 -o page.html
says err 'short.h5'
absent page.html page.html.partial
expect 0 report old.h5 -o page.html
says out page.html
check 'no page' test -s page.html
check 'the page does not say what the scenario is about' grep -q 'A dike breaks at 06:00' page.html
finish
