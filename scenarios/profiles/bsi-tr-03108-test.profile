title   BSI TR-03108 part 2, test specification (Germany)
source  BSI TR-03108-P; known from a secondary page and from memory, the structure of its test cases was not verified
demand  Test cases for recognised laboratories: the sender meets servers with wrong TLSA records, missing TLS and broken DNSSEC.
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
