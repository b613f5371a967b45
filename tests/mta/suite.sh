#!/bin/sh
# Plays the whole suite against one candidate. The reference sender must pass everything; a real MTA may fail only what is
# written down in <candidate>.failures, each found to be the MTA's fault, and nothing may be inconclusive or broken. suite.sh exim 'mx/*':
# a part of it.
. "$(dirname "$0")/lib.sh"
candidate=$1
shift
status=0
for part do
  set -- "$@" --filter "$part"
  shift
done
"$GAUNTLET" run "$candidate" "$@" --out "$work/out" -q || status=$?
"$GAUNTLET" report "$work/out/$candidate" --verdicts >"$work/verdicts"
if grep -E ' (inconclusive|error)$' "$work/verdicts" | sed 's/ [a-z-]*$//' | shown "$work/out/$candidate"; then fail "a question was not answered"; fi
grep -E ' fail$' "$work/verdicts" | sed 's/ fail$//' >"$work/failures" || true
sed 's/ [a-z-]*$//' "$work/verdicts" >"$work/played"
grep -v '^#' "$here/$candidate.failures" | grep -xFf "$work/played" >"$work/expected" || true
if grep -vxFf "$work/expected" "$work/failures" | shown "$work/out/$candidate"; then fail "other failures than written down"; fi
if grep -vxFf "$work/failures" "$work/expected"; then fail "failures that are written down, and are none"; fi
if [ -s "$work/failures" ]; then wanted=1; else wanted=0; fi
[ "$status" = "$wanted" ] || fail "exit status $status, $wanted was expected"
# The record can be judged again, to the byte; the strict JUnit dialect validates where the schema is at hand.
cp "$work/out/$candidate/results.json" "$work/before.json"
"$GAUNTLET" judge "$work/out/$candidate" -q || true
cmp "$work/before.json" "$work/out/$candidate/results.json" || fail "judging again gave something else"
"$GAUNTLET" report "$work/out/$candidate" --junit "$work/junit.xml" --junit-dialect xunit
if [ -n "${GAUNTLET_SCHEMAS:-}" ]; then xmllint --noout --schema "$GAUNTLET_SCHEMAS/junit-10.xsd" "$work/junit.xml"; fi
nothing_left
