// See interrupts.h.
#include "harness/run/interrupts.h"

#include <csignal>

namespace gauntlet::run {

Interrupts::Interrupts(asio::any_io_executor ex) : signals_(ex, SIGINT, SIGTERM, SIGHUP) {
  signals_.async_wait([this](const boost::system::error_code& cancelled, int) {
    if (cancelled) return;
    came_ = true;
    for (const auto& [number, what] : std::exchange(upon_, {})) what();
  });
}

int Interrupts::upon(std::function<void()> what) {
  if (came_) what();
  else upon_[++next_] = std::move(what);
  return next_;
}

}  // namespace gauntlet::run
