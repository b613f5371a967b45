#!/bin/sh
# Both directions: every fault of the reference sender is caught, every scenario catches one, the faultless sender passes all, no
# scenario is passed by all three of the bluntest senders, and one that cheats passes nothing that rests on a policy and gets no score.
# `gauntlet faults` exits 0 only then. Played is what decides, as the map says (the whole matrix: ci/nightly).
. "$(dirname "$0")/lib.sh"
expect 0 "$GAUNTLET" faults --out "$work/faults" --map "$root/tests/faults.map" --json
said '"caught_by"'
tail -n 1 "$work/err"
nothing_left
