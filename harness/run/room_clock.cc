// See room_clock.h.
#include "harness/run/room_clock.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/lab/child.h"

namespace gauntlet::run {
namespace {

std::string name_of(const clock::Process& process) {
  return process.program.substr(process.program.rfind('/') + 1);
}

lab::Command command_for(std::vector<std::string> words, const std::vector<std::string>& processes) {
  lab::Command command;
  command.argv = std::move(words);
  command.argv.insert(command.argv.end(), processes.begin(), processes.end());
  return command;
}

}  // namespace

RoomClock::RoomClock(std::string file, std::string programs)
    : library_(programs + "/gauntlet-clock.so"), program_(programs + "/gauntlet-clock") {
  if (!clock::possible()) throw Fault("no clock can be moved on this processor");
  for (const auto& needed : {library_, program_})
    if (!std::filesystem::exists(needed)) throw Fault(fmt::format("there is no {}; it belongs beside the program", needed));
  page_ = std::make_unique<clock::Page>(std::move(file));
}

std::map<std::string, std::string> RoomClock::environment() const {
  return {{"LD_PRELOAD", library_}, {"GAUNTLET_CLOCK", page_->path()}};
}

/// A program that is just being started is given a moment: the library comes with a dynamic one, the launcher before a static one.
awaitable<clock::Process> RoomClock::settled(clock::Process process) const {
  asio::steady_timer breath(co_await asio::this_coro::executor);
  const int patient = process.dynamic ? 50 : 5;
  for (int looks = 0; !process.follows && looks < patient; ++looks) {
    breath.expires_after(20ms);
    co_await breath.async_wait(use_awaitable);
    process = clock::look_at(process.pid);
    if (!clock::lives(process.pid)) process.follows = true;
  }
  co_return process;
}

awaitable<std::vector<clock::Process>> RoomClock::astray(pid_t keeper) {
  std::vector<clock::Process> all;
  std::vector<std::string> late;
  for (const auto& seen : clock::processes_of(keeper)) {
    auto process = co_await settled(seen);
    if (process.follows) continue;
    late.push_back(std::to_string(process.pid));
    all.push_back(std::move(process));
  }
  if (all.empty() || page_->wall() != 0s) co_return all;
  // What it says of those that cannot be given it is seen from them.
  const auto enter = command_for({program_, "enter", clock::in_room}, late);
  co_await lab::run(enter, lab::patience_with_tools);
  std::erase_if(all, [](const auto& process) { return clock::look_at(process.pid).follows || !clock::lives(process.pid); });
  co_return all;
}

awaitable<RoomClock::Move> RoomClock::move(pid_t keeper, std::chrono::seconds by, bool both) {
  Move done;
  std::vector<std::string> before;
  for (const auto& process : clock::processes_of(keeper)) {
    done.programs.push_back(name_of(process));
    before.push_back(clock::switches(process.pid));
  }
  page_->move(by, both);
  const auto wake = command_for({program_, "wake", std::to_string(std::max(by, 0s).count()), std::to_string(both ? by.count() : 0)}, before);
  const auto said = co_await lab::run(wake, lab::patience_with_tools);
  if (said.status != 0) throw Fault(fmt::format("who sleeps in the room could not be woken: status {}: {}", said.status, said.err));
  done.woken = std::atoi(said.out.c_str());
  co_return done;
}

}  // namespace gauntlet::run
