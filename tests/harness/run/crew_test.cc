#include "harness/run/crew.h"

#include <gtest/gtest.h>

#include "fixtures/base/fault.h"

namespace gauntlet::run {
namespace {

awaitable<void> fail_after(Signal& signal) {
  co_await signal.wait();
  throw Fault("the first");
}

awaitable<void> note_after(Signal& signal, bool& done) {
  co_await signal.wait();
  done = true;
}

/// Runs what `body` makes on an event loop; the sentence of what it threw, "" for nothing.
template <typename Body>
std::string outcome(Body body) {
  asio::io_context io;
  std::exception_ptr failure;
  asio::co_spawn(io, body(io), [&](std::exception_ptr e) { failure = e; });
  io.run();
  return failure ? sentence(failure) : "";
}

TEST(Crew, a_failure_is_told_and_the_others_are_waited_for) {
  bool done = false, told = false;
  const auto said = outcome([&](asio::io_context& io) -> awaitable<void> {
    Signal first(io.get_executor()), second(io.get_executor());
    Crew crew(io.get_executor());
    crew.on_failure = [&](std::exception_ptr) {
      told = true;
      second.notify();
    };
    crew.start(fail_after(first));
    crew.start(note_after(second, done));
    asio::post(io, [&] { first.notify(); });
    co_await crew.finish();
  });
  EXPECT_EQ(said, "the first");
  EXPECT_TRUE(told);
  EXPECT_TRUE(done);  // 9c22b3e left at the first failure, while the others went on with what it had taken down
}

TEST(Crew, what_is_started_meanwhile_is_waited_for) {
  bool done = false;
  outcome([&](asio::io_context& io) -> awaitable<void> {
    Signal signal(io.get_executor());
    Crew crew(io.get_executor());
    const auto starts = [](Crew& c, asio::io_context& loop, Signal& s, bool& d) -> awaitable<void> {
      c.start(note_after(s, d));
      asio::post(loop, [&s] { s.notify(); });
      co_return;
    };
    crew.start(starts(crew, io, signal, done));
    co_await crew.finish();
  });
  EXPECT_TRUE(done);
}

awaitable<void> pass(Gate& gate, int& inside, int& most) {
  const auto place = co_await gate.enter();
  most = std::max(most, ++inside);
  // Whoever else is ready goes on in the meantime.
  for (int i = 0; i < 10; ++i) co_await asio::post(co_await asio::this_coro::executor, use_awaitable);
  --inside;
}

awaitable<void> fall(Gate& gate) {
  const auto place = co_await gate.enter();
  throw Fault("thrown inside");
}

TEST(Gate, lets_so_many_through_and_takes_places_back_also_from_who_throws) {
  int inside = 0, most = 0;
  const auto said = outcome([&](asio::io_context& io) -> awaitable<void> {
    Gate gate(io.get_executor(), 2);
    Crew crew(io.get_executor());
    for (int i = 0; i < 3; ++i) crew.start(fall(gate));
    for (int i = 0; i < 5; ++i) crew.start(pass(gate, inside, most));
    co_await crew.finish();
  });
  EXPECT_EQ(said, "thrown inside");
  EXPECT_EQ(most, 2);
  EXPECT_EQ(inside, 0);
}

TEST(Sentence, of_two_failures_the_first_is_told) {
  const auto said = outcome([](asio::io_context& io) -> awaitable<void> {
    Crew crew(io.get_executor());
    const auto failing = [](const char* what) -> awaitable<void> {
      throw Fault(what);
      co_return;
    };
    crew.start(failing("the packages are not there"));
    crew.start(failing("canceled"));
    co_await crew.finish();
  });
  EXPECT_EQ(said, "the packages are not there");
}

}  // namespace
}  // namespace gauntlet::run
