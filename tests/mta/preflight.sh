#!/bin/sh
# preflight: a resolver that validates, one that does not, one that is not there; files of resolv.conf, anchors and an MTA's settings as they are met.
. "$(dirname "$0")/lib.sh"
mkdir "$work/lab"
cat >"$work/lab/names.scenario" <<'END'
title  Names to ask a resolver for

zone signed
    @                                MX    10 mx1
    mx1                              A     {mx1}
    root-key-sentinel-is-ta-20326    A     {mx1}
    root-key-sentinel-not-ta-20326   A     {mx1}
    root-key-sentinel-is-ta-38696    A     {mx1}
    root-key-sentinel-not-ta-38696   A     {mx1}
    broken                           A     {mx1}

flaws
    broken  A  expired-rrsig

mx mx1

step deliver
    send  note to ann
    MUST  deliver note within 30s [RFC5321-4.5.4.1-1]
END
# Asked from within a world, behind its Unbound. MTAs: a postconf that says what a file says.
cat >"$work/asks" <<'END'
printf '%s\n' 'nameserver 127.0.0.1' 'options edns0 trust-ad' >/tmp/good.conf
printf '%s\n' 'nameserver 127.0.0.9' >/tmp/silent.conf
printf '%s\n' '. IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16' >/tmp/root.key
mkdir /tmp/bin; printf '%s\n' '#!/bin/sh' 'case $1 in -F) echo smtp/unix/chroot = n ;; *) cat /tmp/main ;; esac' >/tmp/bin/postconf; chmod +x /tmp/bin/postconf
printf '%s\n' 'smtp_dns_support_level = dnssec' 'smtp_tls_security_level = dane' 'smtp_host_lookup = dns' 'queue_directory = /var/spool/postfix' >/tmp/main
preflight() { /gauntlet/gauntlet preflight --anchors /tmp/root.key "$@" 2>&1; echo "status $?"; }
lab send note to ann >/dev/null
domain=$(lab seen | sed -n 's/.*note to ann@\([a-z.]*\) was.*/\1/p')
echo "== good"; PATH=/tmp/bin:$PATH preflight --resolv-conf /tmp/good.conf --signed mx1.$domain --bogus broken.$domain --sentinel $domain
echo "== out of reach"; preflight --resolv-conf /tmp/good.conf --signed mx1.$domain --bogus no-such-name.$domain
echo "== silent"; preflight --resolv-conf /tmp/silent.conf
echo "== unsigned"; echo smtp_tls_security_level = may >/tmp/main; PATH=/tmp/bin:$PATH preflight --resolv-conf /tmp/good.conf --signed ns1. --bogus mx1.$domain
exit
END
"$GAUNTLET" up reference --scenario "$work/lab/names.scenario" <"$work/asks" >"$work/up" 2>&1 || { cat "$work/up"; fail "the shell ended with a status"; }
# Of one part of what was printed.
part() { sed -n "/== $1/,/status/p" "$work/up"; }
shows() { part "$1" | grep -Eq "$2" || { cat "$work/up"; fail "$1: nobody said: $2"; }; }
shows good '^resolv +ok .*trust-ad'
shows good '^resolver +ok .*bears AD'
shows good '^resolver +ok .*RRSIG'
shows good '^resolver +ok .*bogus, is SERVFAIL'
# The world's root has keys of its own.
shows good '^anchor +FAILS .*does not trust 38696'
shows good '^postfix +ok +smtp_tls_security_level = dane'
shows good 'status 1'
shows 'out of reach' '^resolver +\? .*NXDOMAIN for no-such-name'
shows silent '^resolver +\? .*does not answer'
shows silent 'status 3'
shows unsigned '^resolver +FAILS .*does not validate'
shows unsigned '^postfix +FAILS .*smtp_dns_support_level'
expect 2 "$GAUNTLET" preflight --resolv-conf "$work/no-such-file"
part good
nothing_left
