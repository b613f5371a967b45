// The inner process as a measuring instrument, for `bench`: how long a world takes to stand, how long a
// candidate needs just to push messages out. See inner.h.
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sys/resource.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/within.h"
#include "fixtures/clock/followers.h"
#include "harness/run/crew.h"
#include "harness/run/inner.h"
#include "harness/run/news.h"
#include "harness/run/plan.h"
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

/// Peak resident memory of all processes that the candidate has now, MiB: pages that they share count for each.
double peak_memory(const candidate::Candidate& candidate) {
  double kib = 0;
  for (const auto& process : clock::processes_of(candidate.keeper())) {
    std::ifstream status(fmt::format("/proc/{}/status", process.pid));
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("VmHWM:")) kib += std::strtod(line.c_str() + 6, nullptr);
  }
  return kib / 1024;
}

void tell_measured(int count, double seconds, double candidate_mib = 0) {
  tell({.what = "measured", .seconds = seconds, .count = count, .mib = peak_memory(), .candidate_mib = candidate_mib});
}

/// Starts the candidate, hands a message over for each of the plots bench-0 to bench-(count-1), as many at a time as a world of the suite
/// plays, and waits until an exchanger has each; how long that took. Throws Fault where none arrives for ten minutes (RFC 8461, 3.3
/// suggests one for a fetch).
awaitable<double> deliver_one_each(Inner& inner, int count) {
  constexpr auto patience = 600s;
  if (const auto refusal = co_await inner.candidate->start(); !refusal.empty()) throw Fault(refusal);
  Stage stage(inner.ex, inner.log, *inner.world, *inner.candidate);
  Signal arrived(inner.ex);
  std::set<std::string> under_way;
  const auto watching = inner.log.subscribe([&](const record::Event& e) {
    if (e.what == "smtp.message" && e.flag("accepted") && under_way.erase(e.tag)) arrived.notify();
  });
  const auto fewer_than = [&](size_t most) -> awaitable<void> {
    while (under_way.size() >= most)
      if (!co_await within(patience, arrived.wait()))
        throw Fault(fmt::format("of {} messages {} have not arrived, and none did for {} s", count, under_way.size(), patience.count()));
  };
  const auto began = std::chrono::steady_clock::now();
  Crew senders(inner.ex);
  for (int i = 0; i < count; ++i) {
    co_await fewer_than(most_in_a_world);
    const std::string tag = fmt::format("bench-{}", i);
    under_way.insert(tag);
    senders.start(stage.send(tag, "note", "ann@" + inner.world->names(tag).at("domain"), {}));
  }
  co_await fewer_than(1);
  const double seconds = seconds_since(began);
  co_await senders.finish();
  inner.log.unsubscribe(watching);
  stage.close();
  co_return seconds;
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
  tell_measured(messages, co_await deliver_one_each(inner, messages));
  co_await inner.candidate->stop();
  co_return played;
}

awaitable<int> measure_policies(Inner& inner) {
  const int domains = inner.order.domains;
  std::optional<https::SiteFault::Kind> fault;
  if (inner.order.fault == "slow") fault = https::SiteFault::Kind::slow;
  if (inner.order.fault == "endless") fault = https::SiteFault::Kind::endless;
  auto began = std::chrono::steady_clock::now();
  co_await inner.raise(policy_plots(domains, fault), true);
  tell_measured(domains, seconds_since(began));
  int fetches = 0;
  const auto watching = inner.log.subscribe([&](const record::Event& e) { fetches += e.what == "http.request" && e.tag.starts_with("bench-"); });
  const double seconds = co_await deliver_one_each(inner, domains);
  inner.log.unsubscribe(watching);
  tell_measured(fetches, seconds, peak_memory(*inner.candidate));
  co_await inner.candidate->stop();
  co_return played;
}

}  // namespace gauntlet::run
