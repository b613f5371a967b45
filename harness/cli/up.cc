// up: a world that keeps standing, with a shell in the candidate's room, for a person who wants to look.
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

#include "harness/cli/conduct.h"
#include "harness/cli/places.h"
#include "harness/cli/wait.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;

namespace {

awaitable<int> stand(const candidate::Manifest& manifest, const Selected& selected, std::string isolation) {
  Interrupts interrupts(co_await asio::this_coro::executor);
  run::Order order;
  order.purpose = "shell";
  order.scenarios = fs::absolute(scenarios_folder()).string();
  for (const auto& s : selected.chosen) {
    order.files.push_back(fs::absolute(s.file).string());
    order.origins.push_back(s.file);
  }
  order.manifest = fs::absolute(manifest.file).string();
  order.ground = fs::absolute(ground_folder()).string();
  order.programs = program_folder();
  order.isolation = co_await choose_isolation(manifest, isolation);
  const fs::path record = fs::temp_directory_path() / fmt::format("gauntlet-up-{}.jsonl", ::getpid());
  order.record = record.string();
  order.evidence = record.string() + ".d";
  const int status = co_await run_inner(order, order.isolation, interrupts);
  interrupts.stop();
  fs::remove(record);
  co_return status;
}

}  // namespace

int up(const std::string& name, const Selection& selection, const std::string& isolation) {
  const auto manifest = candidate::read_manifest(manifest_file(name));
  const auto selected = select(selection);
  try {
    return wait_for(stand(manifest, selected, isolation));
  } catch (const NoIsolation& none) {
    fmt::print(stderr, "gauntlet: {}\n", none.what());
    return no_isolation;
  }
}

}  // namespace gauntlet::cli
