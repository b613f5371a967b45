// See resume.h.
#include "harness/run/resume.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/lab/layer.h"
#include "fixtures/record/event.h"
#include "harness/desk/desk.h"
#include "harness/desk/suite.h"

namespace gauntlet::run {
namespace {

/// How plays end that were not broken off.
bool to_its_end(const std::string& why) { return why == "over" || why == "await lost" || why == "decided"; }

void complete(desk::CellFacts& cell, const record::Event& began) {
  cell.version = began.text("version");
  cell.resolver = began.text("resolver");
  cell.resolver_version = began.text("resolver_version");
  cell.resolver_digest = began.text("resolver_digest");
  cell.isolation = began.text("isolation");
}

}  // namespace

std::set<std::string> take_up(desk::RunFacts& facts, const std::string& folder) {
  const auto record = [&](const desk::CellFacts& cell) { return desk::record_file(folder, cell.id); };
  std::erase_if(facts.cells, [&](const auto& cell) { return !std::filesystem::exists(record(cell)); });
  std::set<std::string> all;
  for (auto& cell : facts.cells) {
    desk::check_record(folder, cell);
    std::set<std::string> ended;
    for (const auto& e : record::read_record(record(cell))) {
      if (e.what == "world.begin") complete(cell, e);
      if (e.what == "play.end" && to_its_end(e.text("why"))) ended.insert(e.tag);
    }
    std::erase_if(cell.scenarios, [&](const auto& id) { return !ended.contains(id); });
    all.insert(cell.scenarios.begin(), cell.scenarios.end());
    if (cell.record_sha256.empty()) desk::seal(folder, cell);
  }
  std::erase(facts.faults, "interrupted");
  facts.interrupted = false;
  return all;
}

void check_same(const desk::RunFacts& facts, const Job& job) {
  const auto other = [&](const char* what) {
    throw Complaints(job.folder, 0, fmt::format("the run in it was begun with another {}; to go on, the same was expected", what));
  };
  if (facts.candidate != job.manifest.name || facts.digest != lab::digest_of(job.manifest)) other("manifest");
  if (facts.options != job.set) other("set of options");
  if (facts.resolver != job.resolver.name || facts.resolver_digest != lab::digest_of(job.resolver)) other("resolver");
  if (facts.harness.commit != job.harness.commit) other("gauntlet");
  std::vector<std::string> ids;
  for (const auto& s : *job.scenarios) ids.push_back(s.id);
  if (!std::ranges::is_permutation(ids, facts.scenarios)) other("choice of scenarios");
  for (const auto& s : *job.scenarios)
    if (read_file(desk::scenario_file(job.folder, s.id)) != s.text)
      throw Complaints(s.file, 0, fmt::format("{} is not what it was when the run in {} was begun", s.id, job.folder));
}

}  // namespace gauntlet::run
