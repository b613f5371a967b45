#!/bin/sh
# What must go wrong well: one clear sentence, the right exit code, the other verdicts kept, nothing left behind. Prints a row a case.
. "$(dirname "$0")/lib.sh"
out="$work/run"
mkdir -p "$work/dane"
scenario() { cat >"$work/dane/$1.scenario"; }
run() { "$GAUNTLET" run "$@" --out "$out" -q; }

# --- What people write wrong ---
sed 's/^mx mx1/mix mx1/' "$root/scenarios/dane/tlsa-lookup-fails.scenario" | scenario typo
row "scenario: a typo" 2 'typo.scenario:[0-9]+: .*mix' run reference --scenario "$work/dane/typo.scenario"
sed 's/await  deliver/await  delivr/' "$root/scenarios/dane/tlsa-lookup-fails.scenario" | scenario verb
row "scenario: an unknown verb" 2 'verb.scenario:[0-9]+: .*delivr' run reference --scenario "$work/dane/verb.scenario"
sed 's/RFC7672-2.1.2-4/RFC7672-9.9.9-9/' "$root/scenarios/dane/tlsa-lookup-fails.scenario" | scenario clause
row "scenario: an unknown clause" 2 'clause.scenario:[0-9]+: .*RFC7672-9.9.9-9' run reference --scenario "$work/dane/clause.scenario"
sed 's/TLSA  3 1 1 {mx1.key}/TLSA  3 1 one {mx1.key}/' "$root/scenarios/dane/tlsa-lookup-fails.scenario" | scenario zone
row "scenario: a zone that ldns rejects" 2 "$work/dane/zone.scenario:[0-9]+: .*3 1 one" run reference --scenario "$work/dane/zone.scenario" --filter none
table() { sed "$1" "$root/scenarios/dane/unusable.scenario" | scenario "$2"; }
table 's/^    selector /    usage    /' doubled
row "table: a doubled row" 2 "doubled.scenario:[0-9]+: a second row 'usage'" run reference --scenario "$work/dane/doubled.scenario"
table 's/^    selector .*/    selector   -   -/' empty
row "table: an empty row" 2 "empty.scenario:[0-9]+: row 'selector' is empty" run reference --scenario "$work/dane/empty.scenario"
table 's/{data}/{dato}/' unfilled
row "table: a placeholder that no row fills" 2 'unfilled.scenario:[0-9]+: no row fills .dato.' run reference --scenario "$work/dane/unfilled.scenario"
table 's/^zone signed/table two\n    a  b\n    c  d\n    e  f\n\ntable three\n    a  b\n    c  d\n\n&/' three
row "table: three tables" 2 'three.scenario:[0-9]+: a third table' run reference --scenario "$work/dane/three.scenario"
sed 's/^    dns .*/    wire mx1 25 reset\n    wire mx1 25 strip STARTTLS/' "$root/scenarios/dane/tlsa-lookup-fails.scenario" | scenario layers
row "path: layers that exclude each other" 2 'layers.scenario:[0-9]+: "reset" and "strip STARTTLS" cannot both act' run reference --scenario "$work/dane/layers.scenario"
candidate key 's/^single-id/single-idea/'
row "manifest: an unknown key" 2 'key.candidate:[0-9]+: key "single-idea" is unknown' run "$work/key.candidate"
candidate gap '$s#$#\nknown dane/no-such-thing\n    a reason\n    https://example.org/1#'
row "manifest: a gap in no scenario" 2 'gap.candidate:[0-9]+: known "dane/no-such-thing": there is no such scenario' run "$work/gap.candidate"
row "no such candidate" 2 'no such candidate' run sendmial
row "nothing selected" 4 'no scenario fits' run reference --filter 'nowhere/*'
row "no such posture" 2 'reference has no posture "brave"; it has dane, .*tls-verified' run reference --posture brave
row "a posture that --set contradicts" 2 'tls-verified means strategy=tls-verified for reference, and --set says strategy=dane' \
  run reference --posture tls-verified --set strategy=dane
sed 's/^posture tls-verified .*/posture tls-verified strategy dane/' "$root/harness/candidates/reference.candidate" >"$work/idle.candidate"
row "manifest: a posture without its claim" 2 'idle.candidate:[0-9]+: posture tls-verified does not claim tls-verified' run "$work/idle.candidate"
row "no such declaration" 2 "$work/none.declaration" run reference --declaration "$work/none.declaration"
printf 'title  T\noffer without dane\n    sweets  TLS_AES_128_GCM_SHA256\n' >"$work/bad.declaration"
row "declaration: an unknown kind" 2 'bad.declaration:3: .*sweets' run reference --declaration "$work/bad.declaration"
row "an unknown option" 2 'speed|not expected' run reference --speed 9

