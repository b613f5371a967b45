// See adjudicate.h.
#include "harness/cli/adjudicate.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/cli/places.h"
#include "harness/judge/profile.h"
#include "harness/judge/verbs.h"
#include "harness/report/junit.h"
#include "harness/scenario/reader.h"
#include "stamp.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

void write_whole(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) throw Fault(fmt::format("{} cannot be written: {}", file.string(), std::strerror(errno)));
}

}  // namespace

void RunFacts::save(const std::string& folder) const {
  json::object o;
  o["candidate"] = candidate;
  o["title"] = title;
  o["version"] = version;
  o["digest"] = digest;
  o["claims"] = json::value_from(claims);
  json::array gaps;
  for (const auto& gap : known) {
    json::object one;
    one["scenario"] = gap.scenario;
    one["reason"] = gap.reason;
    one["link"] = gap.link;
    gaps.push_back(one);
  }
  o["known"] = gaps;
  o["resolver"] = resolver;
  o["resolver_version"] = resolver_version;
  o["isolation"] = isolation;
  o["started"] = started;
  o["suite_hash"] = suite_hash;
  o["reproduce"] = reproduce;
  o["seconds"] = seconds;
  o["scenarios"] = json::value_from(scenarios);
  o["not_run"] = json::value_from(not_run);
  o["faults"] = json::value_from(faults);
  write_whole(folder + "/run.json", json::serialize(o) + "\n");
}

RunFacts RunFacts::load(const std::string& folder) {
  const std::string file = folder + "/run.json";
  try {
    const auto value = json::parse(read_file(file));
    const auto& o = value.as_object();
    const auto word = [&](const char* key) { return std::string(o.at(key).as_string()); };
    const auto words = [&](const char* key) { return json::value_to<std::vector<std::string>>(o.at(key)); };
    RunFacts f;
    f.candidate = word("candidate");
    f.title = word("title");
    f.version = word("version");
    f.digest = word("digest");
    f.claims = words("claims");
    for (const auto& one : o.at("known").as_array()) {
      const auto& gap = one.as_object();
      f.known.push_back({std::string(gap.at("scenario").as_string()), std::string(gap.at("reason").as_string()),
                         std::string(gap.at("link").as_string())});
    }
    f.resolver = word("resolver");
    f.resolver_version = word("resolver_version");
    f.isolation = word("isolation");
    f.started = word("started");
    f.suite_hash = word("suite_hash");
    f.reproduce = word("reproduce");
    f.seconds = o.at("seconds").to_number<double>();
    f.scenarios = words("scenarios");
    f.not_run = words("not_run");
    f.faults = words("faults");
    return f;
  } catch (const Complaints&) {
    throw;
  } catch (const std::exception& e) {
    throw Complaints(file, 0, fmt::format("not the facts of a run ({}); a folder written by `gauntlet run` was expected", e.what()));
  }
}

namespace {

report::Verdict to_report(judge::Result result) { return *report::verdict_named(judge::to_text(result)); }

std::string level_text(scenario::Level level) {
  switch (level) {
    case scenario::Level::must: return "MUST";
    case scenario::Level::must_not: return "MUST NOT";
    case scenario::Level::should: return "SHOULD";
    case scenario::Level::should_not: return "SHOULD NOT";
    case scenario::Level::note: return "NOTE";
  }
  return "";
}

struct Desk {
  RunFacts facts;
  std::vector<scenario::Scenario> scenarios;
  std::vector<record::Event> events;
  scenario::Catalogue catalogue;
};

Desk open_desk(const std::string& folder) {
  Desk desk{RunFacts::load(folder), {}, record::read_record(folder + "/record.jsonl"),
            scenario::read_catalogue(scenarios_folder() + "/clauses")};
  for (const auto& id : desk.facts.scenarios)
    desk.scenarios.push_back(scenario::read_scenario(folder + "/scenarios", fmt::format("{}/scenarios/{}.scenario", folder, id)));
  return desk;
}

std::string requirement(const scenario::Catalogue& catalogue, const std::vector<std::string>& clauses) {
  std::string text;
  for (const auto& id : clauses) {
    const auto* clause = catalogue.find(id);
    if (clause) text += fmt::format("{}{} ({}): {}", text.empty() ? "" : "\n", id, clause->level, clause->text);
  }
  return text;
}

report::Ruling told(const judge::Ruling& ruling, const Desk& desk) {
  report::Ruling out;
  out.level = level_text(ruling.level);
  out.text = ruling.text;
  out.clause = fmt::format("{}", fmt::join(ruling.clauses, ", "));
  out.requirement = requirement(desk.catalogue, ruling.clauses);
  out.held = !ruling.decided ? report::Held::open : ruling.held ? report::Held::yes : report::Held::no;
  out.expected = ruling.expected;
  out.observed = ruling.observed;
  for (const auto n : ruling.events) {
    if (n == 0 || n > desk.events.size() || out.events.size() >= 10) continue;
    const auto& event = desk.events[n - 1];
    out.events.push_back({event.n, event.t, event.actor, event.what, judge::described(event)});
  }
  return out;
}

report::Scenario told(const judge::Verdict& verdict, const scenario::Scenario& scenario, const Desk& desk) {
  auto out = cli::told(verdict);
  // "dane/x" was kept below the run's folder; for its reader it is the suite's file.
  out.file = "scenarios/" + scenario.id + ".scenario";
  out.line = scenario.steps.empty() ? 1 : scenario.steps.front().line;
  for (const auto* rulings : {&verdict.rulings, &verdict.notes})
    for (const auto& ruling : *rulings) {
      out.rulings.push_back(told(ruling, desk));
      for (const auto& clause : ruling.clauses)
        if (std::find(out.clauses.begin(), out.clauses.end(), clause) == out.clauses.end()) out.clauses.push_back(clause);
    }
  if (out.verdict != report::Verdict::pass && out.verdict != report::Verdict::not_applicable)
    out.evidence = "evidence/" + scenario::label(scenario.id) + ".txt";
  out.reproduce = fmt::format("{} --filter {}", desk.facts.reproduce, scenario.id);
  return out;
}

std::vector<report::Profile> scores(const Desk& desk, const std::vector<judge::Verdict>& verdicts) {
  std::vector<report::Profile> all;
  for (const auto& profile : judge::read_profiles(scenarios_folder() + "/profiles", desk.catalogue)) {
    const auto score = judge::score(profile, desk.catalogue, verdicts);
    if (!score.score) continue;
    all.push_back({profile.id, *score.score, {score.must.met, score.must.ruled}, {score.should.met, score.should.ruled}});
  }
  return all;
}

}  // namespace

