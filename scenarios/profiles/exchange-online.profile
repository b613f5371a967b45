title   Microsoft Exchange Online, outbound connector modes (2026)
source  practice of one provider; vendor blog of 10 March 2026 read
demand  DANE and MTA-STS of the destination are validated by default, mail that fails is queued, and a connector can make DANE mandatory.
clauses
    RFC7672-2.1.2-1
    RFC7672-2.1.2-4
    RFC7672-2.2-1
    RFC7672-2.2-2
    RFC7672-2.2-6
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
