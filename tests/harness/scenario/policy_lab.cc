// A policy host in a world, asked by a client that takes what comes: honest, with its faults, with another policy, and on a
// path that is attacked.
#include <gtest/gtest.h>

#include "fixtures/base/text.h"
#include "fixtures/https/plan.h"
#include "fixtures/net/wire.h"
#include "harness/scenario/build.h"
#include "harness/scenario/reader.h"
#include "harness/scenario/sites.h"
#include "tests/fixtures/world/stage.h"

namespace gauntlet::scenario {
namespace {

constexpr auto policy_host = R"(title  A policy host
zone unsigned
    @         MX   10 mx1
    mx1       A    {policy}
    mta-sts   A    {policy}
    _mta-sts  TXT  "v=STSv1; id=1;"

policy strict
    version: STSv1
    mode: enforce
    mx: mx1.{domain}
    max_age: 604800

policy lax
    version: STSv1
    mode: none
    max_age: 1

https policy
    serve  strict

attacker mallory
    wire  policy 443  swap cert hostile-ca

step look
    start    mallory
    stop     mallory
    publish  lax at policy
    let 1s pass
)";

class Policies : public ::testing::Test {
 protected:
  Policies() : scenario(parse_scenario("x/policy", "x.scenario", policy_host)), r({plot_of(scenario, "a")}) {}

  /// All that is sent to whoever sends this under TLS; "-" when there is no TLS to be had. Waits no longer than `limit`.
  std::string get(const std::string& request = "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: mta-sts.a.test\r\n\r\n", Duration limit = 2s) {
    std::string said = "-";
    r.finish(asks(said, request, limit));
    return said;
  }
  awaitable<void> asks(std::string& said, const std::string& request, Duration limit) {
    net::tcp::socket socket(r.io);
    const net::tcp::endpoint at(asio::ip::make_address(r.world->names(tag).at("policy")), 443);
    co_await socket.async_connect(at, use_awaitable);
    net::Wire wire(std::move(socket));
    const bool connected = co_await wire.connect_tls(contexts, "mta-sts.a.test", limit);
    if (!connected) co_return;
    said.clear();
    wire.say(request);
    for (const auto until = std::chrono::steady_clock::now() + limit; std::chrono::steady_clock::now() < until;) {
      const auto more = co_await wire.bytes(limit);
      if (more.empty() || said.size() > 200'000) break;
      said += more;
    }
    wire.close();
  }
  void break_with(const std::string& fault) {
    Phrase words(fault);
    r.world->mend_host(tag, "policy");
    r.world->break_host(tag, "policy", *https::as_fault(site_fault("policy", words)));
  }
  /// Whether the host has told of it, or tells of it yet.
  bool told(const std::string& what) {
    const auto so = [&] {
      for (const auto& e : r.log.kept())
        if (e.what == "shown" && e.text("what") == what) return true;
      return false;
    };
    for (const auto lost = std::chrono::steady_clock::now() + 10s; !so() && std::chrono::steady_clock::now() < lost;) r.io.run_one_for(100ms);
    return so();
  }

  const std::string tag = "x/policy";
  Scenario scenario;
  world::Running r;
  tls::Contexts contexts;
};

const std::string strict = "version: STSv1\r\nmode: enforce\r\nmx: mx1.a.test\r\nmax_age: 604800\r\n";

TEST_F(Policies, AreServedAsTheyStandAndAsTheyComeToStand) {
  const auto honest = get();
  EXPECT_TRUE(honest.starts_with("HTTP/1.1 200 OK\r\n")) << honest;
  EXPECT_TRUE(honest.ends_with("\r\n\r\n" + strict)) << honest;
  r.world->break_host(tag, "policy", *scenario.steps[0].lines[2].fault);
  EXPECT_TRUE(get().ends_with("mode: none\r\nmax_age: 1\r\n"));
  r.world->mend_host(tag, "policy");
  EXPECT_TRUE(get().ends_with("mode: none\r\nmax_age: 1\r\n")) << "no fault, and no mending ends it";
}

TEST_F(Policies, AreServedWrongly) {
  for (const auto& [fault, begins] : std::vector<std::pair<std::string, std::string>>{
           {"status 404", "HTTP/1.1 404 Not Found"}, {"redirect 302 \"https://x/\"", "HTTP/1.1 302 Found"}, {"garbage \"hm\"", "hm"},
           {"close", ""}, {"reset", ""}, {"silence", ""}, {"truncated", "HTTP/1.1 200"}, {"no-last-chunk", "HTTP/1.1 200"}, {"stalls", "HTTP/1.1 200"}, {"endless", "HTTP/1.1 200"}, {"slow", "H"},
           {"alert", "-"}, {"handshake-silence", "-"}, {"compressed", "HTTP/1.1 200"}}) {
    break_with(fault);
    const auto said = get();
    EXPECT_TRUE(said.starts_with(begins) && (!begins.empty() || said.empty())) << fault << ": " << said.substr(0, 60);
    const auto shown = fault.substr(0, fault.find(" \""));
    EXPECT_TRUE(told("fault " + shown)) << fault;
  }
}

TEST_F(Policies, NothingThatIsSaidToTheHostHarmsIt) {
  for (const std::string& request : {std::string("\r\n\r\n"), std::string("GET"), std::string(20'000, 'x'), std::string("\0\0\0\0", 4),
                                    std::string("GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"),
                                    "GET / HTTP/1.1\r\nx: " + std::string(30'000, 'y') + "\r\n\r\n"})
    get(request, 300ms);
  EXPECT_TRUE(get().ends_with(strict));
}

TEST_F(Policies, APathAttackerShowsACertificateOfHisOwn) {
  r.finish(r.world->start_attacker(tag, "mallory"));
  EXPECT_TRUE(get().ends_with(strict)) << "through TLS of the attacker's own";
  EXPECT_TRUE(told("swap cert hostile-ca"));
}

}  // namespace
}  // namespace gauntlet::scenario
