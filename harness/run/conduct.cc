// See conduct.h.
#include "harness/run/conduct.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <deque>
#include <filesystem>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/cores.h"
#include "fixtures/base/text.h"
#include "fixtures/lab/layer.h"
#include "harness/desk/captures.h"
#include "harness/desk/resume.h"
#include "harness/desk/suite.h"
#include "harness/run/folder.h"
#include "harness/run/inner.h"
#include "harness/run/resume.h"

namespace gauntlet::run {
namespace fs = std::filesystem;
namespace {

/// How often a candidate may end by itself before the rest is left: one that always does would be started hundreds of times.
constexpr int most_crashes = 24;

/// What was hindered is played once more, that many plays to a world, and where few are left even so, yet once more by threes.
struct InQuiet {
  size_t in_a_world, most;
};
constexpr InQuiet in_quiet[] = {{12, SIZE_MAX}, {3, 60}};

/// A run under way: its cells, those that are still to be played, and what has been learnt.
class Run {
 public:
  Run(Job& job, Pace& pace, Interrupts& interrupts, asio::any_io_executor ex)
      : job_(job), pace_(pace), interrupts_(interrupts), crew_(ex) {
    facts_.candidate = job.manifest.name;
    facts_.title = job.manifest.title;
    facts_.digest = lab::digest_of(job.manifest);
    facts_.options = job.set;
    facts_.resolver = job.resolver.name;
    facts_.resolver_digest = lab::digest_of(job.resolver);
    facts_.claims = job.manifest.claims_with(job.set);
    facts_.harness = job.harness;
    facts_.started = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
    facts_.reproduce = job.reproduce;
    facts_.declaration = job.declaration;
    facts_.certified = job.certified;
    if (job.shard) facts_.shard = report::Shard{job.shard->index, job.shard->count};
    for (const auto& s : *job.scenarios) facts_.scenarios.push_back(s.id);
    facts_.not_run = job.not_run;
  }

  awaitable<bool> go() {
    const auto began = std::chrono::steady_clock::now();
    begin_all(job_.resume ? go_on() : start());
    facts_.save(job_.folder);  // a run that is killed can be judged, too
    co_await crew_.finish();
    for (const auto& quiet : in_quiet) {
      if (interrupts_.came() || refused_ || !job_.once_more) break;
      once_more(quiet);
      co_await crew_.finish();
    }
    facts_.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    facts_.interrupted = interrupts_.came();
    settle();
    facts_.save(job_.folder);
    co_return !refused_;
  }

 private:
  std::vector<scenario::Scenario> start() {
    facts_.suite = desk::keep_suite(job_.folder, *job_.scenarios, job_.others, job_.suite);
    facts_.suite.changed = desk::is_changed(job_.suite, job_.places.zones);
    return *job_.scenarios;
  }

  std::vector<scenario::Scenario> go_on() {
    const auto desk = desk::open(job_.folder);
    facts_.suite = desk::suite_of(*job_.scenarios, job_.others, job_.suite);
    check_same(desk.facts, facts_, job_.folder);
    const auto left = desk::unfinished(desk);
    facts_ = left.facts;
    desk::remove_captures(job_.folder, left.scenarios);
    for (const auto& cell : facts_.cells) cells_.push_back({.id = cell.id, .scenarios = cell.scenarios});
    auto to_play = *job_.scenarios;
    std::erase_if(to_play, [&](const auto& s) { return !std::ranges::binary_search(left.scenarios, s.id); });
    return to_play;
  }

  /// What was left undecided on a machine that had too much to do is played again when it has little: a few at a time. Nothing that was ruled
  /// on is.
  void once_more(const InQuiet& quiet) {
    const auto ids = desk::hindered(job_.folder);
    if (ids.empty() || ids.size() > quiet.most) return;
    auto to_play = *job_.scenarios;
    std::erase_if(to_play, [&](const auto& s) { return !std::ranges::binary_search(ids, s.id); });
    desk::take_out(facts_.cells, ids);
    std::erase_if(cells_, [&](const auto& cell) { return std::ranges::none_of(facts_.cells, [&](const auto& kept) { return kept.id == cell.id; }); });
    for (auto& cell : plan(to_play, facts_.claims, std::nullopt, quiet.in_a_world)) {
      cell.id = "again." + cell.id;
      begin(std::move(cell));
    }
  }

