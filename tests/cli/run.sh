#!/bin/sh
# What options of `muster run` do.
. "$(dirname "$0")/lib.sh"

# A plan is sought beside the scenario, then in the working folder; also by a path from there.
expect 0 run drill --plan plan.yaml -q
silent out
silent err
mv drill/plan.yaml mine.yaml
expect 0 run drill --plan mine.yaml
says out 'plan drill'
expect 0 run drill/scenario.yaml --plan mine.yaml
expect 0 run drill/ --plan ../mine.yaml
expect 4 run drill --plan plan.yaml
says err 'plan.yaml: No such file'
sed 's/^plan: drill/plan: other/' mine.yaml >plan.yaml
cp mine.yaml drill/plan.yaml
expect 0 run drill --plan plan.yaml
says out 'plan drill' # the one beside the scenario
(cd drill && "$muster" run scenario.yaml --plan plan.yaml >../out 2>../err) || complain 'in the folder'
(cd drill && "$muster" run . --plan "$work/plan.yaml" >../out 2>../err) || complain 'absolute'
says out 'plan other'

expect 0 run drill --history history.yaml
says out 'as it was'

# The same seed says the same; another one does not; 1 is the default.
expect 0 run drill --plan plan.yaml
mv out first
expect 0 run drill --plan plan.yaml --seed=1
check 'the same seed, another account' cmp -s first out
expect 0 run drill --plan plan.yaml --seed 2
check 'another seed, the same account' sh -c '! cmp -s first out'
expect 0 run drill --plan plan.yaml --replication 1
check 'another replication, the same account' sh -c '! cmp -s first out'
# So do all numbers of threads.
for threads in 1 2 3; do
    expect 0 run drill --plan plan.yaml --threads $threads
    check "another account by $threads threads" cmp -s first out
done
for threads in x -1 65 0.5; do
    expect 2 run drill --plan plan.yaml "--threads=$threads"
    says err "threads is \"$threads\"; a whole number from 0 to 64"
done
expect 0 run drill --plan plan.yaml --perfect-information
says out 'knowing everything'
check 'knowing everything changes nothing' sh -c '! cmp -s first out'

# --set, several times, in this order.
expect 0 run drill --set zone.near.population=100 --set zone.near.population=1000
says out '1,240 people'
expect 0 run drill --plan plan.yaml --set 'plan.leave.after=2 h' --set name=changed
says out 'changed, plan drill'
expect 3 run drill --set zone.near.population
says err 'write path=value'
expect 3 run drill --set zone.neer.population=3
says err 'did you mean "near"?'
silent out

# --until, as an instant and from the onset; the end itself is the whole run.
expect 0 run drill --until T+02:00
says out '2010-06-13T08:00'
expect 0 run drill --until 2010-06-13T08:00+08:00
says out '2010-06-13T08:00'

# --fail-on: told on stderr, after everything else was done.
expect 1 run drill --plan plan.yaml --fail-on 'people.moved>=1' -o a.h5
says err '--fail-on "people.moved>=1" is met'
check 'no result beside a criterion' test -s a.h5
expect 0 run drill --plan plan.yaml --fail-on 'people.moved < 1' --fail-on 'people.dead>500' -q
silent err
expect 1 run drill -q --fail-on 'people.total!=7' --fail-on 'people.total==7'
expect 0 run drill -q --fail-on 'rescue.first<=1e9' --until T+0h # NaN meets nothing

# A scenario that cannot run: the whole story, and nothing run.
expect 3 run drill --set dike.west.sill=40m -o b.h5
says err 'the sill (40.00 m) must lie below the crest'
silent out
absent b.h5 b.h5.partial
finish
