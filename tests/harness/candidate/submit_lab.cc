// Submission to a listener that asks for a login: never before STARTTLS, and what it answers is told.
#include "harness/candidate/submit.h"

#include <gtest/gtest.h>
#include <openssl/x509.h>

#include "tests/await.h"

namespace gauntlet::candidate {
namespace {

using asio::ip::tcp;

/// A key and a certificate of its own; nobody verifies it here.
void equip(asio::ssl::context& context) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), X509_free);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 86400);
  X509_set_pubkey(cert.get(), key.get());
  X509_sign(cert.get(), key.get(), EVP_sha256());
  SSL_CTX_use_certificate(context.native_handle(), cert.get());
  SSL_CTX_use_PrivateKey(context.native_handle(), key.get());
}

class AListener : public ::testing::Test {
 protected:
  AListener() { equip(context_); }

  template <typename Stream>
  awaitable<std::string> heard(Stream& stream) {
    const auto n = co_await asio::async_read_until(stream, asio::dynamic_buffer(buffer_), "\r\n", use_awaitable);
    auto line = buffer_.substr(0, n - 2);
    buffer_.erase(0, n);
    lines_.push_back(line);
    co_return line;
  }
  template <typename Stream>
  awaitable<void> say(Stream& stream, std::string line) {
    line += "\r\n";
    co_await asio::async_write(stream, asio::buffer(line), use_awaitable);
  }
  /// Answers whatever comes until QUIT.
  template <typename Stream>
  awaitable<void> talk(Stream& stream, bool tls) {
    for (bool data = false;;) {
      const auto line = co_await heard(stream);
      if (data && line != ".") continue;
      if (line == "QUIT") co_return;
      if (line.starts_with("EHLO")) co_await say(stream, tls ? "250-here\r\n250 AUTH PLAIN" : starttls_ ? "250-here\r\n250 STARTTLS" : eight_bits_ ? "250-here\r\n250 8BITMIME" : "250 here");
      else if (line == "STARTTLS") co_return co_await say(stream, "220 go on");
      else if (line.starts_with("AUTH")) co_await say(stream, line == "AUTH PLAIN AGFubgBvcGVuIHNlc2FtZQ==" ? "235 welcome" : "535 5.7.8 who are you");
      else co_await say(stream, line == "DATA" ? "354 go on" : "250 ok");
      data = line == "DATA";
    }
  }
  awaitable<void> serve() {
    try {
      auto socket = co_await acceptor_.async_accept(use_awaitable);
      co_await say(socket, "220 here");
      co_await talk(socket, false);
      if (lines_.back() != "STARTTLS") co_return;
      asio::ssl::stream<tcp::socket> stream(std::move(socket), context_);
      co_await stream.async_handshake(asio::ssl::stream_base::server, use_awaitable);
      co_await talk(stream, true);
    } catch (const boost::system::system_error&) {
      // Whoever submits may hang up.
    }
  }
  std::string submit(const std::string& password) {
    asio::co_spawn(io_, serve(), out_of_run);
    return testing::await(io_, submit_over_smtp(nullptr, acceptor_.local_endpoint(), {"a@home.test", "b@x.test c@x.test", "Subject: s\r\n\r\n.\r\n", Login{"ann", password}}));
  }
  bool was_said(const std::string& line) const { return std::find(lines_.begin(), lines_.end(), line) != lines_.end(); }

  asio::io_context io_;
  tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  asio::ssl::context context_{asio::ssl::context::tls_server};
  std::string buffer_;
  std::vector<std::string> lines_;
  bool starttls_ = true, eight_bits_ = false;
};

TEST_F(AListener, IsToldThePasswordUnderTls) {
  EXPECT_EQ(submit("open sesame"), "");
  for (const char* line : {"STARTTLS", "MAIL FROM:<a@home.test>", "RCPT TO:<b@x.test>", "RCPT TO:<c@x.test>", "..", "."}) EXPECT_TRUE(was_said(line)) << line;
}

TEST_F(AListener, MayRefuseIt) {
  EXPECT_EQ(submit("guess"), "535 5.7.8 who are you");
  EXPECT_FALSE(was_said("MAIL FROM:<a@home.test>"));
}

TEST_F(AListener, IsWaitedForWhileItStartsAgain) {
  const auto where = acceptor_.local_endpoint();
  acceptor_.close();
  asio::steady_timer gone(io_, std::chrono::milliseconds(150));
  gone.async_wait([&](const boost::system::error_code&) {
    acceptor_ = tcp::acceptor(io_, where);
    asio::co_spawn(io_, serve(), out_of_run);
  });
  EXPECT_EQ(testing::await(io_, submit_over_smtp(nullptr, where, {"a@home.test", "b@x.test", "Subject: s\r\n\r\n.\r\n", std::nullopt})), "");
  EXPECT_TRUE(was_said("MAIL FROM:<a@home.test>"));
}

TEST_F(AListener, IsToldOfOctetsAbove127IfItTakesThem) {
  starttls_ = false;
  const Parcel parcel{"a@home.test", "b@x.test", "Subject: s\r\n\r\n\xfc\r\n", std::nullopt};
  const auto hand_in = [&] {
    asio::co_spawn(io_, serve(), out_of_run);
    return testing::await(io_, submit_over_smtp(nullptr, acceptor_.local_endpoint(), parcel));
  };
  EXPECT_EQ(hand_in(), "it offers no 8BITMIME, and the message has octets above 127");
  EXPECT_FALSE(was_said("MAIL FROM:<a@home.test>"));
  eight_bits_ = true;
  buffer_.clear();
  EXPECT_EQ(hand_in(), "");
  EXPECT_TRUE(was_said("MAIL FROM:<a@home.test> BODY=8BITMIME"));
}

TEST_F(AListener, IsNotToldItInClear) {
  starttls_ = false;
  EXPECT_EQ(submit("open sesame"), "it offers no STARTTLS, and a password is not told in clear");
  for (const auto& line : lines_) EXPECT_FALSE(line.starts_with("AUTH")) << line;
}

}  // namespace
}  // namespace gauntlet::candidate
