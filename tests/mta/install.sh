#!/bin/sh
# What is installed stands by itself: found through a link, with its data beside it, no word of the source tree; a run, its bundle, and the bundle
# refused when it was touched. Prints a row a case.
. "$(dirname "$0")/lib.sh"
build=$(dirname "$GAUNTLET")
expect 0 cmake --install "$build" --prefix "$work/prefix"
unset GAUNTLET_DATA
installed="$work/prefix/bin/gauntlet"
row "installed: its data" 0 '^dane/tlsa-lookup-fails' sh -c 'cd / && "$1" list --filter dane/tlsa-lookup-fails' sh "$installed"
row "help: a filter is one word" 0 '[-]-filter TEXT( Excl|$)' "$installed" run --help
expect 2 "$installed" show no/such
if grep -F "$root/scenarios" "$work/out" "$work/err"; then fail "the source tree is named"; fi
openssl genpkey -algorithm ed25519 -out "$work/key.pem" 2>/dev/null
openssl pkey -in "$work/key.pem" -pubout -out "$work/signer.pem"
row "installed: a run and its bundle" 0 'conformant' "$installed" run reference --filter dane/wrong-key --out "$work/o" --capture --bundle "$work/b.tar.zst" --sign "$work/key.pem"
row "the bundle is in order" 0 'by the key sha256' "$installed" verify "$work/b.tar.zst" --key "$work/signer.pem" --allow-dirty
captured="$work/o/reference/captures/dane-wrong-key.pcapng"
grep -aq SERVER_TRAFFIC_SECRET_0 "$captured" || fail "the capture has no keys"
grep -q 'TLS C: MAIL FROM' "$work/o/reference/transcripts/dane-wrong-key.txt" || fail "no dialogue was written down"
if command -v tshark >/dev/null; then
  tshark -r "$captured" -Y 'smtp.req.command == "MAIL"' 2>/dev/null | grep -q 'MAIL FROM' || fail "the capture is not decrypted"
  say "the capture is decrypted by its own keys"
fi
grep -q '<title>' "$work/o/reference/report.html" || fail "no page stands beside the results"
command -v chromium chromium-browser google-chrome >/dev/null || row "no browser for a PDF" 2 'a Chromium .* was expected in PATH' "$GAUNTLET" report "$work/o" --laboratory-pdf "$work/l.pdf"
printf 'xxxxxxxx' | dd of="$work/b.tar.zst" bs=1 seek=3000 conv=notrunc 2>/dev/null
row "some bytes of it are others" 2 'it is no bundle as it was written' "$installed" verify "$work/b.tar.zst" --key "$work/signer.pem"
row "certified: a filter" 2 'in a certified run all scenarios are played' "$installed" run reference --certified --filter 'dane/*' --out "$work/c"
for words in '--set strategy=dane' '--resolver bind' '--seed 4'; do
  # shellcheck disable=SC2086
  row "certified: $words" 2 'in a certified run' "$installed" run reference --certified $words --out "$work/c"
done
if command -v python3 >/dev/null; then
  "$root/ci/packaging/results-page" "$work/o" >"$work/index.html"
  grep -q 'conformant' "$work/index.html" || fail "the page of results has no row"
  xmllint --html --noout "$work/index.html" 2>/dev/null || fail "the page of results is no HTML"
fi
man="$work/prefix/share/man/man1/gauntlet.1"
"$installed" manual man | cmp - "$man" || fail "the man page is not of this program"
if command -v man >/dev/null; then [ -z "$(LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -l "$man" 2>&1 >/dev/null)" ] || fail "man complains of the page"; fi
bash -c '. "$1"; COMP_WORDS=(gauntlet run --cert); COMP_CWORD=2; _gauntlet; [ "${COMPREPLY[*]}" = --certified ]' sh "$work/prefix/share/bash-completion/completions/gauntlet" || fail "nothing is completed"
for command in run judge bundle verify 'candidates install'; do grep -q "^.SS gauntlet $command" "$man" || fail "the man page has no $command"; done
say "man page and completion"
