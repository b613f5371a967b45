// A whole population without sockets, on all cores: nothing but counts is kept, however many domains there are.
#pragma once
#include <cstdint>
#include <vector>

#include "harness/population/counts.h"

namespace gauntlet::population {

/// What is reckoned: domains `from` to `to` (not among them) of a population.
struct Task {
  std::uint64_t seed = 0, domains = 0, from = 0, to = 0;
  std::vector<std::size_t> attacks;                 ///< rows of attacks()
  std::vector<const sender::Defence*> defences;
};

Counts reckon(const Profile&, const Table&, const Task&);

}  // namespace gauntlet::population
