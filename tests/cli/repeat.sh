#!/bin/sh
# muster run result.h5: the same run from the bytes inside, equal to the bit, wherever it is done.
. "$(dirname "$0")/lib.sh"

equal() {
    "$same" "$1" "$2" >out 2>err || complain "$1 and $2 differ"
}

differ() {
    "$same" "$1" "$2" >out 2>err
    check "$1 and $2 are equal" [ $? -eq 1 ]
}

# Maps in several files: terrain with its CRS beside it, roads as a shapefile; and as one GeoPackage.
cp -r drill maps
/usr/bin/python3 - <<'END'
from osgeo import gdal, osr
gdal.UseExceptions()
crs = osr.SpatialReference()
crs.ImportFromEPSG(32650)
open("maps/terrain.prj", "w").write(crs.ExportToWkt(["FORMAT=WKT1_ESRI"]))
gdal.VectorTranslate("maps/roads.shp", "maps/roads.geojson", format="ESRI Shapefile")
gdal.VectorTranslate("maps/roads.gpkg", "maps/roads.geojson", format="GPKG")
END
rm maps/roads.geojson
sed -i 's/ terrain_crs: "EPSG:32650",//; s/roads.geojson/roads.shp/' maps/scenario.yaml
expect 0 run maps --plan plan.yaml -o shp.h5 -q
sed -i 's/roads.shp/roads.gpkg/' maps/scenario.yaml
expect 0 run maps --plan plan.yaml -o gpkg.h5 -q
expect 0 run drill --plan plan.yaml -o geojson.h5 -q
equal shp.h5 gpkg.h5
rm -r maps
for kind in shp gpkg geojson; do
    expect 0 run $kind.h5 -o again-$kind.h5 -q
    silent err
    equal $kind.h5 again-$kind.h5
done
/usr/bin/python3 -c '
import h5py
for f in h5py.File("shp.h5")["input"].values(): print(f.attrs["path"])' >inputs
for name in 'terrain.prj' 'roads.shp' 'roads.dbf' 'roads.shx' 'roads.prj'; do
    check "$name is not among the input" grep -q "$name" inputs
done

# Everything that can be said of a run, and files outside the scenario's folder.
mkdir -p place/deep shared
mv drill place/deep/drill
mv place/deep/drill/zones.csv shared
sed -i 's|zone: zones.csv|zone: ../../../shared/zones.csv|' place/deep/drill/scenario.yaml
mv place/deep/drill/plan.yaml here.yaml
printf 'plan_kind,seed,metric,value\nnone,7,people.dead,9\nbound,7,people.dead,0\n' \
    >place/deep/drill/refs.csv
echo 'references: refs.csv' >>place/deep/drill/scenario.yaml
expect 0 run place/deep/drill --plan here.yaml --seed 7 --replication 3 -o a.h5 -q \
    --set zone.near.population=280 --set 'plan.leave.after=20 min' \
    --perfect-information --until T+10h
expect 0 run place/deep/drill --history history.yaml -o h.h5 -q
expect 0 run place/deep/drill --plan here.yaml -o plain.h5 -q

# Somewhere else, with nothing of it left.
mkdir elsewhere gone
mv place shared here.yaml gone
cd elsewhere || exit 2
expect 0 run ../a.h5 -o a.h5 -q
silent err
equal ../a.h5 a.h5
expect 0 run a.h5 -o twice.h5 -q
equal ../a.h5 twice.h5
expect 0 run ../h.h5 -o h.h5 -q
equal ../h.h5 h.h5
differ ../h.h5 ../a.h5
expect 0 run ../plain.h5 -o plain.h5
equal ../plain.h5 plain.h5

# What can be said anew.
expect 0 run ../plain.h5 --seed 7 --replication 3 -o seven.h5 -q --perfect-information \
    --until T+10h --set zone.near.population=280 --set 'plan.leave.after=20 min'
equal ../a.h5 seven.h5
expect 0 run ../plain.h5 --seed 2 -o two.h5 -q
differ ../plain.h5 two.h5
expect 0 run two.h5 -o again.h5 -q
equal two.h5 again.h5
expect 2 run ../a.h5 --plan plan.yaml
says err 'holds its own plan'
# A file may be replaced by its own repetition.
cp ../plain.h5 self.h5
expect 0 run self.h5 -o self.h5 -q
equal ../plain.h5 self.h5

# A file that was tampered with, or is from another muster.
cp ../plain.h5 odd.h5
/usr/bin/python3 - <<'END'
import h5py, numpy
with h5py.File("odd.h5", "r+") as file: # one byte of one input file
    data = file["input/file_0001"]
    data[40] = data[40] ^ 1
END
expect 3 run odd.h5
says err 'is not what it was'
cp ../plain.h5 odd.h5
/usr/bin/python3 -c 'import h5py; del h5py.File("odd.h5", "r+")["input"].attrs["scenario"]'
expect 3 run odd.h5
says err 'does not say how it was made'
cp ../plain.h5 odd.h5
/usr/bin/python3 -c 'import h5py; h5py.File("odd.h5", "r+").attrs["muster_version"] = "0.0.1"'
expect 0 run odd.h5 -q
says err 'was made by muster 0.0.1'
# Mistakes in what is inside are told where they stand.
expect 3 run ../plain.h5 --set zone.nowhere.population=3
expect 3 run ../plain.h5 --set dike.west.crest=20m
says err '../plain.h5/scenario.yaml:20:'
finish
