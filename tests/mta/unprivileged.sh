#!/bin/sh
# Without privileges: the reference sender under one id, and, where the machine maps ranges of ids, Postfix too. Needs root only to
# become somebody else; run by an ordinary user it tests that user.
. "$(dirname "$0")/lib.sh"
if [ "$(id -u)" != 0 ]; then
  expect 0 "$GAUNTLET" run reference --isolation single --filter 'control/*' --out "$work/single" -q
  exit 0
fi
user=gauntlet-test
id "$user" >/dev/null 2>&1 || useradd --create-home --home-dir "/var/tmp/$user" "$user"
trap 'rm -rf "$work"; userdel -r "$user" >/dev/null 2>&1 || true' EXIT
grep -q "^$user:" /etc/subuid || usermod --add-subuids 300000-365535 --add-subgids 300000-365535 "$user"
copy=/var/tmp/$user/g
mkdir -p "$copy/data/harness" "$copy/data/fixtures/dns"
cp "$GAUNTLET" "$(dirname "$GAUNTLET")/gauntlet-sender" "$(dirname "$GAUNTLET")/gauntlet-clock.so" "$(dirname "$GAUNTLET")/gauntlet-clock" "$copy"
cp -R "$root/scenarios" "$root/zones" "$copy/data/"
cp -R "$root/harness/candidates" "$copy/data/harness/"
cp -R "$root/fixtures/dns/servers" "$copy/data/fixtures/dns/"
mkdir -p "/var/tmp/$user/.cache/gauntlet"
cp -R "${GAUNTLET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gauntlet}/layers" "/var/tmp/$user/.cache/gauntlet/"
chown -R "$user:" "/var/tmp/$user"
as_user() { setpriv --reuid="$user" --regid="$user" --init-groups env -i PATH="$PATH" HOME="/var/tmp/$user" GAUNTLET_DATA="$copy/data" GAUNTLET_MARK="$GAUNTLET_MARK" "$@"; }
# In a chroot the kernel gives nobody a user namespace.
as_user unshare --user --map-root-user true 2>/dev/null || { say "no user namespaces here: skipped"; exit 77; }
expect 0 as_user "$copy/gauntlet" doctor
said '^mapped +yes'
said '^single +yes'
expect 0 as_user "$copy/gauntlet" run reference --isolation single --filter 'control/*' --out "/var/tmp/$user/single" -q
said 'Isolation  single'
for resolver in bind knot pdns; do
  expect 0 as_user "$copy/gauntlet" run reference --resolver "$resolver" --isolation single --filter 'control/*' --exclude control/clock --out "/var/tmp/$user/$resolver" -q
done
expect 0 as_user "$copy/gauntlet" run postfix --isolation mapped --filter 'control/*' --exclude control/clock --out "/var/tmp/$user/mapped" -q
said 'Isolation  mapped'
nothing_left
