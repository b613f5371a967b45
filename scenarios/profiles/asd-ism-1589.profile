title   ASD ISM-1589 (Australia)
source  Information Security Manual; text of the control read
demand  MTA-STS is enabled so that mail does not travel unencrypted between servers; read for senders: the policies of partners are enforced.
clauses
    RFC8461-2-1
    RFC8461-3.3-1
    RFC8461-3.3-4
    RFC8461-3.3-9
    RFC8461-4-1
    RFC8461-4.1-1
    RFC8461-4.2-1
    RFC8461-5-4
