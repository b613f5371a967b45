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

/// The name that the candidate itself gave a message which it sent: of the newest Received field, the ID clause (RFC 5321, 4.4).
std::string own_id(const std::string& head) {
  const auto field = head.substr(0, head.find(';'));
  if (!lower(field.substr(0, 9)).starts_with("received:")) return "";
  const auto at = lower(field).rfind(" id ");
  if (at == field.npos) return "";
  const auto id = field.substr(at + 4, field.find_first_of(" \t\r\n\\", at + 4) - at - 4);
  return id.size() < 5 ? "" : id;  // what is shorter stands in many a line
}

/// What names the scenario's messages in the candidate's log.
Marks marks_of(const std::vector<const Event*>& events) {
  Marks marks;
  for (const auto* event : events) {
    marks.insert(domain_of(*event));
    if (event->what == "submit") marks.insert(event->text("token"));
    if (event->what == "queue.kept") marks.insert(event->text("id"));
    if (event->what == "smtp.message") marks.insert(own_id(event->text("head")));
  }
  marks.erase("");
  return marks;
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

const Evidence::Index& Evidence::index(const judge::Cell& cell) {
  const auto [found, fresh] = indices_.try_emplace(cell.id);
  if (fresh)
    for (const auto& event : cell.events) found->second[event.tag].push_back(&event);
  return found->second;
}

Play Evidence::play(const judge::Cell& cell, const std::string& id) {
  Play play{.cell = &cell, .events = {}, .log = {}};
  const auto& by_tag = index(cell);
  std::uint64_t first = 0, last = 0;
  if (const auto own = by_tag.find(id); own != by_tag.end()) {
    play.events = own->second;
    first = play.events.front()->n;
    last = play.events.back()->n;
  }
  const auto marks = marks_of(play.events);
  if (const auto labs = by_tag.find(""); labs != by_tag.end() && !id.empty())
    for (const auto* event : labs->second)
      if (explains(*event, first, last)) play.events.push_back(event);
  std::sort(play.events.begin(), play.events.end(), [](const auto* a, const auto* b) { return a->n < b->n; });
  if (play.events.size() > most_events) {
    play.more = play.events.size() - most_events;
    play.events.resize(most_events);
  }
  for (const auto& line : log(cell.id)) {
    if (std::none_of(marks.begin(), marks.end(), [&](const auto& m) { return mentions(line, m); })) continue;
    if (play.log.size() < most_lines) play.log.push_back(line);
    else ++play.more_log;
  }
  return play;
}

std::vector<Play> Evidence::plays(const report::Scenario& scenario) {
  std::vector<Play> all;
  for (const auto& cell : desk_.cells)
    if (std::find(cell.scenarios.begin(), cell.scenarios.end(), scenario.id) != cell.scenarios.end())
      all.insert(cell.id == scenario.cell ? all.begin() : all.end(), play(cell, scenario.id));
  return all;
}

std::string Evidence::of(const report::Scenario& scenario) {
  auto text = fmt::format("{} - {}\nverdict: {}\n", scenario.id, scenario.title,
                          report::name(scenario.verdict));
  for (const auto& note : scenario.notes) text += "  " + note + "\n";
  text += "\n--- the scenario ---\n";
  for (const auto& s : desk_.scenarios)
    if (s.id == scenario.id) text += s.text;
  const auto all = plays(scenario);
  if (all.empty()) text += "\nIt was played in no cell.\n";
  for (const auto& play : all) {
    text += fmt::format("\n--- what was seen in the cell {} ---\n", play.cell->id);
    for (const auto* event : play.events) text += line(*event);
    if (play.more) text += fmt::format("... {} events more in the record\n", play.more);
    text += fmt::format("\n--- the candidate's log in the cell {} ---\n", play.cell->id);
    for (const auto& line : play.log) text += line + "\n";
    if (play.more_log) text += fmt::format("... {} lines more in the candidate's log\n", play.more_log);
  }
  return text;
}

}  // namespace gauntlet::desk
