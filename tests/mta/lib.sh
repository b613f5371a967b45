# What the end-to-end tests share. Sourced; expects $GAUNTLET (the built program) and makes $work, which is removed at the end.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*"; exit 1; }
# Runs a command, expecting an exit status, or one of several ("1 3"); it stands in $got.
expect() {
  wanted=$1; shift
  got=0; "$@" >"$work/out" 2>"$work/err" || got=$?
  case " $wanted " in
    *" $got "*) ;;
    *) cat "$work/out" "$work/err"; fail "$* ended with $got, $wanted was expected" ;;
  esac
}
# The last command must have said something that fits.
said() { grep -Eq "$1" "$work/out" "$work/err" || { cat "$work/out" "$work/err"; fail "nobody said: $1"; }; }
# Ids of our own processes whose command line fits: they bear this test's mark in their environment, wherever they hang in the
# tree. What a neighbour runs beside us, and what runs in a candidate's room, does not.
export GAUNTLET_MARK="$work"
ours() {
  for environment in $(grep -lzsxF "GAUNTLET_MARK=$work" /proc/[0-9]*/environ || true); do
    pid=${environment#/proc/}; pid=${pid%/environ}
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -Eq "$1" && say "$pid" || true
  done
}
# Sends a signal to our process whose command line fits, once a play has begun in the run below that folder; none when the test ends before.
signal_in_play() { # SIGNAL PATTERN FOLDER
  until grep -rqs '"play.begin"' "$3" && [ -n "$(ours "$2")" ]; do
    [ -d "$work" ] || return 0
    timeout 0.05 tail -f /dev/null || true
  done
  kill -"$1" $(ours "$2")
}
# Nothing of ours may be left: no inner process, no name server, no mount.
nothing_left() {
  for pid in $(ours 'gauntlet inside|gauntlet keep-room|/unbound.conf|/nsd.conf|/named.conf|/kresd.conf|pdns_recursor'); do
    timeout 5 tail --pid="$pid" -f /dev/null || { ps -fp "$pid"; fail "process $pid is left"; }
  done
  if [ "$mnt_before" = none ] && grep -q ' /mnt ' /proc/mounts; then fail "a mount is left on /mnt"; fi
}
mnt_before=$(grep -q ' /mnt ' /proc/mounts && echo there || echo none)
# A case of a table: what it is to end with and to say, and that it leaves nothing.
row() { # CASE EXIT PATTERN COMMAND...
  name=$1 wanted=$2 pattern=$3; shift 3
  expect "$wanted" "$@"
  [ "$pattern" = '.*' ] || said "$pattern"
  nothing_left
  printf '%-34s exit %-3s %s\n' "$name" "$got" "$(cat "$work/err" "$work/out" | grep -Em1 "$pattern" | cut -c1-150 | sed "s|$work/||g")"
}
# Says which scenarios the input names, one a line, and shows the evidence on each: what nobody had expected may not come again. False when it names none.
shown() { # FOLDER
  cat >"$work/named"
  [ -s "$work/named" ] || return 1
  cat "$work/named"
  for file in "$1/evidence/"*.txt; do
    IFS= read -r title <"$file"
    if grep -qxF "${title%% - *}" "$work/named"; then cat "$file"; fi
  done
}
# The reference sender under another name, with its manifest changed by sed.
candidate() { sed "$2" "$root/harness/candidates/reference.candidate" >"$work/$1.candidate"; }
