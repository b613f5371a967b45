// The results of a run as one value: what results.json holds, and all that any report may use.
// Every other report is a pure function of it. It knows no record and no socket: whoever judges
// fills it in and calls `finish`. Members are declared once (the BOOST_DESCRIBE lines): writing,
// reading and scrubbing go through mapping.h.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>

#include "harness/judge/declaration.h"
#include "harness/judge/profile.h"
#include "harness/judge/verdict.h"

namespace gauntlet::judge {
BOOST_DESCRIBE_STRUCT(Share, (), (met, ruled, total))
}

namespace gauntlet::report {

inline constexpr std::string_view schema_name = "gauntlet-results/2";

/// Of one scenario, as the judge has it. `known` is a gap that the candidate's manifest admits to;
/// `raw` keeps what it was.
using Verdict = judge::Result;
/// In the order in which reports show them.
inline constexpr std::array verdicts{
    Verdict::pass,  Verdict::warning,        Verdict::fail, Verdict::inconclusive,
    Verdict::error, Verdict::not_applicable, Verdict::known};
using scenario::Level;

/// Of the whole run.
enum class Conformance { conformant, nonconformant, inconclusive, error };

std::string name(Verdict);  ///< as in results.json: "not-applicable"
std::string name(Conformance);

struct Counts {
  std::array<int, verdicts.size()> of{};
  int& operator[](Verdict v) { return of[static_cast<size_t>(v)]; }
  int operator[](Verdict v) const { return of[static_cast<size_t>(v)]; }
  bool operator==(const Counts&) const = default;
};

/// A line of a cell's record that proves a ruling, rendered for people; `n` finds it in the record.
struct Event {
  std::uint64_t n = 0;
  double t = 0;  ///< seconds since the record was opened
  std::string actor, what, text;
  bool operator==(const Event&) const = default;
};
BOOST_DESCRIBE_STRUCT(Event, (), (n, t, actor, what, text))

struct Ruling {
  Level level = Level::note;  ///< the scenario's, whatever --strict makes of it
  std::string text;           ///< the line of the scenario
  std::string clause;         ///< requirement ids, joined by ", "
  std::string requirement;    ///< the catalogue's sentence for them
  /// Nothing: the question was never put, so that there was nothing to rule on.
  std::optional<bool> held;
  std::string expected, observed;  ///< several alternatives stand on a line each
  std::vector<Event> events;
  bool operator==(const Ruling&) const = default;
};
BOOST_DESCRIBE_STRUCT(Ruling, (),
                      (level, text, clause, requirement, held, expected, observed, events))

struct Known {
  std::string reason, link;
  std::string until;  ///< the last day on which it holds, "2027-01-31"; "" = no end
  bool operator==(const Known&) const = default;
};
BOOST_DESCRIBE_STRUCT(Known, (), (reason, link, until))

struct Scenario {
  std::string id, title;
  std::string family;  ///< the first part of the id; `finish` fills it in
  std::string file;
  int line = 0;
  std::string cell;  ///< where it was played, as the verdict has it; "" = nowhere
  Verdict verdict = Verdict::error;
  Verdict raw = Verdict::error;  ///< before a known gap was allowed for; else the verdict
  double seconds = 0;
  std::vector<std::string> clauses;
  std::vector<Ruling> rulings;
  /// The first note says why, when the verdict is inconclusive, error or not applicable.
  std::vector<std::string> notes;
  /// Set whenever the manifest lists this scenario, also when it passes.
  std::optional<Known> known;
  std::string evidence;   ///< path relative to results.json; "" = none was kept
  std::string reproduce;  ///< command line
  bool operator==(const Scenario&) const = default;
};
BOOST_DESCRIBE_STRUCT(Scenario, (),
                      (id, title, family, file, line, cell, verdict, raw, seconds, clauses, rulings,
                       notes, known, evidence, reproduce))

struct Suite {
  std::string name, version;
  std::string hash;   ///< one, over scenarios, clauses and profiles
  int scenarios = 0;  ///< how many it has, played or not
  bool changed = false;  ///< it is not the one that the program was built with
  bool operator==(const Suite&) const = default;
};
BOOST_DESCRIBE_STRUCT(Suite, (), (name, version, hash, scenarios, changed))

struct Harness {
  std::string version, commit;
  bool operator==(const Harness&) const = default;
};
BOOST_DESCRIBE_STRUCT(Harness, (), (version, commit))

struct Candidate {
  std::string name, title, version, digest;
  std::vector<std::string> claims;
  std::map<std::string, std::string> options;
  bool operator==(const Candidate&) const = default;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (name, title, version, digest, claims, options))

struct Resolver {
  std::string name, version;
  std::string digest;  ///< of its file and packages
  bool operator==(const Resolver&) const = default;
};
BOOST_DESCRIBE_STRUCT(Resolver, (), (name, version, digest))

/// One world of the run, with a record of its own.
struct Cell {
  std::string id;
  std::string ground;  ///< shared, alone or hazard
  Resolver resolver;
  std::string clock = "real";
  std::string isolation;  ///< rung of the isolation ladder
  std::uint32_t seed = 0;  ///< of its names: `--seed` repeats them
  double seconds = 0;
  std::string record;  ///< path relative to results.json
  std::string sha256;  ///< of the record, in hex; "" = it was never ended
  int scenarios = 0;   ///< how many were to be played in it
  std::vector<std::string> faults;
  int alarms = 0;  ///< packets to addresses that neither the lab nor a scenario names: something looked outside
  bool operator==(const Cell&) const = default;
};
BOOST_DESCRIBE_STRUCT(Cell, (),
                      (id, ground, resolver, clock, isolation, seed, seconds, record, sha256, scenarios, faults,
                       alarms))

using judge::Share;

using judge::CaseResult;
std::string name(CaseResult);  ///< "not met"

/// A case that the profile's authority numbers.
struct ProfileCase {
  std::string id, title;
  CaseResult result = CaseResult::unruled;
  std::vector<std::string> because;   ///< scenarios that decided so, or that are missing
  std::vector<std::string> contrary;  ///< scenarios of which the authority wants the contrary
  bool operator==(const ProfileCase&) const = default;
};
BOOST_DESCRIBE_STRUCT(ProfileCase, (), (id, title, result, because, contrary))

struct Profile {
  std::string name;
  std::optional<double> score;  ///< 0 to 100: met of ruled; nothing where it would mislead
  std::string withheld;         ///< why there is no score: "control/dane failed"
  Share must, should;
  std::vector<std::string> unmet, unruled;  ///< clauses
  std::vector<ProfileCase> cases;
  bool operator==(const Profile&) const = default;
};
BOOST_DESCRIBE_STRUCT(Profile, (), (name, score, withheld, must, should, unmet, unruled, cases))

using judge::Declared;
std::string name(Declared);  ///< "declared, not seen"

/// A parameter of TLS that the vendor's declaration or a ClientHello names.
struct Offered {
  bool with_dane = false;
  std::string kind, parameter;  ///< "suites", "TLS_AES_256_GCM_SHA384"; no parameter where it is the order of all that is not as declared
  Declared result = Declared::seen;
  bool operator==(const Offered&) const = default;
};
BOOST_DESCRIBE_STRUCT(Offered, (), (with_dane, kind, parameter, result))

/// A part of what runs elsewhere that asks for names, and of whom it was seen to: a fact, never a verdict.
struct Component {
  std::string part;       ///< "mail transfer", "policy fetcher", "reporter"
  bool expected = false;  ///< by the candidate's claims it has such a part
  bool seen = false;      ///< at the resolver that it was given
  std::string text;       ///< in words
  bool operator==(const Component&) const = default;
};
BOOST_DESCRIBE_STRUCT(Component, (), (part, expected, seen, text))

/// A scenario of the suite that this run left out; `reason` as for a reader: "filter", "other
/// shard".
struct NotRun {
  std::string id, reason;
  bool operator==(const NotRun&) const = default;
};
BOOST_DESCRIBE_STRUCT(NotRun, (), (id, reason))

struct Shard {
  int index = 1, count = 1;  ///< 1 <= index <= count
  bool operator==(const Shard&) const = default;
};
BOOST_DESCRIBE_STRUCT(Shard, (), (index, count))

struct Results {
  Suite suite;
  Harness harness;  ///< the program that played
  Harness judged;   ///< the program that ruled
  Candidate candidate;
  std::string started;  ///< RFC 3339 with zone
  double seconds = 0;
  std::optional<Shard> shard;  ///< nothing: it is the whole
  bool interrupted = false;
  bool certifiable = false;                  ///< by `finish`: the next is empty
  std::vector<std::string> not_certifiable;  ///< by `finish`: why the run cannot be certified
  bool certified = false;  ///< played by the rules of --certified; `finish` takes it back where something stands against it
  Conformance verdict = Conformance::error;  ///< by `finish`
  Counts counts;                             ///< by `finish`
  std::vector<Profile> profiles;
  std::vector<Offered> offered;     ///< empty without a declaration
  std::vector<Component> components;  ///< empty for what runs here
  std::vector<std::string> faults;  ///< breakdowns of ours outside any cell
  std::vector<Cell> cells;
  std::vector<NotRun> not_run;
  std::vector<Scenario> scenarios;
  bool operator==(const Results&) const = default;
};
BOOST_DESCRIBE_STRUCT(Results, (),
                      (suite, harness, judged, candidate, started, seconds, shard, interrupted,
                       certifiable, not_certifiable, certified, verdict, counts, profiles, offered, components, faults,
                       cells, not_run, scenarios))

/// Every text valid UTF-8 without control characters other than tab and line feed; times and scores
/// rounded to three decimals, so that nothing is lost on the way through results.json.
Results scrubbed(Results);

/// Scrubs, sorts the scenarios, counts, and rules on the whole: nonconformant if any scenario fails
/// (an admitted gap still does: a baseline never makes conformance), else error, else inconclusive
/// - also when the run was interrupted or nothing was judged at all -, else conformant. Idempotent.
void finish(Results&);

/// All breakdowns of ours, those of cells with the cell's name before them.
std::vector<std::string> all_faults(const Results&);

/// 0 nothing wrong beyond known gaps, 1 a MUST violated, 3 inconclusive or a fault of ours, 4
/// nothing selected, 130 interrupted. `strict` makes warnings count as violations.
int exit_code(const Results&, bool strict);

/// "id verdict" lines, sorted: what has to be the same between two runs of the same suite.
std::string verdict_lines(const Results&);

/// What two runs of one suite against one candidate have in common, line by line, whatever machine,
/// shards or order they were played in: ids, verdicts, what each ruling came to, profiles, counts,
/// the whole. No times, no events, no cells, and no NOTE.
std::string comparable(const Results&);

/// True for a scenario that is listed as a known gap and no longer is one.
bool outgrown(const Scenario&);

/// Each family with its counts, sorted by name.
std::vector<std::pair<std::string, Counts>> count_families(const Results&);

/// Of the scrubbed value, in a stable key order. Described by results.schema.json.
boost::json::object to_json(const Results&);

/// The bytes of results.json: indented, numbers without exponents, the same on every machine.
std::string to_text(const Results&);

/// JSON for people and machines: objects indented, flat arrays on one line, no exponents.
std::string pretty(const boost::json::value&);

/// Throws Complaints (with the key's path) for another schema, a missing key, a value of the wrong
/// kind, or a claim that the scenarios contradict: false counts, `conformant` where they say
/// otherwise. `file` is named in complaints. Unknown keys are ignored.
Results from_json(const boost::json::value&, const std::string& file = "results.json");
Results from_text(std::string_view text, const std::string& file = "results.json");
Results read_results(const std::string& file);

}  // namespace gauntlet::report
