// See submit.h. RFC 5321, without extensions: the message is ours and is 7-bit.
#include "harness/candidate/submit.h"

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

namespace gauntlet::candidate {
namespace {

struct Dialogue {
  explicit Dialogue(asio::ip::tcp::socket s) : socket(std::move(s)) {}
  asio::ip::tcp::socket socket;
  std::string buffer;

  /// The last line of a reply.
  awaitable<std::string> reply() {
    for (;;) {
      const size_t n = co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer, 65536),
                                                       "\n", use_awaitable);
      std::string line = buffer.substr(0, n);
      buffer.erase(0, n);
      if (line.size() < 4 || line[3] != '-') co_return line;
    }
  }
  awaitable<std::string> say(std::string line) {
    co_await asio::async_write(socket, asio::buffer(line), use_awaitable);
    co_return co_await reply();
  }
};

std::string stuffed(const std::string& text) {
  std::string out;
  bool start = true;
  for (char c : text) {
    if (c == '\n' && (out.empty() || out.back() != '\r')) out += '\r';
    if (start && c == '.') out += '.';
    out += c;
    start = c == '\n';
  }
  if (!start) out += "\r\n";
  return out + ".\r\n";
}

awaitable<std::string> dialogue(const lab::Netns* network, asio::ip::tcp::endpoint to,
                                std::string from, std::string recipients, std::string text) {
  const auto ex = co_await asio::this_coro::executor;
  Dialogue d(lab::socket_in(network, ex, to.protocol()));
  co_await d.socket.async_connect(to, use_awaitable);
  std::string answer = co_await d.reply();
  std::vector<std::string> lines;
  lines.push_back("EHLO localhost\r\n");
  lines.push_back(fmt::format("MAIL FROM:<{}>\r\n", from));
  for (const auto& one : words(recipients)) lines.push_back(fmt::format("RCPT TO:<{}>\r\n", one));
  lines.push_back("DATA\r\n");
  lines.push_back(stuffed(text));
  for (const auto& line : lines) {
    if (answer.empty() || (answer[0] != '2' && answer[0] != '3')) co_return answer;
    answer = co_await d.say(line);
  }
  if (answer.empty() || answer[0] != '2') co_return answer;
  boost::system::error_code gone;
  const std::string quit = "QUIT\r\n";
  co_await asio::async_write(d.socket, asio::buffer(quit),
                             asio::redirect_error(use_awaitable, gone));
  co_return "";
}

}  // namespace

namespace {

/// What a peer may do to a connection. Whatever else ends one (no descriptor, no port left) is our
/// own lack.
bool is_the_peers(const boost::system::error_code& error) {
  for (const boost::system::error_code known :
       {boost::system::error_code(asio::error::connection_refused),
        boost::system::error_code(asio::error::connection_reset),
        boost::system::error_code(asio::error::eof),
        boost::system::error_code(asio::error::broken_pipe),
        boost::system::error_code(asio::error::timed_out),
        boost::system::error_code(asio::error::not_found)})
    if (error == known) return true;
  return false;
}

}  // namespace

awaitable<std::string> submit_over_smtp(const lab::Netns* network, asio::ip::tcp::endpoint where,
                                        std::string from, std::string to, std::string text) {
  boost::system::error_code error;
  try {
    auto outcome = co_await within(30s, dialogue(network, where, from, to, text));
    if (!outcome) co_return "no answer within 30 s";
    co_return printable(*outcome, 300);
  } catch (const boost::system::system_error& broken) {
    error = broken.code();
  }
  if (!is_the_peers(error)) throw Fault("a message cannot be submitted: " + error.message());
  co_return error.message();
}

}  // namespace gauntlet::candidate
