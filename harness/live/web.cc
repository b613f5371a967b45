// See web.h.
#include "harness/live/web.h"

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/live/page.h"

namespace gauntlet::live {
namespace http = boost::beast::http;
using asio::ip::tcp;

/// (Its members are the coroutines' below.)
struct Web::State {
  State(asio::any_io_executor ex, tcp::endpoint where, Contents c) : contents(std::move(c)), acceptor(ex), news(ex) {
    try {
      acceptor.open(where.protocol());
      acceptor.set_option(asio::socket_base::reuse_address(true));
      acceptor.bind(where);
      acceptor.listen();
    } catch (const boost::system::system_error& failure) {
      throw Fault(fmt::format("the page cannot be served at {}:{}: {}", where.address().to_string(), where.port(), failure.code().message()));
    }
  }
  Contents contents;
  tcp::acceptor acceptor;
  Signal news;
  int streams = 0;  ///< that somebody listens to
  std::uint64_t version = 1;
  bool closed = false;
};

namespace {

using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

Response answer(const Request& request, const Web::Contents& contents) {
  Response response{http::status::ok, request.version()};
  const std::string target(request.target());
  const auto as = [&](const char* type, std::string body) {
    response.set(http::field::content_type, type);
    response.body() = std::move(body);
  };
  response.set("X-Content-Type-Options", "nosniff");
  response.set(http::field::cache_control, "no-store");
  if (target == "/say" && request.method() == http::verb::post) {
    // (JSON is what no form of another site can send without being asked for.)
    const bool json = request[http::field::content_type] == "application/json" && request.body().size() <= 4096;
    const auto refused = json ? contents.said(request.body()) : "JSON of 4096 bytes at most was expected";
    if (!refused.empty()) response.result(http::status::bad_request);
    as("text/plain; charset=utf-8", refused);
  } else if (request.method() != http::verb::get) response.result(http::status::method_not_allowed);
  else if (target == "/") as("text/html; charset=utf-8", page);
  else if (target == "/state.json") as("application/json", contents.state());
  else if (target == "/ca.pem" && !contents.roots().empty()) as("application/x-pem-file", contents.roots());
  else response.result(http::status::not_found);
  response.keep_alive(false);
  response.prepare_payload();
  return response;
}

awaitable<void> hear(tcp::socket& socket, Request& request) {
  boost::beast::flat_buffer buffer;
  co_await http::async_read(socket, buffer, request, use_awaitable);
}

awaitable<void> reply(tcp::socket& socket, const Response& response) { co_await http::async_write(socket, response, use_awaitable); }

awaitable<void> say(tcp::socket& socket, std::string text) {
  const auto written = co_await within(10s, [](tcp::socket& to, const std::string& what) -> awaitable<void> {
    co_await asio::async_write(to, asio::buffer(what), use_awaitable);
  }(socket, text));
  if (!written) throw boost::system::system_error(asio::error::timed_out);
}

/// One of the streams that somebody listens to.
class Listener {
 public:
  explicit Listener(int& streams) : streams_(streams) { ++streams_; }
  ~Listener() { --streams_; }
  Listener(const Listener&) = delete;

 private:
  int& streams_;
};

Response too_many(const Request& request) {
  Response response{http::status::service_unavailable, request.version()};
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  response.body() = fmt::format("{} look on already, which is as many as can; /state.json holds the same\n", Web::most_streams);
  response.keep_alive(false);
  response.prepare_payload();
  return response;
}

/// The state now, and whenever it has changed; a comment each quarter of a minute, so that whoever has gone is noticed.
awaitable<void> stream(std::shared_ptr<Web::State> web, tcp::socket& socket) {
  const Listener listener(web->streams);
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
  co_await say(socket, head);
  asio::steady_timer breath(socket.get_executor());
  for (std::uint64_t told = 0;;) {
    if (told != web->version) {
      told = web->version;
      const std::string event = "data: " + web->contents.state() + "\n\n";
      co_await say(socket, event);
    }
    if (web->closed && told == web->version) co_return;
    breath.expires_after(500ms);
    co_await breath.async_wait(use_awaitable);
    if (told != web->version || web->closed) continue;
    const bool news = co_await within(15s, web->news.wait());
    if (!news) co_await say(socket, ": still here\n\n");
  }
}

awaitable<void> serve(std::shared_ptr<Web::State> web, tcp::socket socket) {
  try {
    Request request;
    const bool heard = co_await within(10s, hear(socket, request));
    if (!heard) co_return;
    const bool listens = request.target() == "/events" && request.method() == http::verb::get;
    if (listens && web->streams < Web::most_streams) co_return co_await stream(web, socket);
    const auto response = listens ? too_many(request) : answer(request, web->contents);
    co_await within(10s, reply(socket, response));
  } catch (const boost::system::system_error&) {
    // Whoever looks on may go at any time.
  }
}

awaitable<void> listen(std::shared_ptr<Web::State> web) {
  const auto ex = co_await asio::this_coro::executor;
  while (!web->closed) {
    boost::system::error_code error;
    auto socket = co_await web->acceptor.async_accept(asio::redirect_error(use_awaitable, error));
    if (web->closed) co_return;
    if (error == asio::error::no_descriptors || error == asio::error::no_buffer_space || error == asio::error::no_memory) {
      // Too many look on. (Nothing tells when one has gone.)
      asio::steady_timer breath(ex, 1s);
      co_await breath.async_wait(use_awaitable);
      continue;
    }
    if (error) throw Fault("the page cannot be served any more: " + error.message());
    asio::co_spawn(ex, serve(web, std::move(socket)), out_of_run);
  }
}

}  // namespace

Web::Web(asio::any_io_executor ex, tcp::endpoint where, Contents contents)
    : state_(std::make_shared<State>(ex, where, std::move(contents))) {
  asio::co_spawn(ex, listen(state_), out_of_run);
}

Web::~Web() { close(); }

unsigned short Web::port() const { return state_->acceptor.local_endpoint().port(); }

void Web::changed() {
  ++state_->version;
  state_->news.notify();
}

void Web::close() {
  if (std::exchange(state_->closed, true)) return;
  // Whoever is still told the last of it needs nobody for that.
  auto& contents = state_->contents;
  contents.state = [last = contents.state()] { return last; };
  contents.roots = [last = contents.roots()] { return last; };
  contents.said = [](const std::string&) { return std::string("the run is over"); };
  changed();
  state_->acceptor.close();
}

}  // namespace gauntlet::live
