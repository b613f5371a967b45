#!/bin/sh
# Populations: four shards are one run, what is wrong is told in a sentence, and a few domains fare on sockets as the engine says.
. "$(dirname "$0")/lib.sh"
reckon() { "$GAUNTLET" population --domains 20001 --seed 5 -q "$@"; }
expect 0 reckon --out "$work/whole"
for k in 1 2 3 4; do expect 0 reckon --shard "$k/4" --out "$work/$k"; done
expect 0 "$GAUNTLET" merge "$work/3" "$work/1" "$work/4" "$work/2" --out "$work/merged" -q
cmp "$work/whole/population.json" "$work/merged/population.json" || fail "four shards are not one run"
cmp "$work/whole/population.md" "$work/merged/population.md" || fail "four shards have another table"
merge() { "$GAUNTLET" merge "$@" --out "$work/none" -q; }
expect 2 merge "$work/1" "$work/2" "$work/4"; said 'domains 10000 to 14999 are in no part'
expect 2 merge "$work/1" "$work/2" "$work/3" "$work/4" "$work/4"; said 'are counted in'
expect 0 "$GAUNTLET" population --domains 20001 --seed 6 --shard 3/4 -q --out "$work/other"
expect 2 merge "$work/1" "$work/2" "$work/other" "$work/4"; said 'seed 6, not 5'
expect 2 reckon --profile no-such --out "$work/none"; said 'no such profile; .*mail-domains.* was expected'
printf 'title T\nshare signed much\n' >"$work/bad.population"
expect 2 reckon --profile "$work/bad.population" --out "$work/none"; said 'bad.population:2: a share was expected'
expect 2 reckon --defence no-such --out "$work/none"; said 'is no defence'
expect 0 "$GAUNTLET" population --domains 2000 --sweep hijackable -q --out "$work/swept"
[ -s "$work/swept/sweep-hijackable-read.svg" ] || fail "no chart was drawn"
expect 0 "$GAUNTLET" population --domains 24 --profile government --seed 3 --real --defence dane-and-mta-sts --out "$work/real"
said '24 domains played .*, 0 otherwise'
# (Among these is one whose policy is hidden from the first message, and found by the second.)
expect 0 "$GAUNTLET" population --domains 2000 --shard 13/100 --real --defence mta-sts --defence key-remembered --out "$work/hidden"
[ "$(grep -c '20 domains played .*, 0 otherwise' "$work/out")" = 2 ] || { cat "$work/out"; fail "what was played is not what was reckoned"; }
# (Among these is one without STARTTLS, to whose sender an attacker offers it himself.)
expect 0 "$GAUNTLET" population --domains 2000 --shard 5/100 --real --defence tls-mandatory --out "$work/bare"
said '20 domains played .*, 0 otherwise'
