// See evidence.h.
#include "harness/desk/evidence.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/text.h"
#include "harness/judge/verbs.h"
#include "harness/scenario/reader.h"

namespace gauntlet::desk {
namespace {

namespace fs = std::filesystem;
using record::Event;

constexpr size_t most_events = 5'000, most_lines = 2'000, most_log = 1'000'000;  // lines of each

/// What the candidate's log calls the messages of a scenario.
using Marks = std::set<std::string>;

/// True where the mark stands by itself: "note-1" is not meant by "note-12".
bool mentions(const std::string& line, const std::string& mark) {
  for (size_t at = 0; (at = line.find(mark, at)) != line.npos; ++at) {
    const auto part_of_word = [&](size_t i) {
      return i < line.size() && std::isalnum(static_cast<unsigned char>(line[i]));
    };
    if (!(at && part_of_word(at - 1)) && !part_of_word(at + mark.size())) return true;
  }
  return false;
}

/// Of the lab's own events, those that can explain a play: what the candidate and our servers did,
/// and packets that leaked while it was played.
bool explains(const Event& event, std::uint64_t first, std::uint64_t last) {
  if (!event.tag.empty()) return false;
  if (event.what.starts_with("candidate.")) return true;
  static const std::set<std::string> kinds{"alarm.packet", "tcp.self", "child.exit", "server.silent",
                                           "server.slow", "helper.failed", "fault"};
  return kinds.contains(event.what) && event.n >= first && event.n <= last;
}

std::string line(const Event& event) {
  return fmt::format("{:>6} {:9.3f} {:<10} {:<14} {}\n", event.n, event.t, event.actor, event.what,
                     judge::described(event));
}

/// The scenario's domain, which the beginning of its play tells.
std::string domain_of(const Event& event) {
  const auto* names = event.data.if_contains("names");
  const auto* domain = names && names->is_object() ? names->get_object().if_contains("domain") : nullptr;
  return domain && domain->is_string() ? std::string(domain->get_string()) : std::string();
}

std::string seen(const judge::Cell& cell, const std::string& id, Marks& marks) {
  std::uint64_t first = 0, last = 0;
  for (const auto& event : cell.events) {
    if (event.tag != id) continue;
    if (!first) first = event.n;
    last = event.n;
  }
  std::string text;
  size_t told = 0, more = 0;
  for (const auto& event : cell.events) {
    if (event.tag != id && !explains(event, first, last)) continue;
    if (const auto domain = domain_of(event); !domain.empty()) marks.insert(domain);
    if (event.what == "submit") marks.insert(event.text("token"));
    if (event.what == "queue.kept") marks.insert(event.text("id"));
    if (++told <= most_events)
      text += line(event);
    else
      ++more;
  }
  return text + (more ? fmt::format("... {} events more in the record\n", more) : "");
}

std::string log_lines(const std::vector<std::string>& log, const Marks& marks) {
  std::string text;
  size_t told = 0, more = 0;
  for (const auto& line : log) {
    if (std::none_of(marks.begin(), marks.end(), [&](const auto& m) { return mentions(line, m); }))
      continue;
    if (++told <= most_lines)
      text += line + "\n";
    else
      ++more;
  }
  return text + (more ? fmt::format("... {} lines more in the candidate's log\n", more) : "");
}

}  // namespace

const std::vector<std::string>& Evidence::log(const std::string& cell) {
  const auto [found, fresh] = logs_.try_emplace(cell);
  if (!fresh) return found->second;
  std::vector<fs::path> files;
  std::error_code none;
  for (fs::recursive_directory_iterator at(candidate_folder(desk_.folder, cell), none), end;
       !none && at != end; at.increment(none))
    if (at->is_regular_file(none)) files.push_back(at->path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    for (std::string line; found->second.size() < most_log && std::getline(in, line);)
      found->second.push_back(printable(line));
  }
  return found->second;
}

std::string Evidence::of(const report::Scenario& scenario) {
  auto text = fmt::format("{} - {}\nverdict: {}\n", scenario.id, scenario.title,
                          report::name(scenario.verdict));
  for (const auto& note : scenario.notes) text += "  " + note + "\n";
  text += "\n--- the scenario ---\n";
  for (const auto& s : desk_.scenarios)
    if (s.id == scenario.id) text += s.text;
  // A control that several shards have played: the cell that the verdict is from comes first.
  std::vector<const judge::Cell*> cells;
  for (const auto& cell : desk_.cells)
    if (std::find(cell.scenarios.begin(), cell.scenarios.end(), scenario.id) !=
        cell.scenarios.end())
      cells.insert(cell.id == scenario.cell ? cells.begin() : cells.end(), &cell);
  if (cells.empty()) text += "\nIt was played in no cell.\n";
  for (const auto* cell : cells) {
    Marks marks;
    text += fmt::format("\n--- what was seen in the cell {} ---\n", cell->id);
    text += seen(*cell, scenario.id, marks);
    marks.erase("");
    text += fmt::format("\n--- the candidate's log in the cell {} ---\n", cell->id);
    text += log_lines(log(cell->id), marks);
  }
  return text;
}

}  // namespace gauntlet::desk
