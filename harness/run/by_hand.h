// A world that somebody looks around in (`gauntlet up`): what the steps of its scenarios do can be done from the shell, line by
// line, as `lab start mallory` or, of several scenarios, `lab dane/x start mallory`.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/run/player.h"

namespace gauntlet::run {

class ByHand {
 public:
  ByHand(Stage& stage, const std::vector<scenario::Scenario>& scenarios);

  /// Makes `lab` known to a shell in the room; returns the file that ENV is to name. Throws Fault.
  std::string install(const lab::Rooted& room);
  /// Does what is asked for, until it is cancelled.
  awaitable<void> serve();

  /// One line, without the word `lab`: what came of it, in a sentence. Never throws for what was asked.
  awaitable<std::string> carry_out(std::string line);

 private:
  struct Wish {
    Player* player;
    scenario::StepLine line;
  };
  /// Throws Mistake.
  Wish understand(std::string line);

  Stage& stage_;
  const std::vector<scenario::Scenario>& scenarios_;
  std::map<std::string, std::unique_ptr<Player>> players_;
  asio::posix::stream_descriptor ask_, say_;
};

}  // namespace gauntlet::run
