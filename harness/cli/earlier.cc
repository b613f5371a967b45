// See earlier.h.
#include "harness/cli/earlier.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/shell.h"
#include "harness/cli/folders.h"
#include "harness/cli/places.h"
#include "harness/cli/rounds.h"
#include "harness/desk/resume.h"
#include "harness/report/difference.h"
#include "harness/report/print.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;
namespace {

std::string scenarios(size_t n) { return fmt::format("{} scenario{}", n, n == 1 ? "" : "s"); }

/// OUT/<candidate>, of an OUT that holds one run.
std::string only_run(const std::string& option, const std::string& named) {
  const auto all = run_folders(named);
  if (all.size() > 1) throw Complaints(option, 0, fmt::format("{} holds {} runs; one of them was expected, such as {}", named, all.size(), all.front()));
  if (!fs::exists(all.front() + "/run.json")) throw Complaints(option, 0, fmt::format("no run was left in {}; OUT or OUT/<candidate> was expected", named));
  // (Whose parent is its OUT, however it was named: "out/postfix/", ".", a link.)
  return fs::canonical(all.front()).string();
}

/// What was typed for that run, with what is typed now of everything else.
RunOptions as_then(const desk::RunFacts& facts, const std::string& folder, RunOptions o) {
  const auto words = shell_words(facts.reproduce);
  if (words.size() < 3 || words[1] != "run")
    throw Complaints(folder, 0, "it was not played by `gauntlet run`, so there is nothing to go on with");
  o.candidates = {words[2]};
  for (size_t i = 3; i < words.size(); ++i) {
    if (words[i] == "--certified" || i + 1 == words.size()) continue;
    const auto& option = words[i];
    const auto& value = words[++i];
    if (option == "--posture") o.posture = value;
    if (option == "--set") o.set[value.substr(0, value.find('='))] = value.substr(value.find('=') + 1);
    if (option == "--resolver") o.resolver = value;
    if (option == "--declaration") o.declaration = value;
  }
  return o;
}

bool went_wrong(report::Verdict v) { return v == report::Verdict::fail || v == report::Verdict::inconclusive || v == report::Verdict::error; }

/// Of those that the later run has played.
report::Results of_these(report::Results before, const report::Results& now) {
  std::erase_if(before.scenarios, [&](const auto& s) {
    return std::none_of(now.scenarios.begin(), now.scenarios.end(), [&](const auto& other) { return other.id == s.id; });
  });
  return before;
}

}  // namespace

int rerun_failed(const RunOptions& typed) {
  const auto folder = only_run("--rerun-failed", typed.rerun_failed);
  const auto before = report::read_results(folder + "/results.json");
  auto o = as_then(desk::RunFacts::load(folder), folder, typed);
  o.rerun_failed.clear();
  const auto out = fs::path(folder).parent_path();
  if (o.out.empty()) o.out = out.string() + ".again";
  if (fs::weakly_canonical(o.out) == out)
    throw Complaints("--out", 0, fmt::format("the run in {} would be overwritten; another folder was expected", folder));
  std::vector<std::string> ids;
  for (const auto& s : before.scenarios)
    if (went_wrong(s.verdict)) ids.push_back(s.id);
  if (ids.empty()) {
    fmt::print(stderr, "gauntlet: nothing failed, was inconclusive or broke in {}\n", folder);
    return nothing_selected;
  }
  o.selection.ids = ids;
  const auto code = run(o);
  const auto again = o.out + "/" + before.candidate.name;
  if (code == usage || code == no_isolation || code == interrupted || !fs::exists(again + "/results.json")) return code;
  const auto now = report::read_results(again + "/results.json");
  const auto then = of_these(before, now);
  const auto told = report::told(report::difference(then, now), folder, again);
  report::print(o.json ? stderr : stdout, fmt::format("\nWhat has changed, of {} that went wrong and what they rest on: ", scenarios(ids.size())) + told);
  return code;
}

int resume(const RunOptions& typed) {
  const auto folder = only_run("--resume", typed.resume);
  const auto desk = desk::open(folder);
  const auto left = desk::unfinished(desk).scenarios.size();
  auto o = as_then(desk.facts, folder, typed);
  o.resume = folder;
  o.selection.ids = desk.facts.scenarios;
  o.selection.alone = true;
  if (!desk.facts.cells.empty()) o.seed = desk.facts.cells.front().seed;
  const auto manifest = candidate::read_manifest(manifest_file(o.candidates.front()));
  const auto code = play(o, {manifest}, select(o.selection));
  if (code != interrupted)
    fmt::print(stderr, "gauntlet: {} had no verdict in {}; {}\n", scenarios(left), folder, left ? "they were played now" : "nothing was played");
  return code;
}

}  // namespace gauntlet::cli
