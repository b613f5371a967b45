// See village.h.
#include "harness/cli/village.h"

#include <chrono>
#include <set>

#include <fmt/format.h>

#include "harness/cli/commands.h"
#include "harness/cli/folders.h"
#include "harness/cli/places.h"
#include "harness/cli/wait.h"
#include "harness/desk/desk.h"
#include "harness/population/village.h"
#include "harness/run/conduct.h"
#include "harness/run/plan.h"
#include "harness/scenario/reader.h"

namespace gauntlet::cli {
namespace json = boost::json;
using population::Fate;
using sender::Strategy;

namespace {

using Fates = std::vector<std::vector<Fate>>;

/// The domains as they are played, and what came of them.
class Village {
 public:
  Village(const population::Profile& profile, const population::Task& task, const VillageOptions& options)
      : task_(task), options_(options) {
    for (auto i = task.from; i < task.to; ++i) {
      shapes_.push_back(population::draw(profile, task.seed, i).shape);
      const auto id = population::id_of(i);
      scenarios_.push_back(scenario::parse_scenario(id, id, population::scenario_of(i, shapes_.back(), sequence_)));
    }
  }

  awaitable<int> play() {
    run::Interrupts interrupts(co_await asio::this_coro::executor);
    run::Pace pace(co_await asio::this_coro::executor, 1, 1);
    std::set<Strategy> strategies;
    for (const auto* d : task_.defences)
      if (d->strategy != Strategy::never) strategies.insert(d->strategy);
    for (const auto strategy : strategies) {
      if (interrupts.came()) co_return interrupted;
      co_await play_one(strategy, pace, interrupts);
    }
    interrupts.stop();
    desk::write_whole(options_.out + "/real.json", json::serialize(told_) + "\n");
    co_return interrupts.came() ? interrupted : broken_ || different_ ? broken : conformant;
  }

 private:
  awaitable<void> play_one(Strategy strategy, run::Pace& pace, run::Interrupts& interrupts) {
    const std::string name(sender::name_of(strategy)), folder = options_.out + "/real/" + name;
    const auto began = std::chrono::steady_clock::now();
    auto job = job_of(name, folder);
    job.isolation = co_await run::choose_isolation(job.manifest, "");
    if (!co_await run::conduct(std::move(job), pace, interrupts)) {
      broken_ = true;
      co_return;
    }
    const auto desk = desk::open(folder);
    broken_ |= tell_faults(name, desk.facts);
    Fates real(scenarios_.size(), std::vector<Fate>(sequence_.size()));
    for (const auto& cell : desk.cells) take(cell, real);
    compare(strategy, real, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  }

  run::Job job_of(const std::string& strategy, const std::string& folder) const {
    run::Job job;
    job.manifest = candidate::read_manifest(manifest_file("reference"));
    // (What is kept is never tried again by itself: an attempt belongs to its step. Between two messages of the engine's lie hours: the five
    // minutes in which a policy that could not be fetched is not asked for again are over.)
    job.set = {{"strategy", strategy}, {"faults", "--retry 1000000 --fault sf-no-pause"}};
    job.resolver = resolver_named(options_.resolver);
    job.folder = folder;
    job.scenarios = &scenarios_;
    job.suite = scenarios_folder();
    job.harness = desk::this_harness();
    job.places = places();
    job.seed = static_cast<std::uint32_t>(task_.seed);
    // (All stand there; of 2,000 that wrote at once the look-ups timed out, and the sender kept what it could have sent.)
    job.plays_in_a_world = scenarios_.size();
    job.jobs = run::most_in_a_world;
    job.reproduce = "gauntlet population";
    return job;
  }

  /// Whoever was played in this cell.
  void take(const judge::Cell& cell, Fates& real) const {
    std::set<std::string> here(cell.scenarios.begin(), cell.scenarios.end());
    const auto fates = population::played(cell.events, scenarios_, sequence_.size());
    for (std::size_t i = 0; i < scenarios_.size(); ++i)
      if (here.contains(scenarios_[i].id)) real[i] = fates[i];
  }

  void compare(Strategy strategy, const Fates& real, double seconds) {
    constexpr int most_named = 40;
    std::vector<population::Tally> tallies(sequence_.size());
    int differ = 0;
    for (std::size_t i = 0; i < real.size(); ++i) {
      const auto reckoned = population::reckoned(shapes_[i], strategy, sequence_);
      for (std::size_t m = 0; m < sequence_.size(); ++m) {
        const Fate& fate = real[i][m];
        tallies[m] += {1, fate.delivered, fate.played && !fate.delivered, 0, fate.read};
        if (fate == reckoned[m] || ++differ > most_named) continue;
        fmt::print(stderr, "domain {}, {}, message {} ({}): played: {}, reckoned: {}\n", task_.from + i, sender::name_of(strategy), m,
                   population::attacks()[sequence_[m]].name, population::described(fate), population::described(reckoned[m]));
      }
    }
    different_ = different_ || differ;
    const auto messages = real.size() * sequence_.size();
    if (!options_.quiet)
      fmt::print("{:<18} {:>7} messages to {} domains played in {:>6.1f} s: {} as reckoned, {} otherwise\n",
                 sender::name_of(strategy), messages, real.size(), seconds, messages - static_cast<std::size_t>(differ), differ);
    note(strategy, tallies, differ, seconds);
  }

  void note(Strategy strategy, const std::vector<population::Tally>& tallies, int differ, double seconds) {
    json::array rows;
    for (std::size_t m = 0; m < sequence_.size(); ++m)
      rows.push_back(json::object{{"attack", std::string(population::attacks()[sequence_[m]].name)}, {"sent", tallies[m].sent},
                                  {"delivered", tallies[m].delivered},
                                  {"kept", tallies[m].delayed}, {"read", tallies[m].read}});
    told_[std::string(sender::name_of(strategy))] = json::object{{"different", differ}, {"seconds", seconds},
                                                                      {"messages", std::move(rows)}};
  }

  const population::Task& task_;
  const VillageOptions& options_;
  const std::vector<std::size_t> sequence_ = population::sequence();
  std::vector<population::Shape> shapes_;
  std::vector<scenario::Scenario> scenarios_;
  json::object told_;
  bool different_ = false;
  bool broken_ = false;  ///< something of ours; it was said on stderr
};

}  // namespace

int village(const population::Profile& profile, const population::Task& task, const VillageOptions& options) {
  Village all(profile, task, options);
  return wait_for(all.play());
}

}  // namespace gauntlet::cli
