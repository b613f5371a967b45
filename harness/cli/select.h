// Which scenarios a command is about: the suite or files, filtered, of one shard, with what the chosen ones rest on.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "harness/cli/commands.h"
#include "harness/report/results.h"
#include "harness/scenario/model.h"

namespace gauntlet::cli {

struct Selected {
  std::vector<scenario::Scenario> chosen;
  std::vector<scenario::Scenario> left_out;
  std::vector<report::NotRun> not_run;  ///< the latter's ids, and why
};

/// Adds to the filtered ones the control scenarios that prove the claims they need and those that teach the
/// traits they name. Throws Complaints for a scenario that does not read or lint.
Selected select(const Selection&);

/// These and, all the way down, the scenarios that prove the claims they need and teach the traits they name.
std::set<std::string> with_what_they_rest_on(std::set<std::string> ids, const std::vector<scenario::Scenario>& all);

bool fits(const std::string& pattern, const std::string& id);  ///< * and ?

/// "2/4" as a shard. Throws Complaints for anything else.
run::Shard shard_named(const std::string& given);

}  // namespace gauntlet::cli
