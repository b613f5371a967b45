// Whether the MTA of a machine asks for DNSSEC and keeps to TLSA records, by what it says of its own configuration. Pure.
#pragma once
#include <map>

#include "harness/preflight/finding.h"

namespace gauntlet::preflight {

/// Lines `name = value`, as postconf(1) and `exim -bP` print them.
std::map<std::string, std::string> settings_in(const std::string& text);

/// The settings that examine_postfix wants, for postconf(1).
const std::vector<std::string>& wanted_of_postfix();
/// `outer`, `inner`: resolv.conf and, where its SMTP client runs in a chroot, the copy of it there; the same text when it does not.
Findings examine_postfix(const std::map<std::string, std::string>& settings, const std::string& outer, const std::string& inner);

/// `main`: of `exim -bP dns_dnssec_ok`; `transports`, `routers`: of `exim -bP transports` and `routers`.
Findings examine_exim(const std::string& main, const std::string& transports, const std::string& routers);

}  // namespace gauntlet::preflight
