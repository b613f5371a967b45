// See facts.h.
#include "harness/desk/facts.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/desk/desk.h"
#include "harness/report/mapping.h"

namespace gauntlet::judge {
BOOST_DESCRIBE_STRUCT(Known, (), (scenario, reason, link, until))
}

namespace gauntlet::desk {
namespace {

namespace fs = std::filesystem;
using report::Place;

/// Letters, digits and the signs in `also`, nothing else.
bool made_of(std::string_view text, std::string_view also) {
  return std::all_of(text.begin(), text.end(), [&](unsigned char c) {
    return std::isalnum(c) || also.find(static_cast<char>(c)) != also.npos;
  });
}

/// Ids become paths below the folder: nothing may lead out of it.
bool is_name(std::string_view text, std::string_view also) {
  return !text.empty() && text.front() != '.' && text.front() != '/' && text.back() != '/' &&
         text.find("..") == text.npos && text.find("//") == text.npos && made_of(text, also);
}

void check_ids(const std::vector<std::string>& ids, const Place& p) {
  std::set<std::string> seen;
  for (size_t i = 0; i < ids.size(); ++i) {
    if (!is_name(ids[i], "/._-[],")) p.item(i).expected("the id of a scenario");
    if (!seen.insert(ids[i]).second) p.item(i).complain("stands there twice");
  }
}

void check_cell(const CellFacts& cell, const RunFacts& facts, const Place& p) {
  if (!is_name(cell.id, "._-")) p["id"].expected("the id of a cell");
  static const std::set<std::string> grounds{"shared", "alone", "hazard", "suspect"};
  if (!grounds.contains(cell.ground)) p["ground"].expected("shared, alone, hazard or suspect");
  check_ids(cell.scenarios, p["scenarios"]);
  for (size_t i = 0; i < cell.scenarios.size(); ++i)
    if (std::find(facts.scenarios.begin(), facts.scenarios.end(), cell.scenarios[i]) ==
        facts.scenarios.end())
      p["scenarios"].item(i).complain("is not among the scenarios of the run");
}

void check(const RunFacts& facts, const Place& p) {
  if (!is_name(facts.candidate, "._-+@ ")) p["candidate"].expected("the name of a candidate");
  check_ids(facts.scenarios, p["scenarios"]);
  if (facts.shard && (facts.shard->index < 1 || facts.shard->index > facts.shard->count))
    p["shard"].complain("an index from 1 to count was expected");
  std::set<std::string> seen;
  for (size_t i = 0; i < facts.cells.size(); ++i) {
    const auto at = p["cells"].item(i);
    check_cell(facts.cells[i], facts, at);
    if (!seen.insert(facts.cells[i].id).second) at["id"].complain("stands there twice");
  }
}

}  // namespace

void RunFacts::save(const std::string& folder) const {
  write_whole(folder + "/run.json", report::pretty(report::document(schema_name, *this)));
}

RunFacts RunFacts::load(const std::string& folder) {
  const std::string file = folder + "/run.json";
  auto value = report::parsed(read_file(file), file, schema_name);
  // (Runs that were left before there were declarations have none.)
  if (value.is_object()) value.as_object().emplace("declaration", "");
  const Place p(value, "", file);
  if (!p.object().contains("schema"))
    p.complain(
        "a run of version 1, left by an older gauntlet; this one reads gauntlet-run/2 only, "
        "so the run has to be played again");
  if (p["schema"].text() != schema_name) p["schema"].expected(schema_name);
  RunFacts facts;
  report::read(p, facts);
  check(facts, p);
  return facts;
}

Identity identity(const RunFacts& f) {
  std::vector<std::string> options;
  for (const auto& [name, value] : f.options) options.push_back(name + "=" + value);
  return {{"suite", f.suite.hash},
          {"candidate", f.candidate},
          {"candidate (the digest of its manifest and packages)", f.digest},
          {"set of options (--set)", fmt::format("{}", fmt::join(options, " "))},
          {"declaration", f.declaration},
          {"resolver", f.resolver + " " + f.resolver_digest},
          {"program", f.harness.version + " " + f.harness.commit}};
}

std::string cell_folder(const std::string& folder, const std::string& id) {
  return folder + "/cells/" + id;
}

std::string record_file(const std::string& folder, const std::string& id) {
  return cell_folder(folder, id) + "/record.jsonl";
}

std::string candidate_folder(const std::string& folder, const std::string& id) {
  return cell_folder(folder, id) + "/candidate";
}

void seal(const std::string& folder, CellFacts& cell) {
  const auto file = record_file(folder, cell.id);
  if (fs::exists(file)) cell.record_sha256 = sha256(read_file(file));
}

}  // namespace gauntlet::desk
