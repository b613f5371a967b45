// See look.h.
#include "harness/report/look.h"

#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/report/explain.h"

namespace gauntlet::report {
namespace {

std::string with_digest(const std::string& what, const std::string& digest) {
  return digest.empty() ? what : what + " (" + digest + ")";
}

std::string not_run(const Results& r) {
  std::map<std::string, int> reasons;
  for (const auto& one : r.not_run) ++reasons[one.reason];
  std::vector<std::string> all;
  for (const auto& [reason, n] : reasons) all.push_back(fmt::format("{}: {}", reason, n));
  return fmt::format("{} of the {} scenarios of the suite{}", r.not_run.size(), r.suite.scenarios,
                     all.empty() ? "" : " (" + joined(all) + ")");
}

std::string scenarios(int n) {
  return fmt::format("{} scenario{}", n, n == 1 ? "" : "s");
}

}  // namespace

std::string_view icon(Verdict v) {
  switch (v) {
    case Verdict::pass: return "✔";
    case Verdict::warning: return "▲";
    case Verdict::fail: return "✘";
    case Verdict::inconclusive: return "?";
    case Verdict::error: return "⚡";
    case Verdict::not_applicable: return "–";
    case Verdict::known: break;
  }
  return "⚑";
}

std::string_view icon(Conformance c) {
  switch (c) {
    case Conformance::conformant: return icon(Verdict::pass);
    case Conformance::nonconformant: return icon(Verdict::fail);
    case Conformance::inconclusive: return icon(Verdict::inconclusive);
    case Conformance::error: break;
  }
  return icon(Verdict::error);
}

std::string in_a_sentence(const Results& r) {
  const auto& c = r.counts;
  std::vector<std::string> parts;
  const auto add = [&](Verdict v, std::string_view what) {
    if (c[v]) parts.push_back(fmt::format("{} {}", scenarios(c[v]), what));
  };
  add(Verdict::fail, "with a MUST that was broken");
  add(Verdict::known, "with a gap that is admitted (it counts as broken)");
  add(Verdict::warning, "with a SHOULD that was missed");
  add(Verdict::inconclusive, "to which the question could not be put");
  add(Verdict::error, "in which the test bench broke down");
  add(Verdict::not_applicable, "that do not apply");
  add(Verdict::pass, "passed");
  auto text = fmt::format("Of {}: {}.", scenarios(static_cast<int>(r.scenarios.size())), fmt::join(parts, "; "));
  if (!r.not_run.empty()) text += fmt::format(" {} of the suite's {} were not played.", r.not_run.size(), r.suite.scenarios);
  return text;
}

std::vector<std::pair<std::string, std::string>> facts_of(const Results& r) {
  std::vector<std::string> options;
  for (const auto& [name, value] : r.candidate.options) options.push_back(name + "=" + value);
  std::vector<std::pair<std::string, std::string>> all{
      {"Candidate", with_digest(r.candidate.name + " " + r.candidate.version, r.candidate.digest)},
      {"Claims", r.candidate.claims.empty() ? "nothing" : joined(r.candidate.claims)},
      {"Options", options.empty() ? "as its manifest has them" : joined(options)},
      {"Suite", with_digest(r.suite.name + " " + r.suite.version, r.suite.hash)},
      {"Played by", fmt::format("gauntlet {} ({})", r.harness.version, r.harness.commit)},
      {"Ruled by", fmt::format("gauntlet {} ({})", r.judged.version, r.judged.commit)},
      {"Resolver", resolvers(r)},
      {"Isolation", isolations(r)},
      {"Started", fmt::format("{}, {:.1f} s", r.started, r.seconds)},
      {"Worlds", std::to_string(r.cells.size())},
      {"Not run", not_run(r)},
      {"Certifiable", r.certifiable ? "yes" : "no: " + joined(r.not_certifiable)}};
  for (const auto& c : r.components) all.push_back({"Names for the " + c.part, c.text + (c.expected || c.seen ? "" : "; by its claims it has none")});
  if (r.shard) all.push_back({"Shard", fmt::format("{} of {}", r.shard->index, r.shard->count)});
  for (const auto& fault : all_faults(r)) all.push_back({"Breakdown", one_line(fault)});
  return all;
}

}  // namespace gauntlet::report
