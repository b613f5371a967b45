// See select.h.
#include "harness/cli/select.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fnmatch.h>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/cli/places.h"
#include "harness/judge/profile.h"
#include "harness/scenario/build.h"
#include "harness/scenario/clauses.h"
#include "harness/scenario/lint.h"
#include "harness/scenario/reader.h"
#include "harness/scenario/table.h"

namespace gauntlet::cli {

/// Brackets stand for themselves: they hold the row of a variant.
static std::string as_glob(const std::string& pattern) {
  std::string glob;
  for (const char c : pattern) glob += c == '[' || c == ']' ? fmt::format("\\{}", c) : std::string(1, c);
  return glob;
}

bool fits(const std::string& pattern, const std::string& id) {
  const auto glob = as_glob(pattern);
  const auto matches = [&](const std::string& name) { return ::fnmatch(glob.c_str(), name.c_str(), 0) == 0; };
  return matches(id) || matches(scenario::without_row(id));
}

static bool any_fits(const std::vector<std::string>& patterns, const std::string& id) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const auto& p) { return fits(p, id); });
}

/// Ids of the scenarios that `s` rests on: those that prove its claims and teach its traits.
static std::vector<std::string> rests_on(const scenario::Scenario& s, const std::vector<scenario::Scenario>& all) {
  std::vector<std::string> ids;
  const auto premises = scenario::premises(s);
  for (const auto& other : all) {
    const bool proves = other.proves && std::find(premises.begin(), premises.end(), *other.proves) != premises.end();
    const bool teaches = other.learns && std::any_of(s.given.begin(), s.given.end(), [&](const auto& trait) {
      return trait.first == other.learns->first;
    });
    if (proves || teaches) ids.push_back(other.id);
  }
  return ids;
}

static bool asked_for(const Selection& selection, const std::string& id) {
  return selection.files.empty() && (selection.filters.empty() || any_fits(selection.filters, id)) &&
         !any_fits(selection.excludes, id);
}

/// The suite; a scenario in it that does not read stops those who asked for it, and is told to the others.
static std::vector<scenario::Scenario> suite_for(const Selection& selection) {
  std::vector<Complaint> complaints;
  auto all = scenario::read_all(scenarios_folder(), [&](const std::string& id, const Complaints& found) {
    if (asked_for(selection, id)) complaints.insert(complaints.end(), found.all().begin(), found.all().end());
    else fmt::print(stderr, "gauntlet: left out, since it does not read: {}\n", found.all().front().text());
  });
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return all;
}

/// Takes out the scenarios that no case of the profile names and that rule on none of its clauses.
static void keep_what_rests(std::vector<std::string>& ids, const std::string& name, const std::vector<scenario::Scenario>& all) {
  const auto profiles = judge::read_profiles(scenarios_folder() + "/profiles", scenario::read_catalogue(scenarios_folder() + "/clauses"));
  const auto found = std::find_if(profiles.begin(), profiles.end(), [&](const auto& p) { return p.id == name; });
  if (found == profiles.end())
    throw Complaints("--profile", 0, fmt::format("there is no profile \"{}\"; `gauntlet list profiles` shows them", name));
  std::set<std::string> asked;
  for (const auto& s : all)
    if (judge::rests_on(*found, s)) asked.insert(s.id);
  std::erase_if(ids, [&](const auto& id) { return !asked.contains(id); });
}

static void check_ids(const std::vector<std::string>& ids, const std::vector<scenario::Scenario>& all) {
  std::set<std::string> there;
  for (const auto& s : all) there.insert(s.id);
  for (const auto& id : ids)
    if (!there.contains(id)) throw Complaints(id, 0, "the earlier run has played it, but the suite has no such scenario now, so it cannot be played again");
}

/// The ids that are asked for; of files, theirs, which take the suite's place in `all`.
static std::set<std::string> wanted_of(const Selection& selection, std::vector<scenario::Scenario>& all) {
  std::vector<std::string> ids;
  for (const auto& file : selection.files) {
    auto own = scenario::read_scenarios(scenarios_folder(), file);
    std::erase_if(all, [&](const auto& s) { return scenario::without_row(s.id) == scenario::without_row(own.front().id); });
    for (auto& one : own) {
      ids.push_back(one.id);
      all.push_back(std::move(one));
    }
  }
  if (selection.ids) check_ids(ids = *selection.ids, all);
  else if (selection.files.empty())
    for (const auto& s : all)
      if (asked_for(selection, s.id)) ids.push_back(s.id);
  if (!selection.profile.empty() && !selection.ids) keep_what_rests(ids, selection.profile, all);
  if (selection.shard) ids = run::in_shard(std::move(ids), *selection.shard);
  return {ids.begin(), ids.end()};
}

std::set<std::string> with_what_they_rest_on(std::set<std::string> ids, const std::vector<scenario::Scenario>& all) {
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& s : all)
      if (ids.contains(s.id))
        for (const auto& id : rests_on(s, all)) grew = ids.insert(id).second || grew;
  }
  return ids;
}

Selected select(const Selection& selection) {
  auto all = suite_for(selection);
  auto wanted = wanted_of(selection, all);
  if (!selection.alone) wanted = with_what_they_rest_on(std::move(wanted), all);
  Selected selected;
  for (auto& s : all) {
    if (!wanted.contains(s.id)) {
      const bool elsewhere = selection.shard && (asked_for(selection, s.id) || !selection.files.empty());
      selected.not_run.push_back({s.id, elsewhere ? "other shard" : "filter"});
    }
    (wanted.contains(s.id) ? selected.chosen : selected.left_out).push_back(std::move(s));
  }
  auto complaints = scenario::lint_all(selected.chosen, scenario::read_catalogue(scenarios_folder() + "/clauses"));
  if (complaints.empty()) complaints = scenario::buildable(selected.chosen);
  if (!complaints.empty()) throw Complaints(complaints);
  return selected;
}

/// "auto": as the machine that runs jobs side by side numbers them. GitLab counts from 1; Kubernetes' Indexed Jobs from 0, and
/// their number has to be told.
static std::string shard_of_this_job() {
  const auto said = [](const char* name) { const char* value = std::getenv(name); return std::string(value ? value : ""); };
  if (const auto total = said("CI_NODE_TOTAL"); !total.empty()) return said("CI_NODE_INDEX") + "/" + total;
  const auto index = said("JOB_COMPLETION_INDEX"), total = said("GAUNTLET_SHARDS");
  if (index.empty() || total.empty())
    throw Complaints("--shard", 0, "auto needs CI_NODE_INDEX and CI_NODE_TOTAL, or JOB_COMPLETION_INDEX and GAUNTLET_SHARDS, in the environment");
  return fmt::format("{}/{}", std::atoi(index.c_str()) + 1, total);
}

run::Shard shard_named(const std::string& given) {
  const auto text = given == "auto" ? shard_of_this_job() : given;
  run::Shard shard;
  int used = 0;
  if (std::sscanf(text.c_str(), "%d/%d%n", &shard.index, &shard.count, &used) == 2 &&
      used == static_cast<int>(text.size()) && shard.index >= 1 && shard.index <= shard.count && shard.count <= 1000)
    return shard;
  throw Complaints("--shard", 0, fmt::format("\"{}\" is no shard; K/N with K from 1 to N was expected, such as 2/4", text));
}

}  // namespace gauntlet::cli