report::Scenario told(const judge::Verdict& verdict) {
  report::Scenario out;
  out.id = verdict.scenario;
  out.title = verdict.title;
  out.family = verdict.family;
  out.verdict = to_report(verdict.verdict);
  out.raw = to_report(verdict.unexcused);
  out.seconds = verdict.seconds;
  out.notes = verdict.reasons;
  if (verdict.trait) out.notes.push_back(fmt::format("trait {}: {}", verdict.trait->first, verdict.trait->second ? "yes" : "no"));
  if (!verdict.known_reason.empty()) out.known = report::Known{verdict.known_reason, verdict.known_link};
  return out;
}

namespace {

/// A cell for every world of the record.
std::vector<judge::Cell> cells_of(const Desk& desk) {
  std::vector<judge::Cell> cells;
  for (const auto& event : desk.events) {
    if (cells.empty() || event.what == "world.begin")
      cells.push_back({fmt::format("world {}", cells.size() + 1), false, false, {}, {}});
    cells.back().events.push_back(event);
    if (event.what == "play.begin") cells.back().scenarios.push_back(event.tag);
  }
  return cells;
}

}  // namespace

report::Results adjudicate(const std::string& folder, bool) {
  const Desk desk = open_desk(folder);
  judge::Facts facts;
  facts.claims.insert(desk.facts.claims.begin(), desk.facts.claims.end());
  facts.known = desk.facts.known;
  const auto verdicts = judge::judge(desk.scenarios, cells_of(desk), facts);
  report::Results results;
  results.suite = {"gauntlet", version, desk.facts.suite_hash};
  results.harness = {version, commit};
  results.candidate = {desk.facts.candidate, desk.facts.version, desk.facts.digest, desk.facts.claims};
  results.resolver = {desk.facts.resolver, desk.facts.resolver_version};
  results.isolation = desk.facts.isolation;
  results.started = desk.facts.started;
  results.seconds = desk.facts.seconds;
  results.certifiable = desk.facts.not_run.empty() && desk.facts.known.empty();
  results.faults = desk.facts.faults;
  for (const auto& id : desk.facts.not_run) results.not_run.push_back({id, "filter"});
  for (size_t i = 0; i < verdicts.size(); ++i) results.scenarios.push_back(told(verdicts[i], desk.scenarios[i], desk));
  results.profiles = scores(desk, verdicts);
  report::finish(results);
  return results;
}

namespace {

/// Everything that bears on one scenario: its text, its events in order, the candidate's log lines about it.
std::string evidence(const report::Scenario& scenario, const Desk& desk, const std::vector<std::string>& log) {
  std::string text = fmt::format("{} - {}\nverdict: {}\n", scenario.id, scenario.title, report::name(scenario.verdict));
  for (const auto& note : scenario.notes) text += "  " + note + "\n";
  text += "\n--- the scenario ---\n";
  for (const auto& s : desk.scenarios)
    if (s.id == scenario.id) text += s.text;
  text += "\n--- what was seen ---\n";
  std::vector<std::string> marks;
  for (const auto& event : desk.events) {
    if (event.tag != scenario.id && !(event.tag.empty() && event.what.starts_with("candidate."))) continue;
    text += fmt::format("{:>6} {:9.3f} {:<10} {:<14} {}\n", event.n, event.t, event.actor, event.what, judge::described(event));
    if (event.what == "submit") marks.push_back(event.text("token"));
    if (event.what == "queue.kept") marks.push_back(event.text("id"));
  }
  marks.push_back(scenario::label(scenario.id) + ".test");
  text += "\n--- the candidate's log ---\n";
  for (const auto& line : log)
    if (std::any_of(marks.begin(), marks.end(), [&](const auto& mark) { return line.find(mark) != line.npos; })) text += line + "\n";
  return text;
}

std::vector<std::string> candidate_log(const std::string& folder) {
  std::vector<std::string> lines;
  std::error_code none;
  // candidate, candidate.2, ...: a folder for each world.
  for (const auto& entry : fs::recursive_directory_iterator(folder + "/evidence", none)) {
    if (!entry.is_regular_file() || !entry.path().parent_path().filename().string().starts_with("candidate")) continue;
    std::istringstream text(read_file(entry.path().string()));
    for (std::string line; std::getline(text, line);) lines.push_back(printable(line));
  }
  return lines;
}

}  // namespace

void write_reports(const std::string& folder, const report::Results& results, bool strict) {
  write_whole(folder + "/results.json", report::to_text(results));
  write_whole(folder + "/junit.xml", report::junit(results, report::Dialect::ci, strict));
  const Desk desk = open_desk(folder);
  const auto log = candidate_log(folder);
  for (const auto& scenario : results.scenarios)
    if (!scenario.evidence.empty()) write_whole(folder + "/" + scenario.evidence, evidence(scenario, desk, log));
}

}  // namespace gauntlet::cli
