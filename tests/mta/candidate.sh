#!/bin/sh
# What a manifest's author meets: copies that run under another name, and one clear sentence for what is missing.
. "$(dirname "$0")/lib.sh"
run() { "$GAUNTLET" run "$@" --filter control/plain-delivery --out "$work/run" -q; }
copy() { sed "$2" "$root/harness/candidates/reference.candidate" >"$work/$1.candidate"; }

cp "$root/harness/candidates/postfix.candidate" "$work/copied.candidate"
expect 0 run "$work/copied.candidate"
{ cat "$root/harness/candidates/reference.candidate"; echo "packages no-such-mta"; } >"$work/fresh.candidate"
expect 3 run "$work/fresh.candidate"
said "fresh is not installed: gauntlet candidates install .*/fresh.candidate"
{ cat "$root/harness/candidates/reference.candidate"; echo "bind /no/such/folder"; } >"$work/bind.candidate"
expect 3 run "$work/bind.candidate"
said "bind needs the folder /no/such/folder"
{ cat "$root/harness/candidates/reference.candidate"; echo "file /../../$work/escaped"; echo "    text"; } >"$work/escape.candidate"
expect 2 run "$work/escape.candidate"
said 'escape.candidate:[0-9]+: file .* leads upwards'
[ ! -e "$work/escaped" ] || fail "a manifest wrote out of its room"
copy talker 's|exec /gauntlet/gauntlet-sender|yes \| head -c 20000000; exec /gauntlet/gauntlet-sender|'
expect 0 run "$work/talker.candidate"
grep -rq --include=record.jsonl candidate.flood "$work/run/talker" || fail "nobody told of the flood"
[ "$(find "$work/run/talker" -name candidate.out -size +17M | wc -l)" = 0 ] || fail "the flood was kept"
nothing_left

# A manifest is tried step by step, and what does not work is told with its reason.
check() { "$GAUNTLET" candidates check "$@"; }
row "check: all of it works" 0 'It can be played' check reference
for step in 'start +ok' 'submit +ok' 'deliver +ok' 'queue +ok' 'nudge +ok' 'bounces +ok' 'stop +ok' 'restart +ok'; do
  grep -Eq "^$step" "$work/out" || fail "check: no $step"
done
copy ends 's|exec /gauntlet/gauntlet-sender|echo no such option >\&2; exit 4 #|'
row "check: it does not start" 1 '^start +FAILS .*status 4.*no such option' check "$work/ends.candidate"
copy forgets 's|gauntlet-sender nudge.*|gauntlet-sender no-such-command|'
row "check: no nudge" 1 '^nudge +FAILS .*ended with status' check "$work/forgets.candidate"

# A world to look around in: what the steps of a scenario do can be done by hand.
printf '%s\n' 'lab start malory' 'lab start mallory' 'lab send note to ann' 'lab stop mallory' 'lab nudge note' 'lab brake mx1' 'lab steps' 'lab step fall' 'lab step attack' 'lab seen' exit |
  "$GAUNTLET" up reference --filter dane/tlsa-lookup-fails >"$work/up" 2>&1 || fail "the shell ended with a status"
for said in 'has no "malory"' 'done: start mallory' 'done: send note to ann' 'done: nudge note' "did you mean 'break'" '  step attack' 'has no step "fall"' \
    'look out .lab seen.: await' 'handed to the candidate'; do
  grep -q "$said" "$work/up" || { cat "$work/up"; fail "by hand: no \"$said\""; }
done
nothing_left
