title   M3AAWG TLS for Mail, initial recommendations (2014)
source  M3AAWG paper; known from a secondary page (wordtothewise.com)
demand  All SSL versions are off, mail servers start from TLS 1.2 and use opportunistic TLS.
clauses
    RFC7672-2.2-3
    RFC3207-6-2
    RFC3207-6-5
    RFC8996-4-1
    RFC9325-3.1.1-1
    RFC9325-3.1.1-2
