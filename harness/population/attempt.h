// One attempt at one message: a sender of some strategy, a domain of some shape, an attacker or none, and what the sender remembers.
// What the sender demands and does is decided by fixtures/sender/defence.h, which has a hand in the reference sender, too (it says which); here
// is what it knows and sees. Pure, and the same for all domains of a shape: whole populations are reckoned from a table of it.
#pragma once
#include <cstdint>
#include <vector>

#include "fixtures/sender/defence.h"
#include "harness/population/attack.h"
#include "harness/population/domain.h"

namespace gauntlet::population {

/// What a sender remembers of a domain that still holds: an MTA-STS policy, or what it saw in TLS.
enum class Memory : std::uint8_t { nothing, genuine, attackers };

struct Attempted {
  bool delivered : 1 = false;
  bool read : 1 = false;     ///< the attacker has it
  bool renewed : 1 = false;  ///< what is remembered was learnt, or confirmed, just now
  Memory memory : 2 = Memory::nothing;
  bool operator==(const Attempted&) const = default;
};

Attempted attempt(const Shape&, const Attack&, sender::Strategy, Memory);

/// What comes of fetching the policy anew without mail (RFC 8461, 3.3): Memory::nothing when it cannot be had.
Memory refreshed(const Shape&, const Attack&);

inline constexpr std::size_t strategies = static_cast<std::size_t>(sender::Strategy::never) + 1;

/// `attempt` of everything, looked up.
class Table {
 public:
  Table();
  const Attempted& of(std::uint32_t shape, std::size_t attack, sender::Strategy strategy, Memory memory) const {
    return all_[((shape * attacks_ + attack) * strategies + static_cast<std::size_t>(strategy)) * 3 + static_cast<std::size_t>(memory)];
  }

 private:
  std::size_t attacks_;
  std::vector<Attempted> all_;
};

}  // namespace gauntlet::population
