title   NIST SP 800-52r2 (USA)
source  NIST SP 800-52r2; from memory
demand  TLS 1.2 with approved suites is required, and TLS 1.3 is supported by 2024.
clauses
    RFC9325-3.1.1-1
    RFC9325-3.1.1-2
    RFC9325-4.1-1
