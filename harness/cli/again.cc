// judge, merge and report: what can be had from finished runs without running anything.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/cli/commands.h"
#include "harness/desk/desk.h"
#include "harness/desk/merge.h"
#include "harness/report/junit.h"
#include "harness/report/print.h"
#include "harness/report/terminal.h"
#include "harness/run/folder.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;

namespace {

int rule_again(const run::Folder& opened, bool strict, bool quiet) {
  const auto& folder = opened.path();
  const auto desk = desk::open(folder);
  const auto results = desk::adjudicate(desk);
  desk::write_reports(desk, results, strict);
  report::TerminalOptions options;
  options.strict = strict;
  options.width = 110;
  options.paths = {folder + "/results.json", folder + "/junit.xml"};
  if (!quiet) report::print(stdout, report::terminal(results, options));
  return report::exit_code(results, strict);
}

/// OUT/<candidate> where OUT was named and holds one candidate.
std::string run_folder(const std::string& named) {
  if (fs::exists(named + "/run.json") || !fs::is_directory(named)) return named;
  std::string only;
  for (const auto& entry : fs::directory_iterator(named)) {
    if (!fs::exists(entry.path() / "run.json")) continue;
    if (!only.empty()) return named;
    only = entry.path().string();
  }
  return only.empty() ? named : only;
}

}  // namespace

int judge(const std::string& folder, bool strict, bool quiet) { return rule_again(run::Folder::reopen(folder), strict, quiet); }

int merge(const std::vector<std::string>& shards, const std::string& out, bool strict, bool quiet) {
  if (std::ranges::any_of(shards, is_population)) return merge_populations(shards, out, quiet);
  std::vector<std::string> folders;
  for (const auto& shard : shards) folders.push_back(run_folder(shard));
  return rule_again(run::Folder::adopt(desk::merge(folders, out)), strict, quiet);
}

int report(const std::string& folder, const std::string& junit, const std::string& dialect, const std::string& profile, bool strict, bool verdicts) {
  const auto results = report::read_results(folder + "/results.json");
  const auto has = [&](const auto& p) { return p.name == profile; };
  if (!profile.empty() && std::none_of(results.profiles.begin(), results.profiles.end(), has))
    throw Complaints("--profile", 0, fmt::format("the run knows no profile \"{}\"; `gauntlet list profiles` shows them", profile));
  if (junit.empty() && !verdicts) {
    report::TerminalOptions options;
    options.strict = strict;
    options.width = 110;
    options.profile = profile;
    report::print(stdout, report::terminal(results, options));
    return conformant;
  }
  if (verdicts) report::print(stdout, report::verdict_lines(results));
  if (junit.empty()) return conformant;
  const auto text = report::junit(results, dialect == "xunit" ? report::Dialect::xunit : report::Dialect::ci, strict);
  if (junit == "-") report::print(stdout, text);
  else desk::write_whole(junit, text);
  return conformant;
}

}  // namespace gauntlet::cli
