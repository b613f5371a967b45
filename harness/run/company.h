// Plays that go on side by side in one world, bounded, and broken off together.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "harness/run/crew.h"
#include "harness/run/inner.h"
#include "harness/run/player.h"

namespace gauntlet::run {

class Company {
 public:
  Company(Inner& inner, const std::vector<scenario::Scenario>& scenarios, Stage& stage);

  /// Plays them all, in their order. Throws what a play has thrown, when all have ended.
  awaitable<void> all();
  /// Ends every play at the next opportunity and begins no other.
  void abort(const std::string& why);
  /// Something happened that any of the plays under way may have caused: they go on, and count as
  /// broken off.
  void suspect();
  /// Those that were under way at a `suspect`, or had not ended when the first `abort` came; and those before it that are undecided since
  /// the candidate did not take a message: one that ends takes none.
  std::vector<std::string> broken_off() const;

 private:
  awaitable<void> one(const scenario::Scenario& scenario);

  Inner& inner_;
  const std::vector<scenario::Scenario>& scenarios_;
  Stage& stage_;
  Gate gate_;
  Crew crew_;
  std::set<Player*> playing_;
  std::set<std::string> ended_, broken_off_;
  std::set<std::string> turned_away_;  ///< by a candidate that may have been ending already
  std::string aborted_;
};

}  // namespace gauntlet::run
