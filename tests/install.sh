#!/bin/sh
# Installs muster into a folder, moves that folder, and builds a stranger's program against it
# by CMake and by pkg-config; both must run and agree.
#   usage: install.sh <build folder> <example> <scratch folder> <cmake> <cc>
set -eu
build=$1 example=$2 scratch=$3 cmake=$4 CC=$5
export CC

rm -rf "$scratch"
mkdir -p "$scratch"
"$cmake" --install "$build" --prefix "$scratch/first" >"$scratch/install.log"
mv "$scratch/first" "$scratch/muster"
cp -r "$example" "$scratch/by-cmake"
cp -r "$example" "$scratch/by-make"

# No private header comes along, and each public one compiles by itself.
cd "$scratch/muster/include/muster"
! find . -name '*_impl.h' | grep . || { echo "private headers were installed"; exit 1; }
PKG_CONFIG_PATH=$(dirname "$(find "$scratch/muster" -name muster.pc)")
export PKG_CONFIG_PATH
flags=$(pkg-config --cflags muster)
find . -name '*.h' | sed 's|^\./||' | sort | while read -r header; do
    # shellcheck disable=SC2086 # flags are words
    echo "#include \"$header\"" | "$CC" -std=c17 -Wall -Wextra -Werror -fsyntax-only -x c $flags - ||
        { echo "$header does not compile by itself"; exit 1; }
done

cd "$scratch/by-cmake"
"$cmake" -G Ninja -B build -DCMAKE_PREFIX_PATH="$scratch/muster" >configure.log
"$cmake" --build build >build.log || { cat build.log; exit 1; }
first=$(build/station)

cd "$scratch/by-make"
make >build.log || { cat build.log; exit 1; }
second=$(./station)

echo "$first"
[ "$first" = "$second" ] || { echo "the two programs differ: $second"; exit 1; }
"$scratch/muster/bin/muster" models >"$scratch/models.txt"
grep -q . "$scratch/models.txt" || { echo "the installed program lists no models"; exit 1; }
