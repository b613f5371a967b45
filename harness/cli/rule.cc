// judge and report: what can be had from a finished run without running anything.
#include <unistd.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/cli/commands.h"
#include "harness/desk/desk.h"
#include "harness/report/junit.h"
#include "harness/report/print.h"
#include "harness/report/terminal.h"

namespace gauntlet::cli {

int judge(const std::string& folder, bool strict, bool quiet) {
  const auto desk = desk::open(folder);
  const auto results = desk::adjudicate(desk);
  desk::write_reports(desk, results, strict);
  report::TerminalOptions options;
  options.strict = strict;
  options.width = ::isatty(STDOUT_FILENO) ? 110 : 0;
  options.paths = {folder + "/results.json", folder + "/junit.xml"};
  if (!quiet) report::print(stdout, report::terminal(results, options));
  return report::exit_code(results, strict);
}

int report(const std::string& folder, const std::string& junit, const std::string& dialect, bool strict, bool verdicts) {
  const auto results = report::read_results(folder + "/results.json");
  if (verdicts) report::print(stdout, report::verdict_lines(results));
  if (junit.empty() && !verdicts) throw Complaints("gauntlet report", 0, "no report named; --junit FILE or --verdicts was expected");
  if (junit.empty()) return conformant;
  const auto text = report::junit(results, dialect == "xunit" ? report::Dialect::xunit : report::Dialect::ci, strict);
  if (junit == "-")
    report::print(stdout, text);
  else
    desk::write_whole(junit, text);
  return conformant;
}

}  // namespace gauntlet::cli
