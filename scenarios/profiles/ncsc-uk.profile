title   NCSC Email security and anti-spoofing (UK)
source  NCSC guidance; excerpt read
demand  All mail servers support TLS; good cryptography is preferred, weaker is tolerated.
clauses
    RFC7672-2.2-3
    RFC3207-6-2
    RFC3207-6-5
    RFC9325-5.2-1
