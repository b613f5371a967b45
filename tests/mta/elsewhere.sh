#!/bin/bash
# The reference sender as an appliance, in a network of its own, over a pair of virtual Ethernet devices as over a real interface.
#   parts    which part of it asks for names, and of whom: the resolver that it was given, or another
#   v6       it has a way to the world's IPv6 addresses; the CAs are those of the sittings before
#   hoster   a day of a large hoster's attempts (after 15 min, 15 min, then hourly) on the appliance's moved clock: what is waited for more than a
#            day ends by the record, in seconds, and not by the day's patience
#   many     a thousand messages at once
#   authority   it has a validating resolver of its own, which knows our root as its only hint and the DS that serve shows, and asks the delegated
#            domain's name servers at the door; two worlds, one key
#   lent     the same from beyond the door's network and without a way to the lab's addresses: hosts and name servers are at addresses that were lent
# Without an argument all of it.
. "$(dirname "$0")/lib.sh"
programs=$(dirname "$GAUNTLET")
[ -x "$programs/clock-by-hand" ] || fail "clock-by-hand is not built (target end_to_end)"
. "$(dirname "$0")/appliance.sh"

# Starts the sender when the world's certificates are there to be trusted, as an operator would: NAME RESOLVER STRATEGY OPTIONS...
sender() {
  name=$1 resolver=$2 strategy=$3; shift 3
  mkdir "$work/$name"
  until_so has_roots
  get /ca.pem >"$work/$name/ca.pem"
  [ -e "$work/ca.pem" ] || cp "$work/$name/ca.pem" "$work/ca.pem"
  cmp "$work/ca.pem" "$work/$name/ca.pem" || fail "whom it is to trust has changed since the first world"
  there "$@" "$programs/gauntlet-sender" run --listen 192.0.2.10:25 --control "$work/$name/control" --spool "$work/$name/spool" --resolver "$resolver" \
    --roots "$work/$name/ca.pem" --name sender.home.test --strategy "$strategy" --timeout 5 $options >"$work/$name/out" 2>&1
}
manifest() { # NAME MORE
  printf 'title An appliance\nclaims %s\nremote\nready smtp 192.0.2.10:25\nsubmit smtp 192.0.2.10:25\nqueue ip netns exec %s %s queue --control %s\n%s\n' \
    "$claims" "$net" "$programs/gauntlet-sender" "$work/$1/control" "$2" >"$work/$1.candidate"
}
serve() { # NAME ARGUMENTS...
  name=$1; shift
  timeout 200 "$GAUNTLET" serve "$work/$name.candidate" --interface "$device" --address 192.0.2.1/24 --authorities "$work/authorities.pem" --out "$work/out-$name" --page 127.0.0.1:$port "$@"
}

