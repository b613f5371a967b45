// What of a run counts and what is (still, or once more) to be played: because it broke off, or because the machine was too busy.
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

/// Ids, sorted, of scenarios that were left undecided in a world whose record says that the machine had too much to do: that may be why,
/// whatever the reason is that was found first. Not those that were ruled on and merely rest on one of them. Cheap where no record says so.
std::vector<std::string> hindered(const std::string& folder);

/// These count there no longer; a cell that has none left goes.
void take_out(std::vector<CellFacts>& cells, const std::vector<std::string>& ids);

}  // namespace gauntlet::desk
