#!/bin/sh
# Both directions: every fault of the reference sender is caught, every scenario catches one, the faultless sender passes all, no
# scenario is passed by all three of the bluntest senders, and one that cheats passes nothing that rests on a policy and gets no score.
# `gauntlet faults` exits 0 only then. The map must know every fault and every scenario; of what it says decides, every twentieth fault is
# played (all of it, and the whole matrix: ci/nightly).
. "$(dirname "$0")/lib.sh"
expect 0 "$GAUNTLET" faults --out "$work/faults" --map "$root/tests/faults.map" --sample 20 --json
said '"caught_by"'
tail -n 1 "$work/err"
nothing_left