# As a reporter asks what a domain wants (RFC 8460, 3) of the resolver that it was given: NAME
ask_txt() {
  query='\0\1\1\0\0\1\0\0\0\0\0\0'
  for label in ${1//./ }; do query+=$(printf '\\x%02x%s' ${#label} "$label"); done
  there bash -c 'printf "$1\0\0\20\0\1" >/dev/udp/192.0.2.1/53' - "$query"
}
reporter() {
  until_so has_roots
  record=$(ls "$work"/out-given/given/cells/*/record.jsonl | head -n 1)
  until_told '"name":"_mta-sts\.' "$record"
  ask_txt "_smtp._tls.$(grep -om 1 '"name":"_mta-sts\.[^"]*' "$record" | sed 's/.*_mta-sts\.//')"
}

parts() {
  claims="mta-sts tlsrpt" options="--retry 4"
  manifest given 'patience 60'
  beside sender given 192.0.2.1:53 mta-sts
  beside reporter
  expect "0 3" serve given --filter control/plain-delivery --filter control/mta-sts
  said 'mail transfer  *seen from 192\.0\.2\.10 at the resolver that it was given: MX'
  said 'policy fetcher  *seen from 192\.0\.2\.10 at the resolver that it was given: (TXT _|A )mta-sts'
  said 'reporter  *seen from 192\.0\.2\.10 at the resolver that it was given: TXT _smtp'
  grep -q '"components": \[' "$work/out-given/given/results.json" || fail "results.json does not hold it"
  "$GAUNTLET" report "$work/out-given/given" --laboratory "$work/laboratory.html" >/dev/null
  grep -q 'Names for the policy fetcher</th><td>seen from 192.0.2.10 at the resolver' "$work/laboratory.html" || fail "the laboratory's report does not tell of it"
  gone
  # A resolver of its own, which knows our root as anybody's knows the Internet's.
  beside unbound 127.0.0.1
  manifest own 'patience 60'
  beside sender own 127.0.0.1:53 opportunistic
  expect "0 1 3" serve own --filter control/plain-delivery
  said 'mail transfer  *seen from 192\.0\.2\.10 at another server, 198\.18\.0\.1'
  said 'reporter  *not seen'
  grep -q '"dns.elsewhere"' "$work"/out-own/own/cells/*/record.jsonl || fail "the record does not tell what went past"
  gone
}

# The resolver of the appliance: ADDRESS MORE
unbound() {
  layer=${GAUNTLET_CACHE:-$HOME/.cache/gauntlet}/layers/unbound
  printf '. 3600000 NS ns1.\nns1. 3600000 A 198.18.0.10\n' >"$work/root.hints"
  printf 'server:\n interface: %s\n do-ip6: no\n username: ""\n chroot: ""\n directory: "%s"\n pidfile: ""\n use-syslog: no\n access-control: 0.0.0.0/0 allow\n root-hints: root.hints\n local-zone: "test." nodefault\n do-not-query-localhost: no\n%b' \
    "$1" "$work" "${2:-}" >"$work/unbound.conf"
  there env LD_LIBRARY_PATH="$layer/usr/lib/x86_64-linux-gnu" "$layer/usr/sbin/unbound" -d -c "$work/unbound.conf" >"$work/unbound.log" 2>&1
}

# The suite with one scenario more, which is read from stdin: NAME
suite_with() {
  mkdir -p "$work/data/harness" "$work/data/fixtures/dns"
  cp -R "$root/scenarios" "$root/zones" "$work/data/"
  cp -R "$root/harness/candidates" "$work/data/harness/"
  cp -R "$root/fixtures/dns/servers" "$work/data/fixtures/dns/"
  cat >"$work/data/scenarios/mx/$1.scenario"
  export GAUNTLET_DATA="$work/data"
}

v6() {
  claims=none options="--retry 4"
  manifest six 'patience 60'
  expect 3 serve six --filter 'mx/ipv6*' --exclude 'control/*'
  said 'not possible with IPv4 addresses alone: 4'
  rm -r "$work/out-six"
  ip -n "$net" addr add 2001:db8:f::10/64 dev eth0 nodad
  ip -n "$net" route add 2001:db8:25::/48 via 2001:db8:f::1
  beside sender six 192.0.2.1:53 none
  expect 0 serve six --address6 2001:db8:f::1/64 --filter 'mx/ipv6*'
  said 'Route: 2001:db8:25::/48, .* by way of 2001:db8:f::1'
  cat "$work"/out-six/six/cells/*/record.jsonl | grep '"tcp\.accept"' | grep -q '"from":"2001:db8::1".*"to":"2001:db8:25:' || fail "nobody came by IPv6"
  gone
}

many() {
  { printf 'title  A thousand messages at once arrive\n\nzone signed\n    @    MX  10 mx1\n    mx1  A   {mx1}\n\nmx mx1\n\nstep all\n'
    seq -f '    send   m%g to ann' 1000
    seq -f '    MUST   deliver m%g to mx1  within 60s  [RFC5321-4.5.4.1-2]' 1000; } >"$work/scenario"
  suite_with many <"$work/scenario"
  claims=none options="--retry 20"
  manifest many 'patience 60'
  beside sender many 192.0.2.1:53 none
  expect 0 serve many --filter mx/many
  unset GAUNTLET_DATA
  record=$(ls "$work"/out-many/many/cells/*/record.jsonl)
  [ "$(grep '"smtp.message"' "$record" | grep -c '"subject":"mx/many m')" = 1000 ] || fail "not all of them arrived once"
  say "1,000 messages arrived and were ruled on within $(grep '"play.end"' "$record" | sed 's/.*"t":\([0-9]*\).*/\1/') s"
  gone
}

# Moves the hoster's clock to the next attempt, each time that one was put off; to the last when the host takes the message again.
move_on() {
  attempt=0
  tail --pid=$$ -n +1 -F "$work/hoster.log" 2>/dev/null | while read -r line; do
    case $line in *' deferred '*'not now'*) attempt=$((attempt + 1)) ;; *) continue ;; esac
    case $attempt in 1|2) by=900 ;; *) by=3600 ;; esac
    [ "$attempt" -lt 27 ] || until_told '"step":"relief"' "$(ls "$work"/out-hoster/hoster/cells/*/record.jsonl)"
    # (Whoever answers has set his timer by now.)
    there "$programs/gauntlet-sender" queue --control "$work/hoster/control" | grep -q ' deferred note-' || fail "put off, and not in the queue"
    echo "$by $(ip netns pids "$net" | tr '\n' ' ')" >&7
    [ "$attempt" -lt 27 ] || break
  done
}

