title   BSI IT-Grundschutz APP.5.3 (Germany)
source  IT-Grundschutz module APP.5.3; known from a third-party list of controls
demand  E-mail servers use transport encryption, and TLS reporting where protection needs are raised.
clauses
    RFC8460-3-1
    RFC8460-4-1
    RFC8460-4.3-1
    RFC8460-5.3-1
    RFC3207-6-2
