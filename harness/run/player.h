// One scenario as it is played: its steps in order, each line done or awaited, everything written down. It
// decides when a step is over, never what that means (harness/judge does).
#pragma once
#include <set>

#include "harness/judge/play.h"
#include "harness/run/stage.h"

namespace gauntlet::run {

class Player {
 public:
  Player(Stage& stage, const scenario::Scenario& scenario);
  ~Player();
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  /// Plays to the end: "over", "await lost", "decided" (a ban is broken) or "aborted".
  awaitable<std::string> play();
  /// Does one line now, outside of any step: what a person asks for.
  awaitable<void> by_hand(const scenario::StepLine&);
  /// Ends the play at the next opportunity, with this reason.
  void abort(std::string why);

  const judge::Play& view() const { return view_; }
  const std::string& id() const { return scenario_.id; }

 private:
  awaitable<bool> step(const scenario::Step&);
  awaitable<bool> carry_out(const scenario::StepLine&);
  awaitable<bool> done_now(const scenario::StepLine&);
  /// Waits, unless the play is broken off.
  awaitable<void> breath(Duration);
  awaitable<bool> settled(const scenario::Step&, const scenario::StepLine&);
  awaitable<void> seen_or_decided(const scenario::Step&, const scenario::StepLine&, bool nudges);
  std::vector<std::string> bringers(const scenario::Step&, const scenario::StepLine&) const;
  std::set<std::string> nudged_by(const scenario::StepLine&) const;
  std::vector<std::string> waiting(const scenario::Step&, const scenario::StepLine&, std::uint64_t since) const;
  bool tried(const std::vector<std::string>& messages, std::uint64_t since) const;
  std::optional<Duration> due_again(int again, bool untried) const;
  awaitable<void> try_again(const scenario::StepLine&, const std::vector<std::string>& messages);
  std::string address(const std::string& user, const std::string& at) const;
  std::string recipients(const scenario::StepLine&) const;
  void write(std::string what, boost::json::object data = {});

  Stage& stage_;
  const scenario::Scenario& scenario_;
  judge::Play view_;
  record::Switchboard::Subscription subscription_;
  Signal changed_;
  std::chrono::steady_clock::time_point step_began_;
  std::string why_;
};

}  // namespace gauntlet::run
