// Readers of the lines that describe actors: certificates, faults of mail exchangers, what
// attackers do. Each takes the rest of a line and throws Mistake (phrase.h).
#pragma once
#include <string>

#include "fixtures/smtp/mx.h"
#include "harness/scenario/model.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::scenario {

/// `ISSUER [for NAME...] [but FLAW...]`; without `for` the certificate names `{MX.host}`.
pki::Certificate certificate(Phrase&, const std::string& mx);
std::string versions(Phrase&);  ///< "1.0 1.1"

/// What follows the name of a fault, whatever kind of host has it.
enum class Wants { nothing, stage, stage_and_text, number, number_and_text, duration, user_and_text, text, versions, certificate, host };
/// The text that is wanted; "" where it is none.
std::string wanted_text(Wants, Phrase&);

/// `no-starttls`, `reply starttls "454 ..."`, ...: see the manual in scenarios/README.md.
smtp::MxFault fault(Phrase&, const std::string& mx);

dns::RrsetFlaw rrset_flaw(Phrase&);
dns::DsRecord ds_record(Phrase&);  ///< `sha1`, `wrong-sha256`, `standby`, ...
std::string rr_type(Phrase&);

/// A line of an `mx` block: cert, no cert, sni, capability, fault.
void mx_line(smtp::Mx&, Phrase&);

/// A line of an `attacker` block: dns, stub, wire.
void attacker_line(Attacker&, Phrase&);

}  // namespace gauntlet::scenario
