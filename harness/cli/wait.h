// Runs one coroutine to its end on an event loop of its own: the bridge from main to everything awaited.
#pragma once
#include "fixtures/base/within.h"

namespace gauntlet::cli {

template <typename T>
T wait_for(awaitable<T> work) {
  asio::io_context io;
  std::optional<T> result;
  std::exception_ptr failure;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr e, T value) {
    failure = e;
    result = std::move(value);
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

}  // namespace gauntlet::cli
