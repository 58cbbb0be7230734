#!/bin/sh
# No id or place name of a scenario stands in C: what is true of one place is data. Comments, and
# the sources of default values, may name places.
#   usage: no_names.sh <root of the source tree>
# Words of names that belong to the language of the models stand in vocabulary.txt.
cd "$1" || exit 2
code=$(mktemp -d) || exit 2
trap 'rm -rf "$code"' EXIT

# Entities of their own files, of the scenarios' sections, of tables.
names() {
    sed -nE 's/^"?([[:alpha:]][^":,{]*)"?:( .*)?$/\1/p' scenarios/*/*.yaml
    sed -nE 's/^ {4}"?([[:alpha:]][^":,{]*)"?:( .*)?$/\1/p' scenarios/*/scenario.yaml
    sed -nE '/^#/!s/^"?([^",]+)"?,.*/\1/p' scenarios/*/zones.csv scenarios/*/places.csv
}

# One line a file: the code without comments and sources.
for file in $(find sim models analysis app scenarios -name '*.[ch]'); do
    perl -0pe 's{("(\\.|[^"\\])*"|\x27(\\.|[^\x27\\])+\x27)|/\*.*?\*/}{$1 // " "}gse;
               s{\.source = \w*(\s*"(\\.|[^"\\])*")*}{}g; s{\n}{ }g' "$file" \
        >"$code/$(echo "$file" | tr / %)"
done

words=$(names | tr ' -' '\n\n' | tr '[:upper:]' '[:lower:]' | grep -E '^[a-z]{5,}$' | sort -u |
    grep -vxFf tests/properties/vocabulary.txt)
n=$(echo "$words" | wc -l)
[ "$n" -gt 50 ] || { echo "only $n words of names were found in scenarios/"; exit 1; }
cd "$code" || exit 2
found=$(echo "$words" | grep -ioFwf - -- *)
chinese=$(LC_ALL=C.UTF-8 grep -oP '\p{Han}+' -- *)
if [ -n "$found$chinese" ]; then
    printf '%s\n' "$found" "$chinese" | sed '/^$/d; s/%/\//g' | sort | uniq -c
    exit 1
fi
echo "$n words of names, none of them in C"
