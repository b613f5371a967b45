// A kind of host that the program does not have stands in a scenario, in a world and on paths, by one row of the table.
#include "clock_host.h"

#include <gtest/gtest.h>

#include "harness/scenario/build.h"
#include "harness/scenario/reader.h"
#include "tests/fixtures/world/stage.h"

namespace gauntlet::scenario {
namespace {

constexpr auto on_a_wall = R"(title  A clock on the wall
zone unsigned
    @      MX  10 noon
    noon   A   {noon}
    other  A   {other}

clock noon
    cert  trusted-ca

clock other
    cert   trusted-ca
    fault  stopped

attacker eve
    wire  noon 13  swap cert hostile-ca

attacker mallory
    wire  noon 13  redirect other

attacker trudy
    wire  noon 13  black-hole

step look
    start  eve
    stop   eve
    break  noon stopped
    let 1s pass
)";

Scenario written(const std::string& scenario = on_a_wall) {
  if (!host_kind("clock")) host_kinds().push_back(testing::clock_kind());
  return parse_scenario("x/clock", "x.scenario", scenario);
}

class Wall : public ::testing::Test {
 protected:
  Wall() : scenario(written()), r({plot_of(scenario, "a")}) {}

  /// What a client that looks at the clock is told.
  std::string look() {
    std::string said;
    r.finish(looks(said));
    return said;
  }
  awaitable<void> looks(std::string& said) {
    net::tcp::socket socket(r.io);
    const net::tcp::endpoint at(asio::ip::make_address(r.world->names(tag).at("noon")), 13);
    co_await socket.async_connect(at, use_awaitable);
    net::Wire wire(std::move(socket));
    const bool connected = co_await wire.connect_tls(contexts, "noon.a.test", 2s);
    if (!connected) co_return;
    const auto line = co_await wire.line(2s);
    if (line) said = line->text;
    co_await wire.finish(2s);
  }
  bool told(const std::string& what) const {
    for (const auto& e : r.log.kept())
      if (e.what == "shown" && e.text("what") == what) return true;
    return false;
  }

  const std::string tag = "x/clock";
  Scenario scenario;
  world::Running r;
  tls::Contexts contexts;
};

TEST_F(Wall, TellsWhatItIsToTell) {
  EXPECT_EQ(look(), "noon");
  r.world->break_host(tag, "noon", *scenario.steps[0].lines[2].fault);
  EXPECT_EQ(look(), "stopped");
  r.world->mend_host(tag, "noon");
  EXPECT_EQ(look(), "noon");
}

TEST_F(Wall, NeutralAttackersKnowNoProtocol) {
  r.finish(r.world->start_attacker(tag, "eve"));
  EXPECT_EQ(look(), "noon") << "through TLS of the attacker's own";
  EXPECT_TRUE(told("swap cert hostile-ca"));
  r.finish(r.world->stop_attacker(tag, "eve"));
  r.finish(r.world->start_attacker(tag, "mallory"));
  EXPECT_EQ(look(), "stopped");
  EXPECT_TRUE(told("redirect other"));
  // In front of the one who leads elsewhere, one who says nothing.
  r.finish(r.world->start_attacker(tag, "trudy"));
  EXPECT_EQ(look(), "");
  EXPECT_TRUE(told("black-hole"));
  r.finish(r.world->stop_attacker(tag, "trudy"));
  r.finish(r.world->stop_attacker(tag, "mallory"));
  EXPECT_EQ(look(), "noon");
}

TEST(Kinds, AreReadByTheirRow) {
  const auto complaint = [](const std::string& from, const std::string& to) -> std::string {
    std::string changed = on_a_wall;
    changed.replace(changed.find(from), from.size(), to);
    try {
      written(changed);
    } catch (const Complaints& found) {
      return found.all().front().text();
    }
    return "none";
  };
  EXPECT_EQ(complaint("fault  stopped", "fault  stoped"), "x.scenario:12: unknown fault 'stoped'; did you mean 'stopped'?");
  EXPECT_EQ(complaint("break  noon stopped", "break  noon alert"), "x.scenario:26: unknown fault 'alert'; expected one of: stopped");
}

}  // namespace
}  // namespace gauntlet::scenario
