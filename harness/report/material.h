// What reports are made of: results, and what lies behind them in the folder that a run left. Who opens
// folders fills it in (harness/desk); who writes a report asks only for what it shows.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "harness/report/controls.h"
#include "harness/report/junit.h"
#include "harness/report/results.h"

namespace gauntlet::report {

/// A clause of the catalogue that the run was judged by.
struct Clause {
  std::string id, document, section, level, text;
  std::string link;    ///< to the section; "" where the document is no RFC
  std::string status;  ///< open, implicit, untestable or out-of-scope: of one that no scenario rules on
};

/// A case of a profile and the scenarios that it rests on (a file's id takes all of its rows).
struct AuthorityCase {
  std::string id, title;
  std::vector<std::string> scenarios;
};

/// A profile as it was when the run was judged.
struct Authority {
  std::string id, title, source;
  std::vector<std::string> clauses;
  std::vector<AuthorityCase> cases;
};

/// Something that somebody did or saw in a play.
struct Moment {
  std::uint64_t n = 0;  ///< its number in the record
  double t = 0;         ///< seconds since the play began
  std::string actor;    ///< who wrote it down: "mx1", "tap", "mallory"
  std::string what;     ///< kind of event
  std::string text;     ///< in words
  std::string from, to; ///< parties of a message on the wire, for a sequence diagram; "" = it is none
  bool tls = false;     ///< it went over TLS
  std::string label;    ///< what goes along the arrow: "TLSA? _25._tcp.mx1..."
};

/// One play from its beginning to its end, all actors merged.
struct Story {
  std::vector<Moment> moments;
  size_t more = 0;               ///< moments that were left out
  std::vector<std::string> log;  ///< what the candidate's own logs say of its messages
  size_t more_log = 0;           ///< lines of them that were left out
  /// Who stood on the path, and where: {"mallory", "between the sender and its resolver"}.
  std::vector<std::pair<std::string, std::string>> attackers;
  std::string scenario;          ///< the scenario's text as it was played
};

/// What lies behind results. Nothing in it is judged anew.
class Background {
 public:
  virtual ~Background() = default;
  virtual std::vector<Clause> clauses() = 0;
  virtual std::vector<Authority> authorities() = 0;
  virtual Story story(const Scenario&) = 0;
};

/// One results.json, and its folder as far as there is one.
struct Run {
  Results results;
  std::string name;                        ///< how it is told from the others: "postfix 3.7.11"
  std::shared_ptr<Background> background;  ///< null: results.json is all that is left
  std::vector<ControlMap> controls;        ///< what it says of authorities' controls rests on these
};

/// Of the laboratory that signs a report; what is empty is left open on paper.
struct Laboratory {
  std::string operator_name, place, date, product, opinion;
};

struct Material {
  std::vector<Run> runs;  ///< at least one, in the order of the columns
  bool strict = false;    ///< a missed SHOULD is a failure
  Dialect dialect = Dialect::ci;
  std::string profile;    ///< whose cases are meant; "" = all
  Laboratory laboratory;
};

}  // namespace gauntlet::report
