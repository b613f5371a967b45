title   UK Government, Securing government email: what is recommended
source  gov.uk guidance of Government and NCSC; text read
demand  The provider enforces MTA-STS on outgoing mail and sends TLS reports; TLS is forced to government and agreed partners (recommended).
clauses
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
    RFC3207-6-1
    RFC9325-4.1-1
