// up: a world that keeps standing, with a shell in the candidate's room, for a person who wants to look. candidates check: a small one, in
// which a manifest is tried step by step.
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/cli/places.h"
#include "harness/cli/select.h"
#include "harness/cli/wait.h"
#include "harness/desk/desk.h"
#include "harness/desk/suite.h"
#include "harness/run/conduct.h"
#include "harness/run/names.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;

namespace {

awaitable<int> stand(const char* purpose, const candidate::Manifest& manifest, const dns::Product& resolver, const Selected& selected,
                     std::string isolation) {
  run::Order order;
  order.cell = "up";
  order.purpose = purpose;
  order.manifest = fs::absolute(manifest.file).string();
  order.resolver = fs::absolute(resolver.file).string();
  order.places = places();
  order.isolation = lab::name(co_await run::choose_isolation(manifest, isolation));
  order.folder = (fs::temp_directory_path() / fmt::format("gauntlet-up-{}", ::getpid())).string();
  order.seed = run::any_seed();
  const std::string folder = order.folder;
  order.root = folder + "/scenarios";
  for (const auto& s : selected.chosen) {
    order.scenarios.push_back({s.id, desk::scenario_file(folder, s.id), s.file});
    desk::write_whole(order.scenarios.back().file, s.text);
  }
  const int status = co_await run::carry_out_here(order);
  fs::remove_all(folder);
  co_return status;
}

}  // namespace

int up(const std::string& name, const Selection& selection, const std::string& isolation, const std::string& resolver) {
  const auto manifest = candidate::read_manifest(manifest_file(name));
  const auto selected = select(selection);
  return wait_for(stand("shell", manifest, resolver_named(resolver), selected, isolation));
}

int check_candidate(const std::string& name, const std::string& isolation, const std::string& resolver) {
  const auto manifest = candidate::read_manifest(manifest_file(name));
  if (manifest.remote) throw Complaints(manifest.file, 0, "what is `remote` runs elsewhere and is not started here; `gauntlet serve` is for it");
  fmt::print("{:<9} {:<5}  {}\n", "manifest", "ok", manifest.title);
  if (const auto lack = candidate::missing(manifest); !lack.empty()) {
    fmt::print("{:<9} {:<5}  {}\n", "files", "FAILS", lack);
    return violated;
  }
  std::fflush(stdout);
  const int status = wait_for(stand("check", manifest, resolver_named(resolver), Selected(), isolation));
  fmt::print("\n{}", status == conformant ? fmt::format("It can be played: gauntlet run {} --filter 'control/*'\n", name)
                     : status == violated ? "What FAILS is to be mended first; what has a - can be done without.\n" : "");
  return status;
}

}  // namespace gauntlet::cli
