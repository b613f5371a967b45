// Which scenarios a command is about: the suite or files, filtered, with what the chosen ones rest on.
#pragma once
#include <string>
#include <vector>

#include "harness/cli/commands.h"
#include "harness/scenario/model.h"

namespace gauntlet::cli {

struct Selected {
  std::vector<scenario::Scenario> chosen;
  std::vector<std::string> left_out;  ///< ids
};

/// Adds to the filtered ones the control scenarios that prove the claims they need and those that teach the
/// traits they name. Throws Complaints for a scenario that does not read or lint.
Selected select(const Selection&);

bool fits(const std::string& pattern, const std::string& id);  ///< * and ?

/// SHA-256 over the texts of these scenarios: two runs with the same hash asked the same questions.
std::string suite_hash(const std::vector<scenario::Scenario>&);

}  // namespace gauntlet::cli
