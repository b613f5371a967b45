title   The public audit of senders: two servers under an enforced policy
source  a public audit with two servers; known from its description alone
demand  Mail is sent twice to each of two servers under an enforced policy: it arrives at the one with a valid certificate, and not at the one without TLS.
clauses
    RFC8461-3.2-1
    RFC8461-4-1
    RFC8461-5-1
case valid  A valid certificate under an enforced policy: the mail arrives, the second over authenticated TLS
    control/mta-sts
case tls-off  No TLS under an enforced policy: the mail does not arrive once the policy is known
    sts-mx/no-tls[not-offered]
