// See measure.h.
#include "harness/cli/measure.h"

#include <chrono>
#include <sys/resource.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/cli/commands.h"
#include "harness/run/plots.h"
#include "harness/run/stage.h"

namespace gauntlet::cli {
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

awaitable<void> raise_only(Inner& inner) {
  auto plots = run::uniform_plots(inner.order.domains, true);
  const auto began = std::chrono::steady_clock::now();
  co_await inner.raise(std::move(plots), false);
  fmt::print("{{\"domains\":{},\"seconds\":{:.3f},\"mib\":{:.1f}}}\n", inner.order.domains, seconds_since(began), peak_memory());
}

awaitable<void> send_one(run::Stage& stage, std::string tag, std::string to, int& left, Signal& done) {
  co_await stage.send(tag, "note", to, {});
  --left;
  done.notify();
}

/// One message each to so many domains that demand nothing: what the candidate needs just to push them out.
awaitable<void> sink(Inner& inner) {
  co_await inner.raise(run::uniform_plots(inner.order.domains, false), true);
  const std::string refusal = co_await inner.candidate->start();
  if (!refusal.empty()) throw Fault(refusal);
  run::Stage stage(inner.ex, inner.log, *inner.world, *inner.candidate);
  Signal arrived(inner.ex);
  int waiting = inner.order.domains, left = inner.order.domains;
  const auto watching = inner.log.subscribe([&](const record::Event& e) {
    if (e.what == "smtp.message" && e.flag("accepted") && e.tag.starts_with("bench-")) --waiting, arrived.notify();
  });
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < inner.order.domains; ++i) {
    const std::string tag = fmt::format("bench-{}", i);
    asio::co_spawn(inner.ex, send_one(stage, tag, "ann@" + inner.world->names(tag).at("domain"), left, arrived), asio::detached);
  }
  while (waiting > 0) co_await arrived.wait();
  const double took = seconds_since(began);
  while (left > 0) co_await arrived.wait();
  inner.log.unsubscribe(watching);
  stage.close();
  fmt::print("{{\"messages\":{},\"seconds\":{:.3f}}}\n", inner.order.domains, took);
  co_await inner.candidate->stop();
}

}  // namespace

awaitable<int> measure(Inner& inner) {
  if (inner.order.purpose == "raise") co_await raise_only(inner);
  else co_await sink(inner);
  co_return conformant;
}

}  // namespace gauntlet::cli
