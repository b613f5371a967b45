title   CISA BOD 18-01 (USA, 2017)
source  Binding Operational Directive 18-01; text read (cyber.dhs.gov)
demand  Mail servers offer STARTTLS, which binds receivers and is read here for what senders do with the offer, and have SSLv2, SSLv3 and RC4 off (and 3DES, from which mail was excepted in 2018); TLS 1.0 and 1.1 and what senders must verify are not named.
clauses
    RFC3207-6-2
    RFC3207-6-5
    RFC9325-4.1-1
