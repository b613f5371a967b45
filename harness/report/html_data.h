// What the HTML report's drill-down shows, as JSON.
#pragma once
#include <string>
#include <vector>

#include "harness/report/material.h"

namespace gauntlet::report {

/// One text for each run: {"name", "scenarios": {id: {...}}}, timelines included as long as there is room for them.
std::vector<std::string> html_data(const Material&);

}  // namespace gauntlet::report
