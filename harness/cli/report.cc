// report and diff: what can be said of finished runs without judging them again.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "harness/cli/commands.h"
#include "harness/cli/folders.h"
#include "harness/cli/pdf.h"
#include "harness/desk/background.h"
#include "harness/desk/desk.h"
#include "harness/report/difference.h"
#include "harness/report/laboratory.h"
#include "harness/report/print.h"
#include "harness/report/reporters.h"
#include "harness/report/terminal.h"

namespace gauntlet::cli {

namespace {

/// Runs that are called the same are told apart by when they began.
void tell_apart(std::vector<report::Run>& runs) {
  std::map<std::string, int> names;
  for (const auto& run : runs) ++names[run.name];
  for (auto& run : runs)
    if (names[run.name] > 1) run.name += ", " + run.results.started;
}

report::Material material_of(const ReportOptions& o) {
  report::Material material;
  for (const auto& named : o.folders)
    for (const auto& folder : run_folders(named)) material.runs.push_back(desk::run_in(folder));
  tell_apart(material.runs);
  if (!o.controls.empty())
    for (auto& run : material.runs) {
      run.controls.clear();
      for (const auto& file : o.controls) run.controls.push_back(report::read_controls(file));
    }
  material.strict = o.strict;
  material.dialect = o.dialect == "xunit" ? report::Dialect::xunit : report::Dialect::ci;
  material.profile = o.profile;
  material.laboratory = o.laboratory;
  if (!o.opinion.empty()) material.laboratory.opinion = read_file(o.opinion);
  return material;
}

void check_profile(const report::Material& material) {
  if (material.profile.empty()) return;
  for (const auto& run : material.runs)
    if (std::none_of(run.results.profiles.begin(), run.results.profiles.end(), [&](const auto& p) { return p.name == material.profile; }))
      throw Complaints("--profile", 0, fmt::format("the run knows no profile \"{}\"; `gauntlet list profiles` shows them", material.profile));
}

void write(const std::string& file, const std::string& text) {
  if (file == "-") report::print(stdout, text);
  else desk::write_whole(file, text);
}

}  // namespace

int report(const ReportOptions& o) {
  const auto material = material_of(o);
  check_profile(material);
  for (const auto& reporter : report::reporters())
    if (o.files.contains(std::string(reporter.name)) && !reporter.several && material.runs.size() > 1)
      throw Complaints("--" + std::string(reporter.name), 0, fmt::format("it is made of one run, but {} were named", material.runs.size()));
  if (!o.laboratory_pdf.empty() && material.runs.size() > 1)
    throw Complaints("--laboratory-pdf", 0, fmt::format("it is made of one run, but {} were named", material.runs.size()));
  if (o.verdicts)
    for (const auto& run : material.runs) report::print(stdout, report::verdict_lines(run.results));
  for (const auto& reporter : report::reporters())
    if (const auto file = o.files.find(std::string(reporter.name)); file != o.files.end()) write(file->second, reporter.write(material));
  if (!o.laboratory_pdf.empty()) write(o.laboratory_pdf, pdf_of(report::laboratory_report(material)));
  if (o.verdicts || !o.files.empty() || !o.laboratory_pdf.empty()) return conformant;
  report::TerminalOptions options;
  options.strict = o.strict;
  options.profile = o.profile;
  for (const auto& run : material.runs) report::print(stdout, report::terminal(run.results, options));
  return conformant;
}

int diff(const std::string& old_folder, const std::string& new_folder, bool json) {
  std::vector<report::Run> runs{desk::run_in(run_folder(old_folder)), desk::run_in(run_folder(new_folder))};
  tell_apart(runs);
  const auto found = report::difference(runs[0].results, runs[1].results);
  report::print(stdout, json ? report::pretty(report::to_json(found)) : report::told(found, runs[0].name, runs[1].name));
  return found.worse() ? violated : conformant;
}

}  // namespace gauntlet::cli
