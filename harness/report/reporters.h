// The table of reports that can be written of results: a format is one file and one row.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/report/material.h"

namespace gauntlet::report {

struct Reporter {
  std::string_view name;  ///< of the option: `gauntlet report DIR --NAME FILE`
  std::string_view what;  ///< for --help
  bool several;           ///< several runs go into one report, side by side; else it takes exactly one
  std::string (*write)(const Material&);  ///< the report's bytes
};

const std::vector<Reporter>& reporters();

}  // namespace gauntlet::report
