// What a candidate's `queue` and `bounces` print, read. Pure; whatever is no such line is said, not
// passed over.
#pragma once
#include <string>
#include <vector>

namespace gauntlet::candidate {

/// A line of the candidate's own queue listing: ID STATE SENDER REASON.
struct Waiting {
  std::string id, state, sender, reason;
};

/// A line about a notice that was delivered on the spot: TOKEN ACTION [RECIPIENT...] (RFC 3464, 2.3.3: failed,
/// delayed, delivered, ...).
struct Notice {
  std::string token;  ///< the local part of the address that the line begins with
  std::string action;
  std::vector<std::string> recipients;  ///< that it is about; none where it does not say

  auto operator<=>(const Notice&) const = default;
};

template <typename Entry>
struct Listing {
  std::vector<Entry> entries;
  std::string odd;  ///< the first line that is none, "" = all are
};

Listing<Waiting> read_queue(const std::string& text);
Listing<Notice> read_notices(const std::string& text);

/// The local part of an address, without brackets.
std::string local_part(const std::string& address);

}  // namespace gauntlet::candidate
