// What ends the runs of this process early: Ctrl-C, a terminal that hangs up, a plain kill.
#pragma once
#include <functional>
#include <map>

#include "fixtures/base/within.h"

namespace gauntlet::run {

class Interrupts {
 public:
  explicit Interrupts(asio::any_io_executor ex);
  bool came() const { return came_; }
  /// What shall be done when an interrupt comes; at once when one has come. Forgotten by the number.
  int upon(std::function<void()> what);
  void forget(int number) { upon_.erase(number); }
  /// Stops waiting for signals, so that the event loop can end.
  void stop() { signals_.cancel(); }

 private:
  asio::signal_set signals_;
  std::map<int, std::function<void()>> upon_;
  int next_ = 0;
  bool came_ = false;
};

}  // namespace gauntlet::run
