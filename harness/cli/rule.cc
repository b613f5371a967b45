// judge and report: what can be had from a finished run without running anything.
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/cli/adjudicate.h"
#include "harness/cli/commands.h"
#include "harness/report/junit.h"
#include "harness/report/terminal.h"

namespace gauntlet::cli {

int judge(const std::string& folder, bool strict, bool quiet) {
  const auto results = adjudicate(folder, strict);
  write_reports(folder, results, strict);
  report::TerminalOptions options;
  options.strict = strict;
  options.width = 110;
  options.paths = {folder + "/results.json", folder + "/junit.xml"};
  if (!quiet) fmt::print("{}", report::terminal(results, options));
  return report::exit_code(results, strict);
}

int report(const std::string& folder, const std::string& junit, const std::string& dialect, bool strict, bool verdicts) {
  const auto results = report::read_results(folder + "/results.json");
  if (verdicts) fmt::print("{}", report::verdict_lines(results));
  if (junit.empty() && !verdicts) throw Complaints("gauntlet report", 0, "no report named; --junit FILE or --verdicts was expected");
  if (junit.empty()) return conformant;
  const auto text = report::junit(results, dialect == "xunit" ? report::Dialect::xunit : report::Dialect::ci, strict);
  if (junit == "-") {
    fmt::print("{}", text);
    return conformant;
  }
  std::ofstream out(junit, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) throw Fault(fmt::format("{} cannot be written: {}", junit, std::strerror(errno)));
  return conformant;
}

}  // namespace gauntlet::cli
