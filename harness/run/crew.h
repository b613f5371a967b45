// Coroutines that go on side by side, and the bounds on how many may. Nothing is detached: whoever starts
// something waits for its end, and the first failure among them is told.
#pragma once
#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "fixtures/base/turnstile.h"

namespace gauntlet::run {

/// Lets at most N through at a time, in the order of coming; a place is given back when it goes out of scope.
class Gate {
 public:
  using Place = Turnstile::Place;
  Gate(asio::any_io_executor, int places) : row_(places) {}
  awaitable<Place> enter() { return row_.enter(); }

 private:
  Turnstile row_;
};

/// Starts coroutines and waits for all of them, also for those that go on after one has failed: what they
/// refer to must outlive `finish`, not more.
class Crew {
 public:
  explicit Crew(asio::any_io_executor ex);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  void start(awaitable<void> work);
  /// Returns when all have ended; throws what the first that failed has thrown.
  awaitable<void> finish();
  bool failed() const;

  /// Called with the first failure, at once: a good moment to break the others off.
  std::function<void(std::exception_ptr)> on_failure;

 private:
  struct State;
  asio::any_io_executor ex_;
  std::shared_ptr<State> state_;
};

/// The sentence of an exception. Of two things done side by side one failed and the other was broken off
/// for it: the former is told.
std::string sentence(std::exception_ptr failure);

}  // namespace gauntlet::run
