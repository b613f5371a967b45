// See resume.h.
#include "harness/desk/resume.h"

#include <algorithm>
#include <filesystem>
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

/// Whether a record tells of a processor that came late, to the candidate or to one of our servers.
bool tells_of_haste(const std::string& folder, const CellFacts& cell) {
  const auto file = record_file(folder, cell.id);
  if (!std::filesystem::exists(file)) return false;
  const auto text = read_file(file);
  return text.find("\"candidate.starved\"") != text.npos || text.find("\"server.slow\"") != text.npos;
}

std::vector<judge::Verdict> verdicts_of(const Desk& desk, const std::vector<judge::Cell>& cells) {
  return judge::judge(desk.scenarios, cells, {{desk.facts.claims.begin(), desk.facts.claims.end()}, {}});
}

}  // namespace

std::vector<std::string> hindered(const std::string& folder) {
  const auto facts = RunFacts::load(folder);
  std::set<std::string> hasty;
  for (const auto& cell : facts.cells)
    if (tells_of_haste(folder, cell)) hasty.insert(cell.scenarios.begin(), cell.scenarios.end());
  if (hasty.empty()) return {};
  const auto desk = open(folder);
  std::vector<std::string> ids;
  // (What was ruled on, and is undecided only because its control is, is settled when that one is played again.)
  for (const auto& one : verdicts_of(desk, desk.cells))
    if (one.unexcused == judge::Result::inconclusive && one.raw == judge::Result::inconclusive && hasty.contains(one.scenario))
      ids.push_back(one.scenario);
  std::ranges::sort(ids);
  return ids;
}

void take_out(std::vector<CellFacts>& cells, const std::vector<std::string>& ids) {
  for (auto& cell : cells) std::erase_if(cell.scenarios, [&](const auto& id) { return std::ranges::binary_search(ids, id); });
  std::erase_if(cells, [](const auto& cell) { return cell.scenarios.empty(); });
}

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
  for (const auto& one : verdicts_of(desk, counting)) {
    const bool undecided = one.unexcused == judge::Result::inconclusive || one.unexcused == judge::Result::error;
    if (undecided && (!one.complete || interrupted.contains(one.scenario))) missing.insert(one.scenario);
  }
  out.scenarios.assign(missing.begin(), missing.end());
  take_out(cells, out.scenarios);
  return out;
}

}  // namespace gauntlet::desk
