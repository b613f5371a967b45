// One run against one candidate, from outside: its worlds one after the other, each in namespaces of its own,
// and what must be remembered for the judge. Knows nothing of terminals.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "fixtures/base/fault.h"
#include "fixtures/lab/isolation.h"
#include "harness/candidate/manifest.h"
#include "harness/cli/commands.h"
#include "harness/cli/select.h"
#include "harness/desk/desk.h"
#include "harness/run/order.h"

namespace gauntlet::cli {

struct Job {
  candidate::Manifest manifest;
  std::map<std::string, std::string> set;
  std::string folder;  ///< DIR/<candidate>; emptied first
  const Selected* selected = nullptr;
  lab::Isolation isolation = lab::Isolation::root;
  int jobs = 0;
  unsigned shuffle = 0;
  bool progress = false, tty = false, colour = false;
  std::string reproduce;  ///< the command up to its --filter
  std::function<void()> on_play_end;  ///< called as each play ends, where set
};

/// What ends the runs of this process early: Ctrl-C.
class Interrupts {
 public:
  explicit Interrupts(asio::any_io_executor ex);
  bool came() const { return came_; }
  /// Closes this descriptor when an interrupt comes: a world's lifeline.
  void cut(int fd) { lifelines_.push_back(fd); }
  void forget(int fd) { std::erase(lifelines_, fd); }
  void stop() { signals_.cancel(); }

 private:
  asio::signal_set signals_;
  std::vector<int> lifelines_;
  bool came_ = false;
};

/// Plays everything; leaves record, run.json, the scenarios and the candidate's evidence in the folder.
/// Returns `conformant`, `usage` when a world refused what was asked of it (it has said why on stderr), `broken` when
/// one could not be played (its reason stands in run.json).
awaitable<Exit> conduct(Job job, Interrupts& interrupts);

/// Runs an inner process to its end; returns its exit status.
awaitable<int> run_inner(run::Order order, lab::Isolation isolation, Interrupts& interrupts,
                         const std::string& output = "", std::function<void()> on_play_end = {});

/// The strongest rung that works and suffices for the manifest; throws NoIsolation.
class NoIsolation final : public Fault {
  using Fault::Fault;
};
awaitable<lab::Isolation> choose_isolation(const candidate::Manifest&, std::string wanted);

}  // namespace gauntlet::cli
