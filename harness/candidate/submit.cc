// See submit.h. RFC 5321 with two extensions, STARTTLS and AUTH, where there is a login: the message is ours and is 7-bit.
#include "harness/candidate/submit.h"

#include <algorithm>

#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

namespace gauntlet::candidate {
namespace {

/// Lines of SMTP over a stream that outlives it.
template <typename Stream>
struct Dialogue {
  Stream& stream;
  std::string buffer;

  /// A reply with all its lines.
  awaitable<std::string> reply() {
    std::string all;
    for (;;) {
      const size_t n = co_await asio::async_read_until(stream, asio::dynamic_buffer(buffer, 65536),
                                                       "\n", use_awaitable);
      const std::string line = buffer.substr(0, n);
      buffer.erase(0, n);
      if (all.size() < 65536) all += line;
      if (line.size() < 4 || line[3] != '-') co_return all;
    }
  }
  awaitable<std::string> say(std::string line) {
    co_await asio::async_write(stream, asio::buffer(line), use_awaitable);
    co_return co_await reply();
  }
};

std::string stuffed(const std::string& text) {
  std::string out;
  bool start = true;
  for (char c : text) {
    if (start && c == '.') out += '.';
    out += c;
    start = c == '\n';
  }
  if (!start) out += "\r\n";
  return out + ".\r\n";
}

/// It went well, or goes on.
bool good(const std::string& reply) { return !reply.empty() && (reply[0] == '2' || reply[0] == '3'); }

/// The last line of a reply, without its end.
std::string last_line(const std::string& reply) {
  const auto end = reply.find_last_not_of("\r\n");
  const auto before = end == reply.npos ? reply.npos : reply.rfind('\n', end);
  const auto begin = before == reply.npos ? 0 : before + 1;
  return end == reply.npos ? "" : reply.substr(begin, end + 1 - begin);
}

bool offers(const std::string& ehlo, const std::string& word) { return lower(ehlo).find(lower(word)) != ehlo.npos; }

/// From MAIL to the end, behind that answer to EHLO. "" or what stood in the way.
template <typename Stream>
awaitable<std::string> hand_over(Dialogue<Stream> d, Parcel parcel, std::string ehlo) {
  std::vector<std::string> lines;
  const bool eight_bits = beyond_ascii(parcel.text);
  // RFC 6152, 3: who has not offered to take them is sent no octets above 127.
  if (eight_bits && !offers(ehlo, "8BITMIME")) co_return "it offers no 8BITMIME, and the message has octets above 127";
  lines.push_back(fmt::format("MAIL FROM:<{}>{}\r\n", parcel.from, eight_bits ? " BODY=8BITMIME" : ""));
  for (const auto& one : recipients_of(parcel.to)) lines.push_back(fmt::format("RCPT TO:<{}>\r\n", one));
  lines.push_back("DATA\r\n");
  lines.push_back(stuffed(parcel.text));
  for (const auto& line : lines)
    if (const auto answer = co_await d.say(line); !good(answer)) co_return last_line(answer);
  boost::system::error_code gone;
  const std::string quit = "QUIT\r\n";
  co_await asio::async_write(d.stream, asio::buffer(quit), asio::redirect_error(use_awaitable, gone));
  co_return "";
}

constexpr const char* hello = "EHLO localhost\r\n";

/// STARTTLS, login, message.
awaitable<std::string> under_tls(asio::ip::tcp::socket socket, Parcel parcel) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  context.set_verify_mode(asio::ssl::verify_none);
  asio::ssl::stream<asio::ip::tcp::socket> stream(std::move(socket), context);
  co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
  Dialogue<decltype(stream)> d{stream, ""};
  const auto offered = co_await d.say(hello);
  if (!good(offered)) co_return last_line(offered);
  const std::string login = fmt::format("AUTH PLAIN {}\r\n", plain_response(*parcel.login));
  if (const auto answer = co_await d.say(login); !good(answer)) co_return last_line(answer);
  co_return co_await hand_over(std::move(d), std::move(parcel), offered);
}

/// Whoever is just being started again, as a nudge of some is, listens in a moment: for that long it is tried again.
awaitable<asio::ip::tcp::socket> connected(const lab::Netns* network, asio::ip::tcp::endpoint to) {
  constexpr Duration moment = 10s, pause = 100ms;
  const auto ex = co_await asio::this_coro::executor;
  const auto until = std::chrono::steady_clock::now() + moment;
  for (asio::steady_timer breath(ex);; co_await breath.async_wait(use_awaitable)) {
    auto socket = lab::socket_in(network, ex, to.protocol());
    boost::system::error_code error;
    co_await socket.async_connect(to, asio::redirect_error(use_awaitable, error));
    if (!error) co_return socket;
    if (error != asio::error::connection_refused || std::chrono::steady_clock::now() > until) throw boost::system::system_error(error);
    breath.expires_after(pause);
  }
}

awaitable<std::string> dialogue(const lab::Netns* network, asio::ip::tcp::endpoint to, Parcel parcel) {
  auto socket = co_await connected(network, to);
  Dialogue<asio::ip::tcp::socket> d{socket, ""};
  if (const auto greeting = co_await d.reply(); !good(greeting)) co_return last_line(greeting);
  const auto offered = co_await d.say(hello);
  if (!good(offered)) co_return last_line(offered);
  if (!parcel.login) co_return co_await hand_over(std::move(d), std::move(parcel), offered);
  if (!offers(offered, "STARTTLS")) co_return "it offers no STARTTLS, and a password is not told in clear";
  if (const auto answer = co_await d.say("STARTTLS\r\n"); !good(answer)) co_return last_line(answer);
  co_return co_await under_tls(std::move(socket), std::move(parcel));
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

std::vector<std::string> recipients_of(std::string_view line) {
  std::vector<std::string> all;
  bool quoted = false, within = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (!quoted && line[i] == ' ') {
      within = false;
      continue;
    }
    if (!std::exchange(within, true)) all.emplace_back();
    if (line[i] == '"') quoted = !quoted;
    all.back() += line[i];
    if (quoted && line[i] == '\\' && i + 1 < line.size()) all.back() += line[++i];
  }
  return all;
}

std::string plain_response(const Login& login) {
  const std::string text = std::string(1, '\0') + login.user + std::string(1, '\0') + login.password;
  std::string out(4 * ((text.size() + 2) / 3), '\0');
  ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(text.data()),
                    static_cast<int>(text.size()));
  return out;
}

awaitable<std::string> submit_over_smtp(const lab::Netns* network, asio::ip::tcp::endpoint where, Parcel parcel) {
  boost::system::error_code error;
  try {
    auto outcome = co_await within(30s, dialogue(network, where, std::move(parcel)));
    if (!outcome) co_return "no answer within 30 s";
    co_return printable(*outcome, 300);
  } catch (const boost::system::system_error& broken) {
    error = broken.code();
  }
  if (error.category() == asio::error::get_ssl_category()) co_return "TLS: " + error.message();
  if (!is_the_peers(error)) throw Fault("a message cannot be submitted: " + error.message());
  co_return error.message();
}

}  // namespace gauntlet::candidate
