#!/bin/bash
# An appliance: Postfix in a network of its own that knows nothing of the harness, reached over a pair of virtual Ethernet devices as over a real
# interface. It is played against to verdicts; the page tells of them. Without an argument it takes any certificate, and is seen to do so at once;
# with `dane` (by night, 50 s) it has to wait out the silence that stands for a queue that cannot be seen.
. "$(dirname "$0")/lib.sh"
layer=$(grep -lsx 'postfix' "${GAUNTLET_CACHE:-$HOME/.cache/gauntlet}"/layers/*/.complete | head -n 1)
[ -n "$layer" ] || { say "postfix is not installed"; exit 77; }
layer=${layer%/.complete}
level=${1:-may}
. "$(dirname "$0")/appliance.sh"

# The appliance: its own /usr, /etc, /var; configured as the operator is told to.
mkdir "$work/etc" "$work/var" "$work/up" "$work/tmp"
cat >"$work/start" <<END
set -e
mount --make-rprivate /
mount -t overlay -o ro,lowerdir=$layer/usr:/usr overlay /usr
mount -t tmpfs tmpfs /var
mount -t overlay -o upperdir=$work/etc,workdir=$work/tmp,lowerdir=/etc overlay /etc
echo 'nameserver 192.0.2.1' >/etc/resolv.conf; echo 'options trust-ad edns0' >>/etc/resolv.conf
grep -q ^postfix: /etc/passwd || echo 'postfix:x:107:107::/:/bin/false' >>/etc/passwd
for group in postfix:x:107: postdrop:x:108:; do grep -q "^\${group%%:*}:" /etc/group || echo "\$group" >>/etc/group; done
mkdir -p /etc/postfix /var/spool/postfix/pid /var/lib/postfix /var/log
sed -n '/^file .etc.postfix.main.cf/,/^prepare/p' $root/harness/candidates/postfix.candidate | sed -n 's/^    //p' | sed 's/{level}/$level/; /^transport_maps/d; s/^mynetworks.*/mynetworks = 192.0.2.0\/24/; s/^\(minimal\|maximal\)_backoff_time.*/\1_backoff_time = 40s/; s/^queue_run_delay.*/queue_run_delay = 5s/' >/etc/postfix/main.cf
cp /usr/share/postfix/master.cf.dist /etc/postfix/master.cf
sed -i -E '/^[a-z]/s/^((\S+\s+){4})[yn-](\s)/\1n\3/' /etc/postfix/master.cf
cd /var/spool/postfix; mkdir -p active bounce corrupt defer deferred flush hold incoming private saved trace maildrop public
chown postfix active bounce corrupt defer deferred flush hold incoming private saved trace maildrop public /var/lib/postfix; chgrp postdrop maildrop public
exec /usr/lib/postfix/sbin/master -s
END
there unshare --mount sh "$work/start" >"$work/appliance" 2>&1 &

cat >"$work/appliance.candidate" <<END
title    An appliance
claims   dane
remote
patience 60
ready    smtp 192.0.2.10:25
submit   smtp 192.0.2.10:25
END
expect 2 "$GAUNTLET" serve postfix --interface "$device" --address 192.0.2.1/24
said 'it is started here'
expect 2 "$GAUNTLET" serve "$work/appliance.candidate" --interface "$device" --address 192.0.2.1
said 'something like 192.0.2.1/24 was expected'
# What no person can be asked to write is asked of nobody.
sed '/^submit/d; s/^claims.*/claims none/' "$work/appliance.candidate" >"$work/mailed.candidate"
expect 4 "$GAUNTLET" serve "$work/mailed.candidate" --interface "$device" --address 192.0.2.1/24 --filter mx/text-unchanged --out "$work/none" --page 127.0.0.1:$port
said 'not possible with mail that persons write: [1-9]'
expect 3 "$GAUNTLET" serve "$work/appliance.candidate" --interface no-such --address 192.0.2.1/24 --filter control/plain-delivery --out "$work/none" --page 127.0.0.1:$port
said 'no device can be put on no-such'
scenarios="--filter dane/wrong-key"
if [ "$level" = dane ]; then wanted=0 scenarios="$scenarios --filter dane/ee-wrong-name --filter dane/tlsa-lookup-fails"; else wanted=1; fi
# Whoever looks on: the page, what it shows, and the certificates as soon as a world stands.
look_on() {
  until_so has_roots
  get / >"$work/page"; get /state.json >"$work/state"
}
beside look_on
expect $wanted "$GAUNTLET" serve "$work/appliance.candidate" --interface "$device" --address 192.0.2.1/24 --out "$work/results" --page 127.0.0.1:$port \
  $scenarios
said "The page: http://127.0.0.1:$port"
said 'mail transfer  *seen from 192\.0\.2\.10 at the resolver that it was given: MX'
wait $beside; beside=
grep -q '<h1 id="title">' "$work/page" || fail "there is no page"
grep -q '"id":"dane/wrong-key"' "$work/state" || fail "its state does not tell of the play"
"$GAUNTLET" report "$work/results/appliance" --verdicts >"$work/verdicts"
cat "$work/verdicts"
if [ "$level" = dane ]; then
  [ "$(grep -c ' pass$' "$work/verdicts")" = 4 ] || fail "with control/dane that makes four that pass"
  # Its queue was not seen, and nothing pretends so.
  grep -q '"attempt.over"' "$work"/results/appliance/cells/*/record.jsonl || fail "no attempt was over"
  ! grep -q '"queue.kept"' "$work"/results/appliance/cells/*/record.jsonl || fail "a queue was listed that nobody can list"
else
  grep -qx 'dane/wrong-key fail' "$work/verdicts" || fail "it takes any certificate"
  # A sitting that is paused and ends in the middle, with a remark, and another one that goes on with it.
  plays() { get /state.json | grep -q '"state":"runs"'; }
  interrupt() {
    until_shown
    say_there '{"what":"pause","name":"Ben","text":""}' | grep -q '200 OK' || fail "no pause"
    say_there '{"what":"remark","name":"Ben","text":"the disk was full"}' | grep -q '200 OK' || fail "no remark"
    say_there '{"what":"pause","name":"","text":""}' >"$work/refused"
    get /state.json >"$work/state"
    until_so plays
    until_told 'the disk was full' "$(ls "$work"/sitting/appliance/cells/*/record.jsonl)"
    kill -INT $(ours 'serve .*sitting')
  }
  beside interrupt
  expect 130 "$GAUNTLET" serve "$work/appliance.candidate" --interface "$device" --address 192.0.2.1/24 --out "$work/sitting" --page 127.0.0.1:$port \
    --operator 'A. Person' $scenarios --filter control/plain-delivery --jobs 1
  said "To go on: gauntlet serve .* --resume $work/sitting/appliance"
  wait $beside; beside=
  grep -q '400 Bad Request' "$work/refused" || fail "somebody without a name was heard"
  grep -q '"paused":true' "$work/state" || fail "the page does not show the pause"
  grep -q '"play.end".*"interrupted"' "$work"/sitting/appliance/cells/*/record.jsonl || fail "nothing was paused"
  # (It was asked for before a world stood.)
  ! grep -q '"step.begin"' "$work"/sitting/appliance/cells/*/record.jsonl || fail "a step was begun in spite of the pause"
  expect 1 "$GAUNTLET" serve "$work/appliance.candidate" --interface "$device" --address 192.0.2.1/24 --resume "$work/sitting/appliance" --page 127.0.0.1:$port --operator Ann
  said "they stay the same for as long as $work/sitting/authorities.pem does"
  "$GAUNTLET" report "$work/sitting/appliance" --verdicts >"$work/verdicts"
  cat "$work/verdicts"
  grep -qx 'dane/wrong-key fail' "$work/verdicts" || fail "what was left is not played in the second sitting"
  grep -qx 'control/plain-delivery pass' "$work/verdicts" || fail "plain mail does not come through"
  grep -q '"subject":"control/plain-delivery note-' "$work"/sitting/appliance/cells/*/record.jsonl || fail "no Subject names the scenario"
  for words in '"did":"began","name":"A. Person"' '"did":"began","name":"Ann"' '"did":"remark","name":"Ben","text":"the disk was full","at":"20'; do
    grep -qF "$words" "$work"/sitting/appliance/cells/*/record.jsonl || fail "the record does not hold: $words"
  done
  sed 's/^patience.*/patience 61/' "$work/appliance.candidate" >"$work/other.candidate"; mkdir "$work/moved"; mv "$work/other.candidate" "$work/moved/appliance.candidate"
  expect 2 "$GAUNTLET" serve "$work/moved/appliance.candidate" --interface "$device" --address 192.0.2.1/24 --resume "$work/sitting/appliance" --page 127.0.0.1:$port
  said 'played with another candidate'
fi
nothing_left
