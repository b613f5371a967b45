#!/bin/sh
# A run's folder, its worlds and its shards: what must not be lost, mixed, believed or left hanging. Prints a row a case.
. "$(dirname "$0")/lib.sh"
out="$work/run"
# (Controls that wait for nothing.)
quick() { "$@" -q --filter control/plain-delivery --filter 'control/i*' --filter 'control/odd-*' --filter control/smart-host --filter control/starttls; }
some() { quick "$GAUNTLET" run "$@"; }
plain() { "$GAUNTLET" run "$@" -q --filter control/plain-delivery; }
one_line() { [ "$(wc -l <"$work/err")" = 1 ] || { cat "$work/err"; fail "one sentence was expected"; }; }
told() { row "$@"; one_line; }

# --- Shards ---
expect 0 some reference --out "$work/whole"
for k in 1 2 3; do expect 0 some reference --out "$work/$k" --shard "$k/3"; done
row "three shards are merged" 0 '^conformant' "$GAUNTLET" merge "$work/2" "$work/3/reference" "$work/1" --out "$work/merged"
for run in whole merged; do
  expect 0 "$GAUNTLET" report "$work/$run/reference" --verdicts
  cp "$work/out" "$work/$run.verdicts"
  sed -n '/^  "profiles"/,/^  \]/p' "$work/$run/reference/results.json" >"$work/$run.profiles"
  [ -s "$work/$run.profiles" ] || fail "$run has no profiles"
done
cmp "$work/whole.verdicts" "$work/merged.verdicts" || fail "shards give other verdicts than the whole"
cmp "$work/whole.profiles" "$work/merged.profiles" || fail "shards give other profiles than the whole"
expect 0 "$GAUNTLET" judge "$work/merged/reference" -q
merge() { "$GAUNTLET" merge "$@" --out "$work/none"; }
told "merge: a shard is missing" 2 'shard 2 of 3 is missing' merge "$work/1" "$work/3"
told "merge: a shard is there twice" 2 'shard 1 of 3 is there twice' merge "$work/1" "$work/2" "$work/1" "$work/3"
told "merge: no shard" 2 'it is no shard' merge "$work/whole"
mkdir -p "$work/data/harness" "$work/data/fixtures/dns"
cp -R "$root/scenarios" "$root/zones" "$work/data/"
cp -R "$root/harness/candidates" "$work/data/harness/"
cp -R "$root/fixtures/dns/servers" "$work/data/fixtures/dns/"
echo '# Another comment.' >>"$work/data/scenarios/mx/implicit.scenario"
third() { some "$@" --shard 3/3; }
elsewhere() { (export GAUNTLET_DATA="$work/data"; third "$@"); }
expect 0 elsewhere reference --out "$work/suite"
told "merge: another suite" 2 'the suite is' merge "$work/1" "$work/2" "$work/suite"
candidate other ''
expect 0 third "$work/other.candidate" --out "$work/other"
told "merge: another candidate" 2 'the candidate is' merge "$work/1" "$work/2" "$work/other"
expect 0 third reference --set strategy=dane --out "$work/set"
told "merge: another --set" 2 'the set of options \(--set\) is' merge "$work/1" "$work/2" "$work/set"
expect 0 third reference --resolver pdns --out "$work/resolver"
told "merge: another resolver" 2 'the resolver is' merge "$work/1" "$work/2" "$work/resolver"
[ ! -e "$work/none" ] || fail "a refused merge wrote a folder"

# --- Whose folder it is ---
mkdir -p "$work/foreign/reference/src"
echo precious >"$work/foreign/reference/src/main.c"
told "a folder of somebody else's" 2 'files that no run has made' plain reference --out "$work/foreign"
[ "$(cat "$work/foreign/reference/src/main.c")" = precious ] || fail "a file of somebody else's is gone"
rival() {
  rm -rf "$out"
  "$GAUNTLET" run reference --out "$out" -q --filter 'dane/a*' >"$work/first" 2>&1 & first=$!
  until grep -qs '"play.begin"' "$out/reference/cells/shared/record.jsonl"; do kill -0 "$first"; timeout 0.02 tail -f /dev/null || true; done
  status=0; plain reference --out "$out" || status=$?
  wait "$first" || { cat "$work/first"; fail "the first run was harmed"; }
  return "$status"
}
told "two runs in one folder" 2 'another run is using this folder' rival
expect 0 "$GAUNTLET" judge "$out/reference" -q

