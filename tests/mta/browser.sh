#!/bin/sh
# The HTML report in a headless Chromium (tests/browser). Skipped where no Chromium or no node is installed (ci/nightly installs them).
. "$(dirname "$0")/lib.sh"
chromium=$(command -v chromium) && command -v node >/dev/null || { say "no chromium or no node: skipped"; exit 77; }
expect 0 "$GAUNTLET" run reference --out "$work/a" -q --filter 'dane/a*'
expect 1 "$GAUNTLET" run reference --out "$work/b" -q --filter 'dane/a*' --set 'faults=--fault dns-servfail-is-none'
"$GAUNTLET" report "$work/b/reference" --html "$work/one.html"
"$GAUNTLET" report "$work/a/reference" "$work/b/reference" --html "$work/several.html"
row "the laboratory's report as PDF" 0 '.*' "$GAUNTLET" report "$work/a" --laboratory-pdf "$work/l.pdf" --operator 'A. Person'
head -c 5 "$work/l.pdf" | grep -q %PDF- || fail "it is no PDF"
row "the report in a browser" 0 'the report holds' node "$root/tests/browser/report.mjs" "$chromium" "$work/one.html" "$work/several.html"
