// A population on real sockets: a drawn domain as a scenario, what the record of its play says of each message, and where that is not
// what the engine says. All domains stand in one world; each gets one message in peace or under one attack after the other, and the
// sender remembers from one to the next.
#pragma once
#include <string>
#include <vector>

#include "harness/judge/judge.h"
#include "harness/population/attempt.h"

namespace gauntlet::population {

/// Whether the language of scenarios can say what the attacker does.
bool playable(const Attack&);

/// One message after the other, each under one row of attacks(): at first contact, in peace, under every other attack that can be
/// played, and in peace again.
std::vector<std::size_t> sequence();

/// "population/d17"
std::string id_of(std::uint64_t domain);
/// The text of the scenario. It rules on nothing: it has outcomes.
std::string scenario_of(std::uint64_t domain, const Shape&, const std::vector<std::size_t>& sequence);

/// What became of a message at its first attempt.
struct Fate {
  bool played = false;  ///< false: the play broke off before
  bool delivered = false, read = false;
  bool operator==(const Fate&) const = default;
};
std::string described(const Fate&);

/// By the engine.
std::vector<Fate> reckoned(const Shape&, sender::Strategy, const std::vector<std::size_t>& sequence);
/// By the record of a cell; scenarios and fates in the same order.
std::vector<std::vector<Fate>> played(const std::vector<record::Event>&, const std::vector<scenario::Scenario>&, std::size_t messages);

}  // namespace gauntlet::population
