title   NCSC-NL factsheet Secure the connections of mail servers (Netherlands)
source  NCSC-NL factsheet; summary page read
demand  The NCSC recommends to enable STARTTLS and DANE for all incoming and outgoing mail.
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
    RFC7672-2.2-3
    RFC3207-6-2
    RFC3207-6-5
