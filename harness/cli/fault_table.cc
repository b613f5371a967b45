// See fault_table.h.
#include "harness/cli/fault_table.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"

namespace gauntlet::cli {

bool FaultTable::catches(const std::string& fault, const std::string& scenario) const {
  const auto column = columns.find(fault);
  if (column == columns.end()) return false;
  const auto found = column->second.find(scenario);
  if (found == column->second.end()) return false;
  return found->second.verdict == report::Verdict::fail || found->second.verdict == report::Verdict::warning;
}

std::vector<std::string> FaultTable::caught_by(const std::string& fault) const {
  std::vector<std::string> ids;
  if (const auto column = columns.find(fault); column != columns.end())
    for (const auto& [id, cell] : column->second)
      if (catches(fault, id)) ids.push_back(id);
  return ids;
}

std::vector<std::string> FaultTable::catches_of(const std::string& scenario) const {
  std::vector<std::string> faults;
  for (const auto& [fault, column] : columns)
    if (!fault.empty() && catches(fault, scenario)) faults.push_back(fault);
  return faults;
}

FaultMap decisive(const FaultTable& table, const std::vector<std::string>& scenarios) {
  constexpr size_t enough = 3;
  FaultMap map;
  const auto seconds = [&](const std::string& fault, const std::string& id) { return table.columns.at(fault).at(id).seconds; };
  for (const auto& [fault, column] : table.columns) {
    if (fault.empty()) continue;
    auto ids = table.caught_by(fault);
    std::sort(ids.begin(), ids.end(), [&](const auto& a, const auto& b) {
      return std::pair(seconds(fault, a), a) < std::pair(seconds(fault, b), b);
    });
    if (ids.size() > enough) ids.resize(enough);
    map[fault] = {ids.begin(), ids.end()};
  }
  for (const auto& id : scenarios) {
    const auto faults = table.catches_of(id);
    const auto there = [&](const auto& fault) { return map[fault].contains(id); };
    if (faults.empty() || std::any_of(faults.begin(), faults.end(), there)) continue;
    const auto soonest = std::min_element(faults.begin(), faults.end(), [&](const auto& a, const auto& b) {
      return std::pair(seconds(a, id), a) < std::pair(seconds(b, id), b);
    });
    map[*soonest].insert(id);
  }
  return map;
}

FaultMap read_fault_map(const std::string& file) {
  FaultMap map;
  std::istringstream lines(read_file(file));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto text = words(line);
    if (text.empty() || text[0].starts_with('#')) continue;
    if (!text[0].ends_with(':') || text.size() < 2)
      throw Complaints(file, number, "no line of a map; \"fault: scenario scenario ...\" was expected");
    map[text[0].substr(0, text[0].size() - 1)] = {text.begin() + 1, text.end()};
  }
  return map;
}

std::string to_text(const FaultMap& map) {
  std::string text = "# Which scenarios decide on which fault of the reference sender: what `gauntlet faults --map` plays.\n"
                     "# Written by `gauntlet faults --write-map` from the full matrix.\n";
  for (const auto& [fault, ids] : map) {
    if (ids.empty()) continue;
    text += fault + ":";
    for (const auto& id : ids) text += " " + id;
    text += "\n";
  }
  return text;
}

}  // namespace gauntlet::cli
