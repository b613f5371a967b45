// Workflow commands for GitHub Actions: errors and warnings that are shown beside a pull request.
#pragma once
#include <string>

#include "harness/report/material.h"

namespace gauntlet::report {

/// Violations are errors, missed SHOULDs warnings (errors when strict), gaps that have gone notices; GitHub shows ten of a kind, so the
/// tenth says how many more there are. What a candidate wrote stands in a log group in which the runner obeys no command
/// (`::stop-commands::` with a token that the text does not hold).
std::string annotations(const Material&);

}  // namespace gauntlet::report
