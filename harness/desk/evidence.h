// Everything that bears on one scenario in one text: what it says, what was seen of it in its cell,
// what the candidate's log has about its messages.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "harness/desk/desk.h"

namespace gauntlet::desk {

class Evidence {
 public:
  /// The desk must outlive it.
  explicit Evidence(const Desk& desk) : desk_(desk) {}

  /// At most some megabytes; what is left out is counted.
  std::string of(const report::Scenario&);

 private:
  /// The lines of all logs that the candidate left in a cell.
  const std::vector<std::string>& log(const std::string& cell);

  const Desk& desk_;
  std::map<std::string, std::vector<std::string>> logs_;
};

}  // namespace gauntlet::desk
