// faults: the suite over every fault of the reference sender. It judges the suite, not a candidate: a scenario
// that no fault fails proves nothing, a fault that no scenario catches is a hole.
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/sender/faults.h"
#include "harness/cli/conduct.h"
#include "harness/cli/places.h"
#include "harness/cli/wait.h"
#include "harness/run/stage.h"

namespace gauntlet::cli {
namespace json = boost::json;

namespace {

/// Verdict per scenario, with one fault; "" is the faultless sender.
using Column = std::map<std::string, report::Verdict>;

struct Table {
  std::map<std::string, Column> columns;
  std::vector<std::string> broken;  ///< faults whose run had an error

  bool catches(const std::string& fault, const std::string& scenario) const {
    const auto& column = columns.at(fault);
    const auto found = column.find(scenario);
    return found != column.end() && (found->second == report::Verdict::fail || found->second == report::Verdict::warning);
  }
};

/// How many runs go on at a time. A run costs the machine its work in the beginning; later it waits for what a
/// broken sender never does. So few may be in their beginning, and many in all.
struct Pace {
  run::Gate all, busy;
  Pace(asio::any_io_executor ex, int parallel) : all(ex, parallel), busy(ex, 3 * cores()) {}
  static int cores() { return static_cast<int>(std::max(1u, std::thread::hardware_concurrency())); }
};

/// A place among the busy, given up when most plays have ended.
class Busy {
 public:
  Busy(run::Gate& gate, size_t plays) : gate_(gate), left_(plays * 4 / 5) {}
  ~Busy() { leave(); }
  Busy(const Busy&) = delete;
  void play_ended() {
    if (left_ && --left_ == 0) leave();
  }

