// The suite's files in their folders.
#pragma once
#include <string>
#include <vector>

namespace gauntlet::scenario {

/// Paths of the folder's own files that end so (".clauses"), sorted. Throws Complaints when it cannot be listed.
std::vector<std::string> files_in(const std::string& folder, const std::string& extension);

}  // namespace gauntlet::scenario