  /// Cells of an earlier sitting keep their names.
  std::string free_id(const std::string& id) const {
    const auto taken = [&](const std::string& wanted) {
      return fs::exists(desk::cell_folder(job_.folder, wanted)) || std::ranges::any_of(cells_, [&](const auto& cell) { return cell.id == wanted; });
    };
    auto free = id;
    for (int sitting = 2; taken(free); ++sitting) free = fmt::format("{}-{}", id, sitting);
    return free;
  }

  /// Plays at a time in a world, as asked for and as the candidate can take them; 0 = all.
  int jobs() const {
    const int bound = job_.manifest.at_once;
    return job_.jobs && bound ? std::min(job_.jobs, bound) : std::max(job_.jobs, bound);
  }

  size_t plays_in_a_world() const {
    if (job_.jobs || !job_.manifest.at_once) return job_.plays_in_a_world;
    return std::min(job_.plays_in_a_world, turns_in_a_world * static_cast<size_t>(job_.manifest.at_once));
  }

  void begin_all(const std::vector<scenario::Scenario>& to_play) {
    for (auto& cell : plan(to_play, facts_.claims, job_.shuffle ? std::optional(job_.seed) : std::nullopt, plays_in_a_world()))
      begin(std::move(cell));
  }

  void begin(Cell cell) {
    cell.id = free_id(cell.id);
    cells_.push_back(std::move(cell));
    facts_.cells.push_back({.id = cells_.back().id, .ground = name(cells_.back().ground)});
    facts_.cells.back().seed = job_.seed;
    facts_.cells.back().scenarios = cells_.back().scenarios;
    crew_.start(one(cells_.size() - 1));
  }

  /// A cell is busy until half of its plays have ended: what is left waits more than it does. A single play is no burden.
  awaitable<void> one(size_t index) {
    const size_t plays = cells_[index].scenarios.size();
    // (In this order: who waits for its beginning keeps no place from those that are no burden, nor they from it.)
    Gate::Place busy, small;
    if (plays > 3 && (!jobs() || jobs() > 3)) busy = co_await pace_.busy.enter();
    else small = co_await pace_.small.enter();
    const auto place = co_await pace_.all.enter();
    if (interrupts_.came() || refused_) co_return;
    size_t left = plays / 2;
    auto order = order_of(cells_[index]);
    auto left_behind = co_await carry_out(std::move(order), interrupts_, [&](const News& news) {
      if (news.what == "ends" && left && --left == 0) busy.leave();
      if (job_.heard) job_.heard(news);
    }, job_.tube);
    note(index, left_behind);
  }

  Order order_of(const Cell& cell) const {
    Order order;
    order.cell = cell.id;
    order.folder = fs::absolute(desk::cell_folder(job_.folder, cell.id)).string();
    order.root = fs::absolute(job_.folder + "/scenarios").string();
    for (const auto& id : cell.scenarios)
      order.scenarios.push_back({id, fs::absolute(desk::scenario_file(job_.folder, id)).string(), origin(id), case_of(id)});
    order.operator_name = job_.operator_name;
    order.paused = job_.paused && job_.paused();
    order.manifest = fs::absolute(job_.manifest.file).string();
    order.options = job_.set;
    order.resolver = fs::absolute(job_.resolver.file).string();
    order.places = job_.places;
    order.door = job_.door;
    order.authorities = job_.authorities.empty() ? "" : fs::absolute(job_.authorities).string();
    order.delegated = job_.delegated;
    order.delegated_key = job_.delegated_key.empty() ? "" : fs::absolute(job_.delegated_key).string();
    order.seed = job_.seed;
    order.jobs = jobs();
    order.capture = job_.capture;
    order.isolation = lab::name(job_.isolation);
    return order;
  }

  std::string case_of(const std::string& id) const {
    const auto found = job_.cases.find(id);
    return found == job_.cases.end() ? "" : found->second;
  }

  std::string origin(const std::string& id) const {
    const auto found = std::find_if(job_.scenarios->begin(), job_.scenarios->end(), [&](const auto& s) { return s.id == id; });
    return found->file;
  }

