// A run that was stopped, or killed, is taken up by the same candidate and suite alone.
#pragma once
#include "harness/run/conduct.h"

namespace gauntlet::run {

/// Throws Complaints when the job is not what the run was begun with: suite, candidate, options, declaration, resolver, program, choice of scenarios.
void check_same(const desk::RunFacts& facts, const Job& job);

}  // namespace gauntlet::run
