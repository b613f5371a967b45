// See places.h.
#include "harness/cli/places.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/fault.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;

std::string data_folder() {
  if (const char* own = std::getenv("GAUNTLET_DATA"); own && *own) return own;
  return GAUNTLET_SOURCE_FOLDER;
}

std::string scenarios_folder() { return data_folder() + "/scenarios"; }
std::string ground_folder() { return data_folder() + "/zones"; }
std::string candidates_folder() { return data_folder() + "/harness/candidates"; }

run::Places places() {
  // A program that was replaced while it runs (a rebuild) is still found under its name.
  std::string file = fs::read_symlink("/proc/self/exe").string();
  if (file.ends_with(" (deleted)")) file.resize(file.size() - 10);
  return {file, fs::path(file).parent_path().string(), fs::absolute(ground_folder()).string()};
}

std::vector<std::string> manifest_files() {
  std::vector<std::string> all;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(candidates_folder(), none))
    if (entry.path().extension() == ".candidate") all.push_back(entry.path().string());
  std::sort(all.begin(), all.end());
  return all;
}

std::string manifest_file(const std::string& name) {
  const std::string own = fmt::format("{}/{}.candidate", candidates_folder(), name);
  if (fs::is_regular_file(own)) return own;
  if (fs::is_regular_file(name)) return fs::absolute(name).string();
  std::string there;
  for (const auto& file : manifest_files()) there += (there.empty() ? "" : ", ") + fs::path(file).stem().string();
  throw Complaints(name, 0, fmt::format("no such candidate; a manifest's path or one of {} was expected", there));
}

}  // namespace gauntlet::cli
