// See suite.h.
#include "harness/desk/suite.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/desk/desk.h"
#include "stamp.h"

namespace gauntlet::desk {
namespace {

namespace fs = std::filesystem;

std::string sums_file(const std::string& folder) {
  return folder + "/suite/SHA256SUMS";
}

/// All files below `folder` whose names end so; empty when there is no such folder.
std::vector<fs::path> files_in(const std::string& folder, const std::string& extension) {
  std::vector<fs::path> all;
  std::error_code none;
  for (fs::recursive_directory_iterator at(folder, none), end; !none && at != end;
       at.increment(none))
    if (at->path().extension() == extension) all.push_back(at->path());
  std::sort(all.begin(), all.end());
  return all;
}

std::string hash_of(const std::string& sums) {
  return "sha256:" + sha256(sums);
}

using Texts = std::map<std::string, std::string>;  ///< path below the run's folder -> text

/// The clauses, profiles and maps of controls below the scenarios' folder.
Texts texts_in(const std::string& data) {
  Texts all;
  for (const auto& [name, extension] : {std::pair{"clauses", ".clauses"}, {"profiles", ".profile"}, {"controls", ".controls"}})
    for (const auto& file : files_in(data + "/" + name, extension))
      all[fmt::format("suite/{}/{}", name, file.filename().string())] = read_file(file.string());
  return all;
}

/// Of a whole suite, and how many scenarios it has.
std::pair<Sums, int> sums_of(const std::vector<scenario::Scenario>& chosen, const Sums& others, const Texts& texts) {
  auto sums = desk::sums_of(chosen);
  sums.insert(others.begin(), others.end());
  const auto scenarios = static_cast<int>(sums.size());
  for (const auto& [path, text] : texts) sums[path] = sha256(text);
  return {sums, scenarios};
}

void check_files(const std::string& folder, const std::string& below, const std::string& extension,
                 const Sums& sums) {
  for (const auto& file : files_in(folder + "/" + below, extension)) {
    const auto path = file.lexically_relative(folder).generic_string();
    const auto sum = sums.find(path);
    if (sum == sums.end())
      throw Complaints(file.string(), 0,
                       "it is not of the suite that this run was played with (suite/SHA256SUMS)");
    if (sha256(read_file(file.string())) != sum->second)
      throw Complaints(file.string(), 0,
                       "it was changed after the run (suite/SHA256SUMS): what was played cannot be "
                       "judged by it");
  }
}

}  // namespace

std::string to_text(const Sums& sums) {
  std::string text;
  for (const auto& [path, sum] : sums) text += fmt::format("{}  {}\n", sum, path);
  return text;
}

Sums read_sums(const std::string& file, std::string_view text) {
  Sums sums;
  int number = 0;
  for (size_t start = 0; start < text.size();) {
    ++number;
    const size_t end = std::min(text.find('\n', start), text.size());
    const auto line = text.substr(start, end - start);
    if (line.size() < 67 || line.substr(64, 2) != "  ")
      throw Complaints(file, number, "a SHA-256, two spaces and a path were expected");
    sums[std::string(line.substr(66))] = line.substr(0, 64);
    start = end + 1;
  }
  return sums;
}

std::string scenario_file(const std::string& folder, const std::string& id) {
  return fmt::format("{}/scenarios/{}.scenario", folder, id);
}

std::string clauses_folder(const std::string& folder) {
  return folder + "/suite/clauses";
}

std::string profiles_folder(const std::string& folder) {
  return folder + "/suite/profiles";
}

std::vector<std::string> controls_files(const std::string& folder) {
  std::vector<std::string> all;
  for (const auto& file : files_in(folder + "/suite/controls", ".controls")) all.push_back(file.string());
  return all;
}

Sums sums_of(const std::vector<scenario::Scenario>& scenarios) {
  Sums sums;
  for (const auto& s : scenarios) sums["scenarios/" + s.id + ".scenario"] = sha256(s.text);
  return sums;
}

Suite suite_of(const std::vector<scenario::Scenario>& chosen, const Sums& others, const std::string& data) {
  const auto [sums, scenarios] = sums_of(chosen, others, texts_in(data));
  return {hash_of(to_text(sums)), scenarios};
}

Suite keep_suite(const std::string& folder, const std::vector<scenario::Scenario>& chosen, const Sums& others, const std::string& data) {
  for (const auto& s : chosen) write_whole(scenario_file(folder, s.id), s.text);
  const auto texts = texts_in(data);
  for (const auto& [path, text] : texts) write_whole(folder + "/" + path, text);
  const auto [sums, scenarios] = sums_of(chosen, others, texts);
  const auto text = to_text(sums);
  write_whole(sums_file(folder), text);
  return {hash_of(text), scenarios};
}

// stamp.cmake reckons the same when the program is built.
std::string fingerprint(const std::string& scenarios, const std::string& zones) {
  Sums sums;
  const auto add = [&](const std::string& folder, const std::string& name) {
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file() && entry.path().extension() != ".md")
        sums[name + "/" + entry.path().lexically_relative(folder).generic_string()] = sha256(read_file(entry.path().string()));
  };
  add(scenarios, "scenarios");
  add(zones, "zones");
  return sha256(to_text(sums));
}

bool is_changed(const std::string& scenarios, const std::string& zones) { return fingerprint(scenarios, zones) != built_with; }

void check_suite(const std::string& folder, const Suite& suite) {
  const auto file = sums_file(folder);
  const auto text = read_file(file);
  if (hash_of(text) != suite.hash)
    throw Complaints(
        file, 0,
        fmt::format("it is not of the suite that run.json names ({})", printable(suite.hash, 100)));
  const auto sums = read_sums(file, text);
  check_files(folder, "scenarios", ".scenario", sums);
  check_files(folder, "suite/clauses", ".clauses", sums);
  check_files(folder, "suite/profiles", ".profile", sums);
  check_files(folder, "suite/controls", ".controls", sums);
  for (const auto& [path, sum] : sums)
    if (path.starts_with("suite/") && !fs::exists(folder + "/" + path))
      throw Complaints(folder + "/" + path, 0, "it is missing, but the run was played with it");
}

}  // namespace gauntlet::desk
