// A scenario as a value: what stands in the world, what is done step by step, and what is ruled on.
// Texts may contain {placeholders}; they are resolved when the world is built (see
// fixtures/world.h).
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fixtures/world/plot.h"

namespace gauntlet::scenario {

// What stands in the world is described in the fixtures' own terms. A host's `zone`, `v4` and `v6`
// say where its host name lives and which address families it has.
using Zone = world::ZonePlan;
using Change = world::Change;
using Host = world::HostPlan;
using Attacker = world::AttackerPlan;

struct Verb;  // verbs.h

/// The arguments of an act, sorted into the places of its verb's grammar.
struct Bound {
  const Verb* verb = nullptr;                ///< its row of the table
  std::map<std::string, std::string> value;  ///< "MSG" -> "note"
  std::set<std::string> said;                ///< chosen options, arguments left out: "over tls"

  bool has(const std::string& place) const { return value.contains(place); }
  /// "" when that place was left empty.
  std::string operator[](const std::string& place) const;
  bool operator==(const Bound&) const = default;
};

/// Something that can be seen in the record: a verb of the table in verbs.h and its arguments.
/// "deliver note to mx1 over tls" -> verb "deliver", args {"note","to","mx1","over","tls"}.
struct Act {
  std::string verb;
  std::vector<std::string> args;
  Bound bound;               ///< both again, as the reader has found them to fit the grammar
  std::string text() const;  ///< as written, single spaces
  bool operator==(const Act&) const = default;
};

enum class Level { must, must_not, should, should_not, note };

/// One line of a step.
struct StepLine {
  enum class Kind { start, stop, send, nudge, break_host, mend_host, publish, let, move_clock, step_clock, restart, kill, await, ruling };
  Kind kind;
  int line = 0;
  std::string text;      ///< as written, for reports
  std::string subject;   ///< attacker, message, host or change name
  std::string user, at;  ///< send: "ann"; zone name or literal address/domain ("" = own domain); publish: the policy host
  std::vector<std::pair<std::string, std::string>> also;  ///< send: `user` and `at` of further recipients of the same message
  std::vector<std::string> options;                 ///< send: "tls-required-no"; break: the fault, word by word
  net::DeviationPtr fault;                              ///< break; publish at a host: that it serves the policy
  Act act;                                          ///< await, ruling
  Level level = Level::note;                        ///< ruling
  std::optional<std::chrono::milliseconds> within;  ///< await, MUST, SHOULD: the deadline; let: how long; move_clock, step_clock: by how much
  std::vector<std::string> clauses;                 ///< ruling: "RFC7672-2.1.2-4"
  bool this_step_only = false;                      ///< ban: it does not reach into the steps behind
};

/// A policy in its own syntax (RFC 8461, 3.2), as hosts and steps name it.
struct Policy {
  std::string name;
  int line = 0;
  std::vector<Line> lines;
};

struct Step {
  std::string name;
  int line = 0;
  std::vector<StepLine> lines;
};

struct Scenario {
  std::string id;      ///< "dane/tlsa-lookup-fails"
  std::string family;  ///< "dane"
  std::string file;    ///< as given, for file:line
  std::string text;    ///< the file, verbatim
  std::string title;
  std::vector<std::string> needs;                   ///< claims
  std::vector<std::string> unless;                  ///< claims: whoever makes one is not asked
  std::vector<std::pair<std::string, bool>> given;  ///< trait, wanted value
  std::optional<std::string> proves;                ///< premise that this control scenario proves
  /// The trait that this scenario teaches, and the act that, seen in the first step, makes it true.
  std::optional<std::pair<std::string, Act>> learns;
  bool alone = false, hazard = false;
  std::string controls;            ///< of an attack: what the attacker has in its hands
  std::vector<std::string> holds;  ///< hosts that are the attacker's own: what comes to them it has read
  std::vector<Zone> zones;
  std::vector<Change> changes;
  std::vector<Policy> policies;
  std::vector<Host> hosts;
  std::vector<Attacker> attackers;
  std::vector<Step> steps;
};

/// True when a step moves the room's clock.
bool moves_clock(const Scenario&);
/// What has to be proven (`proves`) before a verdict on it counts: the claims that it needs, and the room's clock where it moves it.
std::vector<std::string> premises(const Scenario&);
constexpr const char* clock_premise = "clock";
/// True when a step restarts or kills the candidate.
bool restarts(const Scenario&);
/// True when it has to have the world to itself: it says so, moves the clock, restarts or kills the candidate, or sends mail without a sender, which in
/// a queue looks like a notice and hides from the runner which notices wait.
bool wants_world(const Scenario&);

}  // namespace gauntlet::scenario
