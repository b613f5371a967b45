// A domain through the horizon of a profile: messages go to it, an attacker comes and goes, what the sender remembers fills and expires.
// Time is in hours, and every attempt is `attempt`, looked up.
#pragma once
#include <cstdint>

#include "harness/population/attempt.h"

namespace gauntlet::population {

/// What became of messages. delivered: at the first attempt; delayed: at a later one; lost: returned to their senders; read: by the
/// attacker, whatever became of them.
struct Tally {
  std::uint64_t sent = 0, delivered = 0, delayed = 0, lost = 0, read = 0;
  Tally& operator+=(const Tally&);
  bool operator==(const Tally&) const = default;
};

/// When the attacker is there: from `begin` on, no longer at `end`.
struct Visit {
  std::int64_t begin = 0, end = 0;
  bool at(std::int64_t hour) const { return begin <= hour && hour < end; }
};
Visit visit_of(const Profile&, const Domain&);

/// `attack` is the row of attacks(); none comes to a domain whose ways cannot be hijacked.
Tally live(const Profile&, const Table&, const Domain&, std::size_t attack, const sender::Defence&, Visit);

}  // namespace gauntlet::population
