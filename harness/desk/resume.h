// A run that broke off: what of it counts, and what is still to be played.
#pragma once
#include <string>
#include <vector>

#include "harness/desk/desk.h"

namespace gauntlet::desk {

struct Unfinished {
  /// The run's, with those cells and plays alone that count: each play that came to a verdict, in a cell in which nothing of ours broke. The
  /// record of a cell that never ended is sealed as it is.
  RunFacts facts;
  std::vector<std::string> scenarios;  ///< ids that have no verdict, sorted
};

/// Throws Complaints for a run that is no one run any more (by --certified).
Unfinished unfinished(const Desk&);

}  // namespace gauntlet::desk
