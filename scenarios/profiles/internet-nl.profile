title   internet.nl, how-to DANE for SMTP (Netherlands)
source  Dutch Internet Standards Platform, toolbox wiki of 1 October 2025; text read
demand  Guidance, no test (internet.nl tests receivers): outgoing servers verify TLSA; names count for usage 2, neither names nor dates for usage 3, usages 0 and 1 are not used, aliased MX hosts are coped with.
clauses
    RFC7672-2.2-1
    RFC7672-2.2-2
    RFC7672-2.2.2-6
    RFC7672-2.2.2-10
    RFC7672-3.1.1-1
    RFC7672-3.1.1-2
    RFC7672-3.1.3-1
    RFC7672-3.2-1
    RFC7672-3.2.1-1
    RFC7672-3.2.2-1
