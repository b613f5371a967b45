// OSCAL assessment results 1.2.1 (https://pages.nist.gov/OSCAL): scenarios as observations, controls as findings, within the scope of
// what the suite asks. The same results and maps give the same bytes: all uuids are of version 5.
#pragma once
#include <string>
#include <vector>

#include "harness/report/controls.h"
#include "harness/report/results.h"

namespace gauntlet::report {

/// What a run says of a control. A control is satisfied only by a whole run in which every scenario that bears on it was decided;
/// nothing is said of one that no scenario bears on.
enum class Finding { none, satisfied, broken, undecided };
Finding finding(const Control&, const Results&);

/// The document; without a map it has observations only.
std::string oscal(const Results&, const std::vector<ControlMap>&);

}  // namespace gauntlet::report
