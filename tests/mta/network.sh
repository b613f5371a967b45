#!/bin/sh
# The candidate's own network and host: it may bind what it likes, what it says to itself is seen, and its host's names are the lab's.
. "$(dirname "$0")/lib.sh"
out="$work/run"
run() { "$GAUNTLET" run "$@" --out "$out" -q; }
plain() { run "$@" --filter control/plain-delivery; }
recorded() { grep -rhq --include=record.jsonl "$1" "$out" || fail "no record says: $1"; }

candidate all 's/--listen [^ ]*/--listen 0.0.0.0:25/'
row "binds all addresses" 0 '^conformant' plain "$work/all.candidate"
candidate both 's/--listen [^ ]*/--listen [::]:25/'
row "binds those of both families" 0 '^conformant' plain "$work/both.candidate"
candidate one 's/--listen [^ ]*/--listen 127.0.0.1:25/'
row "binds one address" 0 '^conformant' plain "$work/one.candidate"
! grep -rq --include=record.jsonl tcp.self "$out" || fail "the harness's own connections are told of"
row "loops" 1 '^nonconformant' run reference --set 'faults=--fault loop-unnoticed' --filter mx/loopback-host
recorded '"tag":"mx/loopback-host".*"tcp.self".*"to":"127.0.0.1","port":25'
candidate named 's/--name sender.home.test/--name $(uname -n)/'
row "takes the kernel's host name" 0 '^conformant' run "$work/named.candidate" --filter mx/qualified-name-in-ehlo
candidate searches 's|^ready .*|&\nversion getent hosts bait \| sed "s/.* //"|'
row "has a search list" 0 '^conformant' plain "$work/searches.candidate"
recorded '"version":"bait.lure.test"'
