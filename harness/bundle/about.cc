// about.txt: what a bundle is about, for a person who opens it.
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/bundle/bundle.h"
#include "harness/report/layout.h"

namespace gauntlet::bundle {
namespace {

using report::Part;

std::string with_digest(const std::string& what, const std::string& digest) { return digest.empty() ? what : what + "\n" + digest; }

std::string options_of(const report::Candidate& candidate) {
  std::vector<std::string> all;
  for (const auto& [name, value] : candidate.options) all.push_back(name + "=" + value);
  return all.empty() ? "as its manifest has them" : fmt::format("{}", fmt::join(all, "\n"));
}

std::string counts_of(const report::Results& r) {
  std::string text = report::name(r.verdict);
  for (const auto verdict : report::verdicts)
    if (r.counts[verdict]) text += fmt::format("\n{} {}", r.counts[verdict], report::name(verdict));
  return text;
}

/// What was typed: the command of any scenario, less its filter.
std::string command_of(const report::Results& r) {
  if (r.scenarios.empty()) return "";
  const auto& command = r.scenarios.front().reproduce;
  return command.substr(0, command.find(" --filter "));
}

template <typename F>
std::string of_cells(const report::Results& r, F f) {
  std::set<std::string> all;
  for (const auto& cell : r.cells) all.insert(f(cell));
  return fmt::format("{}", fmt::join(all, "\n"));
}

std::vector<std::string> gaps(const report::Results& r) {
  std::vector<std::string> all;
  for (const auto& s : r.scenarios)
    if (s.known)
      all.push_back(fmt::format("{}: {} ({}){}", s.id, s.known->reason, s.known->link,
                                s.known->until.empty() ? "" : ", until " + s.known->until));
  return all;
}

}  // namespace

std::string about(const report::Results& r) {
  std::vector<Part> parts{
      {"Product", with_digest(fmt::format("{}, version {} ({})", r.candidate.title, r.candidate.version, r.candidate.name),
                              r.candidate.digest)},
      {"Claims", fmt::format("{}", fmt::join(r.candidate.claims, " "))},
      {"Options", options_of(r.candidate)},
      {"Known gaps", fmt::format("{}", fmt::join(gaps(r), "\n"))},
      {"Suite", with_digest(fmt::format("{} {}, {} scenarios", r.suite.name, r.suite.version, r.suite.scenarios), r.suite.hash)},
      {"Played by", fmt::format("gauntlet {} {}", r.harness.version, r.harness.commit)},
      {"Judged by", fmt::format("gauntlet {} {}", r.judged.version, r.judged.commit)},
      {"Resolver", of_cells(r, [](const auto& c) { return c.resolver.name + " " + c.resolver.version + " " + c.resolver.digest; })},
      {"Isolation", of_cells(r, [](const auto& c) { return c.isolation; })},
      {"Begun", fmt::format("{}, {:.0f} s", r.started, r.seconds)},
      {"Verdict", counts_of(r)},
      {"Certified", r.certified ? "yes: by the rules for claims, and nothing stands against it" : ""},
      {"Not certifiable", fmt::format("{}", fmt::join(r.not_certifiable, "\n"))},
      {"To play again", command_of(r), true},
      {"To rule again", "gauntlet judge . (in this folder)", true},
      {"To check", "gauntlet verify FILE.tar.zst, or `sha256sum -c SHA256SUMS` in this folder", true},
  };
  std::erase_if(parts, [](const Part& part) { return part.text.empty(); });
  return "What was tested, by what, and what came of it. results.json says it in full; cells/*/record.jsonl is what was seen.\n"
         "A run of the suite shows what was asked and answered in it; it is no proof of security.\n\n" +
         report::lay_out(parts, 0, 0);
}

}  // namespace gauntlet::bundle
