// Which scenarios a command is about: the suite or files, filtered, with what the chosen ones rest on.
#pragma once
#include <string>
#include <vector>

#include "harness/cli/commands.h"
#include "harness/scenario/model.h"

namespace gauntlet::cli {

struct Selected {
  std::vector<scenario::Scenario> chosen;
  std::vector<scenario::Scenario> left_out;
};

/// Adds to the filtered ones the control scenarios that prove the claims they need and those that teach the
/// traits they name. Throws Complaints for a scenario that does not read or lint.
Selected select(const Selection&);

bool fits(const std::string& pattern, const std::string& id);  ///< * and ?

}  // namespace gauntlet::cli
