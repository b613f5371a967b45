#!/bin/sh
# Both directions: every fault of the reference sender is caught, every scenario catches one, the faultless sender passes all, and no
# scenario is passed by all three of the bluntest senders. `gauntlet faults` exits 0 only then.
. "$(dirname "$0")/lib.sh"
expect 0 "$GAUNTLET" faults --out "$work/faults" --json
said '"caught_by"'
tail -n 1 "$work/err"
nothing_left
