#!/bin/sh
# Interrupted: what has happened so far is a valid result that says it is partial. Killed: nothing
# that looks complete.
. "$(dirname "$0")/lib.sh"

# Long enough to be interrupted anywhere: years under water.
long="run drill --set end=2016-06-14T00:00+08:00 --set water.polder.river_shift=1m"

start() { # start WORD...: in the background, past the first progress
    "$muster" $long --progress "$@" >out 2>err &
    pid=$!
    for i in $(seq 200); do
        grep -q events err && return
        sleep 0.05
    done
    complain 'it never began'
}

start -o cut.h5
kill -INT $pid
wait $pid
check "interrupted: exit code $?" [ $? -eq 130 ]
says err interrupted
says out Score
absent cut.h5.partial
/usr/bin/python3 - <<'END' || complain 'no valid partial result'
import h5py, sys
file = h5py.File("cut.h5")
assert file.attrs["status"] == "partial", file.attrs["status"]
assert 0 < file.attrs["end_seconds"] < 6 * 365 * 86400.0
times = file["events/time"][:]
assert len(times) and times.max() <= file.attrs["end_seconds"]
END
expect 0 report cut.h5 -o cut.html

# Interrupted twice, it goes at once; what is written may then only be partial.
start -o twice.h5
kill -INT $pid
kill -INT $pid 2>/dev/null
wait $pid
check "interrupted twice: exit code $?" [ $? -eq 130 ]
[ ! -e twice.h5 ] || "$same" twice.h5 twice.h5 || complain 'a broken file looks whole'

for wait in 0 0.05 0.1 0.15 0.2; do
    "$muster" run drill --plan plan.yaml -o killed.h5 >out 2>err &
    pid=$!
    sleep $wait
    kill -KILL $pid 2>/dev/null
    wait $pid 2>/dev/null
    [ ! -e killed.h5 ] || "$same" killed.h5 killed.h5 || complain 'killed: a broken file looks whole'
    rm -f killed.h5
done
finish
