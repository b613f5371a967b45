// The results of a run as one value: what results.json holds, and all that any report may use.
// Every other report is a pure function of it. It knows no record, no scenario language and no
// socket: whoever judges fills it in and calls `finish`.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace gauntlet::report {

inline constexpr std::string_view schema_name = "gauntlet-results/1";

/// Of one scenario. `known` is a gap that the candidate's manifest admits to; `raw` keeps what it
/// was.
enum class Verdict { pass, warning, fail, inconclusive, error, not_applicable, known };
inline constexpr std::array verdicts{
    Verdict::pass,  Verdict::warning,        Verdict::fail, Verdict::inconclusive,
    Verdict::error, Verdict::not_applicable, Verdict::known};

/// Of the whole run.
enum class Conformance { conformant, nonconformant, inconclusive, error };

std::string_view name(Verdict);  ///< as in results.json: "not-applicable"
std::string_view name(Conformance);
std::optional<Verdict> verdict_named(std::string_view);
std::optional<Conformance> conformance_named(std::string_view);

struct Counts {
  std::array<int, verdicts.size()> of{};
  int& operator[](Verdict v) { return of[static_cast<size_t>(v)]; }
  int operator[](Verdict v) const { return of[static_cast<size_t>(v)]; }
  bool operator==(const Counts&) const = default;
};

/// A line of the record that proves a ruling, rendered for people; `n` finds it in the record.
struct Event {
  std::uint64_t n = 0;
  double t = 0;  ///< seconds since the record was opened
  std::string actor, what, text;
  bool operator==(const Event&) const = default;
};

/// `open`: the question was never put, so that there was nothing to rule on (null in JSON).
enum class Held { yes, no, open };

struct Ruling {
  std::string level;        ///< "MUST", "MUST NOT", "SHOULD", "SHOULD NOT" or "NOTE"
  std::string text;         ///< the line of the scenario
  std::string clause;       ///< requirement ids, joined by ", "
  std::string requirement;  ///< the catalogue's sentence for them
  Held held = Held::open;
  std::string expected, observed;  ///< several alternatives stand on a line each
  std::vector<Event> events;
  bool operator==(const Ruling&) const = default;
};

struct Known {
  std::string reason, link;
  bool operator==(const Known&) const = default;
};

struct Scenario {
  std::string id, title;
  std::string family;  ///< the first part of the id; `finish` fills it in
  std::string file;
  int line = 0;
  int attempt = 1;  ///< from 1; above it only with --repeat or a retry
  Verdict verdict = Verdict::error;
  Verdict raw = Verdict::error;  ///< before a known gap was allowed for; `finish` fills it in
  double seconds = 0;
  std::vector<std::string> clauses;
  std::vector<Ruling> rulings;
  /// The first note says why, when the verdict is inconclusive, error or not applicable.
  std::vector<std::string> notes;
  std::optional<Known>
      known;              ///< set whenever the manifest lists this scenario, also when it passes
  std::string evidence;   ///< path relative to results.json; "" = none was kept
  std::string reproduce;  ///< command line
  bool operator==(const Scenario&) const = default;
};

struct Suite {
  std::string name, version, hash;
  bool operator==(const Suite&) const = default;
};
struct Harness {
  std::string version, commit;
  bool operator==(const Harness&) const = default;
};
struct Candidate {
  std::string name, version, digest;
  std::vector<std::string> claims;
  bool operator==(const Candidate&) const = default;
};
struct Resolver {
  std::string name, version;
  bool operator==(const Resolver&) const = default;
};
struct Share {
  int met = 0, total = 0;
  bool operator==(const Share&) const = default;
};
struct Profile {
  std::string name;
  double score = 0;  ///< 0 to 100
  Share must, should;
  bool operator==(const Profile&) const = default;
};
/// A scenario of the suite that this run left out; `reason` as for a reader: "filter", "other
/// shard".
struct NotRun {
  std::string id, reason;
  bool operator==(const NotRun&) const = default;
};

struct Results {
  Suite suite;
  Harness harness;
  Candidate candidate;
  Resolver resolver;
  std::string isolation;  ///< rung of the isolation ladder
  std::string started;    ///< RFC 3339 with zone
  double seconds = 0;
  bool certifiable = false;                  ///< nothing filtered, retried or excused
  Conformance verdict = Conformance::error;  ///< by `finish`
  Counts counts;                             ///< by `finish`
  std::vector<Profile> profiles;
  std::vector<std::string> faults;  ///< breakdowns of ours that no single scenario owns
  std::vector<NotRun> not_run;
  std::vector<Scenario> scenarios;
  bool operator==(const Results&) const = default;
};

/// Every text valid UTF-8 without control characters other than tab and line feed; times and scores
/// rounded to three decimals, so that nothing is lost on the way through results.json.
Results scrubbed(Results);

/// Scrubs, sorts the scenarios, turns an admitted fail or warning into `known`, counts, and rules
/// on the whole: nonconformant if any scenario fails (an admitted gap still does: a baseline never
/// makes conformance), else error, else inconclusive - also when nothing was judged at all -, else
/// conformant. Idempotent.
void finish(Results&);

/// 0 nothing wrong beyond known gaps, 1 a MUST violated, 3 inconclusive or a fault of ours, 4
/// nothing selected. `strict` makes warnings count as violations, `baseline_strict` known gaps that
/// pass.
int exit_code(const Results&, bool strict, bool baseline_strict = false);

/// "id verdict" lines, sorted: what has to be the same between two runs of the same suite.
std::string verdict_lines(const Results&);

/// True for a scenario that is listed as a known gap and no longer is one.
bool outgrown(const Scenario&);

/// Each family with its counts, sorted by name.
std::vector<std::pair<std::string, Counts>> count_families(const Results&);

/// Of the scrubbed value, in a stable key order. Described by results.schema.json.
boost::json::object to_json(const Results&);

/// The bytes of results.json: indented, numbers without exponents, the same on every machine.
std::string to_text(const Results&);

/// Throws Complaints (with the key's path) for another schema, a missing key, a value of the wrong
/// kind, or a claim that the scenarios contradict: false counts, `conformant` where they say
/// otherwise. `file` is named in complaints. Unknown keys are ignored.
Results from_json(const boost::json::value&, const std::string& file = "results.json");
Results from_text(std::string_view text, const std::string& file = "results.json");
Results read_results(const std::string& file);

}  // namespace gauntlet::report
