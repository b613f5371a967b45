// One cell from outside: an inner process in namespaces of its own, watched to its end.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "harness/run/interrupts.h"
#include "harness/run/news.h"
#include "harness/run/order.h"
#include "harness/run/word.h"

namespace gauntlet::run {

/// How long an inner process may be silent before it counts as stuck. It speaks every second.
inline constexpr Duration patience_with_inner = 30s;

/// What an inner process left beside its record.
struct Left {
  int status = 0;      ///< an Ending, or the status of a process that was killed
  double seconds = 0;  ///< from its start to its end
  std::string version, resolver, resolver_version, resolver_digest;
  std::vector<std::string> faults;  ///< what broke, in sentences
  bool crashed = false;             ///< the candidate ended by itself
  std::string crash;                ///< how
  std::vector<std::string> broken;  ///< then: scenarios that had not ended
  std::vector<News> measured;
};

/// Makes the cell's folder, saves the order there, runs it and waits for the end of everything in it. `heard` gets
/// every piece of news; `tube` speaks to it while it lives. Throws Fault when the process cannot be started at all.
awaitable<Left> carry_out(Order order, Interrupts& interrupts, std::function<void(const News&)> heard = {},
                         Tube* tube = nullptr);

/// The same with this process's terminal, for `up`; returns the status.
awaitable<int> carry_out_here(Order order);

}  // namespace gauntlet::run
