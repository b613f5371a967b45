title   Secure Government Email, Common Implementation Framework (New Zealand, 2025)
source  known from secondary pages, its text was not read
demand  TLS 1.2 or later is enforced, MTA-STS is applied and TLS reports are sent.
clauses
    RFC8996-4-1
    RFC9325-3.1.1-1
    RFC9325-3.1.1-2
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
