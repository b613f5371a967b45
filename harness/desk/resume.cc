// See resume.h.
#include "harness/desk/resume.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

namespace gauntlet::desk {
namespace {

namespace fs = std::filesystem;

/// What the run had no time to note of a world that it was killed in, as the record has it.
void make_up(const std::string& folder, const std::vector<record::Event>& events, CellFacts& cell) {
  for (const auto& event : events)
    if (event.what == "world.begin") {
      cell.resolver = event.text("resolver");
      cell.resolver_version = event.text("resolver_version");
      cell.resolver_digest = event.text("resolver_digest");
      cell.version = event.text("version");
      cell.isolation = event.text("isolation");
    }
  cell.seconds = events.back().t;
  seal(folder, cell);
}

/// The rest is of the same run only where the same candidate has played it.
void check_version(const std::string& folder, const RunFacts& before, const RunFacts& now) {
  if (before.version.empty() || now.version.empty() || before.version == now.version) return;
  throw Complaints(folder, 0, fmt::format("the candidate said version {} there and says {} now; the rest of a run is played by the same",
                                          printable(before.version, 100), printable(now.version, 100)));
}

/// The first number that no cell has been added by: a run may be resumed several times.
int next_number(const std::vector<CellFacts>& cells) {
  const auto taken = [&](int n) {
    return std::any_of(cells.begin(), cells.end(), [&](const auto& cell) { return cell.id.ends_with(fmt::format(".resumed{}", n)); });
  };
  int n = 1;
  while (taken(n)) ++n;
  return n;
}

/// Plays of the cell that were told to end because the run did.
void add_interrupted(const judge::Cell& cell, std::set<std::string>& ids) {
  const std::set<std::string> own(cell.scenarios.begin(), cell.scenarios.end());
  for (const auto& event : cell.events)
    if (event.what == "play.end" && event.text("why") == "interrupted" && own.contains(event.tag)) ids.insert(event.tag);
}

void copy(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::remove_all(to, failed);  // of a resumption that was killed itself
  fs::copy(from, to, fs::copy_options::recursive, failed);
  if (failed) throw Fault(fmt::format("{} cannot be copied to {}: {}", from.string(), to.string(), failed.message()));
}

}  // namespace

Unfinished unfinished(const Desk& desk) {
  if (desk.facts.certified)
    throw Complaints(desk.folder, 0, "a certified run is played in one go, so that what broke off is played anew (without --resume)");
  Unfinished out{desk.facts, {}};
  auto& cells = out.facts.cells;
  cells.clear();
  std::vector<judge::Cell> counting;
  std::set<std::string> interrupted, missing;
  for (size_t i = 0; i < desk.cells.size(); ++i) {
    auto cell = desk.facts.cells[i];
    if (!cell.faults.empty() || desk.cells[i].events.empty()) continue;
    if (cell.record_sha256.empty()) make_up(desk.folder, desk.cells[i].events, cell);
    if (out.facts.version.empty()) out.facts.version = cell.version;
    cells.push_back(std::move(cell));
    counting.push_back(desk.cells[i]);
    add_interrupted(desk.cells[i], interrupted);
  }
  const auto verdicts = judge::judge(desk.scenarios, counting, {{desk.facts.claims.begin(), desk.facts.claims.end()}, {}});
  for (const auto& one : verdicts) {
    const bool undecided = one.unexcused == judge::Result::inconclusive || one.unexcused == judge::Result::error;
    if (undecided && (!one.complete || interrupted.contains(one.scenario))) missing.insert(one.scenario);
  }
  for (auto& cell : cells) std::erase_if(cell.scenarios, [&](const auto& id) { return missing.contains(id); });
  std::erase_if(cells, [](const auto& cell) { return cell.scenarios.empty(); });
  out.scenarios.assign(missing.begin(), missing.end());
  return out;
}

void complete(const std::string& folder, const Unfinished& unfinished, const std::string& rest) {
  auto facts = unfinished.facts;
  facts.interrupted = false;
  if (!rest.empty()) {
    const auto more = RunFacts::load(rest);
    check_version(folder, facts, more);
    const auto n = next_number(facts.cells);
    for (auto cell : more.cells) {
      const auto from = cell_folder(rest, cell.id);
      cell.id = fmt::format("{}.resumed{}", cell.id, n);
      if (fs::exists(from)) copy(from, cell_folder(folder, cell.id));
      facts.cells.push_back(std::move(cell));
    }
    facts.faults.insert(facts.faults.end(), more.faults.begin(), more.faults.end());
    facts.seconds += more.seconds;
    facts.interrupted = more.interrupted;
    if (facts.version.empty()) facts.version = more.version;
    facts.known = more.known;
  }
  facts.save(folder);
}

}  // namespace gauntlet::desk
