title   NIST SP 800-177r1, Trustworthy Email (USA, 2019)
source  NIST SP 800-177r1; abstract read, details from memory
demand  Senders try STARTTLS whenever offered and authenticate servers for official use by a known CA or by DANE (one of them is enough, so that a sender without DANE may conform); MTA-STS and TLS reporting are tools.
clauses
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
