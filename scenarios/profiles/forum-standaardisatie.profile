title   Forum Standaardisatie, comply or explain: STARTTLS and DANE (Netherlands)
source  list of open standards, its current entry; summary page and toolbox wiki read
demand  Government bodies apply STARTTLS and DANE on receiving and sending mail servers when they invest in them (the expert advice of 2016 bound receiving servers alone).
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
