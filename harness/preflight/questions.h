// What a resolver is asked to find out whether an MTA may trust it, and what its answers show.
#pragma once
#include "fixtures/dns/exchange.h"
#include "harness/preflight/anchors.h"

namespace gauntlet::preflight {

/// Names to ask for; "" = not asked.
struct Names {
  std::string good = "ietf.org";            ///< has addresses in a signed zone
  std::string bogus = "dnssec-failed.org";  ///< has addresses whose signatures do not hold
  std::string sentinel;                     ///< a signed zone with the names of RFC 8509: root-key-sentinel-is-ta-20326, ...
};

/// What came back: with validation and without it (CD). Nothing = no answer.
struct Replies {
  std::optional<dns::Answer> checked, unchecked;
};

/// All three are pure. `server` is how it is called.
Findings of_good(const std::string& server, const std::string& name, const Replies&);
Finding of_bogus(const std::string& server, const std::string& name, const Replies&);
/// RFC 8509, 4: what the two names of a key tell.
Finding of_sentinel(const std::string& server, std::uint16_t tag, const std::optional<dns::Answer>& is,
                    const std::optional<dns::Answer>& is_not);

/// Puts all of them to one server (an address, with `#port` where it is not 53); a few seconds each. Throws Fault for what is no
/// address.
awaitable<Findings> examine_resolver(std::string server, Names names);

}  // namespace gauntlet::preflight
