// See checks.h.
#include "harness/candidate/checks.h"

#include <fmt/format.h>

namespace gauntlet::candidate {

std::set<std::string> names_in(const Manifest& manifest, const std::string& head) {
  std::set<std::string> names;
  for (const auto& [name, value] : manifest.options) names.insert(name);
  if (head.starts_with("submit")) names.insert({"from", "to"});
  if (head.starts_with("nudge")) names.insert({"id", "ids"});
  return names;
}

namespace {

bool lies_below(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder + "/");
}

}  // namespace

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
