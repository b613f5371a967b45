// Trust anchors of the root in the files that validating resolvers read: master files (dns-root-data, Unbound's with its
// states of RFC 5011), BIND's `trust-anchors`, IANA's XML. Pure.
#pragma once
#include <cstdint>
#include <set>

#include "harness/preflight/finding.h"

namespace gauntlet::preflight {

/// IANA's key signing keys of the root: KSK-2017, and KSK-2024, which is planned to sign from 11 October 2026 on.
inline constexpr std::uint16_t ksk_2017 = 20326, ksk_2024 = 38696;

/// Key tags of what a resolver that reads this text trusts for the root: DNSKEY and DS records, less those that are not in force yet or
/// any more.
std::set<std::uint16_t> anchors_in(const std::string& text);

/// Whether a file with these is current.
Finding examine_anchors(const std::string& file, const std::set<std::uint16_t>& tags);

/// Where Debian's resolvers have theirs.
const std::vector<std::string>& usual_anchor_files();

}  // namespace gauntlet::preflight
