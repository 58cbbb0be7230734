#!/bin/sh
# --keep-boards and --replay: the flood of an earlier run instead of solving it; to the bit the same
# where nothing that is done changes it, said where it does, refused where it is another's.
. "$(dirname "$0")/lib.sh"

equal() {
    "$same" "$1" "$2" >out 2>err || complain "$1 and $2 differ"
}

refused() { # refused CODE TEXT WORD...
    code=$1
    text=$2
    shift 2
    expect "$code" "$@"
    says err "$text"
    silent out
}

run="run drill --plan plan.yaml"
expect 0 $run -o plain.h5 -q
expect 0 $run -o kept.h5 -q --keep-boards
equal plain.h5 kept.h5
check 'boards are kept unasked' [ "$(wc -c <plain.h5)" -lt "$(wc -c <kept.h5)" ]

for field in water water/polder; do
    expect 0 $run -o again.h5 -q --replay $field=kept.h5
    silent err
    equal plain.h5 again.h5
done
expect 0 $run --replay water=kept.h5
says out 'water/polder, as it would have come out'
expect 0 $run --replay water=kept.h5 --json
says out '"differs": null'
expect 0 run again.h5 -o solved.h5 -q # needs no kept.h5: it solves
equal plain.h5 solved.h5
expect 0 $run -o handed-on.h5 -q --replay water=kept.h5 --keep-boards
expect 0 $run -o again.h5 -q --replay water=handed-on.h5
equal plain.h5 again.h5
expect 0 report kept.h5 again.h5 -o page.html

# Other decisions and resources, another seed: the same flood.
for change in '--seed 2' '--set team.boats.boats=1' '--set zone.near.population=280'; do
    expect 0 $run $change -o solved.h5 -q
    expect 0 $run $change -o again.h5 -q --replay water=kept.h5
    silent err
    equal solved.h5 again.h5
done
expect 0 run drill -o solved.h5 -q
expect 0 run drill -o again.h5 -q --replay water=kept.h5
equal solved.h5 again.h5

# A dike that never breaks is another flood; one that was told of otherwise is said to be.
cp -r drill late
sed -i 's/breaches: at, when: T+0 h/breaches: never/' late/scenario.yaml
refused 3 'other settings of water/polder, or of what it depends on' run late --replay water=kept.h5
cp kept.h5 told.h5
/usr/bin/python3 - <<'END'
import h5py
with h5py.File("told.h5", "r+") as file: # as if another breach had been told of
    file["boards/water_polder/told"][0] = 1
END
expect 0 $run -o again.h5 --replay water=told.h5
says err 'warning: from T+0:00 on this run acts on water/polder otherwise'
says out 'does NOT follow from what was done here'
expect 0 $run --replay water=told.h5 --json
says out '"differs": "2010-06-13T06:00:'
expect 0 run again.h5 -o solved.h5 -q
says err 'it is solved now'
# Kept again, such boards are still those of whoever was told of otherwise.
expect 0 $run -o handed-on.h5 -q --replay water=told.h5 --keep-boards
expect 0 $run -o again.h5 -q --replay water=handed-on.h5
says err 'warning: from T+0:00 on this run acts on water/polder otherwise'
# So the page says, too.
expect 0 report plain.h5 again.h5 -o page.html
check 'the page says what was replayed' grep -q '"replays":\[{"field":"water/polder"' page.html

# What cannot be replayed, or kept.
refused 2 'there is no result to keep it in' $run --keep-boards
refused 2 'write it as FIELD=FILE' $run --replay water
refused 2 'write it as FIELD=FILE' $run --replay =kept.h5
refused 2 'the fields of this scenario are: water/polder' $run --replay wind=kept.h5
refused 2 'the fields of this scenario are: water/polder' $run --replay zone/near=kept.h5
refused 3 'given its boards twice' $run --replay water=kept.h5 --replay water/polder=kept.h5
refused 4 'No such file' $run --replay water=nothing.h5
refused 3 'it is not an HDF5 file' $run --replay water=drill/plan.yaml
refused 3 'it holds no boards; `muster run --keep-boards' $run --replay water=plain.h5
refused 4 'is one of the files that are read' $run --replay water=kept.h5 -o kept.h5
head -c 100000 kept.h5 >short.h5
refused 3 'is damaged or was cut short' $run --replay water=short.h5
refused 3 'of another land' $run --replay water=kept.h5 --set water.polder.embankments=false
refused 3 'other settings' $run --replay water=kept.h5 --set 'water.polder.river_shift=1 cm'
refused 3 'other settings' $run --replay water=kept.h5 --set 'dike.west.max_width=61 m'
refused 3 'published every 60 s, and here it is every 30 s' $run --replay water=kept.h5 \
    --set 'publish=30 s'
refused 3 'sampled every 3600 s' $run --replay water=kept.h5 --set 'sample=30 min'
refused 3 'it holds no frame of' $run --replay water=kept.h5 --set 'frames=[T+2 h]'
sed -i 's/^name: .*/name: another drill/' late/scenario.yaml
refused 3 'of another scenario, "a small drill"' run late --replay water=kept.h5
/usr/bin/python3 - <<'END'
import h5py
with h5py.File("told.h5", "r+") as file:
    data = file["boards/water_polder/bytes"]
    data[100] = data[100] ^ 1
END
refused 3 'the boards of water/polder are not what they were' $run --replay water=told.h5

# A run that was stopped early can be replayed as far as it goes.
expect 0 $run --until T+2h -o short.h5 -q --keep-boards
refused 3 'it holds the field up to T+2:00 only' $run --replay water=short.h5
expect 0 $run --until T+2h -o again.h5 -q --replay water=short.h5
equal short.h5 again.h5
finish
