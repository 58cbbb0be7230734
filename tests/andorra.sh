#!/bin/sh
# A place nobody here drew: the dam above Andorra la Vella, on real roads and real ground, under
# no plan and under plan A. The data stand beside the clone and are no part of it.
#   usage: andorra.sh <muster>       exit code 77: skipped
muster=$1
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
data=$root/../shared/data
for file in osm/andorra.osm.pbf srtm/andorra_srtm.tif; do
    [ -r "$data/$file" ] && continue
    echo "skipped: $data/$file is not there (where to get it: scenarios/andorra-dam/README.md)"
    exit 77
done
out=$(mktemp -d) || exit 2
trap 'rm -rf "$out"' EXIT
for plan in none a; do
    "$muster" run "$root/scenarios/andorra-dam" --plan "plan-$plan.yaml" --seed 1 --quiet \
        -o "$out/$plan.h5" || exit 1
done
/usr/bin/python3 "$root/tests/andorra.py" "$out/none.h5" "$out/a.h5"
