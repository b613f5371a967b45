// From a folder that a run left (record, scenarios as they were played, facts of the run) to results and
// reports. Pure but for reading and writing files: it can be done again at any time, with the same outcome.
#pragma once
#include <string>
#include <vector>

#include "harness/judge/judge.h"
#include "harness/report/results.h"

namespace gauntlet::cli {

/// What must be remembered of a run beside its record; DIR/run.json.
struct RunFacts {
  std::string candidate, version, digest, title;
  std::vector<std::string> claims;
  std::vector<judge::Known> known;
  std::string resolver, resolver_version, isolation, started, suite_hash, reproduce;
  double seconds = 0;
  std::vector<std::string> scenarios;  ///< ids, each kept in DIR/scenarios/<id>.scenario
  std::vector<std::string> not_run;    ///< ids that a filter left out
  std::vector<std::string> faults;     ///< what broke, in sentences

  void save(const std::string& folder) const;
  static RunFacts load(const std::string& folder);
};

report::Results adjudicate(const std::string& folder, bool strict);

/// results.json, junit.xml and evidence/<scenario>.txt for everything that is not a pass.
void write_reports(const std::string& folder, const report::Results&, bool strict);

/// A play's verdict as a report tells it, without evidence.
report::Scenario told(const judge::Verdict&);

}  // namespace gauntlet::cli
