// See resume.h.
#include "harness/desk/resume.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/fault.h"

namespace gauntlet::desk {
namespace {

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

/// Plays of the cell that were told to end because the run did.
void add_interrupted(const judge::Cell& cell, std::set<std::string>& ids) {
  const std::set<std::string> own(cell.scenarios.begin(), cell.scenarios.end());
  for (const auto& event : cell.events)
    if (event.what == "play.end" && event.text("why") == "interrupted" && own.contains(event.tag)) ids.insert(event.tag);
}

}  // namespace

Unfinished unfinished(const Desk& desk) {
  if (desk.facts.certified)
    throw Complaints(desk.folder, 0, "a certified run is played in one go, so that what broke off is played anew (without --resume)");
  Unfinished out{desk.facts, {}};
  out.facts.interrupted = false;
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

}  // namespace gauntlet::desk
