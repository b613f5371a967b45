// See bundle.h.
#include "harness/bundle/bundle.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/bundle/archive.h"
#include "harness/bundle/dsse.h"
#include "harness/desk/background.h"
#include "harness/desk/suite.h"
#include "harness/report/attestation.h"
#include "harness/report/reporters.h"

namespace gauntlet::bundle {
namespace {

namespace fs = std::filesystem;

/// What a cell was ordered to do: paths of the machine that played. And the page, which is made anew for the bundle.
bool is_left_out(const fs::path& path, const fs::path& folder) { return path.filename() == "order.json" || path == folder / desk::page_file; }

void check_name(const std::string& folder, const std::string& path) {
  if (printable(path, path.size()) != path || path.find('\\') != path.npos)
    throw Complaints(folder, 0, fmt::format("the name of {} cannot stand in a list of files; one of printable signs was expected",
                                            printable(path, 200)));
}

}  // namespace

std::vector<std::string> files_of(const std::string& folder) {
  std::vector<std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.is_symlink() || is_left_out(entry.path(), folder)) continue;
    all.push_back(entry.path().lexically_relative(folder).generic_string());
    check_name(folder, all.back());
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::map<std::string, std::string> further_reports(const std::string& folder) {
  // (JUnit is the run's own, the statement is in attestation/, and annotations are for a console.)
  static const std::map<std::string_view, const char*> names{
      {"html", desk::page_file}, {"markdown", "reports/summary.md"}, {"ctrf", "reports/ctrf.json"}, {"oscal", "reports/oscal.json"}};
  report::Material material;
  material.runs.push_back(desk::run_in(folder));
  std::map<std::string, std::string> all;
  for (const auto& reporter : report::reporters()) {
    const auto name = names.find(reporter.name);
    if (name == names.end() || (reporter.name == "oscal" && material.runs.front().controls.empty())) continue;
    all[name->second] = reporter.write(material);
  }
  return all;
}

report::Results results_of(const desk::Desk& desk) {
  const auto file = desk.folder + "/results.json";
  auto ruled = desk::adjudicate(desk);
  if (read_file(file) != report::to_text(ruled))
    throw Complaints(file, 0, fmt::format("it is not what this program rules on the record; `gauntlet judge {}` writes it anew",
                                          desk.folder));
  return ruled;
}

void make(const std::string& folder, const std::string& file, const std::string& key_file) {
  const auto results = results_of(desk::open(folder));
  const auto below = results.candidate.name + "/";
  std::vector<Packed> files;
  desk::Sums sums;
  const auto add = [&](const std::string& path, const std::string& text) { files.push_back({below + path, {}, text}); };
  for (const auto& path : files_of(folder)) {
    files.push_back({below + path, fs::path(folder) / path, ""});
    sums[path] = sha256(read_file(folder + "/" + path));
  }
  auto texts = further_reports(folder);
  texts[about_file] = about(results);
  for (const auto& [path, text] : texts) {
    if (sums.contains(path)) throw Complaints(folder, 0, path + " stands in the run's folder, where the bundle has a file of that name");
    add(path, text);
    sums[path] = sha256(text);
  }
  add(sums_file, desk::to_text(sums));
  const std::map<std::string, std::string> evidence{{sums_file, sha256(files.back().text)}};
  if (const auto why = report::no_attestation(results); why.empty()) {
    const auto statement = report::statement(results, evidence);
    add(statement_file, statement);
    add(predicate_file, report::predicate(results, evidence));
    if (!key_file.empty()) add(envelope_file, sign(statement, key_file));
  } else if (!key_file.empty()) {
    throw Fault(fmt::format("{} is not signed: {}", file, why));
  }
  pack(file, std::move(files));
}

}  // namespace gauntlet::bundle
