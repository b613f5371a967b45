title   NIST SP 800-52r2 (USA, 2019)
source  NIST SP 800-52r2; from memory, whether clients may keep older TLS for private peers was not settled
demand  TLS 1.2 with approved suites is required of government systems, and TLS 1.3 is supported by 2024.
clauses
    RFC8996-4-1
    RFC9325-3.1.1-1
    RFC9325-3.1.1-2
    RFC9325-4.1-1
