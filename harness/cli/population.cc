// population: how mail fares with every defence in a population of domains, in peace and under attack. See harness/population.
#include <chrono>
#include <filesystem>

#include <fmt/format.h>
#include <sys/resource.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "harness/cli/commands.h"
#include "harness/cli/places.h"
#include "harness/cli/village.h"
#include "harness/desk/desk.h"
#include "harness/population/print.h"
#include "harness/population/sweep.h"
#include "harness/report/print.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr auto counts_file = "population.json";

template <typename Rows>
std::string names_of(const Rows& rows) {
  std::string out;
  for (const auto& row : rows) out += (out.empty() ? "" : ", ") + std::string(row.name);
  return out;
}

population::Task task_of(const PopulationOptions& o) {
  population::Task task{.seed = o.seed, .domains = o.domains, .from = 0, .to = o.domains, .attacks = {}, .defences = {}};
  if (o.shard) std::tie(task.from, task.to) = population::part_of(o.domains, o.shard->index, o.shard->count);
  if (task.from == task.to) throw Complaints("--shard", 0, fmt::format("there are no domains in this part of {}", o.domains));
  for (const auto& name : o.attacks) {
    const int row = population::attack_named(name);
    if (row < 0) throw Complaints("--attack", 0, fmt::format("\"{}\" is no attack; there are {}", name, names_of(population::attacks())));
    task.attacks.push_back(static_cast<std::size_t>(row));
  }
  for (std::size_t i = 0; o.attacks.empty() && i < population::attacks().size(); ++i) task.attacks.push_back(i);
  for (const auto& name : o.defences) {
    const auto* defence = sender::defence_named(name);
    if (!defence) throw Complaints("--defence", 0, fmt::format("\"{}\" is no defence; there are {}", name, names_of(sender::defences())));
    task.defences.push_back(defence);
  }
  if (o.defences.empty())
    for (const auto& defence : sender::defences()) task.defences.push_back(&defence);
  return task;
}

void write(const std::string& out, const population::Counts& counts) {
  desk::write_whole(out + "/" + counts_file, json::serialize(population::to_json(counts)) + "\n");
  desk::write_whole(out + "/population.md", population::tables(counts, population::Look::markdown));
}

void show(const population::Counts& counts, bool as_json, bool quiet) {
  if (as_json) report::print(stdout, json::serialize(population::to_json(counts)) + "\n");
  else if (!quiet) report::print(stdout, population::tables(counts, population::Look::terminal));
}

void sweep_all(const PopulationOptions& o, const population::Profile& profile, const population::Table& table,
               const population::Task& task) {
  for (const auto& name : o.sweeps) {
    const auto* sweep = population::sweep_named(name);
    if (!sweep) throw Complaints("--sweep", 0, fmt::format("\"{}\" is no sweep; there are {}", name, names_of(population::sweeps())));
    const auto swept = population::sweep(*sweep, profile, table, task);
    json::array points;
    for (std::size_t i = 0; i < swept.counts.size(); ++i)
      points.push_back(json::object{{"at", sweep->at[i]}, {"counts", population::to_json(swept.counts[i])}});
    const json::object told{{"sweep", name}, {"x", std::string(sweep->x)}, {"points", points}};
    desk::write_whole(fmt::format("{}/sweep-{}.json", o.out, name), json::serialize(told) + "\n");
    for (const auto* what : {"read", "lost", "delayed"})
      desk::write_whole(fmt::format("{}/sweep-{}-{}.svg", o.out, name, what), population::svg(population::chart_of(swept, what)));
  }
}

/// MiB, the most that this process ever had.
double peak_memory() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace

int population(const PopulationOptions& o) {
  const auto profile = population::read_profile(population_file(o.profile));
  const auto task = task_of(o);
  const auto began = std::chrono::steady_clock::now();
  const population::Table table;
  auto counts = population::reckon(profile, table, task);
  counts.version = desk::this_harness().version;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  write(o.out, counts);
  show(counts, o.json, o.quiet);
  if (!o.quiet && !o.json)
    fmt::print(stderr, "{} domains, {} defences, {} attacks: {:.2f} s, {:.0f} MiB at most\n", task.to - task.from, task.defences.size(),
               task.attacks.size(), seconds, peak_memory());
  sweep_all(o, profile, table, task);
  return o.real ? village(profile, task, {.out = o.out, .resolver = o.resolver, .quiet = o.quiet}) : conformant;
}

bool is_population(const std::string& folder) { return fs::exists(folder + "/" + counts_file); }

int merge_populations(const std::vector<std::string>& parts, const std::string& out, bool quiet) {
  std::vector<population::Part> all;
  for (const auto& folder : parts) {
    const auto file = folder + "/" + counts_file;
    all.push_back({file, population::from_json(file, read_file(file))});
  }
  const auto whole = population::merged(std::move(all));
  write(out, whole);
  show(whole, false, quiet);
  return conformant;
}

}  // namespace gauntlet::cli
