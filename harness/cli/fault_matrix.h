// The reference sender with each of its faults, set loose on the suite: which scenarios each plays, in which posture, in which order,
// and as many at a time as the machine bears. What that says of the suite is the command's business (faults.cc).
#pragma once
#include <string>
#include <vector>

#include "harness/cli/commands.h"
#include "harness/cli/fault_table.h"
#include "harness/cli/select.h"
#include "harness/run/crew.h"

namespace gauntlet::cli {

/// One of the bluntest senders.
bool is_blunt(const std::string& fault);

/// A sender that is as far from any policy as can be, or that tries to look as if it were not. What it passes must ask for no
/// policy, and it gets no score.
bool is_cheat(const std::string& fault);

/// Plays the faultless sender and these faults, by the map where there is one. True when it was interrupted.
awaitable<bool> measure_all(const FaultOptions& options, const Selected& selected, std::vector<std::string> names, FaultTable& table);

}  // namespace gauntlet::cli
