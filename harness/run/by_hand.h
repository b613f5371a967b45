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

  /// One line, without the word `lab`: what came of it, a sentence or several lines. Never throws for what was asked.
  awaitable<std::string> carry_out(std::string line);

 private:
  /// The one whose id the text begins with, which is cut off it, or the last. Throws Mistake where there is none.
  const scenario::Scenario& meant(std::string& text) const;
  /// What came of it, and whether it was done.
  static awaitable<std::pair<bool, std::string>> tried(awaitable<std::string>);
  /// These throw Mistake for what is not there.
  awaitable<std::string> understood(std::string line);
  awaitable<std::string> do_line(const scenario::Scenario&, scenario::StepLine line);
  awaitable<std::string> do_step(const scenario::Scenario&, std::string name);
  std::string seen(const scenario::Scenario&);

  Stage& stage_;
  const std::vector<scenario::Scenario>& scenarios_;
  std::map<std::string, std::unique_ptr<Player>> players_;
  std::map<std::string, std::uint64_t> told_;  ///< the last event that was told of
  asio::posix::stream_descriptor ask_, say_;
};

}  // namespace gauntlet::run
