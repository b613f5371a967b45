// bundle and verify: evidence packed, and checked by somebody else.
#include <ctime>
#include <filesystem>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "harness/bundle/bundle.h"
#include "harness/bundle/verify.h"
#include "harness/cli/commands.h"
#include "harness/desk/desk.h"
#include "harness/report/layout.h"
#include "harness/report/print.h"
#include "harness/run/folder.h"

namespace gauntlet::cli {

int bundle(const std::string& folder, const std::string& file, const std::string& key) {
  const auto opened = run::Folder::reopen(folder);
  bundle::make(opened.path(), file, key);
  return conformant;
}

int verify(const std::string& file, const std::string& key, bool allow_dirty) {
  const auto found = bundle::verify(file, {key, allow_dirty, fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr)))});
  const auto& r = found.results;
  std::string counts;
  for (const auto verdict : report::verdicts)
    if (r.counts[verdict]) counts += fmt::format(", {} {}", r.counts[verdict], report::name(verdict));
  const std::vector<report::Part> parts{
      {"Product", fmt::format("{} {} {}", r.candidate.title, r.candidate.version, r.candidate.digest)},
      {"Suite", fmt::format("{} {} {}", r.suite.name, r.suite.version, r.suite.hash)},
      {"Played by", fmt::format("gauntlet {} {}, {}", r.harness.version, r.harness.commit, r.started)},
      {"Verdict", report::name(r.verdict) + counts},
      {"Files", fmt::format("{}, all as SHA256SUMS says", found.files)},
      {"Record", found.judgement},
      {"Signature", found.signature},
  };
  report::print(stdout, fmt::format("{}: in order\n", file) + report::lay_out(parts, 2, 0));
  return conformant;
}

}  // namespace gauntlet::cli
