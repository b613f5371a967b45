// What follows from the scenarios' verdicts: counts, the verdict on the whole, whether it can be
// certified, the exit code.
#include "harness/report/results.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/report/mapping.h"

namespace gauntlet::report {
namespace {

Conformance rule(const Results& r) {
  Counts raw;
  for (const auto& s : r.scenarios) ++raw[s.raw];
  if (raw[Verdict::fail]) return Conformance::nonconformant;
  if (raw[Verdict::error] || !all_faults(r).empty()) return Conformance::error;
  // A sender that was never asked anything has shown nothing.
  if (r.interrupted || raw[Verdict::inconclusive] ||
      raw[Verdict::pass] + raw[Verdict::warning] == 0)
    return Conformance::inconclusive;
  return Conformance::conformant;
}

std::string some(size_t n, std::string_view one, std::string_view more) {
  return fmt::format("{} {}", n, n == 1 ? one : more);
}

std::vector<std::string> doubts(const Results& r) {
  Counts raw;
  size_t excused = 0;
  for (const auto& s : r.scenarios) {
    ++raw[s.raw];
    excused += s.known.has_value();
  }
  std::vector<std::string> all;
  if (r.shard) all.push_back(fmt::format("it is shard {} of {}", r.shard->index, r.shard->count));
  if (r.interrupted) all.push_back("it was interrupted");
  if (const auto n = r.not_run.size())
    all.push_back(some(n, "scenario was not run", "scenarios were not run"));
  if (r.scenarios.empty()) all.push_back("nothing was judged");
  if (r.suite.changed) all.push_back("the suite is not the one that the program was built with");
  if (r.harness.commit.empty() || r.harness.commit.ends_with("-dirty")) all.push_back("the program's source is no commit");
  if (excused) all.push_back(some(excused, "known gap is admitted", "known gaps are admitted"));
  if (const auto n = raw[Verdict::inconclusive])
    all.push_back(some(n, "scenario is inconclusive", "scenarios are inconclusive"));
  if (raw[Verdict::error] || !all_faults(r).empty()) all.push_back("the harness broke down");
  return all;
}

}  // namespace

std::string name(Verdict v) {
  return judge::to_text(v);
}

std::string name(Conformance c) {
  switch (c) {
    case Conformance::conformant:
      return "conformant";
    case Conformance::nonconformant:
      return "nonconformant";
    case Conformance::inconclusive:
      return "inconclusive";
    case Conformance::error:
      break;
  }
  return "error";
}

std::string name(CaseResult result) {
  switch (result) {
    case CaseResult::met:
      return "met";
    case CaseResult::unmet:
      return "not met";
    case CaseResult::not_applicable:
      return "not applicable";
    case CaseResult::unruled:
      break;
  }
  return "not ruled on";
}

std::string name(Declared result) {
  switch (result) {
    case Declared::not_seen:
      return "declared, not seen";
    case Declared::not_declared:
      return "seen, not declared";
    case Declared::other_order:
      return "in another order";
    case Declared::seen:
      break;
  }
  return "as declared";
}

bool outgrown(const Scenario& s) {
  return s.known && s.verdict == Verdict::pass;
}

std::vector<std::string> all_faults(const Results& r) {
  auto all = r.faults;
  for (const auto& cell : r.cells)
    for (const auto& fault : cell.faults) all.push_back(cell.id + ": " + fault);
  return all;
}

void finish(Results& r) {
  r = scrubbed(std::move(r));
  std::sort(r.scenarios.begin(), r.scenarios.end(),
            [](const Scenario& a, const Scenario& b) { return a.id < b.id; });
  r.counts = {};
  for (auto& s : r.scenarios) {
    if (s.family.empty()) s.family = s.id.substr(0, s.id.find('/'));
    if (s.verdict != Verdict::known) s.raw = s.verdict;
    ++r.counts[s.verdict];
  }
  r.verdict = rule(r);
  r.not_certifiable = doubts(r);
  r.certifiable = r.not_certifiable.empty();
  r.certified = r.certified && r.certifiable;
}

int exit_code(const Results& r, bool strict) {
  if (r.interrupted) return 130;
  if (r.scenarios.empty()) return all_faults(r).empty() ? 4 : 3;
  const auto& counts = r.counts;
  if (counts[Verdict::fail] || (strict && counts[Verdict::warning])) return 1;
  if (counts[Verdict::error] || counts[Verdict::inconclusive] || !all_faults(r).empty()) return 3;
  return counts[Verdict::pass] + counts[Verdict::warning] + counts[Verdict::known] ? 0 : 3;
}

std::string verdict_lines(const Results& r) {
  std::vector<std::string> lines;
  for (const auto& s : r.scenarios) lines.push_back(s.id + " " + name(s.verdict) + "\n");
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, ""));
}

std::string comparable(const Results& r) {
  std::string text =
      fmt::format("candidate {} {} {}\nsuite {} {}\n", r.candidate.name, r.candidate.version,
                  r.candidate.digest, r.suite.hash, r.suite.scenarios);
  for (const auto& s : r.scenarios) {
    text += fmt::format("{} {} {}\n", s.id, name(s.verdict), name(s.raw));
    for (const auto& ruling : s.rulings) {
      // A NOTE is about what the standard leaves open: a sender may throw dice for it (RFC 5321, 5.1).
      if (ruling.level == Level::note) continue;
      text += fmt::format("  {}: {}\n", ruling.text,
                          !ruling.held   ? "open"
                          : *ruling.held ? "held"
                                         : "not held");
    }
  }
  for (const auto& p : r.profiles)
    text += fmt::format("profile {} {} {}/{}/{} {}/{}/{} {} unmet {} unruled {}\n", p.name,
                        p.score ? fmt::format("{:.3f}", *p.score) : "-", p.must.met, p.must.ruled,
                        p.must.total, p.should.met, p.should.ruled, p.should.total, p.withheld,
                        fmt::join(p.unmet, " "), fmt::join(p.unruled, " "));
  for (const auto& p : r.profiles)
    for (const auto& c : p.cases) text += fmt::format("case {} {} {}\n", p.name, c.id, name(c.result));
  for (const auto& one : r.not_run) text += fmt::format("not run {}: {}\n", one.id, one.reason);
  for (const auto v : verdicts) text += fmt::format("{} {}\n", name(v), r.counts[v]);
  return text + name(r.verdict) + "\n";
}

std::vector<std::pair<std::string, Counts>> count_families(const Results& r) {
  std::map<std::string, Counts> families;
  for (const auto& s : r.scenarios) ++families[s.family][s.verdict];
  return {families.begin(), families.end()};
}

}  // namespace gauntlet::report
