// See cases.h.
#include "harness/report/cases.h"

#include <algorithm>

#include <fmt/format.h>

#include "harness/report/explain.h"
#include "harness/report/layout.h"
#include "harness/report/progress.h"

namespace gauntlet::report {
namespace {

/// As it is coloured.
Verdict alike(CaseResult result) {
  switch (result) {
    case CaseResult::met:
      return Verdict::pass;
    case CaseResult::unmet:
      return Verdict::fail;
    case CaseResult::not_applicable:
      return Verdict::not_applicable;
    case CaseResult::unruled:
      break;
  }
  return Verdict::inconclusive;
}

std::string cell(CaseResult result) {
  return result == CaseResult::not_applicable ? "n/a" : result == CaseResult::unruled ? "open" : name(result);
}

size_t place(std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  names.push_back(name);
  return names.size() - 1;
}

std::string said(const ProfileCase& one) {
  auto text = fmt::format("{:<14}  {}", name(one.result), one_line(one.title));
  if (!one.contrary.empty()) text += fmt::format(" (the contrary of {} is wanted)", joined(one.contrary));
  if (one.result != CaseResult::met && !one.because.empty()) text += ": " + joined(one.because);
  return text;
}

}  // namespace

std::string grid(const std::vector<ProfileCase>& all, bool colour) {
  constexpr size_t narrow = 8;  // "not met" and a space
  std::vector<std::string> rows, heads;
  std::vector<std::vector<const ProfileCase*>> table;
  for (const auto& one : all) {
    const auto bar = one.id.find('/');
    if (bar == std::string::npos || bar == 0 || bar + 1 == one.id.size() || one.id.find('/', bar + 1) != std::string::npos) return {};
    const auto row = place(rows, one_line(one.id.substr(0, bar), 60)), column = place(heads, one_line(one.id.substr(bar + 1), 60));
    table.resize(rows.size());
    table[row].resize(std::max(table[row].size(), column + 1));
    table[row][column] = &one;
  }
  size_t first = 0;
  for (const auto& row : rows) first = std::max(first, columns(row));
  std::string text = "  " + std::string(first, ' ');
  for (const auto& column : heads) text += "  " + pad(column, narrow);
  text.erase(text.find_last_not_of(' ') + 1);
  for (size_t i = 0; i < rows.size(); ++i) {
    auto line = "\n  " + pad(rows[i], first);
    for (size_t k = 0; k < table[i].size(); ++k) {
      const auto* one = table[i][k];
      const auto width = std::max(narrow, columns(heads[k]));
      const auto word = one ? cell(one->result) : std::string();
      line += "  " + (one ? paint(alike(one->result), word, colour) : word);
      if (k + 1 < table[i].size()) line += std::string(width - columns(word), ' ');
    }
    text += line;
  }
  return rows.empty() ? std::string() : text + '\n';
}

std::string cases(const Profile& p, size_t width, bool colour) {
  auto text = fmt::format("\nCases of {}\n", one_line(p.name, 100));
  const auto table = grid(p.cases, colour);
  std::vector<Part> parts;
  for (const auto& one : p.cases)
    if (table.empty() || one.result != CaseResult::met) parts.push_back({one_line(one.id, 60), said(one)});
  if (!table.empty()) text += table + (parts.empty() ? "" : "\n");
  return text + lay_out(parts, 2, width);
}

}  // namespace gauntlet::report
