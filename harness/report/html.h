// The report for people: one HTML file that opens from disk, works without a network and, but for filters and drill-down, without scripts.
#pragma once
#include <string>

#include "harness/report/material.h"

namespace gauntlet::report {

/// Summary, causes, matrix of scenarios and runs, findings, requirements section by section, profiles, provenance. Of plays the gravest
/// verdicts' timelines come first, up to some 24 MB; what had no room is told where it would stand.
std::string html(const Material&);

}  // namespace gauntlet::report
