// What must be remembered of a run beside its records: DIR/run.json. Written before the first world
// stands, so that a run that was killed can be judged, and again at its end.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "harness/judge/judge.h"
#include "harness/report/results.h"

namespace gauntlet::desk {

inline constexpr std::string_view schema_name = "gauntlet-run/2";

/// A world of the run and what was played in it; its record is DIR/cells/<id>/record.jsonl, what
/// the candidate left lies in DIR/cells/<id>/candidate/.
struct CellFacts {
  std::string id;                      ///< "shared", "shared.2", "alone.dane-x", "hazard.mx-y"
  std::string ground;                  ///< shared, alone, hazard or suspect (see judge::Cell)
  std::vector<std::string> scenarios;  ///< ids, in the order in which they were begun
  std::string resolver, resolver_version, resolver_digest;
  std::string version;    ///< the candidate's, as it said in this world
  std::string isolation;  ///< rung of the ladder
  std::uint32_t seed = 0;  ///< of its names
  double seconds = 0;
  std::vector<std::string> faults;  ///< what broke in it, in sentences
  /// Of the record when the cell ended, in hex: `seal` sets it. "" = it never ended.
  std::string record_sha256;
};
BOOST_DESCRIBE_STRUCT(CellFacts, (),
                      (id, ground, scenarios, resolver, resolver_version, resolver_digest, version,
                       isolation, seed, seconds, faults, record_sha256))

/// The suite that the scenarios are from, whether all of them were played or not: see suite.h.
struct Suite {
  std::string hash;   ///< "sha256:..." over all scenarios, clauses and profiles
  int scenarios = 0;  ///< how many it has
  bool changed = false;  ///< it is not the one that the program was built with
  bool operator==(const Suite&) const = default;
};
BOOST_DESCRIBE_STRUCT(Suite, (), (hash, scenarios, changed))

/// The reasons why scenarios are not run; another one is free text.
inline constexpr std::string_view other_shard = "other shard", filtered = "filter";

struct RunFacts {
  std::string candidate, title;
  std::string digest;                          ///< of manifest and packages
  std::string version;                         ///< the candidate's; of the first cell that told it
  std::map<std::string, std::string> options;  ///< what --set changed
  std::string resolver;         ///< the name that it was asked for by
  std::string resolver_digest;  ///< of its file and packages
  std::vector<std::string> claims;
  std::vector<judge::Known> known;  ///< those whose condition holds
  report::Harness harness;          ///< the program that played
  std::string started;              ///< RFC 3339 with zone
  double seconds = 0;
  /// What was typed, fit for a shell, without --filter: "gauntlet run ./my.candidate --set a=b".
  std::string reproduce;
  Suite suite;
  bool certified = false;   ///< played by the rules of --certified
  std::string declaration;  ///< the text of what --declaration named; "" = none
  std::optional<report::Shard> shard;
  std::vector<std::string> scenarios;   ///< ids that were to be played, or need a claim not made
  std::vector<report::NotRun> not_run;  ///< the others of the suite
  bool interrupted = false;
  std::vector<std::string> faults;  ///< what broke outside any cell, in sentences
  std::vector<CellFacts> cells;

  /// Writes DIR/run.json in one stroke. Throws Fault.
  void save(const std::string& folder) const;
  /// Throws Complaints with file and key for what is no run.json of this version.
  static RunFacts load(const std::string& folder);
};
BOOST_DESCRIBE_STRUCT(RunFacts, (),
                      (candidate, title, digest, version, options, resolver, resolver_digest, claims, known, harness, started,
                       seconds, reproduce, suite, certified, declaration, shard, scenarios, not_run, interrupted, faults,
                       cells))

/// By what a run is the same one, played in parts or in several sittings: in words ("suite"), and as it has it.
using Identity = std::vector<std::pair<std::string, std::string>>;
Identity identity(const RunFacts&);

/// DIR/report.html: the report for people.
inline constexpr const char* page_file = "report.html";

/// "DIR/cells/<id>": where a cell keeps everything.
std::string cell_folder(const std::string& folder, const std::string& id);
std::string record_file(const std::string& folder, const std::string& id);
/// Where the candidate's logs of a cell are kept.
std::string candidate_folder(const std::string& folder, const std::string& id);

/// Notes the digest of the cell's record, which nobody writes to any more. A cell without a record
/// (its world never stood) stays unsealed.
void seal(const std::string& folder, CellFacts&);

}  // namespace gauntlet::desk
