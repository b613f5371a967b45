// CTRF (Common Test Report Format, specVersion 0.0.0): JSON that summary actions and dashboards read.
#pragma once
#include <string>

#include "harness/report/material.h"

namespace gauntlet::report {

/// A MUST that was violated is `failed`, so is a missed SHOULD when strict; what is inconclusive or broke down is `other`, so that it is
/// never green; a known gap and what does not apply are `skipped`; what was not run is `pending`.
std::string ctrf(const Material&);

}  // namespace gauntlet::report
