// A run's folder made by hand: two scenarios of one claim, one of them a control, and what a
// candidate did.
#pragma once
#include <filesystem>
#include <fstream>

#include "fixtures/base/blocks.h"
#include "fixtures/record/log.h"
#include "harness/desk/desk.h"
#include "harness/desk/suite.h"
#include "harness/scenario/reader.h"
#include "tests/scratch.h"

namespace gauntlet::desk {

/// A scenario that is passed when nothing is delivered before the step is over.
inline std::string scenario_text(const std::string& more = "") {
  return "title  Nothing is delivered in clear\n" + more +
         "\nzone unsigned\n    @    MX  10 mx1\n    mx1  A   {mx1}\n\nmx mx1\n    cert  "
         "self-signed\n\n"
         "step only\n    send      note to ann\n    await     attempt mx1 within 60s\n"
         "    MUST NOT  deliver note                  [RFC7672-2.1.2-4]\n"
         "    SHOULD NOT  bounce note                 [RFC7672-2.1.2-6]\n";
}

inline scenario::Scenario scenario_named(const std::string& id, const std::string& more = "") {
  return scenario::parse_scenario(id, "scenarios/" + id + ".scenario", scenario_text(more));
}

/// What happens in a play of it.
struct Played {
  bool deliver = false;  ///< the ban is broken
  bool bounce = false;   ///< what should not be is
  bool end = true;       ///< the play comes to its end
  std::string why = "over";  ///< to which
  bool untried = false;  ///< the host is never tried
  int starved = 0;       ///< so long the candidate waited for a processor, ms
  std::string head;      ///< of the message, as it was delivered
};

class Folder {
 public:
  Folder() {
    // Clauses and profiles of the folder's own: today's suite must have no say in it.
    write("data/clauses/rfc7672.clauses",
          "RFC7672-2.1.2-4  MUST NOT  section 2.1.2\n    The old sentence.\n\n"
          "RFC7672-2.1.2-6  SHOULD  section 2.1.2\n    The message is kept.\n");
    write(
        "data/profiles/both.profile",
        "title   Both\nsource  here\ndemand  both\nclauses\n    RFC7672-2.1.2-4 RFC7672-2.1.2-6\n");
    facts.candidate = "postfix";
    facts.title = "Postfix";
    facts.digest = "sha256:bb";
    facts.version = "3.7";
    facts.claims = {"dane"};
    facts.harness = {"0.1.0", "abc"};
    facts.started = "2026-01-01T00:00:00Z";
    facts.reproduce = "gauntlet run ./postfix.candidate";
    suite = {scenario_named("dane/one"), scenario_named("dane/two"), scenario_named("dane/three")};
  }

  void write(const std::string& file, const std::string& text) const {
    write_whole(path + "/" + file, text);
  }
  std::string read(const std::string& file) const { return read_file(path + "/" + file); }

  /// Adds a cell in which these were played.
  void play(const std::string& id, const std::vector<std::pair<std::string, Played>>& plays,
            bool sealed = true) {
    CellFacts cell{.id = id, .ground = id.substr(0, id.find('.'))};
    std::filesystem::create_directories(candidate_folder(run, id));
    record::Log log(record_file(run, id));
    log.write("", "runner", "world.begin", {{"version", "3.7"}});
    for (const auto& [scenario, played] : plays) {
      cell.scenarios.push_back(scenario);
      note_play(log, scenario, played);
    }
    cell.resolver = "unbound";
    cell.isolation = "root";
    cell.version = "3.7";
    if (sealed) seal(run, cell);
    facts.cells.push_back(cell);
  }

  /// Keeps the suite, of which all that stand in a cell were chosen, and saves the facts.
  std::string save(const std::string& why_not = "filter") {
    std::vector<scenario::Scenario> chosen, left_out;
    facts.scenarios.clear();
    facts.not_run.clear();
    for (const auto& s : suite) {
      const bool played = std::any_of(facts.cells.begin(), facts.cells.end(), [&](const auto& c) {
        return std::find(c.scenarios.begin(), c.scenarios.end(), s.id) != c.scenarios.end();
      });
      (played ? chosen : left_out).push_back(s);
      if (played)
        facts.scenarios.push_back(s.id);
      else
        facts.not_run.push_back({s.id, why_not});
    }
    facts.suite = keep_suite(run, chosen, sums_of(left_out), path + "/data");
    facts.save(run);
    return run;
  }

  const std::string path = gauntlet::testing::scratch();
  const std::string run = path + "/postfix";
  RunFacts facts;
  std::vector<scenario::Scenario> suite;

 private:
  static void note_play(record::Log& log, const std::string& id, const Played& played) {
    const auto token = "note-" + scenario::label(id);
    log.write(id, "runner", "play.begin", {{"names", boost::json::object{{"mx1", "192.0.2.1"}, {"domain", scenario::label(id) + ".test"}}}});
    log.write(id, "runner", "step.begin", {{"step", "only"}});
    log.write(id, "runner", "submit", {{"msg", "note"}, {"token", token}, {"to", "ann@one.test"}, {"status", 0}});
    if (!played.untried)
      log.write(id, "mx1", "tcp.accept", {{"conn", 1}, {"port", 25}, {"from", "198.18.0.1"}, {"to", "198.18.16.1"}, {"via", ""}});
    if (played.starved) log.write("", "lab", "candidate.starved", {{"ms", played.starved}});
    log.write("", "lab", "alarm.packet", {{"to", "192.0.2.99"}, {"port", 25}, {"protocol", "tcp"}});
    if (played.deliver)
      log.write(id, "mx1", "smtp.message", {{"conn", 1}, {"tls", true}, {"sni", ""}, {"version", "1.3"}, {"token", token}, {"from", ""},
                 {"to", boost::json::array()}, {"size", 1}, {"subject", ""}, {"reply", "250"}, {"accepted", true},
                 {"tls_required_no", false}, {"dsn", false}, {"head", played.head}});
    log.write(id, "candidate", "queue.kept",
              {{"token", token}, {"id", "Q1"}, {"state", "deferred"}, {"text", ""}});
    if (played.bounce) log.write(id, "home", "bounce", {{"token", token}, {"n", log.last()}});
    if (!played.end) return;
    log.write(id, "runner", "step.end", {{"step", "only"}});
    log.write(id, "runner", "play.end", {{"why", played.why}});
  }
};

/// The results less the failures.
inline report::Results without_failures(report::Results r) {
  std::erase_if(r.scenarios, [](const auto& s) { return s.verdict == report::Verdict::fail; });
  report::finish(r);
  return r;
}

/// What a Complaints says, "" when nothing was thrown.
template <typename F>
std::string complaint(F f) {
  try {
    f();
  } catch (const Complaints& found) {
    return found.what();
  }
  return "";
}

}  // namespace gauntlet::desk
