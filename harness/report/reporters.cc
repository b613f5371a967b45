// See reporters.h.
#include "harness/report/reporters.h"

#include "fixtures/base/fault.h"
#include "harness/report/annotations.h"
#include "harness/report/attestation.h"
#include "harness/report/ctrf.h"
#include "harness/report/html.h"
#include "harness/report/laboratory.h"
#include "harness/report/markdown.h"
#include "harness/report/oscal.h"

namespace gauntlet::report {

/// Nothing is attested of a run in which the harness broke down.
static std::string attested(const Material& m) {
  const auto& results = m.runs.front().results;
  if (const auto why = no_attestation(results); !why.empty()) throw Complaints("--in-toto", 0, why);
  return statement(results);
}

const std::vector<Reporter>& reporters() {
  static const std::vector<Reporter> all{
      {"junit", "JUnit XML (--junit-dialect)", false, [](const Material& m) { return junit(m.runs.front().results, m.dialect, m.strict); }},
      {"html", "one HTML file for people, several runs side by side", true, html},
      {"laboratory", "the report that a laboratory signs, HTML to print (--operator, --place, --date, --product, --opinion)", false, laboratory_report},
      {"markdown", "summary in GitHub's Markdown, below 1 MiB", true, markdown},
      {"ctrf", "Common Test Report Format, JSON", false, ctrf},
      {"oscal", "OSCAL assessment results, JSON", false, [](const Material& m) { return oscal(m.runs.front().results, m.runs.front().controls); }},
      {"in-toto", "in-toto statement, predicate test-result, unsigned", false, attested},
      {"github", "annotations for GitHub Actions, at most 10 of a kind", false, annotations},
  };
  return all;
}

}  // namespace gauntlet::report
