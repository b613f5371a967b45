// What follows from the scenarios' verdicts: counts, the verdict on the whole, the exit code.
#include "harness/report/results.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace gauntlet::report {
namespace {

constexpr std::array<std::string_view, verdicts.size()> verdict_names{
    "pass", "warning", "fail", "inconclusive", "error", "not-applicable", "known"};
constexpr std::array<std::string_view, 4> conformance_names{"conformant", "nonconformant",
                                                            "inconclusive", "error"};

template <typename E, size_t N>
std::optional<E> named(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto at = std::find(names.begin(), names.end(), text);
  if (at == names.end()) return std::nullopt;
  return static_cast<E>(at - names.begin());
}

void settle(Scenario& s) {
  if (s.family.empty()) s.family = s.id.substr(0, s.id.find('/'));
  if (s.verdict == Verdict::known && !s.known) s.verdict = s.raw;
  if (s.verdict != Verdict::known) s.raw = s.verdict;
  // Only what the candidate did can be excused; a question that was never put stays open.
  if (s.known && (s.raw == Verdict::fail || s.raw == Verdict::warning)) s.verdict = Verdict::known;
}

Conformance rule(const Results& r) {
  Counts raw;
  for (const auto& s : r.scenarios) ++raw[s.raw];
  if (raw[Verdict::fail]) return Conformance::nonconformant;
  if (raw[Verdict::error] || !r.faults.empty()) return Conformance::error;
  // A sender that was never asked anything has shown nothing.
  if (raw[Verdict::inconclusive] || raw[Verdict::pass] + raw[Verdict::warning] == 0)
    return Conformance::inconclusive;
  return Conformance::conformant;
}

}  // namespace

std::string_view name(Verdict v) {
  return verdict_names[static_cast<size_t>(v)];
}
std::string_view name(Conformance c) {
  return conformance_names[static_cast<size_t>(c)];
}
std::optional<Verdict> verdict_named(std::string_view text) {
  return named<Verdict>(verdict_names, text);
}
std::optional<Conformance> conformance_named(std::string_view text) {
  return named<Conformance>(conformance_names, text);
}

bool outgrown(const Scenario& s) {
  return s.known && s.verdict == Verdict::pass;
}

void finish(Results& r) {
  r = scrubbed(std::move(r));
  r.counts = {};
  for (auto& s : r.scenarios) {
    settle(s);
    ++r.counts[s.verdict];
  }
  std::stable_sort(r.scenarios.begin(), r.scenarios.end(),
                   [](const Scenario& a, const Scenario& b) {
                     return std::tie(a.id, a.attempt) < std::tie(b.id, b.attempt);
                   });
  r.verdict = rule(r);
}

int exit_code(const Results& r, bool strict, bool baseline_strict) {
  if (r.scenarios.empty()) return r.faults.empty() ? 4 : 3;
  Counts counts;
  for (const auto& s : r.scenarios) ++counts[s.verdict];
  const bool stale = std::any_of(r.scenarios.begin(), r.scenarios.end(), outgrown);
  if (counts[Verdict::fail] || (strict && counts[Verdict::warning]) || (baseline_strict && stale))
    return 1;
  if (counts[Verdict::error] || counts[Verdict::inconclusive] || !r.faults.empty()) return 3;
  return counts[Verdict::pass] + counts[Verdict::warning] + counts[Verdict::known] ? 0 : 3;
}

std::string verdict_lines(const Results& r) {
  std::vector<std::string> lines;
  for (const auto& s : r.scenarios)
    lines.push_back(s.id + " " + std::string(name(s.verdict)) + "\n");
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const auto& line : lines) text += line;
  return text;
}

std::vector<std::pair<std::string, Counts>> count_families(const Results& r) {
  std::map<std::string, Counts> families;
  for (const auto& s : r.scenarios) ++families[s.family][s.verdict];
  return {families.begin(), families.end()};
}

}  // namespace gauntlet::report
