title   BSI TR-03108 v2.0 (Germany, 2023)
source  BSI TR-03108 v2.0 of 1 June 2023; text read (bsi-technical-guidelines-markdown at 51af785)
demand  Senders MUST validate DNSSEC, use STARTTLS where offered (04-M), hold mail back where DANE fails (06-M) and send TLS reports (09-M), and SHOULD apply MTA-STS (08-R). Without a policy old TLS and clear text are allowed (4.3.2).
clauses
    RFC7672-2.1.1-1
    RFC7672-2.1.1-3
    RFC7672-2.1.2-1
    RFC7672-2.1.2-4
    RFC7672-2.2-1
    RFC7672-2.2-2
    RFC7672-3.1.1-1
    RFC7672-3.2-1
    RFC7672-3.2.2-1
    RFC7672-8.1-1
    RFC7672-2.2.3-5
    RFC7672-2.2-3
    RFC4035-4.3-1
    RFC4035-5.3.1-1
    RFC4035-5.4-1
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
    RFC9325-3.1.1-2