# --- A record that is not what the run left ---
copy() { rm -rf "$work/copy"; cp -R "$work/whole/reference" "$work/copy"; record="$work/copy/cells/shared/record.jsonl"; }
# As if the run had left it so.
reseal() { sed -i "s/\"record_sha256\": \"[0-9a-f]*\"/\"record_sha256\": \"$(sha256sum <"$record" | cut -d' ' -f1)\"/" "$work/copy/run.json"; }
judge() { "$GAUNTLET" judge "$work/copy" -q; }
copy; truncate -s -7 "$record"; told "a record cut in a line" 2 'SHA-256 is not the one in run.json' judge
copy; truncate -s -7 "$record"; tail -n 1 "$record" >"$work/last"; sed -i '$d' "$record"; { head -c 20 "$work/last"; echo; cat "$work/last"; } >>"$record"
reseal; told "a record cut in the midst" 2 'record.jsonl:[0-9]+: ' judge
copy; sed -i '100s/"t":/"t":9/' "$record"; told "a record that was edited" 2 'SHA-256 is not the one in run.json' judge
copy; sed -i '100s/"what":"[^"]*"/"what":"no.such"/' "$record"; reseal; told "an event of an unknown kind" 2 'record.jsonl:100: "no.such" is no kind of event' judge
copy; sed -i 100d "$record"; reseal; told "a record that lacks a line" 2 'record.jsonl:100: event 101 follows event 99' judge
copy; echo >>"$work/copy/scenarios/control/plain-delivery.scenario"; told "a kept scenario that was changed" 2 'it was changed after the run' judge
copy; sed -i 's|gauntlet-results/2|gauntlet-results/1|' "$work/copy/results.json"; told "results of version 1" 2 'results of version 1' "$GAUNTLET" report "$work/copy"

# --- Output that nobody can have ---
for what in doctor "list verbs"; do
  told "$what to a full disk" 3 'No space left on device' sh -c '"$GAUNTLET" $1 >/dev/full' sh "$what"
done
told "a report to a full disk" 3 'No space left on device' sh -c '"$GAUNTLET" report "$1" --junit - >/dev/full' sh "$work/whole/reference"
for what in scenarios verbs faults; do
  row "list $what, of which one line is read" 0 '.' sh -c '{ "$GAUNTLET" list "$1"; echo $? >&3; } 3>"$2" | head -n 1; exit "$(cat "$2")"' sh "$what" "$work/status"
  [ ! -s "$work/err" ] || fail "a listing complains that its reader left"
done
told "128 open files" 3 'raise the limit' sh -c 'ulimit -n 128; "$GAUNTLET" run reference --out "$1" -q' sh "$work/files"
row "128 open files: doctor" 3 'to mend: [0-9]+ are needed' sh -c 'ulimit -n 128; "$GAUNTLET" doctor'
small() { unshare ${unshare_user:-} --mount sh -c 'mkdir -p "$1/small" && mount -t tmpfs -o size=700k none "$1/small" && "$2" faults --out "$1/small" --fault never-sends --fault ignores-every-policy' sh "$work" "$GAUNTLET"; }
row "faults on a full disk" 3 '[Nn]o space left' small

# --- Ends from outside ---
# The start of a run is short and nowhere written down: signals at several moments of it.
for signal in INT TERM; do
  for delay in 0.005 0.01 0.02 0.04 0.1 0.3; do
    case $signal in INT) wanted=130 ;; TERM) wanted="130 143" ;; esac
    expect "$wanted" timeout --foreground --preserve-status -s "$signal" "$delay" env --default-signal=INT "$GAUNTLET" run reference --out "$out" -q --filter 'dane/a*'
    nothing_left
  done
  say "$signal in the first moments          exit $wanted"
done
rm -rf "$out"; signal_in_play STOP /unbound.conf "$out" &
row "the resolver is stopped" 3 'unbound has not answered' "$GAUNTLET" run reference --out "$out" -q --filter 'dane/a*'

rm -rf "$out"; signal_in_play STOP 'gauntlet inside' "$out" &
row "the inner process is stopped" 3 'the inner process said nothing for 30 s' "$GAUNTLET" run reference --out "$out" -q --filter 'dane/a*'

# --- Gone on with ---
verdicts() { "$GAUNTLET" report "$1" --verdicts; }
again() { "$GAUNTLET" run "$@" -q; }
# (Without our mark: what it runs is no rest of the rows beside it.)
env -u GAUNTLET_MARK "$GAUNTLET" run reference --out "$work/failed" -q --filter dane/tlsa-lookup-fails --set 'faults=--fault dns-servfail-is-none' >"$work/failed.log" 2>&1 & failing=$!
rm -rf "$out"; signal_in_play KILL 'gauntlet run reference' "$out" & signalling=$!
expect 137 "$GAUNTLET" run reference --out "$out" -q --filter dane/tlsa-lookup-fails
wait "$signalling"; nothing_left
told "resume: another suite" 2 'played with another suite' env GAUNTLET_DATA="$work/data" "$GAUNTLET" run --resume "$out" -q
signal_in_play INT 'gauntlet run --resume' "$out/reference/cells/shared-2" & signalling=$!
row "a killed run goes on, and is interrupted" 130 'The run was interrupted' env --default-signal=INT "$GAUNTLET" run --resume "$out" -q
wait "$signalling"
row "an interrupted run goes on to its end" 0 '^gauntlet: [12] scenarios* had no verdict' again --resume "$out"
[ "$(verdicts "$out" | grep -c ' pass$')" = 2 ] || fail "a run that went on is not settled"
row "resume: nothing is left" 0 '^gauntlet: 0 scenarios had no verdict' again --resume "$out"
status=0; wait "$failing" || status=$?
[ "$status" = 1 ] || { cat "$work/failed.log"; fail "a faulty sender ends with $status"; }
row "what failed is played again" 1 'What has changed, of 1 scenario .*: from ' again --rerun-failed "$work/failed"
[ "$(verdicts "$work/failed.again")" = "$(verdicts "$work/failed")" ] || fail "the same options give other verdicts"
told "rerun: into its own folder" 2 'would be overwritten' again --rerun-failed "$work/failed/reference" --out "$work/failed"
told "rerun: into its own folder" 2 'would be overwritten' again --rerun-failed "$work/failed/reference/" --out "$work/failed"
ln -s reference "$work/failed/link"
told "rerun: into its own folder" 2 'would be overwritten' again --rerun-failed "$work/failed/link" --out "$work/failed"
[ -s "$work/failed/reference/results.json" ] || fail "an earlier run was deleted"
rm "$work/failed/link"
told "rerun: nothing failed" 4 'nothing failed' again --rerun-failed "$work/whole"
told "rerun: no run" 2 'no run was left in' again --rerun-failed "$work/data"

