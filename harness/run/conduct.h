// One run from outside: a candidate in one manner, some scenarios, one folder. Its cells are played side by side, as
// many at a time as the machine bears, and what must be remembered for the judge is written down. Knows nothing of terminals.
#pragma once
#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "fixtures/base/fault.h"
#include "fixtures/dns/product.h"
#include "fixtures/lab/door.h"
#include "harness/candidate/manifest.h"
#include "harness/desk/facts.h"
#include "harness/desk/suite.h"
#include "harness/run/cell.h"
#include "harness/run/crew.h"
#include "harness/run/plan.h"
#include "harness/run/word.h"

namespace gauntlet::run {

/// How many cells go on at a time. A cell costs the machine its work in the beginning; later it waits for what a
/// candidate takes its time for, or a broken one never does. So few may be in their beginning, and many in all.
/// Cells of a few plays do little but wait; they go on beside the large ones, whose way they must not bar: half of all.
struct Pace {
  Gate all, busy, small;
  Pace(asio::any_io_executor ex, int in_all, int beginning) : all(ex, in_all), busy(ex, beginning), small(ex, std::max(1, in_all / 2)) {}
};

/// The pace of runs that go on side by side. Where the plays in a world are bounded (`jobs`; 0 = they are not), one world after the other.
Pace pace_of_a_run(asio::any_io_executor, int jobs = 0);

struct Job {
  candidate::Manifest manifest;
  std::map<std::string, std::string> set;
  dns::Product resolver;
  std::string folder;  ///< DIR/<candidate>
  const std::vector<scenario::Scenario>* scenarios = nullptr;
  desk::Sums others;                    ///< the suite's other scenarios: they count in its hash
  std::vector<report::NotRun> not_run;  ///< why those are left out
  std::optional<Shard> shard;
  std::string declaration;  ///< the text of a declaration (judge/declaration.h); "" = none
  std::string suite;  ///< folder with scenarios, clauses/ and profiles/
  report::Harness harness;
  Places places;
  lab::Isolation isolation = lab::Isolation::root;
  lab::Door door;  ///< for a candidate that runs elsewhere
  std::string authorities;  ///< as in Order
  std::string delegated, delegated_key;  ///< as in Order
  int jobs = 0;  ///< plays at a time in a cell; 0 = all
  size_t plays_in_a_world = most_in_a_world;
  std::uint32_t seed = 0;  ///< of the names and of the order
  bool shuffle = false;    ///< begin the plays in a random order
  bool capture = false;    ///< keep what goes over the wire, a file a scenario
  bool once_more = true;   ///< what the machine was too busy for is played again at the end
  bool certified = false;  ///< played by the rules for claims (--certified)
  std::string reproduce;  ///< the command up to its --filter
  bool resume = false;    ///< the folder holds a run that was stopped: go on with it (resume.h)
  std::map<std::string, std::string> cases;  ///< of scenarios: how an authority numbers them ("C-07"), for Subjects
  std::string operator_name;                 ///< who sits at it; "" = nobody
  std::function<bool()> paused;              ///< whether he wants a world that is raised now to wait; empty = never
  Tube* tube = nullptr;                      ///< by which he speaks to the cell that stands; one at a time
  std::function<void(const News&)> heard;
};

/// Plays everything; leaves run.json, the suite's texts and the cells in the folder. False when a cell refused
/// what was asked of it (it has said why on stderr). Throws Complaints when the folder cannot be had, Fault when nothing could be
/// played at all; a breakdown in a cell stands in run.json.
awaitable<bool> conduct(Job job, Pace& pace, Interrupts& interrupts);

/// This machine grants nothing that the candidate could run in.
class NoIsolation final : public Fault {
  using Fault::Fault;
};
/// The strongest rung that works and suffices for the manifest; `wanted` (a name, "" = any) names one. Throws NoIsolation,
/// and Fault when there is no such rung.
awaitable<lab::Isolation> choose_isolation(const candidate::Manifest&, std::string wanted);

}  // namespace gauntlet::run
