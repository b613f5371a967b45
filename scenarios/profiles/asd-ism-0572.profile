title   ASD ISM-0572 (Australia)
source  Information Security Manual; text of the control read
demand  Opportunistic TLS is on for servers that make mail connections over public networks.
clauses
    RFC7672-2.2-3
    RFC3207-6-2
