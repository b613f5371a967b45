// A coroutine waited for in a test.
#pragma once
#include <optional>

#include "fixtures/base/within.h"

namespace gauntlet::testing {

/// Runs a coroutine to its end while the lab's other coroutines go on.
template <typename T>
T await(asio::io_context& io, awaitable<T> operation) {
  std::optional<T> result;
  std::exception_ptr failure;
  asio::co_spawn(io, std::move(operation), [&](std::exception_ptr e, T value) {
    failure = e;
    result = std::move(value);
  });
  io.restart();  // it stops when nothing is left to do
  while (!result && !failure) io.run_one();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

inline void await(asio::io_context& io, awaitable<void> operation) {
  bool done = false;
  std::exception_ptr failure;
  asio::co_spawn(io, std::move(operation), [&](std::exception_ptr e) {
    failure = e;
    done = true;
  });
  io.restart();
  while (!done) io.run_one();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace gauntlet::testing
