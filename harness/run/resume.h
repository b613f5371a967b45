// A run that was stopped, or killed, is taken up by the same candidate and suite alone.
#pragma once
#include "harness/desk/facts.h"

namespace gauntlet::run {

/// Throws Complaints when a run would not go on as it was begun (desk::identity), or with another choice of scenarios.
void check_same(const desk::RunFacts& begun, const desk::RunFacts& now, const std::string& folder);

}  // namespace gauntlet::run
