// list, show, coverage, lint: what there is to play and to prove, without playing it.
#include <algorithm>
#include <filesystem>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/sender/faults.h"
#include "harness/atlas/attacks.h"
#include "harness/cli/commands.h"
#include "harness/cli/places.h"
#include "harness/cli/select.h"
#include "harness/judge/profile.h"
#include "harness/report/print.h"
#include "harness/scenario/build.h"
#include "harness/scenario/lint.h"
#include "harness/scenario/reader.h"
#include "harness/scenario/situations.h"
#include "harness/scenario/table.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;
namespace json = boost::json;
using scenario::Covered;

namespace {

/// A listing's reader may have had enough after a line.
template <class... T>
void say(fmt::format_string<T...> text, T&&... parts) {
  report::print(stdout, fmt::format(text, std::forward<T>(parts)...), report::Reader::may_leave);
}

scenario::Catalogue catalogue() { return scenario::read_catalogue(scenarios_folder() + "/clauses"); }

std::vector<std::string> clauses_of(const scenario::Scenario& s) {
  std::vector<std::string> ids;
  for (const auto& step : s.steps)
    for (const auto& line : step.lines)
      for (const auto& clause : line.clauses)
        if (std::find(ids.begin(), ids.end(), clause) == ids.end()) ids.push_back(clause);
  return ids;
}

int list_scenarios(bool as_json, const Selection& selection) {
  const auto selected = select(selection);
  json::array all;
  for (const auto& s : selected.chosen) {
    if (!as_json) {
      say("{:<48} {}\n", s.id, s.title);
      continue;
    }
    json::object o;
    o["id"] = s.id;
    o["title"] = s.title;
    o["family"] = s.family;
    o["needs"] = json::value_from(s.needs);
    o["clauses"] = json::value_from(clauses_of(s));
    all.push_back(o);
  }
  if (as_json) say("{}\n", json::serialize(all));
  return selected.chosen.empty() ? nothing_selected : conformant;
}

int list_verbs(bool as_json) {
  json::array all;
  for (const auto& verb : scenario::verbs()) {
    if (!as_json) say("{:<70} {}\n", verb.grammar, verb.manual);
    json::object o;
    o["name"] = verb.name;
    o["grammar"] = verb.grammar;
    o["manual"] = verb.manual;
    all.push_back(o);
  }
  if (as_json) say("{}\n", json::serialize(all));
  return conformant;
}

int list_profiles(bool as_json) {
  json::array all;
  for (const auto& profile : judge::read_profiles(scenarios_folder() + "/profiles", catalogue())) {
    if (!as_json) say("{:<28} {:>3} clauses  {}\n", profile.id, profile.clauses.size(), profile.title);
    json::object o;
    o["id"] = profile.id;
    o["title"] = profile.title;
    o["source"] = profile.source;
    o["clauses"] = json::value_from(profile.clauses);
    all.push_back(o);
  }
  if (as_json) say("{}\n", json::serialize(all));
  return conformant;
}

void print_clause(const scenario::Clause& clause) {
  say("{}  {}  {} {}\n    {}\n", clause.id, clause.level, clause.document, clause.section, clause.text);
  if (!clause.strict.empty()) say("    a MUST, since: {}\n", clause.strict);
  if (!clause.note.empty()) say("    note: {}\n", clause.note);
  if (clause.status != scenario::Clause::Status::open)
    say("    {}: {}\n", scenario::to_text(clause.status), clause.reason);
}

}  // namespace

int list(const std::string& what, bool as_json, const Selection& selection) {
  if (what == "verbs") return list_verbs(as_json);
  if (what == "profiles") return list_profiles(as_json);
  if (what == "candidates") return list_candidates(as_json);
  if (what == "faults") {
    say("{}", as_json ? sender::faults_as_json() + "\n" : sender::faults_as_text());
    return conformant;
  }
  return list_scenarios(as_json, selection);
}

/// Where a row was put in place of its table, the table's lines are empty.
static std::string squeezed(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != '\n' || !out.ends_with("\n\n")) out += c;
  return out;
}

/// A file with tables as it stands, and the ids that its rows make.
static void show_rows(const std::vector<scenario::Scenario>& rows) {
  say("{}\n\n{}\n", scenario::without_row(rows[0].id), read_file(rows[0].file));
  for (const auto& s : rows) say("{}  {}\n", s.id, s.title);
  say("\n");
}

int show(const std::string& what) {
  const auto all_clauses = catalogue();
  const auto suite = scenario::read_all(scenarios_folder());
  if (const auto* clause = all_clauses.find(what)) {
    print_clause(*clause);
    for (const auto& s : suite) {
      const auto ids = clauses_of(s);
      if (std::find(ids.begin(), ids.end(), what) != ids.end()) say("    tested by {:<40} {}\n", s.id, s.title);
    }
    return conformant;
  }
  const auto profiles = judge::read_profiles(scenarios_folder() + "/profiles", all_clauses);
  if (const auto profile = std::ranges::find(profiles, what, &judge::Profile::id); profile != profiles.end()) {
    say("{}\n\n", trim(read_file(profile->file)));
    for (const auto& s : suite)
      if (judge::rests_on(*profile, s)) say("    asked by {:<40} {}\n", s.id, s.title);
    return conformant;
  }
  std::vector<scenario::Scenario> found;
  for (const auto& s : suite)
    if (s.id == what || scenario::without_row(s.id) == what) found.push_back(s);
  if (found.empty() && fs::is_regular_file(what)) found = scenario::read_scenarios(scenarios_folder(), what);
  if (found.empty())
    throw Complaints(what, 0, "no such scenario, clause or profile; an id as in `gauntlet list`, `coverage` or `list profiles` was expected");
  if (found.size() == 1) say("{}\n\n{}\n", found[0].id, squeezed(found[0].text));
  else show_rows(found);
  for (const auto& id : clauses_of(found[0]))
    if (const auto* clause = all_clauses.find(id)) print_clause(*clause);
  return conformant;
}

