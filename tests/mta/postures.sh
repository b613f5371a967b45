#!/bin/sh
# Plays a candidate in each posture that demands something of every host, with what asks for it and with what holds for everybody. It
# may fail only what is written down in <candidate>.failures, or for that posture in <candidate>+<posture>.failures.
. "$(dirname "$0")/lib.sh"
candidate=$1
for posture in dane-mandatory tls-mandatory tls-verified; do
  out="$work/$posture" status=0
  # (Who demands DANE is asked of starttls/ what others are.)
  if [ "$posture" = dane-mandatory ]; then leave='starttls/*'; else leave=none; fi
  "$GAUNTLET" run "$candidate" --posture "$posture" --out "$out" -q --filter 'mandatory/*' --filter 'mx/*' --filter 'starttls/*' --exclude "$leave" >"$work/out.$posture" || status=$?
  "$GAUNTLET" report "$out/$candidate" --verdicts >"$work/verdicts"
  if grep -E ' (inconclusive|error)$' "$work/verdicts" | sed 's/ [a-z-]*$//' | shown "$out/$candidate"; then fail "$posture: a question was not answered"; fi
  grep -Eq "^mandatory/.* (pass|fail)$" "$work/verdicts" || fail "$posture: nothing was asked of it"
  grep -E ' fail$' "$work/verdicts" | sed 's/ fail$//' >"$work/failures" || true
  known="$here/$candidate+$posture.failures"
  [ -e "$known" ] || known=/dev/null
  cat "$here/$candidate.failures" "$known" | grep -v '^#' | sort >"$work/known" || true
  if grep -vxFf "$work/known" "$work/failures" | shown "$out/$candidate"; then fail "$posture: other failures than written down"; fi
  # What is written down for this posture alone must fail in it.
  if grep -v '^#' "$known" | grep -vxFf "$work/failures"; then fail "$posture: failures that are written down, and are none"; fi
done
nothing_left