 private:
  void leave() {
    if (std::exchange(inside_, false)) gate_.leave();
  }
  run::Gate& gate_;
  size_t left_;
  bool inside_ = true;
};

awaitable<void> one(const FaultOptions& o, const Selected& selected, lab::Isolation isolation, std::string fault,
                    Interrupts& interrupts, Table& table, Pace& pace, size_t& left, Signal& done) {
  co_await pace.all.enter();
  co_await pace.busy.enter();
  Busy busy(pace.busy, selected.chosen.size());
  if (!interrupts.came()) {
    Job job;
    job.manifest = candidate::read_manifest(manifest_file("reference"));
    job.folder = o.out + "/" + (fault.empty() ? "faultless" : fault);
    if (!fault.empty()) job.set["faults"] = "--fault " + fault;
    job.selected = &selected;
    job.isolation = isolation;
    job.reproduce = fmt::format("gauntlet run reference --set 'faults=--fault {}'", fault);
    job.on_play_end = [&busy] { busy.play_ended(); };
    co_await conduct(job, interrupts);
    const auto desk = desk::open(job.folder);
    const auto results = desk::adjudicate(desk);
    desk::write_reports(desk, results, false);
    for (const auto& s : results.scenarios) table.columns[fault][s.id] = s.verdict;
    if (results.counts[report::Verdict::error]) table.broken.push_back(fault);
    size_t caught = 0;
    for (const auto& s : results.scenarios) caught += table.catches(fault, s.id);
    fmt::print(stderr, "{:<36} {:>4} of {} scenarios object, {:.1f} s\n", fault.empty() ? "(faultless)" : fault, caught,
               results.scenarios.size(), results.seconds);
  }
  pace.all.leave();
  --left;
  done.notify();
}

/// The bluntest, which the table begins with, wait longest; then those at its end. They begin, so that nobody
/// waits for them in the end.
std::vector<std::string> longest_first(std::vector<std::string> names) {
  const size_t blunt = std::min<size_t>(names.size(), 4);
  std::reverse(names.begin() + static_cast<std::ptrdiff_t>(blunt), names.end());
  return names;
}

awaitable<Table> measure_all(const FaultOptions& o, const Selected& selected, std::vector<std::string> names, bool& interrupted_) {
  auto ex = co_await asio::this_coro::executor;
  Interrupts interrupts(ex);
  const auto isolation = co_await choose_isolation(candidate::read_manifest(manifest_file("reference")), "");
  Pace pace(ex, o.parallel ? o.parallel : 12 * Pace::cores());
  Signal done(ex);
  Table table;
  size_t left = names.size();
  std::exception_ptr failure;
  for (const auto& name : longest_first(names))
    asio::co_spawn(ex, one(o, selected, isolation, name, interrupts, table, pace, left, done), [&](std::exception_ptr e) {
      if (!e) return;
      failure = e;
      left = 0;
      done.notify();
    });
  while (left) co_await done.wait();
  if (failure) std::rethrow_exception(failure);
  interrupted_ = interrupts.came();
  interrupts.stop();
  co_return table;
}

std::vector<std::string> caught_by(const Table& table, const Selected& selected, const std::string& fault) {
  std::vector<std::string> ids;
  for (const auto& s : selected.chosen)
    if (table.catches(fault, s.id)) ids.push_back(s.id);
  return ids;
}

std::vector<std::string> catches(const Table& table, const std::vector<std::string>& names, const std::string& scenario) {
  std::vector<std::string> faults;
  for (const auto& fault : names)
    if (!fault.empty() && table.catches(fault, scenario)) faults.push_back(fault);
  return faults;
}

void print_json(const Table& table, const Selected& selected, const std::vector<std::string>& names) {
  json::array faults, scenarios;
  for (const auto& name : names) {
    if (name.empty()) continue;
    json::object o;
    o["name"] = name;
    o["caught_by"] = json::value_from(caught_by(table, selected, name));
    faults.push_back(o);
  }
  for (const auto& s : selected.chosen) {
    json::object o;
    o["id"] = s.id;
    o["catches"] = json::value_from(catches(table, names, s.id));
    scenarios.push_back(o);
  }
  json::object o;
  o["faults"] = faults;
  o["scenarios"] = scenarios;
  fmt::print("{}\n", json::serialize(o));
}

void print_text(const Table& table, const Selected& selected, const std::vector<std::string>& names) {
  fmt::print("Faults and the scenarios that catch them\n\n");
  for (const auto& name : names)
    if (!name.empty()) fmt::print("{:<36} {}\n", name, fmt::join(caught_by(table, selected, name), " "));
  fmt::print("\nScenarios and the faults that they catch\n\n");
  for (const auto& s : selected.chosen) fmt::print("{:<48} {}\n", s.id, fmt::join(catches(table, names, s.id), " "));
}

/// No scenario may be passed by all three of the bluntest senders (design 1.5).
std::vector<std::string> vacuous(const Table& table, const Selected& selected) {
  std::vector<std::string> ids;
  for (const auto& s : selected.chosen) {
    bool all = true;
    for (const char* blunt : {"never-sends", "refuses-all-tls", "ignores-every-policy"}) {
      const auto column = table.columns.find(blunt);
      if (column == table.columns.end()) return {};
      all = all && column->second.contains(s.id) && column->second.at(s.id) == report::Verdict::pass;
    }
    if (all) ids.push_back(s.id);
  }
  return ids;
}

bool summarise(const Table& table, const Selected& selected, const std::vector<std::string>& names, bool whole) {
  size_t uncaught = 0, toothless = 0, impure = 0;
  const auto complain = [](const std::string& what) { fmt::print(stderr, "{}\n", what); };
  for (const auto& name : names)
    if (!name.empty() && caught_by(table, selected, name).empty()) ++uncaught, complain("not caught: " + name);
  for (const auto& s : selected.chosen)
    if (catches(table, names, s.id).empty()) ++toothless, complain("catches nothing: " + s.id);
  for (const auto& [id, verdict] : table.columns.at(""))
    if (verdict != report::Verdict::pass) ++impure, complain(fmt::format("the faultless sender gets {} in {}", report::name(verdict), id));
  const auto empty = vacuous(table, selected);
  for (const auto& id : empty) complain("passed by all three blunt senders: " + id);
  for (const auto& name : table.broken) complain("the run broke with " + name);
  fmt::print(stderr, "{} of {} faults caught, {} of {} scenarios catch at least one, {} not passed by the faultless sender, {} passed by all blunt ones\n",
             names.size() - 1 - uncaught, names.size() - 1, selected.chosen.size() - toothless, selected.chosen.size(), impure, empty.size());
  return !uncaught && (!whole || !toothless) && !impure && empty.empty() && table.broken.empty();
}

}  // namespace

int faults(const FaultOptions& o) {
  const auto selected = select(o.selection);
  if (selected.chosen.empty()) return nothing_selected;
  std::vector<std::string> names = {""};
  for (const auto& fault : sender::fault_table())
    if (o.faults.empty() || std::find(o.faults.begin(), o.faults.end(), fault.name) != o.faults.end())
      names.emplace_back(fault.name);
  for (const auto& wanted : o.faults)
    if (!sender::find_fault(wanted)) throw Complaints("--fault", 0, fmt::format("\"{}\" is unknown; `gauntlet list faults` shows what there is", wanted));
  bool stopped = false;
  try {
    const auto table = wait_for(measure_all(o, selected, names, stopped));
    if (stopped) return interrupted;
    o.json ? print_json(table, selected, names) : print_text(table, selected, names);
    return summarise(table, selected, names, o.faults.empty()) ? conformant : violated;
  } catch (const NoIsolation& none) {
    fmt::print(stderr, "gauntlet: {}\n", none.what());
    return no_isolation;
  }
}

}  // namespace gauntlet::cli
