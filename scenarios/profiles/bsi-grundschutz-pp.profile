title   BSI Grundschutz++ KONF.13.10, KONF.13.11 (Germany, 2026)
source  Kernel catalogue of 29 July 2026 (OSCAL); texts of the controls read
demand  E-mail SHOULD authenticate servers through DNS (KONF.13.10, which names DANE) and SHOULD apply MTA-STS when sending (KONF.13.11).
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