# --- Candidates that misbehave ---
candidate gone 's|exec /gauntlet/gauntlet-sender|exec /no/such/sender|'
row "manifest: a missing program" 3 'ended with status 127 before it was ready' run "$work/gone.candidate" --filter control/plain-delivery
candidate late 's|^ready .*|ready   file /run/never|'
row "never becomes ready" 3 'did not become ready within 30 s' run "$work/late.candidate" --filter control/plain-delivery
candidate dies 's|exec /gauntlet/gauntlet-sender|(timeout 1 tail -f /dev/null; kill -9 $(cat /run/gauntlet.pid)) \& exec /gauntlet/gauntlet-sender|'
row "dies in the middle" "1 3" 'the candidate ended' run "$work/dies.candidate" --filter control/plain-delivery --filter 'dane/lookup-fails?tlsa,timeout?'
candidate flood 's|exec /gauntlet/gauntlet-sender|perl /etc/hostile.pl \& exec /gauntlet/gauntlet-sender|'
{ printf 'file    /etc/hostile.pl\n'; sed 's/^/    /' "$here/hostile.pl"; } >>"$work/flood.candidate"
row "floods, 1 MB lines, NULs, 5000 open" 0 'conformant' run "$work/flood.candidate" --filter 'control/*' --exclude control/clock --exclude control/refreshes
# It holds a connection to the end: whatever it waits for there, a moved clock would cut short.
row "floods, and its clock is to move" 3 'the room did not come to rest, so that its clock was not moved' run "$work/flood.candidate" --filter control/clock

# --- What breaks under us ---
# A neighbour's resolver, by its command line like ours, must live on.
: >"$work/unbound.conf"; env -u GAUNTLET_MARK tail -f "$work/unbound.conf" & neighbour=$!
rm -rf "$out"; signal_in_play KILL /unbound.conf "$out" &
row "the resolver is killed" 3 'unbound ended with status 137' run reference --filter 'dane/a*'
rm -rf "$out"; signal_in_play KILL /zones/nsd.conf "$out" &
row "an NSD is killed" 3 'nsd.* ended with status' run reference --filter 'dane/a*'
mkdir "$work/control"
sed 's/^    send /    let 3600s pass\n&/' "$root/scenarios/control/plain-delivery.scenario" >"$work/control/patient.scenario"
rm -rf "$out"; signal_in_play KILL /zones/nsd.conf "$out" &
row "an NSD is killed in a long wait" 3 'nsd.* ended with status' run reference --scenario "$work/control/patient.scenario"
kill -0 $neighbour || fail "a neighbour's process was killed"
kill $neighbour
full() { unshare ${unshare_user:-} --mount sh -c 'mkdir -p "$1/full" && mount -t tmpfs -o size=200k none "$1/full" && "$2" run reference --out "$1/full" -q --filter "dane/a*"' sh "$work" "$GAUNTLET"; }
row "a full disk" 3 '[Nn]o space left' full
mkdir "$work/fake"; printf '#!/bin/sh\necho "unshare: unshare failed: Operation not permitted" >&2\nexit 1\n' >"$work/fake/unshare"; chmod +x "$work/fake/unshare"
row "no namespaces" 5 'no isolation' env PATH="$work/fake:$PATH" "$GAUNTLET" run reference --out "$out" -q
row "no namespaces: doctor" 5 'to mend' env PATH="$work/fake:$PATH" "$GAUNTLET" doctor
mkdir "$work/empty"
row "nsd and unbound are missing" 3 'candidates install' env GAUNTLET_CACHE="$work/empty" PATH="/usr/bin:/bin" "$GAUNTLET" run reference --out "$out" -q --filter control/plain-delivery

# --- Ends from outside ---
# Once a play that rests on nothing else has ended.
stop_with() {
  "$GAUNTLET" run reference --out "$out" -q --filter 'control/plain-delivery' --filter 'dane/a*' & g=$!
  until grep -q '"tag":"control/plain-delivery".*"play.end"' "$out/reference/cells/shared/record.jsonl" 2>/dev/null; do timeout 0.02 tail -f /dev/null || true; done
  kill -"$1" $g; wait $g
}
rm -rf "$out"; row "Ctrl-C" 130 'interrupted' stop_with INT
rm -rf "$out"; row "SIGKILL" 137 '.*' stop_with KILL
row "a killed run, judged" 3 '^(inconclusive|error)$' "$GAUNTLET" judge "$out/reference"
"$GAUNTLET" report "$out/reference" --verdicts | grep -q ' pass$' || fail "what was played before the kill is lost"
