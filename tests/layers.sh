#!/bin/sh
# Fails when a file includes what its layer must not see.
#   usage: layers.sh [folder that holds sim/ models/ ... (default: this repository)]
cd "${1:-$(dirname "$0")/..}" || exit 2
found=0

# What lies under $1 may include of this project only what matches $2.
allow() {
    files=$(find "$1" -name '*.[ch]')
    [ -n "$files" ] || { echo "layers: no C files in $1"; exit 2; }
    bad=$(echo "$files" | xargs grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' /dev/null |
        grep -vE ":[[:space:]]*#[[:space:]]*include[[:space:]]*\"($2)\"")
    [ -z "$bad" ] && return
    echo "$bad" | sed "s|\$|  <- $1 must not include this|"
    found=1
}

allow sim 'sim/[a-z0-9_]+\.h'
allow models "sim/[a-z0-9]+\.h|models/([a-z]+/)?[a-z0-9_]+\.h"
allow scenarios "sim/[a-z0-9]+\.h|models/(geo|registry)\.h|scenarios/[a-z0-9_]+\.h"
allow analysis 'sim/(assert|err|recorder|value)\.h|analysis/[a-z0-9_/]+\.h'
allow app "sim/[a-z0-9]+\.h|models/(geo|registry)\.h|(scenarios|analysis)/[a-z0-9]+\.h|app/[a-z0-9_]+\.h"

# Offices know what they were told: no header of the truth, and no board.
allow models/command 'sim/[a-z0-9]+\.h|models/geo\.h|models/(command|response)/[a-z0-9_]+\.h'
seen=$(${CC:-cc} -I. -MM models/command/*.c) || exit 2
if echo "$seen" | grep -E 'models/(hazard|people|roads)/'; then
    echo "layers: an office sees the truth by way of another header"
    found=1
fi
if grep -nE '\bmu_board[[:space:]]*\(' models/command/*.c; then
    echo "layers: an office reads a board; boards carry truth"
    found=1
fi

# One family's private headers are its own.
for family in command hazard people response roads; do
    if grep -nE "#include \"models/$family/[a-z0-9_]+_impl\.h\"" $(find models -name '*.[ch]' ! -path "models/$family/*"); then
        echo "layers: private headers of models/$family"
        found=1
    fi
done

# No header includes itself by way of others.
if ! find sim models scenarios analysis app -name '*.h' | xargs grep -E '^#include "' /dev/null |
    sed -E 's/^([^:]*):#include "(.*)".*/\1 \2/' | tsort >/dev/null; then
    echo "layers: headers include each other in a circle"
    found=1
fi
exit $found
