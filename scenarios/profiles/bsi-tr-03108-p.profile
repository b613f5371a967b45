title   BSI TR-03108-P v2.0, test specification (Germany, 2023)
source  BSI TR-03108-P v2.0; text read (bsi-technical-guidelines-markdown at 51af785)
demand  Laboratories see the sender resolve signed zones (B-01, C-01), refuse broken signatures (B-02, B-03, C-02, C-03, C-05, C-06), use its TLSA combinations (C-04), refuse other certificates and selectors (C-07 to C-09), send TLS reports (H) and, optionally, obey MTA-STS (J). No case puts a missing STARTTLS or a failed look-up to it.
clauses
    RFC7672-2.1.1-1
    RFC7672-2.1.2-4
    RFC7672-2.2-1
    RFC7672-3.1.1-1
    RFC7672-3.1.1-4
    RFC7672-3.1.2-1
    RFC7672-3.2-1
    RFC6698-2.1.2-1
    RFC6698-2.1.3-1
    RFC7671-5.2-1
    RFC4035-4.3-1
    RFC4035-5.3.1-1
    RFC4035-5.4-1
    RFC9325-3.1.1-2
    RFC8461-2-1
    RFC8461-3.3-1
    RFC8461-3.3-4
    RFC8461-3.3-9
    RFC8461-4-1
    RFC8461-4.1-1
    RFC8461-4.2-1
    RFC8461-5-4
    RFC8460-3-1
    RFC8460-4-1
    RFC8460-4.3-1
    RFC8460-5.3-1
case B-01-T  Zones are resolved and validated, once for each algorithm
    dnssec/zone-algorithm
case B-02  The signature over the domain's key was manipulated: no mail
    dnssec/signature-flawed[keys,garbled]
case B-03  The signature over the domain's key has expired: no mail
    dnssec/signature-flawed[keys,expired]
case C-01-T  Zones that hold TLSA records are resolved and validated, once for each algorithm
    dnssec/zone-algorithm
case C-02  The signature over the key of the zone that holds the TLSA records was manipulated: no mail
    dnssec/signature-flawed[host-keys,garbled]
    dnssec/signature-flawed[tlsa-keys,garbled]
case C-03  The signature over the key of the zone that holds the TLSA records has expired: no mail
    dnssec/signature-flawed[host-keys,expired]
    dnssec/signature-flawed[tlsa-keys,expired]
case C-04-T  Each combination of usage, selector and matching type authenticates, and its mismatch does not
    dane/record-binds
    dane/record-binds-sha512
case C-05  The signature over the TLSA records was manipulated: no mail
    dnssec/signature-flawed[tlsa,garbled]
case C-06  The signature over the TLSA records has expired: no mail
    dnssec/signature-flawed[tlsa,expired]
case C-07  Usage 2, and the certificate is of another CA: no mail (read as its text says; the same as C-08)
    dane/ta-issuer-changed
    dane/ta-swapped-certificate
case C-08  Usage 2, and the certificate is of another CA: no mail
    dane/ta-issuer-changed
    dane/ta-swapped-certificate
case C-09  The selector does not fit the data of the record: no mail
    dane/selector-0-with-key-digest
case ZONE_TLSAS_OK  Of several TLSA records one matches: mail arrives (a zone of table 45 that no case uses; what C-07 may have been meant to ask)
    dane/rollover
case F-01-T  Versions, suites and extensions are offered as declared, in that order
    offers versions suites extensions
case F-02-T  Signature algorithms are offered as declared
    offers signatures
case F-03-T  Groups are offered as declared
    offers groups
case F-04  The server picks a suite that was not declared: no connection (put with suites that nobody offers: anonymous, without encryption)
    dane/anonymous
    dane/null-cipher
case F-05  The server forces a version that was not declared: no connection (put with TLS 1.0 and 1.1)
    dane/old-tls
case J-01  Mail to a domain with a valid policy that is met arrives
    control/mta-sts
case J-02  The certificate of the mail exchanger has expired: no mail
    sts-mx/host-not-certified[expired]
case J-03  The certificate of the mail exchanger is of a CA that nobody trusts: no mail
    sts-mx/host-not-certified[unknown-ca]
case J-04  The certificate of the mail exchanger is for another name: no mail
    sts-mx/host-not-certified[other-name]
case ZONE_MTASTS_INVALID_DNSID  The policy host's certificate is for another name: no policy (a zone of table 45 that no case uses)
    sts-fetch/policy-host-not-certified[other-name]
case ZONE_MTASTS_EXPIRED_HTTPS_CERT  The policy host's certificate has expired: no policy (a zone of table 45 that no case uses)
    sts-fetch/policy-host-not-certified[expired]
case ZONE_MTASTS_EXPIRED_POLICY  A policy that has expired binds no longer (a zone of table 45 that no case uses)
    sts-cache/expired
case 08-R  A policy host with a wildcard certificate gives no policy (TR-03108-1, 4.1.8: "contrary to RFC 8461, it SHOULD NOT accept wildcard certificates during HTTPS Policy Fetching")
    contrary sts-fetch/fetched-with-latitude[wildcard]
