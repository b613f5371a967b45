title   ASD ISM-0572 (Australia)
source  Information Security Manual, March 2026; text of the control read
demand  Opportunistic TLS is on for servers that make incoming or outgoing mail connections over public networks.
clauses
    RFC7672-2.2-3
    RFC3207-6-2
    RFC3207-6-5
