// See cell.h.
#include "harness/run/cell.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/lab/door.h"
#include "harness/run/crew.h"
#include "harness/run/inner.h"

namespace gauntlet::run {
namespace fs = std::filesystem;
namespace {

/// A pipe whose ends close themselves; both are closed on exec but where a child inherits one as stdin or stdout.
class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw Fault(fmt::format("no pipe: {}", std::strerror(errno)));
  }
  ~Pipe() { close(0), close(1); }
  Pipe(const Pipe&) = delete;
  int end(int which) const { return ends_[static_cast<size_t>(which)]; }
  void close(int which) {
    if (int fd = std::exchange(ends_[static_cast<size_t>(which)], -1); fd >= 0) ::close(fd);
  }
  int release(int which) { return std::exchange(ends_[static_cast<size_t>(which)], -1); }

 private:
  std::array<int, 2> ends_{-1, -1};
};

lab::Command inner_command(const Order& order) {
  lab::Command inner;
  inner.argv = {order.places.program, "inside", order.file()};
  auto command = lab::in_namespaces(order.rung(), inner);
  command.our_output = true;
  return command;
}

void prepare_folder(const Order& order) {
  std::error_code failed;
  fs::create_directories(order.folder, failed);
  if (failed) throw Fault(fmt::format("{} cannot be made: {}", order.folder, failed.message()));
  order.save();
}

void note(Left& left, const News& news) {
  if (news.what == "world") {
    left.version = news.version;
    left.resolver = news.resolver;
    left.resolver_version = news.resolver_version;
    left.resolver_digest = news.resolver_digest;
  } else if (news.what == "fault") {
    left.faults.push_back(news.text);
  } else if (news.what == "crashed") {
    left.crashed = true;
    left.crash = news.text;
    left.broken = news.broken;
  } else if (news.what == "measured") {
    left.measured.push_back(news);
  }
}

awaitable<size_t> read_line(asio::readable_pipe& pipe, std::string& buffer) {
  boost::system::error_code end;
  co_return co_await asio::async_read_until(pipe, asio::dynamic_buffer(buffer, 1 << 20), '\n',
                                            asio::redirect_error(use_awaitable, end));
}

/// Hears all that the inner process says. One that says nothing for too long is killed, and that is told.
awaitable<void> listen(asio::readable_pipe& pipe, bool beats, lab::Child& child, Left& left,
                       const std::function<void(const News&)>& heard) {
  std::string buffer;
  for (bool killed = false;;) {
    std::optional<size_t> length;
    if (beats && !killed) {
      length = co_await within(patience_with_inner, read_line(pipe, buffer));
      // We may have been stopped ourselves in the meantime: what it has said since is still in the pipe.
      if (!length) length = co_await within(2s, read_line(pipe, buffer));
    } else {
      length = co_await read_line(pipe, buffer);
    }
    if (!length) {
      left.faults.push_back(fmt::format("the inner process said nothing for {} s and was killed",
                                        std::chrono::duration_cast<std::chrono::seconds>(patience_with_inner).count()));
      child.signal(SIGKILL);
      killed = true;
      continue;
    }
    if (*length == 0) co_return;
    const auto news = read_news(buffer.substr(0, *length));
    buffer.erase(0, *length);
    note(left, news);
    if (heard) heard(news);
  }
}

/// While it lives, what is said into the tube goes to the inner process, which may have no time to read it.
class Spoken {
 public:
  Spoken(Tube* tube, Pipe& lifeline) : tube_(tube) {
    if (!tube_) return;
    ::fcntl(lifeline.end(1), F_SETFL, O_NONBLOCK);
    *tube_ = [&lifeline](const Word& word) {
      const auto line = line_of(word);  // (shorter than what a pipe takes in one piece)
      return lifeline.end(1) >= 0 && ::write(lifeline.end(1), line.data(), line.size()) == static_cast<ssize_t>(line.size());
    };
  }
  ~Spoken() {
    if (tube_) *tube_ = nullptr;
  }
  Spoken(const Spoken&) = delete;
  Spoken& operator=(const Spoken&) = delete;

 private:
  Tube* tube_;
};

}  // namespace

awaitable<Left> carry_out(Order order, Interrupts& interrupts, std::function<void(const News&)> heard, Tube* tube) {
  prepare_folder(order);
  const auto began = std::chrono::steady_clock::now();
  const auto ex = co_await asio::this_coro::executor;
  Pipe lifeline, said;
  auto command = inner_command(order);
  command.input_fd = lifeline.end(0);
  command.output_fd = said.end(1);
  lab::Child child(command);
  lifeline.close(0);
  said.close(1);
  asio::readable_pipe news(ex, said.release(0));
  const Spoken spoken(tube, lifeline);
  const int watching = interrupts.upon([&lifeline] { lifeline.close(1); });
  Left left;
  int status = 0;
  const auto ended = [](lab::Child& process, int& into) -> awaitable<void> { into = co_await process.wait(); };
  Crew both(ex);
  // Whoever cannot go on hearing the news (the terminal has gone) leaves nobody behind who waits to tell them.
  both.on_failure = [&child](std::exception_ptr) { child.signal(SIGKILL); };
  auto hears = heard;
  bool lent = order.door.interface.empty();
  // Its first word tells that it is in its own network: there the door is to be.
  if (!lent) hears = [&](const News& told) {
    if (!std::exchange(lent, true)) both.start(lab::lend_door(order.door, child.pid()));
    if (heard) heard(told);
  };
  both.start(listen(news, order.purpose == "play", child, left, hears));
  both.start(ended(child, status));
  co_await both.finish();
  interrupts.forget(watching);
  left.status = status;
  left.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (status != played && status != refused && status != interrupted && left.faults.empty())
    left.faults.push_back(fmt::format("the inner process ended with status {}", status));
  co_return left;
}

awaitable<int> carry_out_here(Order order) {
  prepare_folder(order);
  auto command = inner_command(order);
  command.input_fd = STDIN_FILENO;
  command.at_terminal = true;
  lab::Child child(command);
  co_return co_await child.wait();
}

}  // namespace gauntlet::run
