// The inner process as a measuring instrument, for `bench`: how long a world takes to stand, how long a
// candidate needs just to push messages out. See inner.h.
#include <chrono>
#include <sys/resource.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/run/crew.h"
#include "harness/run/inner.h"
#include "harness/run/news.h"
#include "harness/run/plots.h"
#include "harness/run/stage.h"

namespace gauntlet::run {
namespace {

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

/// Peak resident memory of this process, MiB.
double peak_memory() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void tell_measured(int count, double seconds) {
  tell({.what = "measured", .seconds = seconds, .count = count, .mib = peak_memory()});
}

}  // namespace

awaitable<int> measure_raise(Inner& inner) {
  auto plots = uniform_plots(inner.order.domains, true);
  const auto began = std::chrono::steady_clock::now();
  co_await inner.raise(std::move(plots), false);
  tell_measured(inner.order.domains, seconds_since(began));
  co_return played;
}

awaitable<int> measure_sink(Inner& inner) {
  const int messages = inner.order.domains;
  co_await inner.raise(uniform_plots(messages, false), true);
  const std::string refusal = co_await inner.candidate->start();
  if (!refusal.empty()) throw Fault(refusal);
  Stage stage(inner.ex, inner.log, *inner.world, *inner.candidate);
  Signal arrived(inner.ex);
  int waiting = messages;
  const auto watching = inner.log.subscribe([&](const record::Event& e) {
    if (e.what == "smtp.message" && e.flag("accepted") && e.tag.starts_with("bench-")) --waiting, arrived.notify();
  });
  const auto began = std::chrono::steady_clock::now();
  Crew senders(inner.ex);
  for (int i = 0; i < messages; ++i) {
    const std::string tag = fmt::format("bench-{}", i);
    senders.start(stage.send(tag, "note", "ann@" + inner.world->names(tag).at("domain"), {}));
  }
  while (waiting > 0) co_await arrived.wait();
  tell_measured(messages, seconds_since(began));
  co_await senders.finish();
  inner.log.unsubscribe(watching);
  stage.close();
  co_await inner.candidate->stop();
  co_return played;
}

}  // namespace gauntlet::run
