#!/bin/sh
# The same verdicts every time: repeated in random orders, one at a time, and with both cores kept busy. (Of the suite that is played
# once in mta.reference, a part, without what waits longest; all of it: ci/nightly.)
. "$(dirname "$0")/lib.sh"
expect 0 "$GAUNTLET" run reference --out "$work/a" -q --repeat 2 --shuffle --seed 7 --filter 'control/*' --filter 'dane/tlsa-*' --filter 'mx/*' --filter 'sts-cache/*' --exclude control/clock --exclude 'sts-cache/expiry*' --exclude 'mx/lost-b*' --exclude 'mx/put-off-*' --exclude 'mx/refused-for-now*'
expect 0 "$GAUNTLET" run reference --out "$work/b" -q --jobs 1 --filter 'control/a*' --filter 'control/i*' --filter 'control/o*' --filter 'control/p*'
stop_burning() { [ -z "${burners:-}" ] || kill $burners 2>/dev/null || true; }
trap 'stop_burning; rm -rf "$work"' EXIT
# (Side by side, but not all: who gets a processor once in three seconds has its time-outs run out, which is inconclusive, and no verdict.)
for core in 1 2; do (while :; do :; done) & burners="${burners:-} $!"; done
expect 0 "$GAUNTLET" run reference --out "$work/c" -q --jobs 100 --filter 'dane/tlsa-*' --filter 'sts-cache/*' --exclude 'sts-cache/expiry*'
stop_burning
"$GAUNTLET" report "$work/a/reference" --verdicts >"$work/1"
"$GAUNTLET" report "$work/c/reference" --verdicts >"$work/2"
! grep -vxFf "$work/1" "$work/2" || fail "busy cores change verdicts"
nothing_left
