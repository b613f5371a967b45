// The inner process: alone in its namespaces, it raises a world, sets the candidate loose in it and does what its
// order says. It writes the record and tells news; the outer process (cell.h) waits and rules.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fixtures/dns/elsewhere.h"
#include "fixtures/lab/alarms.h"
#include "fixtures/lab/door.h"
#include "fixtures/lab/sniffer.h"
#include "fixtures/record/log.h"
#include "fixtures/world/world.h"
#include "harness/candidate/candidate.h"
#include "harness/run/order.h"
#include "harness/run/room_clock.h"

namespace gauntlet::run {

/// How an inner process ends. `lacking`: a candidate under `check` did not do what it must; `refused`: what was asked for cannot stand in a world (said on stderr).
enum Ending { played = 0, lacking = 1, refused = 2, broken = 3, interrupted = 130 };

/// What the inner process holds: the record, the world and the candidate in it.
struct Inner {
  Inner(asio::io_context& io, const Order& order);

  /// Networks, world and, if wanted, the candidate's room; the candidate is not started yet.
  awaitable<void> raise(std::vector<world::Plot> plots, bool with_candidate);
  /// What comes in by a real interface and asks for names.
  void overhear(const lab::Door&);
  /// The candidate, in no room yet; for who opens it himself. The world stands.
  void make_candidate();
  /// Notes a breakdown of ours in the record, in the news and on stderr. Never throws.
  void fault(const std::string& what);
  /// The same for what goes on beside the plays; they are to be broken off.
  void break_off(const std::string& what);
  bool leaving = false;  ///< the plays are being broken off: nobody is waited for
  std::function<void(std::string)> on_break;  ///< then called

  const Order& order;
  asio::any_io_executor ex;
  record::Log log;
  std::string folder;  ///< the world's own file system
  lab::Netns candidates_network;
  std::unique_ptr<RoomClock> clock;  ///< the room's and the resolver's; null = the machine's
  dns::Product resolver;  ///< which the world has
  std::unique_ptr<world::World> world;
  std::unique_ptr<lab::Alarms> alarms;
  std::unique_ptr<dns::Elsewhere> elsewhere;  ///< null = the candidate's room is here
  std::unique_ptr<lab::Sniffer> sniffer;  ///< null = nothing is captured
  std::unique_ptr<candidate::Candidate> candidate;
};

/// What the order's purposes do; each returns how the process ends.
awaitable<int> play(Inner&);
awaitable<int> shell(Inner&);
awaitable<int> check(Inner&);
awaitable<int> measure_raise(Inner&);
awaitable<int> measure_sink(Inner&);
awaitable<int> measure_policies(Inner&);

/// The whole inner process. `file` is the order's. Never returns.
[[noreturn]] void inside(const std::string& file);

}  // namespace gauntlet::run
