// The report for people at a terminal or reading a job's log. Says all that went wrong and nothing
// of what went well but its number; it asks no terminal for anything: width and colour are told to
// it.
#pragma once
#include <string>
#include <vector>

#include "harness/report/results.h"

namespace gauntlet::report {

struct TerminalOptions {
  bool colour = false;
  /// Columns; texts are broken to fit, commands and paths are not; at least 60. 0: nothing is
  /// broken (a file, a pipe). Nothing is ever cut.
  size_t width = 110;
  bool strict = false;             ///< warnings are shown in full, as failures are
  std::string profile;             ///< whose cases are listed (cases.h); "" = only counted
  std::vector<std::string> paths;  ///< reports that were written, named at the end
};

std::string terminal(const Results&, const TerminalOptions& = {});

}  // namespace gauntlet::report
