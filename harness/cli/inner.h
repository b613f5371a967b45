// What the inner process holds: the record, the world and the candidate in it.
#pragma once
#include <memory>
#include <set>
#include <string>

#include "fixtures/lab/network.h"
#include "fixtures/record/log.h"
#include "fixtures/world/world.h"
#include "harness/candidate/candidate.h"
#include "harness/judge/play.h"
#include "harness/report/progress.h"
#include "harness/run/order.h"

namespace gauntlet::cli {

struct Inner {
  Inner(asio::io_context& io, const run::Order& order);

  awaitable<void> raise(std::vector<world::Plot> plots, bool with_candidate);
  candidate::Setting setting() const;

  const run::Order& order;
  asio::any_io_executor ex;
  record::Log log;
  std::string folder;  ///< the world's own file system
  std::unique_ptr<world::World> world;
  std::unique_ptr<lab::Alarms> alarms;
  std::unique_ptr<candidate::Candidate> candidate;
};

/// Tells a person how far it is: a line a scenario, and on a terminal a status line below.
class Progress {
 public:
  Progress(const run::Order& order, const std::vector<scenario::Scenario>& scenarios);
  void begins(const std::string& id);
  void ends(const scenario::Scenario&, const judge::Play&, const candidate::Manifest&);
  void close();  ///< takes the status line away

 private:
  void status();

  const run::Order& order_;
  report::Progress state_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace gauntlet::cli
