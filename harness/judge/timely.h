// What a candidate writes of the time into the messages that it delivers, held against the time of its room. It trusts nothing of
// the mechanism that moves the clock. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/play.h"

namespace gauntlet::judge {

/// The times (seconds since 1970) that the Received lines of a message's head, as the record has it, tell (RFC 5321, 4.4: behind
/// the last semicolon). Those that cannot be read are left out. (A Date line is the author's: ours.)
std::vector<std::int64_t> received_times(std::string_view head);

struct Timely {
  int right = 0;                   ///< Received lines of messages after the first move that tell the room's time
  std::vector<std::string> wrong;  ///< the others, a sentence each
};

/// A message that was submitted at one moment of the room and came at another may tell any time between, give or take a minute.
Timely timely(const Play&);

}  // namespace gauntlet::judge
