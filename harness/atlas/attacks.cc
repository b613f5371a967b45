// See attacks.h.
#include "harness/atlas/attacks.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "harness/scenario/build.h"
#include "harness/scenario/files.h"
#include "harness/scenario/lint.h"
#include "harness/scenario/reader.h"
#include "harness/scenario/table.h"

namespace gauntlet::atlas {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view peace = "step peace";

Attack attack_of(const scenario::Scenario& read) {
  Attack out;
  out.id = read.id.substr(read.id.find('/') + 1);
  out.title = read.title;
  out.controls = read.controls;
  out.first = scenario::parse_scenario("first/" + out.id, read.file, without_peace(read.text));
  const auto is_peace = [](const scenario::Step& step) { return step.name == "peace"; };
  if (std::ranges::any_of(read.steps, is_peace)) out.warm = scenario::parse_scenario("warm/" + out.id, read.file, read.text);
  return out;
}

}  // namespace

std::string without_peace(const std::string& text) {
  std::string out;
  bool inside = false;
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find('\n', start), text.size());
    const std::string line = text.substr(start, end - start);
    if (!line.empty() && line.front() != ' ' && line.front() != '#') inside = line == peace;
    out += (inside ? "" : line) + "\n";
    start = end + 1;
  }
  return out;
}

std::vector<Attack> read_attacks(const std::string& folder) {
  std::vector<Attack> all;
  std::vector<Complaint> complaints;
  for (const auto& file : scenario::files_in(folder, ".attack")) try {
      for (const auto& read : scenario::read_scenarios(fs::path(folder).parent_path().string(), file)) all.push_back(attack_of(read));
    } catch (const Complaints& found) {
      complaints.insert(complaints.end(), found.all().begin(), found.all().end());
    }
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return all;
}

std::vector<Complaint> wrong_with(const std::vector<Attack>& attacks, const scenario::Catalogue& catalogue) {
  std::vector<Complaint> found;
  std::vector<scenario::Scenario> whole;
  for (const auto& attack : attacks) {
    whole.push_back(attack.warm.value_or(attack.first));
    if (attack.controls.empty())
      found.push_back({attack.first.file, 1, "what the attacker controls is not said; a line 'controls TEXT' was expected"});
    const auto sends = [](const scenario::StepLine& line) { return line.kind == scenario::StepLine::Kind::send && line.subject == "note"; };
    if (std::ranges::none_of(attack.first.steps, [&](const auto& step) { return std::ranges::any_of(step.lines, sends); }))
      found.push_back({attack.first.file, 1, "no step sends the message that it is all about; 'send note to USER' was expected"});
    for (auto& one : scenario::lint(whole.back(), catalogue)) found.push_back(std::move(one));
  }
  for (auto& one : scenario::buildable(whole)) found.push_back(std::move(one));
  return scenario::each_once(found);
}

}  // namespace gauntlet::atlas
