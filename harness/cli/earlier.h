// run, gone on with: an earlier run's failures played again, or a run that broke off played to its end.
#pragma once
#include "harness/cli/commands.h"

namespace gauntlet::cli {

/// Plays again, by its options, what failed, was inconclusive or broke in the run that `rerun_failed` names, into another folder, and says what
/// has changed. `nothing_selected` where nothing did. Throws Complaints.
int rerun_failed(const RunOptions&);

/// Plays what has no verdict yet in the run that `resume` names, and rules on it as on one run. Throws Complaints, one sentence, when suite, candidate,
/// options, resolver or program are others than that run's.
int resume(const RunOptions&);

}  // namespace gauntlet::cli
