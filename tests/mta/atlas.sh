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
grep -q '"id":"peace","got":"nn"' "$out/outcomes.json" || fail "peace is not nothing, nothing"
grep -q '"id":"everything","got":"rr"' "$out/outcomes.json" || fail "everything is not read, read"
grep -q '"id":"parent-key","got":"sr"' "$out/outcomes.json" || fail "parent-key is not stopped by MTA-STS and read under DANE"
grep -q '"id":"on-path.hostile-ca.","got":"rs"' "$out/outcomes.json" || fail "a hostile CA does not read MTA-STS, or reads DANE"
row "no such attack" 4 'no attack fits' "$GAUNTLET" atlas --out "$out" --filter none-such
row "no such column" 2 'no column has such a name' "$GAUNTLET" atlas --out "$out" --defence none-such
