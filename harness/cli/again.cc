// judge and merge: finished runs ruled on again, without running anything.
#include <filesystem>

#include "harness/cli/commands.h"
#include "harness/cli/folders.h"
#include "harness/desk/background.h"
#include "harness/desk/desk.h"
#include "harness/desk/merge.h"
#include "harness/report/print.h"
#include "harness/report/terminal.h"
#include "harness/run/folder.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;

int rule_on(const std::string& folder, bool strict, bool quiet) {
  const auto desk = desk::open(folder);
  const auto results = desk::adjudicate(desk);
  desk::write_reports(desk, results, strict);
  report::TerminalOptions options;
  options.strict = strict;
  desk::write_page(folder);
  options.paths = desk::report_files(folder);
  if (!quiet) report::print(stdout, report::terminal(results, options));
  return report::exit_code(results, strict);
}

int judge(const std::string& folder, bool strict, bool quiet) {
  const auto held = run::Folder::reopen(folder);
  return rule_on(held.path(), strict, quiet);
}

int merge(const std::vector<std::string>& shards, const std::string& out, bool strict, bool quiet) {
  if (std::ranges::any_of(shards, is_population)) return merge_populations(shards, out, quiet);
  std::vector<std::string> folders;
  for (const auto& shard : shards) folders.push_back(run_folder(shard));
  const auto held = run::Folder::adopt(desk::merge(folders, out));
  return rule_on(held.path(), strict, quiet);
}

}  // namespace gauntlet::cli
