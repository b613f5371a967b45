// What lies behind results in the folder that a run left, for reports: clauses, profiles and stories of plays.
#pragma once
#include <memory>
#include <string>

#include "harness/desk/desk.h"
#include "harness/report/material.h"

namespace gauntlet::desk {

/// Of an opened folder.
std::shared_ptr<report::Background> background(std::shared_ptr<const Desk>);

/// A run to report on: DIR/results.json, and what lies behind it, which is opened when somebody asks (and complains then, as `open` does).
report::Run run_in(const std::string& folder);

}  // namespace gauntlet::desk
