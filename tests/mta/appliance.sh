# What the tests of appliances share: a network of its own that knows nothing of the harness, reached over a pair of virtual Ethernet devices as over
# a real interface, and the page of the `serve` that plays against it. Sourced by bash, after lib.sh.
[ "$(id -u)" = 0 ] && command -v nft >/dev/null || { say "needs root and nft"; exit 77; }
net=gauntlet-appliance-$$ device=ga$$ port=$((20000 + $$ % 20000))
beside=
trap 'kill $beside 2>/dev/null || true; ip netns pids "$net" | xargs -r kill -KILL; ip netns del "$net"; rm -rf "$work"' EXIT
trap "exit 1" TERM INT
ip netns add "$net"
ip link add "$device" type veth peer name eth0 netns "$net"
ip link set "$device" up
ip -n "$net" addr add 192.0.2.10/24 dev eth0
ip -n "$net" link set eth0 up
ip -n "$net" link set lo up
ip -n "$net" route add 198.18.0.0/15 via 192.0.2.1
there() { ip netns exec "$net" "$@"; }

# Runs something beside the command that is expected next, of which it may await what that says.
beside() { : >"$work/err"; "$@" & beside="$beside $!"; }
# Ends what runs there, and what runs beside.
gone() { ip netns pids "$net" | xargs -r kill -KILL; wait $beside || true; beside=; }
# Until a file, which may be made later, holds a line that fits. (The kernel tells tail when it grows.)
until_told() { tail --pid=$$ -n +1 -F "$2" 2>/dev/null | grep -Eqm 1 "$1"; } # PATTERN FILE

# The page: what is at a path, and what the operator says (JSON).
until_shown() { until_told '^The page: ' "$work/err"; }
get() { (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'GET %s HTTP/1.0\r\n\r\n' "$1" >&3 && sed '1,/^\r$/d' <&3) 2>/dev/null || true; }
say_there() {
  (exec 3<>"/dev/tcp/127.0.0.1/$port" &&
    printf 'POST /say HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' "${#1}" "$1" >&3 && cat <&3) 2>/dev/null || true
}
# Until something is so: it is looked at again whenever the page's state has changed. The server is there, or comes.
until_so() { # COMMAND...
  until_shown
  (exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET /events HTTP/1.0\r\n\r\n' >&3
    while read -r line <&3; do
      case $line in data:*) ! "$@" || exit 0 ;; esac
    done
    fail "the run was over before: $*")
}
has_roots() { get /ca.pem | grep -q 'BEGIN CERTIFICATE'; }
