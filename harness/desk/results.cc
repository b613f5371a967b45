// See results.h.
#include "harness/desk/results.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/shell.h"
#include "fixtures/base/text.h"
#include "harness/judge/components.h"
#include "harness/judge/verbs.h"
#include "harness/report/mapping.h"
#include "harness/scenario/reader.h"
#include "harness/scenario/table.h"

namespace gauntlet::desk {
namespace {

constexpr size_t most_events = 10;  // of a ruling; the evidence has all

/// A line a clause: its id, its level in the catalogue, its sentence, where it stands.
std::string requirement(const scenario::Catalogue& catalogue,
                        const std::vector<std::string>& clauses) {
  std::vector<std::string> lines;
  for (const auto& id : clauses) {
    const auto* clause = catalogue.find(id);
    if (!clause) continue;
    const auto at = link(*clause);
    lines.push_back(fmt::format("{} {}: {}{}", id, clause->level, clause->text,
                                at.empty() ? "" : " (" + at + ")"));
  }
  return fmt::format("{}", fmt::join(lines, "\n"));
}

const judge::Cell* cell_of(const Desk& desk, const std::string& id) {
  const auto found = std::find_if(desk.cells.begin(), desk.cells.end(),
                                  [&](const auto& cell) { return cell.id == id; });
  return found == desk.cells.end() ? nullptr : &*found;
}

report::Ruling told(const judge::Ruling& ruling, const judge::Cell* cell, const Desk& desk) {
  report::Ruling out;
  out.level = ruling.level;
  out.text = ruling.text;
  out.clause = fmt::format("{}", fmt::join(ruling.clauses, ", "));
  out.requirement = requirement(desk.catalogue, ruling.clauses);
  if (ruling.decided) out.held = ruling.held;
  out.expected = ruling.expected;
  out.observed = ruling.observed;
  for (const auto n : ruling.events) {
    if (!cell || n == 0 || n > cell->events.size() || out.events.size() >= most_events) continue;
    const auto& event = cell->events[n - 1];
    out.events.push_back({event.n, event.t, event.actor, event.what, judge::described(event)});
  }
  return out;
}

void add_clauses(const judge::Ruling& ruling, std::vector<std::string>& clauses) {
  for (const auto& clause : ruling.clauses)
    if (std::find(clauses.begin(), clauses.end(), clause) == clauses.end())
      clauses.push_back(clause);
}

report::Scenario told(const judge::Verdict& verdict, const scenario::Scenario& scenario,
                      const Desk& desk) {
  auto out = desk::told(verdict);
  // "dane/x" was kept below the run's folder; for its reader it is the suite's file.
  out.file = "scenarios/" + scenario::without_row(scenario.id) + ".scenario";
  out.line = scenario.steps.empty() ? 1 : scenario.steps.front().line;
  for (const auto* rulings : {&verdict.rulings, &verdict.notes})
    for (const auto& ruling : *rulings) {
      out.rulings.push_back(told(ruling, cell_of(desk, verdict.cell), desk));
      add_clauses(ruling, out.clauses);
    }
  for (const auto& gap : desk.facts.known)
    if (gap.scenario == scenario.id) out.known = report::Known{gap.reason, gap.link, gap.until};
  if (out.verdict != report::Verdict::pass && out.verdict != report::Verdict::not_applicable)
    out.evidence = "evidence/" + scenario::label(scenario.id) + ".txt";
  out.reproduce = desk.facts.reproduce + " --filter " + shell_line({scenario.id});
  return out;
}

report::Cell told(const CellFacts& cell, const judge::Cell& played, const Desk& desk) {
  report::Cell out;
  out.id = cell.id;
  out.ground = cell.ground;
  out.resolver = {cell.resolver, cell.resolver_version, cell.resolver_digest};
  out.isolation = cell.isolation;
  out.seed = cell.seed;
  out.seconds = cell.seconds;
  out.record = "cells/" + cell.id + "/record.jsonl";
  out.sha256 = cell.record_sha256;
  out.scenarios = static_cast<int>(cell.scenarios.size());
  out.faults = cell.faults;
  out.alarms = static_cast<int>(judge::stray_packets(desk.scenarios, {played}).size());
  return out;
}

/// A part of a run has met a part of what was asked: no score says that.
std::string part_of_run(const RunFacts& facts) {
  if (facts.shard) return fmt::format("shard {} of {}", facts.shard->index, facts.shard->count);
  return facts.interrupted ? "the run was interrupted" : "";
}

report::Profile told(const judge::Score& score, const RunFacts& facts) {
  report::Profile out;
  out.name = score.profile;
  out.must = score.must;
  out.should = score.should;
  out.unmet = score.unmet;
  out.unruled = score.unruled;
  for (const auto& one : score.cases) out.cases.push_back({one.id, one.title, one.result, one.because, one.contrary});
  out.withheld = part_of_run(facts);
  if (out.withheld.empty()) out.withheld = score.unscored;
  if (out.withheld.empty()) out.score = score.score;
  return out;
}

}  // namespace

std::string link(const scenario::Clause& clause) {
  if (!clause.document.starts_with("RFC ") || clause.section.empty()) return "";
  return fmt::format("https://www.rfc-editor.org/rfc/rfc{}#section-{}", clause.document.substr(4),
                     clause.section);
}

report::Scenario told(const judge::Verdict& verdict) {
  report::Scenario out;
  out.id = verdict.scenario;
  out.title = verdict.title;
  out.family = verdict.family;
  out.cell = verdict.cell;
  out.verdict = verdict.verdict;
  out.raw = verdict.unexcused;
  out.seconds = verdict.seconds;
  out.notes = verdict.reasons;
  if (verdict.trait)
    out.notes.push_back(
        fmt::format("trait {}: {}", verdict.trait->first, verdict.trait->second ? "yes" : "no"));
  return out;
}

report::Results adjudicate(const Desk& desk) {
  const auto& facts = desk.facts;
  const auto verdicts = judge::judge(desk.scenarios, desk.cells,
                                     {{facts.claims.begin(), facts.claims.end()}, facts.known});
  report::Results results;
  results.suite = {"gauntlet", facts.harness.version, facts.suite.hash, facts.suite.scenarios, facts.suite.changed};
  results.certified = facts.certified;
  results.harness = facts.harness;
  results.judged = this_harness();
  results.candidate = {facts.candidate, facts.title,  facts.version,
                       facts.digest,    facts.claims, facts.options};
  results.started = facts.started;
  results.seconds = facts.seconds;
  results.shard = facts.shard;
  results.interrupted = facts.interrupted;
  results.faults = facts.faults;
  results.not_run = facts.not_run;
  for (size_t i = 0; i < facts.cells.size(); ++i)
    results.cells.push_back(told(facts.cells[i], desk.cells[i], desk));
  for (size_t i = 0; i < verdicts.size(); ++i)
    results.scenarios.push_back(told(verdicts[i], desk.scenarios[i], desk));
  std::vector<judge::DeclaredResult> offered;
  if (!facts.declaration.empty()) offered = judge::compare(judge::parse_declaration("the run's declaration", facts.declaration), desk.cells);
  for (const auto& one : offered) results.offered.push_back({one.with_dane, one.kind, one.parameter, one.result});
  if (const auto seen = judge::components(desk.cells))
    for (const auto part : judge::parts)
      results.components.push_back({std::string(judge::name(part)), judge::expected(part, facts.claims), seen->seen(part), judge::in_words(*seen, part)});
  for (const auto& profile : desk.profiles)
    results.profiles.push_back(told(judge::score(profile, desk.catalogue, verdicts, offered), facts));
  report::finish(results);
  return results;
}

}  // namespace gauntlet::desk
