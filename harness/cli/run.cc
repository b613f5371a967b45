// run: what the command line asks for, checked before anything is played.
#include <algorithm>
#include <ctime>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "harness/cli/earlier.h"
#include "harness/cli/places.h"
#include "harness/cli/rounds.h"
#include "harness/desk/desk.h"
#include "harness/desk/suite.h"
#include "harness/judge/declaration.h"

namespace gauntlet::cli {
namespace {

/// A certified run bends nothing: what is played, how, and by which program is fixed. Its shards may be on several machines.
void check_certified(const RunOptions& o) {
  const auto& s = o.selection;
  const std::pair<bool, std::string> bent[] = {
      {!s.filters.empty() || !s.excludes.empty() || !s.files.empty() || !s.profile.empty(), "all scenarios are played (no --filter, --exclude, --scenario, --profile)"},
      {!o.set.empty(), "the candidate is as its manifest has it (no --set; --posture names what it offers)"},
      {o.resolver != default_resolver, std::string("the resolver is ") + default_resolver},
      {o.jobs > 0 || o.repeat > 1 || o.shuffle || o.seed || !o.isolation.empty(), "nothing is chosen (no --jobs, --repeat, --shuffle, --seed, --isolation)"},
  };
  for (const auto& [is, rule] : bent)
    if (is) throw Complaints("--certified", 0, "in a certified run " + rule);
  const auto commit = desk::this_harness().commit;
  if (commit.empty() || commit.ends_with("-dirty"))
    throw Complaints("--certified", 0, fmt::format("this program was built from no commit (\"{}\"); a released one was expected", commit));
  if (desk::is_changed(scenarios_folder(), places().zones))
    throw Complaints("--certified", 0, fmt::format("the suite in {} is not the one that this program was built with", data_folder()));
}

/// What the command line asks of manifests that they do not have, and they of the suite.
void check(const RunOptions& o, const std::vector<candidate::Manifest>& manifests, const Selected& selected) {
  const auto there = [&](const std::string& id) {
    const auto is = [&](const auto& s) { return s.id == id; };
    return std::any_of(selected.chosen.begin(), selected.chosen.end(), is) ||
           std::any_of(selected.left_out.begin(), selected.left_out.end(), is);
  };
  std::set<std::string> names;
  for (const auto& manifest : manifests) {
    for (const auto& [name, value] : o.set)
      if (!manifest.options.contains(name))
        throw Complaints("--set", 0, fmt::format("{} has no option \"{}\"", manifest.name, name));
    manifest.options_of(o.posture, o.set);
    for (const auto& gap : manifest.known)
      if (!there(gap.scenario))
        throw Complaints(manifest.file, gap.line, fmt::format("known \"{}\": there is no such scenario; `gauntlet list` shows them", gap.scenario));
    const auto today = fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr)));
    for (const auto& gap : manifest.known)
      if (gap.expired(today))
        fmt::print(stderr, "gauntlet: {}:{}: the known gap {} held until {}, and counts no more\n", manifest.file, gap.line, gap.scenario, gap.until);
    if (!names.insert(manifest.name).second)
      throw Complaints(manifest.file, 0, fmt::format("two candidates of this run are called {}, and would share a folder", manifest.name));
  }
}

}  // namespace

int run(const RunOptions& o) {
  if (!o.rerun_failed.empty()) return rerun_failed(o);
  if (!o.resume.empty()) return resume(o);
  std::vector<candidate::Manifest> manifests;
  for (const auto& name : o.candidates) manifests.push_back(candidate::read_manifest(manifest_file(name)));
  for (const auto& m : manifests)
    if (m.remote) throw Complaints(m.file, 0, "what is `remote` runs elsewhere and is not started here; `gauntlet serve` is for it");
  if (!o.bundle.empty() && (o.candidates.size() > 1 || o.repeat > 1))
    throw Complaints("--bundle", 0, "it is the evidence of one run; one candidate and no --repeat were expected (`gauntlet bundle` packs any run's folder)");
  if (o.certified) check_certified(o);
  const auto selected = select(o.selection);
  if (!o.declaration.empty()) judge::parse_declaration(o.declaration, read_file(o.declaration));
  check(o, manifests, selected);
  if (selected.chosen.empty()) {
    fmt::print(stderr, "gauntlet: no scenario fits; `gauntlet list` shows what there is\n");
    return nothing_selected;
  }
  if (o.dry_run) {
    for (const auto& s : selected.chosen) fmt::print("{}\n", s.id);
    return conformant;
  }
  return play(o, manifests, selected);
}

}  // namespace gauntlet::cli
