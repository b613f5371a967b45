title   Forum Standaardisatie, comply or explain: STARTTLS and DANE (Netherlands, 2016)
source  list of open standards; summary page and toolbox wiki read
demand  Government bodies apply STARTTLS and DANE when they invest in mail systems.
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