int coverage(bool as_json, bool open_only) {
  const auto clauses = catalogue();
  const auto suite = scenario::read_all(scenarios_folder());
  const auto covered = scenario::coverage(clauses, suite);
  std::map<std::string, std::map<Covered::How, int>> table;
  std::map<Covered::How, int> sum;
  json::array all;
  for (const auto& one : covered) {
    ++table[one.clause->document][one.how];
    ++sum[one.how];
    json::object o;
    o["id"] = one.clause->id;
    o["level"] = one.clause->level;
    o["status"] = scenario::to_text(one.how);
    o["scenarios"] = json::value_from(one.scenarios);
    if (!one.clause->reason.empty()) o["reason"] = one.clause->reason;
    all.push_back(o);
    if (open_only && one.how == Covered::How::open && !as_json) print_clause(*one.clause);
  }
  if (as_json) {
    json::object o;
    json::object counts;
    for (const auto& [how, n] : sum) counts[scenario::to_text(how)] = n;
    o["counts"] = counts;
    o["clauses"] = all;
    say("{}\n", json::serialize(o));
    return conformant;
  }
  if (open_only) return conformant;
  const auto row = [](const std::string& name, const std::map<Covered::How, int>& n) {
    const auto of = [&](Covered::How how) { return n.contains(how) ? n.at(how) : 0; };
    say("{:<12} {:>7} {:>6} {:>9} {:>11} {:>13} {:>5}\n", name, of(Covered::How::tested), of(Covered::How::noted), of(Covered::How::implicit),
               of(Covered::How::untestable), of(Covered::How::out_of_scope), of(Covered::How::open));
  };
  say("{:<12} {:>7} {:>6} {:>9} {:>11} {:>13} {:>5}\n", "document", "tested", "noted", "implicit", "untestable", "out of scope", "open");
  for (const auto& [document, counts] : table) row(document, counts);
  row("all", sum);
  return conformant;
}

/// Where each situation stands that the requirements were taken apart into.
int sketches(bool as_json, bool open_only) {
  using Status = scenario::Situation::Status;
  const auto all = scenario::read_situations(scenarios_folder() + "/clauses", catalogue(), scenario::read_all(scenarios_folder()));
  std::map<std::string, std::map<Status, int>> table;
  json::array list;
  for (const auto& one : all) {
    ++table[one.clause.substr(0, one.clause.find('-'))][one.status];
    json::object o;
    o["id"] = one.id;
    o["status"] = scenario::to_text(one.status);
    o["scenarios"] = json::value_from(one.scenarios);
    if (!one.reason.empty()) o["reason"] = one.reason;
    list.push_back(std::move(o));
    if (open_only && !as_json && one.status == Status::open) say("{}  {}\n", one.id, one.reason);
  }
  if (as_json) say("{}\n", json::serialize(list));
  if (as_json || open_only) return conformant;
  say("{:<12} {:>7} {:>9} {:>11} {:>13} {:>5}\n", "document", "tested", "implicit", "untestable", "out of scope", "open");
  for (auto& [document, n] : table)
    say("{:<12} {:>7} {:>9} {:>11} {:>13} {:>5}\n", document, n[Status::tested], n[Status::implicit], n[Status::untestable], n[Status::out_of_scope],
        n[Status::open]);
  return conformant;
}

int lint(const std::vector<std::string>& files) {
  const auto clauses = catalogue();
  const auto profiles = judge::read_profiles(scenarios_folder() + "/profiles", clauses);
  std::vector<scenario::Scenario> scenarios;
  for (const auto& file : files)
    for (auto& one : scenario::read_scenarios(scenarios_folder(), file)) scenarios.push_back(std::move(one));
  std::vector<Complaint> complaints;
  if (files.empty()) {
    scenarios = scenario::read_all(scenarios_folder());
    scenario::read_situations(scenarios_folder() + "/clauses", clauses, scenarios);
    complaints = scenario::lint_all(scenarios, clauses);
    std::vector<std::string> ids;
    for (const auto& s : scenarios) ids.push_back(s.id);
    for (const auto& profile : profiles)
      for (auto& one : judge::unknown_scenarios(profile, ids)) complaints.push_back(std::move(one));
  } else {
    for (const auto& s : scenarios)
      for (auto& one : scenario::lint(s, clauses)) complaints.push_back(std::move(one));
  }
  for (auto& one : scenario::buildable(scenarios)) complaints.push_back(std::move(one));
  if (files.empty())
    for (auto& one : atlas::wrong_with(atlas::read_attacks(atlas_folder()), clauses)) complaints.push_back(std::move(one));
  for (const auto& complaint : complaints) say("{}\n", complaint.text());
  if (complaints.empty()) say("{} scenarios, {} clauses: nothing to complain of\n", scenarios.size(), clauses.all().size());
  return complaints.empty() ? conformant : usage;
}

}  // namespace gauntlet::cli
