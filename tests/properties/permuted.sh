#!/bin/sh
# The same entities in another order in the files: the same result to the bit.
#   usage: permuted.sh <world_proof> <root of the source tree>
proof=$1 root=$2
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
for seed in 1 2; do
    /usr/bin/python3 "$root/tests/properties/permute.py" "$root/scenarios" "$folder/$seed" $seed &&
        "$proof" same-files "$root" "$root/scenarios/dike-breach-small" \
            "$folder/$seed/dike-breach-small" || exit 1
done
