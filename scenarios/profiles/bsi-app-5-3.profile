title   BSI IT-Grundschutz APP.5.3 (Germany)
source  IT-Grundschutz module APP.5.3; known from a third-party list of controls, not verified
demand  E-mail servers use transport encryption and, where protection needs are raised, DANE, MTA-STS (A9) and TLS reports (A13).
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
    RFC7672-2.2-3
    RFC3207-6-2
    RFC3207-6-5
