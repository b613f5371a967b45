// See by_hand.h.
#include "harness/run/by_hand.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"
#include "harness/judge/verbs.h"
#include "harness/scenario/hosts.h"
#include "harness/scenario/sites.h"
#include "harness/scenario/steps.h"

namespace gauntlet::run {
namespace {

using Kind = scenario::StepLine::Kind;

constexpr auto ask_path = "/run/lab.ask", say_path = "/run/lab.say", shell_path = "/run/lab.sh";
/// An answer ends with a line of a dot alone.
constexpr auto function =
    "lab() { printf '%s\\n' \"$*\" >/run/lab.ask; while IFS= read -r answer && [ \"$answer\" != . ]; do printf '%s\\n' \"$answer\"; done </run/lab.say; }\n";

/// Both ends are kept open: a shell that leaves takes no end of file with it.
int pipe_in(const lab::Rooted& room, const std::string& path) {
  const auto file = room.root() + path;
  if (::mkfifo(file.c_str(), 0666) != 0 || ::chmod(file.c_str(), 0666) != 0)
    throw Fault(fmt::format("{}: {}", path, std::strerror(errno)));
  const int fd = ::open(file.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) throw Fault(fmt::format("{}: {}", path, std::strerror(errno)));
  return fd;
}

constexpr auto usage = "lab steps | lab step NAME | lab seen | lab start, stop, send, nudge, break, mend or publish as in a step";

/// What a person does not do but looks out for.
bool is_awaited(const scenario::StepLine& line) { return line.kind == Kind::await || line.kind == Kind::ruling; }
bool is_beyond(const scenario::StepLine& line) {
  return line.kind == Kind::let || line.kind == Kind::move_clock || line.kind == Kind::step_clock || line.kind == Kind::restart ||
         line.kind == Kind::kill;
}

/// The scenario's steps as they are written.
std::string steps_of(const scenario::Scenario& s) {
  std::string all = s.id + ": " + s.title;
  for (const auto& step : s.steps) {
    all += "\n  step " + step.name;
    for (const auto& line : step.lines) all += "\n    " + line.text;
  }
  return all;
}

/// A line that a step could have, and that does something.
scenario::StepLine read_line(const scenario::Scenario& scenario, const std::string& text) {
  auto line = scenario::step_line(text, 0);
  if (is_awaited(line) || is_beyond(line))
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
    : stage_(stage), scenarios_(scenarios), ask_(stage.executor()), say_(stage.executor()) {
  for (const auto& scenario : scenarios_) players_[scenario.id] = std::make_unique<Player>(stage_, scenario);
}

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
    const auto answer = co_await carry_out(std::move(line)) + "\n.\n";
    co_await asio::async_write(say_, asio::buffer(answer), use_awaitable);
  }
}

const scenario::Scenario& ByHand::meant(std::string& text) const {
  if (scenarios_.empty()) throw scenario::Mistake{"there is no scenario here; --filter chooses some"};
  const auto first = text.substr(0, text.find(' '));
  const auto found = std::find_if(scenarios_.begin(), scenarios_.end(), [&](const auto& s) { return s.id == first; });
  if (found == scenarios_.end()) return scenarios_.back();  // what it rests on comes before
  text.erase(0, std::min(text.size(), first.size() + 1));
  return *found;
}

awaitable<std::string> ByHand::do_line(const scenario::Scenario& scenario, scenario::StepLine line) {
  if (const auto what = missing(scenario, line); !what.empty()) throw scenario::Mistake{what};
  co_await players_.at(scenario.id)->by_hand(line);
  co_return fmt::format("done: {} in {}", line.text, scenario.id);
}

awaitable<std::string> ByHand::do_step(const scenario::Scenario& scenario, std::string name) {
  const auto step = std::find_if(scenario.steps.begin(), scenario.steps.end(), [&](const auto& s) { return s.name == name; });
  if (step == scenario.steps.end()) throw scenario::Mistake{fmt::format("{} has no step \"{}\"", scenario.id, printable(name, 60))};
  std::string all;
  for (const auto& line : step->lines) {
    if (!all.empty()) all += "\n";
    if (is_awaited(line)) all += "look out (lab seen): " + line.text;
    else if (is_beyond(line)) all += "not done by hand: " + line.text;
    else {
      const auto [done, said] = co_await tried(do_line(scenario, line));
      all += said;
      // What was done before stands, and is told.
      if (!done) co_return all + "\nnot done: the rest of step " + name;
    }
  }
  co_return all;
}

awaitable<std::pair<bool, std::string>> ByHand::tried(awaitable<std::string> doing) {
  std::pair<bool, std::string> answer(false, "");
  try {
    answer.second = co_await std::move(doing);
    answer.first = true;
  } catch (const scenario::Mistake& mistake) {
    answer.second = mistake.what;
  } catch (const std::exception& failure) {
    answer.second = printable(failure.what(), 300);
  }
  co_return answer;
}

std::string ByHand::seen(const scenario::Scenario& scenario) {
  std::string all;
  auto& told = told_[scenario.id];
  for (const auto* event : players_.at(scenario.id)->view().events()) {
    if (event->n <= told) continue;
    told = event->n;
    if (event->what == "play.begin" || event->what == "did") continue;
    all += fmt::format("{}{:9.3f}  {}", all.empty() ? "" : "\n", event->t, printable(judge::described(*event), 300));
  }
  return all.empty() ? "nothing new" : all;
}

awaitable<std::string> ByHand::carry_out(std::string text) { co_return (co_await tried(understood(std::move(text)))).second; }

awaitable<std::string> ByHand::understood(std::string text) {
  const auto& scenario = meant(text);
  const auto said = words(text);
  if (said.empty() || said[0] == "help") co_return usage;
  if (said[0] == "steps") co_return steps_of(scenario);
  if (said[0] == "seen") co_return seen(scenario);
  if (said[0] == "step" && said.size() == 2) co_return co_await do_step(scenario, said[1]);
  co_return co_await do_line(scenario, read_line(scenario, text));
}

}  // namespace gauntlet::run
