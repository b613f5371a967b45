// Several runs side by side, and what one has made better or worse than the other.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/report/material.h"

namespace gauntlet::report {

/// A scenario in all runs.
struct Row {
  std::string id;
  std::vector<const Scenario*> scenarios;  ///< one for each run; null where it was not played
  bool differs = false;                    ///< in verdicts, of those that played it, or in being played
  const Scenario& any() const;
};

/// All scenarios that any of the runs has played, sorted. The runs must outlive it.
std::vector<Row> side_by_side(const std::vector<Run>&);

/// How a change from one verdict to another is to be taken.
enum class Change { same, better, worse, other, appeared, gone };

/// Of raw verdicts, so that a waiver makes nothing better: worse is pass or warning to fail, or pass to warning; better is the contrary. What
/// was or became inconclusive, an error or not applicable is `other`.
Change change(const Scenario* old_one, const Scenario* new_one);
std::string_view to_text(Change);

struct Changed {
  std::string id;
  Change change = Change::same;
  const Scenario *old_one = nullptr, *new_one = nullptr;
};

struct Difference {
  std::vector<Changed> all;          ///< but those that are the same; worse first
  std::vector<std::string> remarks;  ///< what stands against comparing: other suites, other resolvers
  size_t same = 0;
  bool worse() const;
};

/// The results must outlive it.
Difference difference(const Results& old_one, const Results& new_one);

/// {"counts", "remarks", "changes": [{"id", "change", "old", "new"}]}; verdicts as in results.json, null = not run.
boost::json::object to_json(const Difference&);

/// For people, a line a scenario; `report::Change` in words before it.
std::string told(const Difference&, const std::string& old_name, const std::string& new_name);

}  // namespace gauntlet::report
