#!/bin/sh
# Plays the whole suite against a candidate behind each of the resolvers that is not the usual one. What they answer otherwise than a
# scenario assumes leaves it undecided, which may not be more than a twentieth, and nothing else may fail than what is written down in
# <candidate>.failures, or for that resolver in <candidate>+<resolver>.failures.
. "$(dirname "$0")/lib.sh"
candidate=$1
count() { grep -cE " ($1)\$" "$work/verdicts" || true; }
for resolver in bind knot pdns; do
  out="$work/$resolver"
  # (1 and 3: something fails, something is undecided.)
  expect "0 1 3" "$GAUNTLET" run "$candidate" --resolver "$resolver" --out "$out" -q
  "$GAUNTLET" report "$out/$candidate" --verdicts >"$work/verdicts"
  if grep -E ' error$' "$work/verdicts"; then fail "$resolver: a play broke"; fi
  cat "$here/$candidate.failures" "$here/$candidate+$resolver.failures" 2>/dev/null | grep -v '^#' >"$work/known" || true
  if grep -E ' fail$' "$work/verdicts" | sed 's/ fail$//' | grep -vxFf "$work/known" | shown "$out/$candidate"; then fail "$resolver: other failures than written down"; fi
  say "$candidate behind $resolver: $(sed 's/.* //' "$work/verdicts" | sort | uniq -c | tr '\n' ' ')"
  [ $((20 * $(count inconclusive))) -le "$(count 'pass|warning|fail|inconclusive')" ] || fail "$resolver: too much is undecided"
done
nothing_left
