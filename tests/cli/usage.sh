#!/bin/sh
# A wrong command line: exit code 2, what is wrong, a guess, and nothing on stdout.
. "$(dirname "$0")/lib.sh"

wrong() { # wrong TEXT WORD...
    text=$1
    shift
    expect 2 "$@"
    says err "$text"
    silent out
}

wrong 'unknown command "runn"; did you mean "run"?' runn
wrong 'unknown command "xyzzy"' xyzzy
wrong 'unknown option "--sed"; did you mean "--seed"?' run drill --sed 4
wrong 'unknown option "--sed"; did you mean "--seed"?' run drill --sed=4
wrong 'unknown option "-x"' run drill -x
wrong 'a value is missing after "--seed"' run drill --seed
wrong 'a value is missing after "--plan"' run drill --plan --seed 1
wrong 'a value is missing after "-o"' run drill -o
wrong 'this option takes no value: "--json=yes"' run drill --json=yes
wrong 'given twice: "--seed"' run drill --seed 1 --seed 2
wrong 'something is missing: muster run SCENARIO|RESULT [options]' run
wrong 'something is missing' check
wrong 'one word too many: "other"' run drill other
wrong 'there is no model "zon"; did you mean "zone"?' models zon
wrong 'it is scenario, plan or history' schema zone
for seed in x '' -1 1e3 1.5 99999999999999999999; do
    wrong 'a whole number from 0 to' run drill "--seed=$seed"
done
wrong 'a whole number from 0 to 4294967295' run drill --replication 4294967296
wrong 'people.dead' run drill --fail-on 'people.ded>1'
wrong 'write it as' run drill --fail-on people.dead
wrong 'a plain number' run drill --fail-on 'people.dead>many'
wrong 'T+60:00' run drill --until T+60:00
wrong 'tomorrow' run drill --until tomorrow

# Without a word: the overview, as an error; asked for: on stdout.
expect 2
says err 'commands:'
silent out
for word in -h --help help; do
    expect 0 $word
    says out 'commands:'
    silent err
done
expect 0 --version
says out 'muster '

# Examples come first, options below, and the exit codes are all there.
for command in run check report models schema; do
    for word in -h --help; do
        expect 0 $command $word
        silent err
        check "$command -h: examples are not first" [ "$(sed -n 3p out)" = examples: ]
        check "$command -h: no example" grep -q "^  muster $command" out
        for number in 0 1 2 3 4 5 70 130; do
            check "$command -h: exit code $number is missing" grep -qE "^ +$number  " out
        done
    done
done
expect 0 help run
says out 'muster run - '
expect 2 help nothing
expect 0 run nothing --sed -h # whoever asks for help gets it
expect 0 models zone
# Hidden commands are neither listed nor guessed.
expect 0 -h
check 'hidden commands are listed' sh -c '! grep -qE "^  (man|completion) " out'
# Words behind -- are no options.
expect 4 run -- --seed
says err '--seed: No such file'
finish
