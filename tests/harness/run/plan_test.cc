#include "harness/run/plan.h"

#include <set>

#include <gtest/gtest.h>

namespace gauntlet::run {
namespace {

using Ids = std::vector<std::string>;

scenario::Scenario named(const std::string& id) {
  scenario::Scenario s;
  s.id = id;
  return s;
}

std::vector<scenario::Scenario> some() {
  auto plain = named("mx/plain"), dane = named("dane/right-key"), alone = named("mx/clock"), hazard = named("mx/flood");
  dane.needs = {"dane"};
  alone.alone = true;
  hazard.hazard = true;
  return {plain, dane, alone, hazard};
}

TEST(Plan, everybody_shares_a_world_but_who_must_be_alone_or_is_a_hazard) {
  const auto cells = plan(some(), {"dane"});
  ASSERT_EQ(cells.size(), 3u);
  EXPECT_EQ(cells[0], (Cell{"shared", Ground::shared, {"mx/plain", "dane/right-key"}}));
  EXPECT_EQ(cells[1], (Cell{"alone.mx-clock", Ground::alone, {"mx/clock"}}));
  EXPECT_EQ(cells[2], (Cell{"hazard.mx-flood", Ground::hazard, {"mx/flood"}}));
}

TEST(Plan, of_more_than_a_world_bears_each_plays_in_one_of_several) {
  std::vector<scenario::Scenario> many;
  for (size_t i = 0; i < 2 * most_in_a_world + 1; ++i) many.push_back(named("mx/" + std::to_string(i)));
  const auto cells = plan(many, {});
  ASSERT_EQ(cells.size(), 3u);
  std::set<std::string> there;
  for (const auto& cell : cells) {
    EXPECT_LE(cell.scenarios.size(), most_in_a_world);
    EXPECT_EQ(cell.ground, Ground::shared);
    there.insert(cell.scenarios.begin(), cell.scenarios.end());
  }
  EXPECT_EQ(there.size(), many.size());
  EXPECT_EQ(cells[1].id, "shared.2");
  EXPECT_EQ(cells[1].scenarios.front(), "mx/1");
}

TEST(Plan, what_needs_a_claim_that_is_not_made_is_not_played) {
  const auto cells = plan(some(), {});
  EXPECT_EQ(cells.at(0).scenarios, Ids{"mx/plain"});
}

TEST(Plan, what_is_not_asked_of_who_makes_a_claim_is_not_played) {
  auto all = some();
  all[0].unless = {"dane-mandatory"};
  EXPECT_EQ(plan(all, {"dane"}).at(0).scenarios, (Ids{"mx/plain", "dane/right-key"}));
  EXPECT_EQ(plan(all, {"dane", "dane-mandatory"}).at(0).scenarios, Ids{"dane/right-key"});
}

TEST(Plan, the_same_seed_gives_the_same_order) {
  std::vector<scenario::Scenario> many;
  for (int i = 0; i < 50; ++i) many.push_back(named("mx/" + std::to_string(i)));
  EXPECT_EQ(plan(many, {}, 7), plan(many, {}, 7));
  EXPECT_NE(plan(many, {}, 7), plan(many, {}, 8));
}

TEST(Plan, shards_hold_everything_once) {
  Ids all;
  for (int i = 0; i < 11; ++i) all.push_back("dane/" + std::to_string(i));
  Ids together;
  for (int k = 1; k <= 4; ++k)
    for (const auto& id : in_shard(all, {k, 4})) together.push_back(id);
  std::sort(together.begin(), together.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(together, all);
  EXPECT_EQ(in_shard({"b", "a", "c"}, {1, 2}), (Ids{"a", "c"}));
}

TEST(Plan, after_a_crash_halves_are_played_again_down_to_single_suspects) {
  const Cell shared{"shared", Ground::shared, {"a/1", "a/2", "a/3", "a/4"}};
  const auto halves = split(shared, {"a/2", "a/3", "a/4"});
  ASSERT_EQ(halves.size(), 2u);
  EXPECT_EQ(halves[0], (Cell{"suspect.a-2", Ground::suspect, {"a/2"}}));
  EXPECT_EQ(halves[1], (Cell{"shared.2", Ground::shared, {"a/3", "a/4"}}));
  EXPECT_EQ(split(halves[1], {"a/4"}).at(0), (Cell{"suspect.a-4", Ground::suspect, {"a/4"}}));
  EXPECT_TRUE(split(halves[0], {"a/2"}).empty());
  EXPECT_TRUE(split(shared, {}).empty());
}

}  // namespace
}  // namespace gauntlet::run
