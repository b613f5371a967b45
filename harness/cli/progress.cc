// See inner.h. The verdict shown is the play's own; claims, traits and known gaps count only at the end.
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness/cli/inner.h"
#include "harness/desk/results.h"
#include "harness/judge/rule.h"

namespace gauntlet::cli {

Progress::Progress(const run::Order& order, const std::vector<scenario::Scenario>&) : order_(order) {
  state_.total = static_cast<size_t>(order.total);
  state_.done[report::Verdict::pass] = order.done;
}

void Progress::begins(const std::string& id) {
  state_.running.push_back(id);
  status();
}

void Progress::ends(const scenario::Scenario& scenario, const judge::Play& play, const candidate::Manifest& manifest) {
  auto verdict = judge::rule(play, {});
  for (const auto& claim : scenario.needs)
    if (!manifest.claims_to(claim)) {
      verdict.verdict = judge::Result::not_applicable;
      verdict.reasons.assign(1, "needs " + claim);
    }
  const auto line = desk::told(verdict);
  std::erase(state_.running, scenario.id);
  ++state_.done[line.verdict];
  if (order_.news) {
    std::fputc('.', stdout);
    std::fflush(stdout);
  }
  if (!order_.progress) return;
  fmt::print(stderr, "{}{}\n", order_.tty ? "\r\x1b[K" : "", report::finished_line(line, order_.colour));
  status();
}

void Progress::status() {
  if (!order_.tty || !order_.progress) return;
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began_;
  state_.seconds = passed.count();
  winsize size{};
  const size_t width = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
  fmt::print(stderr, "\r\x1b[K{}", report::status_line(state_, width - 1));
  std::fflush(stderr);
}

void Progress::close() {
  if (order_.tty && order_.progress) fmt::print(stderr, "\r\x1b[K");
}

}  // namespace gauntlet::cli
