// What an attacker got, from the record of one play. Pure. It believes the attacker's own notes and nothing else: a message is read
// where its token stands in them, not where a sender did what it should not.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/play.h"

namespace gauntlet::atlas {

enum class Got {
  read,      ///< the attacker saw the message: in clear, by terminating TLS, or because it came to a host of its own
  stopped,   ///< it did not arrive: delayed, returned, or never sent
  nothing,   ///< it arrived, although the attacker did what it can, and was not read
  not_asked  ///< the attack never took effect, or the play broke off
};

struct Outcome {
  Got got = Got::not_asked;
  std::string why;                    ///< in a sentence
  std::vector<std::uint64_t> events;  ///< of the record, that show it
};

/// Of the message `note`.
Outcome outcome_of(const judge::Play&);

std::string_view name_of(Got);  ///< "read", "stopped", "nothing", "not asked"

}  // namespace gauntlet::atlas
