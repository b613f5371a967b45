// JUnit XML for CI systems, shaped by what their readers really read: flat suites (one per family),
// stable names, everything in the elements' text. It decides no exit code.
#pragma once
#include <string>

#include "harness/report/results.h"

namespace gauntlet::report {

enum class Dialect {
  ci,    ///< with file, line and properties of a testcase
  xunit  ///< valid by the schema of Jenkins' xunit plugin (junit-10.xsd), which knows none of them
};

/// The document, always below 30 MB. `strict` turns warnings into failures, of type SHOULD still.
std::string junit(const Results&, Dialect, bool strict);

}  // namespace gauntlet::report
