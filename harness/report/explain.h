// A scenario's outcome in words, the same for every report: Requirement, Expected, Actual, the
// events that prove it, and how to see it again. It words what the judge found; it judges nothing.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/report/layout.h"
#include "harness/report/results.h"

namespace gauntlet::report {

/// Valid UTF-8 without control characters other than tab and line feed; nothing is cut.
std::string clean(std::string_view bytes);

/// The same on a single line (lines joined by "; "), at most `limit` bytes of it.
std::string one_line(std::string_view bytes, size_t limit = 1000);

/// Each on one line and at most 200 bytes of it, with ", " between them.
std::string joined(const std::vector<std::string>&);

/// The ids of the clauses that a ruling is about.
std::vector<std::string> clauses_of(const Ruling&);

/// The rulings that were not held, MUST before SHOULD; a NOTE is never among them.
std::vector<Ruling> broken(const Scenario&);

/// "RFC7672-2.1.2-4 MUST NOT: the sentence of the catalogue", a line a clause.
std::string requirement(const Ruling&);

/// "expected ...; observed ..." of the gravest broken ruling, on one line; "" when all held.
std::string shortfall(const Scenario&);

/// Why a scenario is inconclusive, an error or not applicable, on one line.
std::string reason(const Scenario&);

/// Everything that a reader of a red scenario needs, most useful first; texts are clean.
std::vector<Part> explain(const Scenario&);

/// The missed SHOULDs, a line each: "SHOULD NOT ... [clause]: expected ...; observed ...".
std::vector<std::string> warnings(const Scenario&);

/// "unbound 1.17.1", "root": of all cells, each once, joined by ", ".
std::string resolvers(const Results&);
std::string isolations(const Results&);

/// Failures that may well have one cause: the same clause, and the same kinds of event show it.
struct Alike {
  std::string what;  ///< "RFC7672-2.1.2-4, shown by smtp.message"
  std::vector<std::string> ids;
};
/// Only where there are several of a kind.
std::vector<Alike> alike(const Results&);

}  // namespace gauntlet::report
