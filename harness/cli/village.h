// A population on real sockets: the reference sender in every strategy, and where it does not do what the engine says.
#pragma once
#include <string>
#include <vector>

#include "harness/population/engine.h"

namespace gauntlet::cli {

struct VillageOptions {
  std::string out;       ///< folder; what is played goes to OUT/real/<strategy>
  std::string resolver;
  bool quiet = false;
};

/// Plays the task's domains, strategy by strategy, all of a strategy in one world, and compares message by message. What differs is named
/// on stderr; OUT/real.json has the counts. Returns the exit code: `broken` where anything differs or was not played.
int village(const population::Profile&, const population::Task&, const VillageOptions&);

}  // namespace gauntlet::cli
