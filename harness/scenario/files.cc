// See files.h. Scenario files in their folder, and the names that they get from it: see reader.h.
#include "harness/scenario/files.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/scenario/reader.h"

namespace gauntlet::scenario {
namespace {

namespace fs = std::filesystem;

std::string id_of(const fs::path& folder, const fs::path& file) {
  const auto inside = fs::absolute(file).lexically_normal().lexically_relative(
      fs::absolute(folder).lexically_normal());
  if (!inside.empty() && *inside.begin() != "..")
    return fs::path(inside).replace_extension().generic_string();
  return (fs::absolute(file).parent_path().filename() / file.stem()).generic_string();
}

}  // namespace

std::vector<std::string> files_in(const std::string& folder, const std::string& extension) {
  std::vector<std::string> files;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    if (at->path().extension() == extension) files.push_back(at->path().string());
  if (failed) throw Complaints(folder, 0, fmt::format("cannot be listed: {}", failed.message()));
  std::ranges::sort(files);
  return files;
}

std::vector<Scenario> read_scenarios(const std::string& folder, const std::string& file) {
  return parse_scenarios(id_of(folder, file), file, read_file(file));
}

Scenario read_scenario(const std::string& folder, const std::string& file) {
  return parse_scenario(id_of(folder, file), file, read_file(file));
}

std::vector<Scenario> read_all(const std::string& folder,
                               const std::function<void(const std::string&, const Complaints&)>& unreadable) {
  std::vector<std::string> files;
  std::error_code none;
  for (fs::recursive_directory_iterator at(folder, none), end; !none && at != end;
       at.increment(none))
    if (at->path().extension() == ".scenario") files.push_back(at->path().string());
  if (none) throw Complaints(folder, 0, fmt::format("cannot be listed: {}", none.message()));
  std::vector<Scenario> all;
  for (const auto& file : files) {
    try {
      for (auto& one : read_scenarios(folder, file)) all.push_back(std::move(one));
    } catch (const Complaints& found) {
      unreadable(id_of(folder, file), found);
    }
  }
  std::sort(all.begin(), all.end(),
            [](const Scenario& a, const Scenario& b) { return a.id < b.id; });
  return all;
}

std::vector<Scenario> read_all(const std::string& folder) {
  std::vector<Complaint> complaints;
  auto all = read_all(folder, [&](const std::string&, const Complaints& found) {
    complaints.insert(complaints.end(), found.all().begin(), found.all().end());
  });
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return all;
}

std::string label(const std::string& id) {
  auto text = lower(id);
  std::erase(text, ']');
  for (auto& c : text)
    if (c == '/' || c == '[' || c == ',') c = '-';
  return text;
}

}  // namespace gauntlet::scenario
