// What lies behind results in the folder that a run left, for reports: clauses, profiles and stories of plays.
#pragma once
#include <string>
#include <vector>

#include "harness/report/material.h"

namespace gauntlet::desk {

/// A run to report on: DIR/results.json, and what lies behind it, which is opened when somebody asks (and complains then, as `open` does).
report::Run run_in(const std::string& folder);

/// DIR/report.html, for people, of DIR/results.json and what lies behind it. Throws as `open` does, and Fault.
void write_page(const std::string& folder);
/// "DIR/results.json" and the reports that stand beside it, as far as they are there.
std::vector<std::string> report_files(const std::string& folder);

}  // namespace gauntlet::desk
