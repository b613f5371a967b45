#!/bin/sh
# The reference sender behind each other resolver, and resolvers that are not there, do not read, die or fall silent: our breakdown
# with a sentence, never the candidate's failure. Prints a row a case.
. "$(dirname "$0")/lib.sh"
out="$work/run"
run() { "$GAUNTLET" run reference --out "$out" -q "$@"; }
server() { sed "$2" "$root/fixtures/dns/servers/$1.server" >"$work/$1.server"; }

for resolver in bind knot pdns; do
  row "reference behind $resolver" 0 "^Resolver +$resolver [0-9]+\.[0-9]" run --resolver "$resolver" --filter 'control/*' --filter 'dane/tlsa-*' --exclude control/clock
  grep -Eq '"resolver_digest": ?"sha256:[0-9a-f]{64}"' "$out/reference/run.json" || fail "run.json does not tell the resolver's digest"
done

row "no such resolver" 2 'no such resolver; .* bind, knot, pdns, unbound was expected' run --resolver bnd
row "a name server as resolver" 2 'no such resolver' run --resolver nsd
server bind 's/^flush all/flsh all/'
row "a typo in a server's file" 2 'bind.server:[0-9]+: key "flsh" is unknown' run --resolver "$work/bind.server"
server bind 's/^packages .*/packages no-such-package/'
row "a resolver is not installed" 3 'not installed: gauntlet candidates install' run --resolver "$work/bind.server"
server knot 's/^    net.listen(.{address}.*/    nonsense(/'
row "a configuration that it refuses" 3 'knot ended .*kresd.conf' run --resolver "$work/knot.server" --filter control/plain-delivery
rm -rf "$out"; signal_in_play KILL /named.conf "$out" &
row "bind is killed" 3 'bind ended with status 137' run --resolver bind --filter 'dane/a*'
rm -rf "$out"; signal_in_play STOP pdns_recursor "$out" &
row "pdns is stopped" 3 'pdns has not answered' run --resolver pdns --filter 'dane/a*'
"$GAUNTLET" report "$out/reference" --verdicts | grep -q ' fail$' && fail "a stopped resolver is the candidate's failure" || true
