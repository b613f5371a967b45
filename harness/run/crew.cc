// See crew.h.
#include "harness/run/crew.h"

#include <string>

namespace gauntlet::run {

struct Crew::State {
  explicit State(asio::any_io_executor ex) : ended(ex) {}
  Signal ended;
  size_t left = 0;
  std::exception_ptr failure;
};

Crew::Crew(asio::any_io_executor ex) : ex_(ex), state_(std::make_shared<State>(ex)) {}

void Crew::start(awaitable<void> work) {
  ++state_->left;
  asio::co_spawn(ex_, std::move(work), [this, state = state_](std::exception_ptr failure) {
    --state->left;
    if (failure && !state->failure) {
      state->failure = failure;
      if (on_failure) on_failure(failure);
    }
    state->ended.notify();
  });
}

awaitable<void> Crew::finish() {
  auto state = state_;
  while (state->left) co_await state->ended.wait();
  if (state->failure) std::rethrow_exception(state->failure);
}

bool Crew::failed() const { return static_cast<bool>(state_->failure); }

std::string sentence(std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const asio::multiple_exceptions& both) {
    return sentence(both.first_exception());
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "something that is no exception was thrown";
  }
}

}  // namespace gauntlet::run
