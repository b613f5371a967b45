// See by_hand.h.
#include "harness/run/by_hand.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/scenario/hosts.h"
#include "harness/scenario/sites.h"
#include "harness/scenario/steps.h"

namespace gauntlet::run {
namespace {

using Kind = scenario::StepLine::Kind;

constexpr auto ask_path = "/run/lab.ask", say_path = "/run/lab.say", shell_path = "/run/lab.sh";
constexpr auto function = "lab() { printf '%s\\n' \"$*\" >/run/lab.ask; read -r answer </run/lab.say; printf '%s\\n' \"$answer\"; }\n";

/// Both ends are kept open: a shell that leaves takes no end of file with it.
int pipe_in(const lab::Rooted& room, const std::string& path) {
  const auto file = room.root() + path;
  if (::mkfifo(file.c_str(), 0666) != 0 || ::chmod(file.c_str(), 0666) != 0)
    throw Fault(fmt::format("{}: {}", path, std::strerror(errno)));
  const int fd = ::open(file.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) throw Fault(fmt::format("{}: {}", path, std::strerror(errno)));
  return fd;
}

/// A line that a step could have, and that does something.
scenario::StepLine read_line(const scenario::Scenario& scenario, const std::string& text) {
  auto line = scenario::step_line(text, 0);
  if (line.kind == Kind::await || line.kind == Kind::ruling || line.kind == Kind::let || line.kind == Kind::move_clock ||
      line.kind == Kind::step_clock || line.kind == Kind::restart)
    throw scenario::Mistake{"nothing is awaited or ruled on here; start, stop, send, nudge, break, mend or publish was expected"};
  if (line.kind == Kind::publish && !line.at.empty())
    for (const auto& policy : scenario.policies)
      if (policy.name == line.subject) line.fault = https::as_served(scenario::policy_text(policy));
  if (line.kind == Kind::break_host)
    if (const auto* host = scenario::host_named(scenario, line.subject))
      line.fault = scenario::fault_of(*scenario::host_kind(host->kind), line);
  return line;
}

/// "" or what is not there.
std::string missing(const scenario::Scenario& s, const scenario::StepLine& line) {
  const auto named = [&](const auto& things) {
    return std::any_of(things.begin(), things.end(), [&](const auto& thing) { return thing.name == line.subject; });
  };
  const bool there = line.kind == Kind::start || line.kind == Kind::stop         ? named(s.attackers)
                     : line.kind == Kind::break_host || line.kind == Kind::mend_host ? named(s.hosts)
                     : line.kind == Kind::publish && line.at.empty()             ? named(s.changes)
                     : line.kind == Kind::publish                                ? named(s.policies) && scenario::host_named(s, line.at)
                                                                                 : true;
  return there ? "" : fmt::format("{} has no \"{}\"", s.id, printable(line.subject, 60));
}

}  // namespace

ByHand::ByHand(Stage& stage, const std::vector<scenario::Scenario>& scenarios)
    : stage_(stage), scenarios_(scenarios), ask_(stage.executor()), say_(stage.executor()) {}

std::string ByHand::install(const lab::Rooted& room) {
  ask_.assign(pipe_in(room, ask_path));
  say_.assign(pipe_in(room, say_path));
  room.write(shell_path, function);
  return shell_path;
}

awaitable<void> ByHand::serve() {
  std::string asked;
  for (;;) {
    const auto size = co_await asio::async_read_until(ask_, asio::dynamic_buffer(asked, 10'000), '\n', use_awaitable);
    auto line = asked.substr(0, size - 1);
    asked.erase(0, size);
    const auto answer = co_await carry_out(std::move(line)) + "\n";
    co_await asio::async_write(say_, asio::buffer(answer), use_awaitable);
  }
}

ByHand::Wish ByHand::understand(std::string text) {
  if (scenarios_.empty()) throw scenario::Mistake{"there is no scenario here; --filter chooses some"};
  const auto first = text.substr(0, text.find(' '));
  auto found = std::find_if(scenarios_.begin(), scenarios_.end(), [&](const auto& s) { return s.id == first; });
  if (found != scenarios_.end()) text.erase(0, std::min(text.size(), first.size() + 1));
  else found = scenarios_.end() - 1;  // what it rests on comes before
  auto line = read_line(*found, text);
  if (const auto what = missing(*found, line); !what.empty()) throw scenario::Mistake{what};
  auto& player = players_[found->id];
  if (!player) player = std::make_unique<Player>(stage_, *found);
  return {player.get(), std::move(line)};
}

awaitable<std::string> ByHand::carry_out(std::string text) {
  std::string answer;
  try {
    const auto wish = understand(std::move(text));
    co_await wish.player->by_hand(wish.line);
    answer = fmt::format("done: {} in {}", wish.line.text, wish.player->id());
  } catch (const scenario::Mistake& mistake) {
    answer = mistake.what;
  } catch (const std::exception& failure) {
    answer = printable(failure.what(), 300);
  }
  co_return answer;
}

}  // namespace gauntlet::run
