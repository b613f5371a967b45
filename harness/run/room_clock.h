// The clock of a candidate's room as plays handle it: who follows it, and moving it.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "fixtures/base/within.h"
#include "fixtures/clock/followers.h"
#include "fixtures/clock/page.h"

namespace gauntlet::run {

class RoomClock {
 public:
  /// Makes the page `file`. `programs` is the folder with gauntlet's own programs. Throws Fault where no clock can be moved.
  RoomClock(std::string file, std::string programs);

  /// The processes of the room (clock::processes_of) that do not follow. Before the first move, when all clocks are the same, those
  /// that run without it are given it; later they have lived by another time.
  awaitable<std::vector<clock::Process>> astray(pid_t keeper);

  struct Move {
    std::vector<std::string> programs;  ///< in the room
    int woken = 0;                      ///< sleeps, timers and alarms that were over thereby
  };
  /// Moves the page and ends the sleeps that are over. Throws Fault.
  awaitable<Move> move(pid_t keeper, std::chrono::seconds by, bool both);

  std::chrono::seconds wall() const { return page_->wall(); }
  std::chrono::seconds monotonic() const { return page_->monotonic(); }
  const std::string& file() const { return page_->path(); }
  /// What a program outside of the room is to be started with so that it has the clock, too.
  std::map<std::string, std::string> environment() const;

 private:
  awaitable<clock::Process> settled(clock::Process) const;

  std::string library_, program_;
  std::unique_ptr<clock::Page> page_;
};

}  // namespace gauntlet::run
