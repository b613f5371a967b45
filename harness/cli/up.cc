// up: a world that keeps standing, with a shell in the candidate's room, for a person who wants to look.
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

#include "harness/cli/places.h"
#include "harness/cli/select.h"
#include "harness/cli/wait.h"
#include "harness/run/conduct.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;

namespace {

awaitable<int> stand(const candidate::Manifest& manifest, const dns::Product& resolver, const Selected& selected, std::string isolation) {
  run::Order order;
  order.cell = "up";
  order.purpose = "shell";
  order.root = fs::absolute(scenarios_folder()).string();
  for (const auto& s : selected.chosen) order.scenarios.push_back({s.id, fs::absolute(s.file).string(), s.file});
  order.manifest = fs::absolute(manifest.file).string();
  order.resolver = fs::absolute(resolver.file).string();
  order.places = places();
  order.isolation = lab::name(co_await run::choose_isolation(manifest, isolation));
  order.folder = (fs::temp_directory_path() / fmt::format("gauntlet-up-{}", ::getpid())).string();
  const std::string folder = order.folder;
  const int status = co_await run::carry_out_here(order);
  fs::remove_all(folder);
  co_return status;
}

}  // namespace

int up(const std::string& name, const Selection& selection, const std::string& isolation, const std::string& resolver) {
  const auto manifest = candidate::read_manifest(manifest_file(name));
  const auto selected = select(selection);
  return wait_for(stand(manifest, resolver_named(resolver), selected, isolation));
}

}  // namespace gauntlet::cli
