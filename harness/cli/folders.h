// Folders of runs as people name them.
#pragma once
#include <string>
#include <vector>

#include "harness/desk/facts.h"

namespace gauntlet::cli {

/// OUT/<candidate> where OUT was named and holds one candidate; else what was named.
std::string run_folder(const std::string& named);

/// OUT/<candidate> for all candidates of an OUT, sorted; what was named where it is a run's folder itself.
std::vector<std::string> run_folders(const std::string& named);

/// Says on stderr what of ours broke while `who` was played, in any cell and outside; true when anything did.
bool tell_faults(const std::string& who, const desk::RunFacts&);

}  // namespace gauntlet::cli
