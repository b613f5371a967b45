title   BSI TR-03108 v1.x, Secure E-Mail Transport (Germany, 2016)
source  BSI TR-03108 v1.x; known from secondary pages that agree with each other, its text was not read
demand  E-mail providers use DNSSEC and DANE with trustworthy certificates and approved cryptography; that partners are checked when sending is our reading.
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
    RFC9325-3.1.1-1
    RFC9325-3.1.1-2
    RFC9325-4.1-1
