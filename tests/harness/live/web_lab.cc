// The server that those who look on ask: so many may listen to its events, and no more.
#include "harness/live/web.h"

#include <gtest/gtest.h>

namespace gauntlet::live {
namespace {

using asio::ip::tcp;

class Watching : public ::testing::Test {
 public:
  /// Somebody who asks for the events, and the first line that is answered.
  awaitable<std::pair<std::shared_ptr<tcp::socket>, std::string>> listener() {
    auto socket = std::make_shared<tcp::socket>(io_);
    co_await socket->async_connect({asio::ip::make_address("127.0.0.1"), web_.port()}, use_awaitable);
    const std::string request = "GET /events HTTP/1.0\r\n\r\n";
    co_await asio::async_write(*socket, asio::buffer(request), use_awaitable);
    co_return std::pair(socket, co_await answer(socket));
  }
  /// All that is said until a line ends, or until the other side closes where it is not the first.
  static awaitable<std::string> answer(std::shared_ptr<tcp::socket> socket) {
    std::string text;
    const auto size = co_await asio::async_read_until(*socket, asio::dynamic_buffer(text), "\r\n", use_awaitable);
    if (text.find(" 200 ") < size) co_return text.substr(0, size - 2);
    boost::system::error_code ended;
    co_await asio::async_read(*socket, asio::dynamic_buffer(text), asio::redirect_error(use_awaitable, ended));
    co_return text;
  }
  void play(awaitable<void> what) {
    std::exception_ptr failure;
    asio::co_spawn(io_, within(60s, std::move(what)), [&](std::exception_ptr failed, bool in_time) {
      failure = failed;
      EXPECT_TRUE(failed || in_time);
      io_.stop();
    });
    io_.run();
    if (failure) std::rethrow_exception(failure);
  }

  asio::io_context io_;
  Web web_{io_.get_executor(), {asio::ip::make_address("127.0.0.1"), 0}, {.state = [] { return std::string("{}"); }, .roots = [] { return std::string(); }}};
};

TEST_F(Watching, AHundredMayListenAtATime) {
  play([](Watching& self) -> awaitable<void> {
    std::vector<std::shared_ptr<tcp::socket>> all;
    for (int i = 0; i < Web::most_streams; ++i) {
      const auto [socket, line] = co_await self.listener();
      EXPECT_EQ(line, "HTTP/1.1 200 OK") << i;
      all.push_back(socket);
    }
    const auto [socket, refusal] = co_await self.listener();
    EXPECT_TRUE(refusal.starts_with("HTTP/1.0 503 ")) << refusal;
    EXPECT_NE(refusal.find("\r\n\r\n100 look on already, which is as many as can; "), refusal.npos) << refusal;
  }(*this));
}

TEST_F(Watching, WhoHasGoneMakesRoom) {
  play([](Watching& self) -> awaitable<void> {
    std::vector<std::shared_ptr<tcp::socket>> all;
    for (int i = 0; i < Web::most_streams; ++i) all.push_back((co_await self.listener()).first);
    // (Closed so that the other side is told with the next word.)
    all.front()->set_option(asio::socket_base::linger(true, 0));
    all.front()->close();
    for (std::string line; !line.starts_with("HTTP/1.1 200 ");) {
      self.web_.changed();
      // The others hear of it when it does.
      std::string news;
      co_await asio::async_read_until(*all.back(), asio::dynamic_buffer(news), "data: {}\n\n", use_awaitable);
      line = (co_await self.listener()).second;
    }
  }(*this));
}

}  // namespace
}  // namespace gauntlet::live
