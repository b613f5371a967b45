#!/bin/sh
# Plays the whole suite against a candidate behind each of the resolvers that is not the usual one: what they answer otherwise than a
# scenario assumes may leave it undecided, and nothing else may fail than what is written down in <candidate>.failures, or for that
# resolver in <candidate>+<resolver>.failures.
. "$(dirname "$0")/lib.sh"
candidate=$1
for resolver in bind knot pdns; do
  out="$work/$resolver"
  "$GAUNTLET" run "$candidate" --resolver "$resolver" --out "$out" -q >"$work/out.$resolver" || true
  "$GAUNTLET" report "$out/$candidate" --verdicts >"$work/verdicts"
  if grep -E ' error$' "$work/verdicts"; then fail "$resolver: a play broke"; fi
  cat "$here/$candidate.failures" "$here/$candidate+$resolver.failures" 2>/dev/null | grep -v '^#' >"$work/known" || true
  if grep -E ' fail$' "$work/verdicts" | sed 's/ fail$//' | grep -vxFf "$work/known"; then fail "$resolver: other failures than written down"; fi
  printf '%s behind %s: %s\n' "$candidate" "$resolver" "$(sed 's/.* //' "$work/verdicts" | sort | uniq -c | tr '\n' ' ')"
done
nothing_left
