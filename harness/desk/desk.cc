// See desk.h.
#include "harness/desk/desk.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include <fmt/format.h>
#include <unistd.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/desk/evidence.h"
#include "harness/desk/suite.h"
#include "harness/report/junit.h"
#include "harness/scenario/reader.h"
#include "stamp.h"

namespace gauntlet::desk {
namespace {

namespace fs = std::filesystem;

/// A line that was lost, doubled or put elsewhere would be another history.
void check_numbers(const std::vector<record::Event>& events, const std::string& file) {
  for (size_t i = 0; i < events.size(); ++i)
    if (events[i].n != i + 1)
      throw Complaints(
          file, static_cast<int>(i + 1),
          fmt::format("event {} stands where event {} was expected", events[i].n, i + 1));
}

judge::Cell opened(const std::string& folder, const CellFacts& facts) {
  judge::Cell cell;
  cell.id = facts.id;
  cell.hazard = facts.ground == "hazard";
  cell.suspect = facts.ground == "suspect";
  cell.scenarios = facts.scenarios;
  check_record(folder, facts);
  // A world that never stood has written nothing.
  const auto file = record_file(folder, facts.id);
  if (fs::exists(file)) cell.events = record::read_record(file);
  check_numbers(cell.events, file);
  return cell;
}

[[noreturn]] void unwritable(const fs::path& file, int error) {
  throw Fault(fmt::format("{} cannot be written: {}", file.string(), std::strerror(error)));
}

/// Writes to `to`; complaints name `file`.
void write(const fs::path& to, const fs::path& file, std::string_view text) {
  errno = 0;
  std::ofstream out(to, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) unwritable(file, errno);
}

/// What an earlier ruling left of scenarios that need no evidence now.
void clear_away(const fs::path& folder, const std::set<std::string>& kept) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none))
    if (entry.path().extension() == ".txt" && !kept.contains(entry.path().filename().string()))
      fs::remove(entry.path(), none);
}

}  // namespace

report::Harness this_harness() {
  return {version, commit};
}

void check_record(const std::string& folder, const CellFacts& facts) {
  if (facts.record_sha256.empty()) return;
  const auto file = record_file(folder, facts.id);
  if (sha256(read_file(file)) != facts.record_sha256)
    throw Complaints(
        file, 0,
        "it is not the record that the run left: its SHA-256 is not the one in run.json, "
        "so it was cut or changed later");
}

Desk open(const std::string& folder) {
  auto facts = RunFacts::load(folder);
  check_suite(folder, facts.suite);
  auto catalogue = scenario::read_catalogue(clauses_folder(folder));
  auto profiles = judge::read_profiles(profiles_folder(folder), catalogue);
  Desk desk{folder, std::move(facts), {}, std::move(catalogue), std::move(profiles), {}};
  for (const auto& id : desk.facts.scenarios)
    desk.scenarios.push_back(
        scenario::read_scenario(folder + "/scenarios", scenario_file(folder, id)));
  for (const auto& cell : desk.facts.cells) desk.cells.push_back(opened(folder, cell));
  return desk;
}

report::Results adjudicate(const std::string& folder) {
  return adjudicate(open(folder));
}

void write_whole(const std::string& path, const std::function<void(const std::string& to)>& write) {
  std::error_code none, failed;
  const fs::path file = fs::exists(path, none) ? fs::canonical(path, none) : fs::path(path);
  if (fs::exists(file, none) && !fs::is_regular_file(file, none)) return write(file.string());
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), failed);
  if (failed) unwritable(file, failed.value());
  const auto beside =
      file.parent_path() / fmt::format(".{}.{}", file.filename().string(), ::getpid());
  try {
    write(beside.string());
    fs::rename(beside, file, failed);
    if (failed) unwritable(file, failed.value());
  } catch (...) {
    fs::remove(beside, none);
    throw;
  }
}

void write_whole(const std::string& file, std::string_view text) {
  write_whole(file, [&](const std::string& to) { write(to, file, text); });
}

void write_reports(const Desk& desk, const report::Results& results, bool strict) {
  Evidence evidence(desk);
  std::set<std::string> kept;
  for (const auto& scenario : results.scenarios) {
    if (scenario.evidence.empty()) continue;
    write_whole(desk.folder + "/" + scenario.evidence, evidence.of(scenario));
    kept.insert(fs::path(scenario.evidence).filename().string());
  }
  clear_away(desk.folder + "/evidence", kept);
  write_whole(desk.folder + "/junit.xml", report::junit(results, report::Dialect::ci, strict));
  write_whole(desk.folder + "/results.json", report::to_text(results));
}

void write_reports(const std::string& folder, const report::Results& results, bool strict) {
  write_reports(open(folder), results, strict);
}

}  // namespace gauntlet::desk