# --- Many, and what crashes ---
mkdir -p "$work/many/control"
set -- reference --out "$out" -q
for i in $(seq 500); do
  cp "$root/scenarios/control/plain-delivery.scenario" "$work/many/control/one-of-many-$i.scenario"
  set -- "$@" --scenario "$work/many/control/one-of-many-$i.scenario"
done
row "500 scenarios, three worlds" 0 'control +500' "$GAUNTLET" run "$@"
# In the midst of its play, however fast that is: when dane/wrong-key has its message nudged. (A seed gives the same names again.)
"$GAUNTLET" run reference --out "$out" -q --filter dane/wrong-key --seed 7 >/dev/null
domain=$(grep -m1 '"tag":"dane/wrong-key".*"what":"play.begin"' "$out/reference/cells/shared/record.jsonl" | sed 's/.*"domain":"\([a-z.]*\)".*/\1/')
in_its_nudge() { # NAME WHAT [SED]
  candidate "$1" "s#^    /gauntlet/gauntlet-sender nudge .*{ids}#    (cd /var/spool/reference \&\& grep -qs $domain {ids}) \&\& $2\n&#; ${3:-}"
}
in_its_nudge weak 'kill -9 $(cat /run/gauntlet.pid)'
row "one play crashes the candidate" 1 'the candidate ended during the play' quick "$GAUNTLET" run "$work/weak.candidate" --out "$out" --seed 7 --filter dane/wrong-key
"$GAUNTLET" report "$out/weak" --verdicts >"$work/verdicts"
[ "$(grep -v -e ' pass$' -e ' not-applicable$' "$work/verdicts")" = "dane/wrong-key fail" ] || { cat "$work/verdicts"; fail "other plays suffer from the crash"; }
in_its_nudge slow 'kill -9 $(cat /run/inner.pid)' 's#^    exec /gauntlet/gauntlet-sender#    /gauntlet/gauntlet-sender#; s#{faults}$#{faults} \& echo $! >/run/inner.pid; wait; sleep 3; exit 1#'
row "one play ends it, and slowly" 1 'the candidate ended during the play' quick "$GAUNTLET" run "$work/slow.candidate" --out "$out" --seed 7 --filter dane/wrong-key --filter 'dane/renewed-*'
"$GAUNTLET" report "$out/slow" --verdicts >"$work/verdicts"
[ "$(grep -v -e ' pass$' -e ' not-applicable$' "$work/verdicts")" = "dane/wrong-key fail" ] || { cat "$work/verdicts"; fail "other plays suffer from the slow end"; }
in_its_nudge cracked 'echo part 7 killed by signal 11 >>/var/log/reference.log' 's/^ready/panic killed by signal\n&/'
row "one play breaks a part of it" 1 'a part of the candidate broke down during the play' quick "$GAUNTLET" run "$work/cracked.candidate" --out "$out" --seed 7 --filter dane/wrong-key
"$GAUNTLET" report "$out/cracked" --verdicts >"$work/verdicts"
[ "$(grep -v -e ' pass$' -e ' not-applicable$' "$work/verdicts")" = "dane/wrong-key fail" ] || { cat "$work/verdicts"; fail "other plays suffer from the part that broke"; }
candidate idle 's#^    exec /gauntlet/gauntlet-sender#    echo part 7 killed by signal 11 >>/var/log/reference.log\n&#; s/^ready/panic killed by signal\n&/'
row "a part breaks and nobody plays" 3 'broke down while no play was under way' "$GAUNTLET" run "$work/idle.candidate" --out "$out" -q --filter control/plain-delivery
candidate mute '/gauntlet-sender queue/s/.*/    exit 1/'
row "a queue that cannot be listed" 3 'the manifest.s `queue` ended with' "$GAUNTLET" run "$work/mute.candidate" --out "$out" -q --filter dane/held-mail-is-not-lost
"$GAUNTLET" report "$out/mute" --verdicts >"$work/verdicts"
grep -q '^dane/held-mail-is-not-lost inconclusive$' "$work/verdicts" || { cat "$work/verdicts"; fail "a failed listing is held against the candidate"; }
