title   CISA BOD 18-01 (USA, 2017)
source  Binding Operational Directive 18-01; text read (cyber.dhs.gov)
demand  Mail servers offer STARTTLS and have SSLv2, SSLv3, RC4 and 3DES switched off; nothing is said on what senders must verify.
clauses
    RFC3207-6-2
    RFC9325-3.1.1-1
    RFC9325-4.1-1
