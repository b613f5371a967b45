title   UK Government, Securing government email: what is demanded
source  gov.uk guidance of Government and NCSC; text read
demand  TLS 1.2 or later is used for sending and receiving (must); the publishing of MTA-STS and TLS reporting, demanded too, binds receivers.
clauses
    RFC8996-4-1
    RFC9325-3.1.1-1
    RFC9325-3.1.1-2
