// bench: how fast, in figures that are ratios of one run where they can be.
#include <filesystem>
#include <unistd.h>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "harness/cli/conduct.h"
#include "harness/cli/places.h"
#include "harness/cli/wait.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

struct Bench {
  candidate::Manifest manifest;
  lab::Isolation isolation = lab::Isolation::root;
  fs::path folder;

  /// What an inner process of this purpose prints: one JSON line.
  awaitable<json::object> inner(std::string purpose, int domains, Interrupts& interrupts) const {
    run::Order order;
    order.purpose = purpose;
    order.domains = domains;
    order.scenarios = scenarios_folder();
    order.manifest = fs::absolute(manifest.file).string();
    order.ground = fs::absolute(ground_folder()).string();
    order.programs = program_folder();
    order.isolation = isolation;
    order.record = (folder / (purpose + ".jsonl")).string();
    order.evidence = (folder / "evidence").string();
    const std::string output = (folder / fmt::format("{}-{}.out", purpose, domains)).string();
    const int status = co_await run_inner(order, isolation, interrupts, output);
    const auto text = read_file(output);
    if (status != conformant) throw Fault(fmt::format("measuring {} over {} domains ended with status {}: {}", purpose, domains, status, text));
    co_return json::parse(text).as_object();
  }
};

awaitable<int> measure_all(const std::vector<int>& domains, candidate::Manifest manifest, const Selected& selected, bool as_json) {
  Interrupts interrupts(co_await asio::this_coro::executor);
  Bench bench;
  bench.manifest = manifest;
  bench.isolation = co_await choose_isolation(manifest, "");
  bench.folder = fs::temp_directory_path() / fmt::format("gauntlet-bench-{}", ::getpid());
  fs::create_directories(bench.folder);
  json::object told;
  json::array worlds;
  for (int n : domains) {
    auto one = co_await bench.inner("raise", n, interrupts);
    if (!as_json)
      fmt::print("world up, {:>5} signed domains with TLSA   {:>7.3f} s   {:>6.1f} MiB\n", n, one["seconds"].to_number<double>(), one["mib"].to_number<double>());
    std::fflush(stdout);
    worlds.push_back(one);
  }
  told["worlds"] = worlds;
  Job job;
  job.manifest = manifest;
  job.folder = (bench.folder / manifest.name).string();
  job.selected = &selected;
  job.isolation = bench.isolation;
  co_await conduct(job, interrupts);
  const auto events = record::read_record(job.folder + "/record.jsonl");
  int messages = 0;
  double first = -1, last = 0;
  for (const auto& e : events) {
    if (e.what == "submit" && !e.tag.empty() && e.tag != "bystander") ++messages;
    if (e.what == "candidate.ready" && first < 0) first = e.t;
    if (e.what == "play.end") last = e.t;
  }
  auto sink = co_await bench.inner("sink", messages, interrupts);
  const double suite = last - first, bare = sink["seconds"].to_number<double>();
  told["candidate"] = manifest.name;
  told["messages"] = messages;
  told["suite_seconds"] = suite;
  told["sink_seconds"] = bare;
  told["ratio"] = suite / bare;
  if (as_json) fmt::print("{}\n", json::serialize(told));
  else
    fmt::print("suite on {}: {} messages in {:.2f} s from ready to the last verdict; the same number into a bare sink {:.2f} s; ratio {:.2f}\n",
               manifest.name, messages, suite, bare, suite / bare);
  fs::remove_all(bench.folder);
  interrupts.stop();
  co_return conformant;
}

}  // namespace

int bench(const std::vector<int>& domains, const std::string& candidate, bool as_json) {
  const auto manifest = candidate::read_manifest(manifest_file(candidate));
  const auto selected = select({});
  const std::vector<int> sizes = domains.empty() ? std::vector<int>{100, 500, 5000} : domains;
  return wait_for(measure_all(sizes, manifest, selected, as_json));
}

}  // namespace gauntlet::cli
