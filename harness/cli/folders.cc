// See folders.h.
#include "harness/cli/folders.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace gauntlet::cli {
namespace fs = std::filesystem;

std::vector<std::string> run_folders(const std::string& named) {
  const auto is_run = [](const fs::path& folder) { return fs::exists(folder / "run.json") || fs::exists(folder / "results.json"); };
  std::vector<std::string> all;
  if (!is_run(named) && fs::is_directory(named))
    for (const auto& entry : fs::directory_iterator(named))
      if (is_run(entry.path())) all.push_back(entry.path().string());
  std::sort(all.begin(), all.end());
  return all.empty() ? std::vector{named} : all;
}

std::string run_folder(const std::string& named) {
  const auto all = run_folders(named);
  return all.size() == 1 ? all.front() : named;
}

bool tell_faults(const std::string& who, const desk::RunFacts& facts) {
  bool any = false;
  const auto tell = [&](const std::string& where, const std::vector<std::string>& faults) {
    for (const auto& fault : faults) fmt::print(stderr, "gauntlet: {}: {}\n", where, fault);
    any |= !faults.empty();
  };
  tell(who, facts.faults);
  for (const auto& cell : facts.cells) tell(fmt::format("{}, cell {}", who, cell.id), cell.faults);
  return any;
}

}  // namespace gauntlet::cli
