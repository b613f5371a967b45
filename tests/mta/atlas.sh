#!/bin/sh
# A corner of the atlas is played: the sanity rows and two attacks against two defences come out as scenarios/atlas/outcomes.json says, every cell
# leads to its evidence, and what makes no sense is told in a sentence.
. "$(dirname "$0")/lib.sh"
out="$work/atlas"
row "plays a corner" 0 'attacks against 2 columns' "$GAUNTLET" atlas --out "$out" -q --filter peace --filter everything --filter 'on-path[hostile-ca]' \
  --filter parent-key --defence dane --defence mta-sts
for word in evidence/dane/parent-key.txt evidence/mta-sts/peace.txt evidence/dane/everything.txt; do
  grep -q "href=\"$word\"" "$out/index.html" && [ -s "$out/$word" ] || fail "index.html does not lead to $word"
done
grep -q '^> .* read the message\|^> .*accepted the message' "$out/evidence/dane/parent-key.txt" || fail "no event is marked in the evidence of parent-key against dane"
# What came of an attack (its id) in a column (its name), as a letter, in a file of outcomes.
letter() { # FILE ATTACK COLUMN
  nth=$(sed -n 's/.*"columns":\[\(.*\)\].*/\1/p' "$1" | tr , '\n' | grep -nxF "\"$3\"" | cut -d: -f1)
  [ -n "$nth" ] || fail "$1 has no column $3" >&2
  got=$(grep -F "\"id\":\"$2\"," "$1" | sed 's/.*"got":"\([a-z-]*\)".*/\1/' | cut -c"$nth")
  [ -n "$got" ] || fail "$1 has no row $2" >&2
  say "$got"
}
for attack in peace everything 'on-path[hostile-ca]' parent-key; do
  for column in dane mta-sts; do
    kept=$(letter "$root/scenarios/atlas/outcomes.json" "$attack" "$column")
    played=$(letter "$out/outcomes.json" "$attack" "$column")
    [ "$kept" = "$played" ] || fail "$attack against $column came out as $played, scenarios/atlas/outcomes.json says $kept"
  done
done
row "no such attack" 4 'no attack fits' "$GAUNTLET" atlas --out "$out" --filter none-such
row "no such column" 2 'no column has such a name' "$GAUNTLET" atlas --out "$out" --defence none-such
