// A run that was stopped, or killed, taken up where it was: what was played to its end stands, everything else is played in new worlds.
#pragma once
#include <set>
#include <string>

#include "harness/run/conduct.h"

namespace gauntlet::run {

/// Leaves to each cell what was played to its end in it, and takes cells without a record off the list. Returns those ids. Cells whose
/// process was killed are completed from their record, and sealed. Throws Complaints when a sealed record is not what it was.
std::set<std::string> take_up(desk::RunFacts& facts, const std::string& folder);

/// Throws Complaints when the job is not what the run was begun with: candidate, options, resolver, scenarios.
void check_same(const desk::RunFacts& facts, const Job& job);

}  // namespace gauntlet::run
