# What the end-to-end tests share. Sourced; expects $GAUNTLET (the built program) and makes $work, which is removed at the end.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*"; exit 1; }
# Runs a command, expecting an exit status.
expect() {
  wanted=$1; shift
  got=0; "$@" >"$work/out" 2>"$work/err" || got=$?
  [ "$got" = "$wanted" ] || { cat "$work/out" "$work/err"; fail "$* ended with $got, $wanted was expected"; }
}
# The last command must have said something that fits.
said() { grep -Eq "$1" "$work/out" "$work/err" || { cat "$work/out" "$work/err"; fail "nobody said: $1"; }; }
# Nothing of ours may be left: no inner process, no name server, no mount.
nothing_left() {
  for pid in $(pgrep -f 'gauntlet inside|gauntlet keep-room|/unbound.conf|/nsd.conf' || true); do
    timeout 5 tail --pid="$pid" -f /dev/null || { ps -fp "$pid"; fail "process $pid is left"; }
  done
  if [ "$mnt_before" = none ] && grep -q ' /mnt ' /proc/mounts; then fail "a mount is left on /mnt"; fi
}
mnt_before=$(grep -q ' /mnt ' /proc/mounts && echo there || echo none)
