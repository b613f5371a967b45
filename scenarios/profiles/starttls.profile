title   STARTTLS
source  RFC 3207; text read
demand  A sender uses the STARTTLS extension correctly and safely.
clauses
    RFC3207-4-1
    RFC3207-4-2
    RFC3207-4-3
    RFC3207-4-4
    RFC3207-4.1-1
    RFC3207-4.1-2
    RFC3207-4.2-1
    RFC3207-4.2-2
    RFC3207-4.2-3
    RFC3207-6-1
    RFC3207-6-2
    RFC3207-6-3
    RFC3207-2-1
    RFC3207-6-5
