title   NUKIB protective measure of October 2021 (Czech Republic)
source  known from a secondary page (root.cz), its text was not read
demand  Sending servers validate DNSSEC and TLSA, disregard invalid records and speak TLS 1.2 or later, by 1 January 2023.
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
    RFC8996-4-1
    RFC9325-3.1.1-1
    RFC9325-3.1.1-2