hoster() {
  suite_with hoster <<END
title  A message that is refused for a day of a hoster's attempts goes out when the host takes it again

zone signed
    @    MX  10 mx1
    mx1  A   {mx1}

mx mx1
    fault  reply rcpt "451 4.3.2 not now"

step day
    send   note to ann
    await  attempt mx1 27 times            within 60s
    MUST   keep note                       within 60s  [RFC5321-4.5.4.1-2]

step relief
    mend   mx1
    await  deliver note to mx1             within 60s
END
  claims=none options="--schedule 900,900,3600 --lifetime 432000 --log $work/hoster.log"
  manifest hoster 'schedule 900 900 3600
patience 100000'
  # Its clock is moved when it has nothing to do but wait, by what it waits for.
  mkfifo "$work/moves"
  "$programs/clock-by-hand" "$work/clock" <"$work/moves" >"$work/moved" & beside="$beside $!"
  exec 7>"$work/moves"
  until_told made "$work/moved"
  beside sender hoster 192.0.2.1:53 none env LD_PRELOAD="$programs/gauntlet-clock.so" GAUNTLET_CLOCK="$work/clock"
  beside move_on
  expect 0 serve hoster --filter mx/hoster
  unset GAUNTLET_DATA
  exec 7>&-
  record=$(ls "$work"/out-hoster/hoster/cells/*/record.jsonl)
  grep -q '"patience":100000' "$record" || fail "its patience is not in the record"
  [ "$(grep '"smtp.rcpt"' "$record" | grep -c 'not now')" = 27 ] || fail "it was not tried 27 times under the fault"
  [ "$(awk '{ print $1 }' "$work/moved" | tail -n 1)" -ge 86400 ] || fail "its clock has not gone on by a day"
  say "a day of attempts ($(tail -n 1 "$work/moved" | cut -d' ' -f1) s by its clock) ended by the record after $(tail -n 1 "$record" | sed 's/.*"t":\([0-9.]*\).*/\1/') s"
  gone
}

# The DS that the page tells to publish.
shown_ds() { get /state.json | grep -o 'mail-test\.agency\.example\.[^"]*IN[^"]*DS[^"]*' | head -n 1; }
trusting_unbound() {
  until_shown
  shown_ds >"$work/ds"
  unbound 127.0.0.1 " trust-anchor: \"$(tr '\t' ' ' <"$work/ds")\"\n"
}
authority() {
  claims=dane options="--retry 4"
  manifest authority 'patience 60'
  door="--delegated mail-test.agency.example --domain-key $work/domain.key"
  expect 2 serve authority --delegated agency
  said '"agency" is no domain below another one'
  beside trusting_unbound
  beside sender authority 127.0.0.1:53 dane
  expect 0 serve authority $door --filter control/plain-delivery --filter dane/wrong-key
  said 'Publish in the zone above: mail-test\.agency\.example\. NS ns1\.mail-test\.agency\.example\.'
  said 'Publish in the zone above: ns1\.mail-test\.agency\.example\. A 192\.0\.2\.1'
  said 'mail transfer  *seen from 192\.0\.2\.10 at our authority 1[0-9.]*, by a resolver of its own'
  cat "$work"/out-authority/authority/cells/*/record.jsonl >"$work/record"
  grep '"dns.answer"' "$work/record" | grep '"TLSA"' | grep '"beside":true' | grep -q '"ad":true' || fail "what a validating resolver answers is not in the record"
  grep '"dns.query"' "$work/record" | grep -q '"to":"198.18.0.12"' || fail "nobody asked the authority"
  ! grep -q '"dns.elsewhere"' "$work/record" || fail "our authorities are taken for others"
  # Another world, the same DS; the resolver remembers what it may.
  mv "$work/out-authority" "$work/first"
  expect 0 serve authority $door --filter dane/ee-wrong-name --filter dane/tlsa-lookup-fails
  said "Publish in the zone above: $(cut -c1-60 "$work/ds" | sed 's/\\t.*//')"
  openssl pkey -in "$work/domain.key" -noout || fail "the key is not kept as PEM"
  gone
}

# It speaks from an address that only the gateway knows (which it is itself here), and of the lab knows the root alone, as one knows the Internet's.
lent() {
  claims="dane mta-sts" options="--retry 4"
  ip -n "$net" route del 198.18.0.0/15
  ip -n "$net" addr add 203.0.113.10/32 dev lo
  ip -n "$net" route del 192.0.2.0/24
  for ours in 192.0.2.1 192.0.2.16/28; do ip -n "$net" route add "$ours" dev eth0 src 203.0.113.10; done
  ip -n "$net" route add 198.18.0.10 via 192.0.2.1 src 203.0.113.10
  manifest lent 'patience 60'
  door="--delegated mail-test.agency.example --exchangers 192.0.2.16/28 --gateway 192.0.2.10"
  expect 2 serve lent --delegated mail-test.agency.example --exchangers 192.0.2.16/30
  said '"192\.0\.2\.16/30" is no block of 6 to 254 addresses'
  beside trusting_unbound
  beside sender lent 127.0.0.1:53 dane-and-mta-sts
  expect 0 serve lent $door --filter control/mta-sts --filter dane/wrong-key --filter dane/tlsa-lookup-fails
  said 'Route: 192\.0\.2\.16/28, where all mail exchangers and the name servers below mail-test\.agency\.example\. are, by way of 192\.0\.2\.1'
  cat "$work"/out-lent/lent/cells/*/record.jsonl >"$work/record"
  ! grep '"tcp\.accept"' "$work/record" | grep '"to":"198\.18\.' || fail "a host was reached at an address that nobody has a way to"
  lent_ones=$(grep '"tcp\.accept"' "$work/record" | grep -o '"to":"192\.0\.2\.[^"]*"' | sort -u | wc -l)
  [ "$lent_ones" -ge 3 ] || fail "only $lent_ones of the lent addresses were connected to"
  expect 4 serve lent --delegated mail-test.agency.example --exchangers 192.0.2.16/29 --filter 'dane/lookup-fails-next-mx\[second-tlsa,malformed\]'
  said 'no scenario fits that can be played with what runs elsewhere'
  say "who has no way to the lab came to $lent_ones of the addresses that were lent"
  gone
}

for part in ${*:-parts v6 hoster many authority lent}; do $part; done
nothing_left