  void note(size_t index, const Left& left) {
    auto& facts = facts_.cells[index];
    facts.scenarios = cells_[index].scenarios;
    facts.version = left.version;
    facts.resolver = left.resolver;
    facts.resolver_version = left.resolver_version;
    facts.resolver_digest = left.resolver_digest;
    facts.isolation = lab::name(job_.isolation);
    facts.seconds = left.seconds;
    facts.faults = left.faults;
    desk::seal(job_.folder, facts);
    if (facts_.version.empty()) facts_.version = left.version;
    if (!left.version.empty() && left.version != facts_.version)
      facts_.faults.push_back(fmt::format("the candidate says version {} in {}, and said {} before: these are two candidates",
                                          printable(left.version, 100), cells_[index].id, printable(facts_.version, 100)));
    if (left.status == refused) refused_ = true;
    if (left.crashed) after_crash(index, left);
    know_gaps();
    facts_.save(job_.folder);
  }

  /// The candidate ended by itself. Whose play that was is found out by playing again, in fresh worlds, what had not ended:
  /// halves of it, down to single plays; the others thereby get their verdict after all.
  void after_crash(size_t index, const Left& left) {
    const Cell crashed = cells_[index];
    if (left.broken.empty()) {
      facts_.faults.push_back(fmt::format("{}: {} while no play was under way, so that nothing was ruled on it", crashed.id, left.crash));
      return;
    }
    auto again = split(crashed, left.broken);
    if (again.empty()) {
      found_ += crashed.ground != Ground::shared;
      return;
    }
    ++crashes_;
    if (crashes_ > most_crashes) {
      facts_.faults.push_back(fmt::format("the candidate kept ending by itself ({} times); {} scenarios were given up", crashes_,
                                          left.broken.size()));
      return;
    }
    // What is played again counts there, not here.
    auto& kept = facts_.cells[index].scenarios;
    std::erase_if(kept, [&](const auto& id) { return std::find(left.broken.begin(), left.broken.end(), id) != left.broken.end(); });
    for (auto& cell : again) begin(std::move(cell));
  }

  void settle() {
    if (crashes_ && !found_ && !interrupts_.came())
      facts_.faults.push_back("the candidate ended by itself while several plays went on, and does not do it with any one of them alone");
    know_gaps();
  }

  /// Those whose condition holds, as far as the version is known.
  void know_gaps() {
    facts_.known.clear();
    for (const auto& gap : job_.manifest.known)
      if (facts_.version.starts_with(gap.versions) && !gap.expired(facts_.started))
        facts_.known.push_back({gap.scenario, gap.reason, gap.link, gap.until});
  }

  Job& job_;
  Pace& pace_;
  Interrupts& interrupts_;
  Crew crew_;
  desk::RunFacts facts_;
  std::vector<Cell> cells_;  ///< in step with facts_.cells
  int crashes_ = 0, found_ = 0;
  bool refused_ = false;
};

}  // namespace

/// (With fewer than ten a core, small cells are still waiting for each other when the large ones have long ended.)
Pace pace_of_a_run(asio::any_io_executor ex, int jobs) { return {ex, jobs > 0 ? 1 : 10 * cores(), 1}; }

awaitable<bool> conduct(Job job, Pace& pace, Interrupts& interrupts) {
  const auto folder = job.resume ? Folder::reopen(job.folder) : Folder::claim(job.folder);
  Run run(job, pace, interrupts, co_await asio::this_coro::executor);
  co_return co_await run.go();
}

awaitable<lab::Isolation> choose_isolation(const candidate::Manifest& manifest, std::string wanted) {
  if (!wanted.empty()) lab::isolation_named(wanted);
  const auto probes = co_await lab::probe();
  for (const auto& probe : probes) {
    if (!wanted.empty() && lab::name(probe.rung) != wanted) continue;
    if (!probe.works) continue;
    if (probe.rung == lab::Isolation::single && !manifest.single_id) continue;
    co_return probe.rung;
  }
  throw NoIsolation(fmt::format("this machine grants no isolation that {} can run in; `gauntlet doctor` says what is missing",
                                manifest.name));
}

}  // namespace gauntlet::run
