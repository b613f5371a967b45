// See checks.h.
#include "harness/candidate/checks.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace gauntlet::candidate {
namespace {

/// How many letters must be changed, added or left out to make one of the other.
size_t distance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row.back();
}

bool nearly(const std::string& a, const std::string& b) {
  return std::min(a.size(), b.size()) > 2 && distance(a, b) <= (b.size() > 4 ? 2u : 1u);
}

std::set<std::string> names_in(const Manifest& manifest, const std::string& head) {
  std::set<std::string> names;
  for (const auto& [name, value] : manifest.options) names.insert(name);
  if (head.starts_with("submit")) names.insert({"from", "to"});
  if (head.starts_with("nudge")) names.insert({"id", "ids"});
  return names;
}

bool may_be_in_a_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
}

/// The names in {braces} of a line.
std::vector<std::string> placeholders(const std::string& text) {
  std::vector<std::string> names;
  for (size_t open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
    size_t end = open + 1;
    while (end < text.size() && may_be_in_a_name(text[end])) ++end;
    if (end > open + 1 && end < text.size() && text[end] == '}')
      names.push_back(text.substr(open + 1, end - open - 1));
  }
  return names;
}

void look_at(const Manifest& manifest, const std::set<std::string>& known, const Line& line,
             std::vector<Complaint>& found) {
  for (const auto& name : placeholders(line.text)) {
    if (known.contains(name)) continue;
    const auto meant = std::find_if(known.begin(), known.end(),
                                    [&](const auto& other) { return nearly(name, other); });
    if (meant == known.end()) continue;
    found.push_back({manifest.file, line.number,
                     fmt::format("nothing fills in {{{}}}; did you mean {{{}}}?", name, *meant)});
  }
}

bool lies_below(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder + "/");
}

}  // namespace

std::string path_mistake(const std::string& path) {
  if (!path.starts_with('/')) return "is not absolute";
  for (size_t start = 1; start <= path.size();) {
    const size_t end = std::min(path.find('/', start), path.size());
    const std::string part = path.substr(start, end - start);
    if (part == "..") return "leads upwards";
    if (part == "." || part.empty()) return "has an empty part";
    start = end + 1;
  }
  return "";
}

std::vector<Complaint> misspelt_placeholders(const Manifest& manifest,
                                             const std::vector<Block>& blocks) {
  std::vector<Complaint> found;
  for (const auto& block : blocks) {
    if (block.head.starts_with("known") || block.head.starts_with("title") ||
        block.head.starts_with("option"))
      continue;
    const auto names = names_in(manifest, block.head);
    look_at(manifest, names, {block.head, block.line}, found);
    for (const auto& line : block.body) look_at(manifest, names, line, found);
  }
  return found;
}

std::vector<Complaint> unwritable_paths(const Manifest& manifest,
                                        const std::vector<Block>& blocks) {
  std::vector<std::string> closed = {"/usr",   "/bin",    "/sbin", "/lib", "/lib32",
                                     "/lib64", "/libx32", "/proc", "/sys", "/gauntlet"};
  closed.insert(closed.end(), manifest.binds.begin(), manifest.binds.end());
  std::vector<Complaint> found;
  for (const auto& block : blocks) {
    const auto parts = words(block.head);
    if (parts.size() < 2 || (parts[0] != "file" && parts[0] != "folder")) continue;
    for (const auto& folder : closed)
      if (lies_below(parts[1], folder))
        found.push_back({manifest.file, block.line,
                         fmt::format("{} {} lies in {}, which is read-only in the room", parts[0],
                                     parts[1], folder)});
  }
  return found;
}

}  // namespace gauntlet::candidate
