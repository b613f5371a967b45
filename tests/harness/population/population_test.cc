// The draw, one attempt, a population and its parts, tables and charts: pure, so that everything can be said in numbers.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <tuple>

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "harness/atlas/grid.h"
#include "harness/population/chart.h"
#include "harness/population/engine.h"
#include "harness/population/print.h"
#include "harness/population/sweep.h"
#include "harness/population/village.h"
#include "harness/scenario/build.h"
#include "harness/scenario/reader.h"

namespace gauntlet::population {
namespace {

using sender::Strategy;

const std::string source_folder = std::getenv("GAUNTLET_SOURCE") ? std::getenv("GAUNTLET_SOURCE") : ".";

Profile at_large() { return read_profile(source_folder + "/scenarios/populations/mail-domains.population"); }

const Table& table() {
  static const Table all;
  return all;
}

const Attack& attack(const char* name) { return attacks()[static_cast<std::size_t>(attack_named(name))]; }

Task whole(std::uint64_t domains, std::uint64_t seed = 7) {
  Task out{.seed = seed, .domains = domains, .from = 0, .to = domains, .attacks = {}, .defences = {}};
  for (std::size_t i = 0; i < attacks().size(); ++i) out.attacks.push_back(i);
  for (const auto& defence : sender::defences()) out.defences.push_back(&defence);
  return out;
}

const Tally& of(const Counts& c, const char* attack, const char* defence) {
  const auto a = std::ranges::find(c.attacks, attack) - c.attacks.begin(), d = std::ranges::find(c.defences, defence) - c.defences.begin();
  return c.tallies.at(static_cast<std::size_t>(a)).at(static_cast<std::size_t>(d));
}

std::string complaint(const std::function<void()>& act) {
  try {
    act();
  } catch (const Complaints& e) {
    return e.what();
  }
  return "";
}

TEST(Profile, TheOnesThatComeWithTheProjectRead) {
  for (const auto* name : {"mail-domains", "government", "popular"})
    EXPECT_EQ(complaint([&] { read_profile(source_folder + "/scenarios/populations/" + name + ".population"); }), "") << name;
  EXPECT_NEAR(at_large().of(Share::is_signed), 0.0833, 0.0001);
}

TEST(Profile, EveryMistakeHasItsLine) {
  const auto text = complaint([] {
    parse_profile("p.population", "title T\nshare signed 180 %\n    assumed\nshare dane 3 %\nshare dnae 1 %\n    assumed\n");
  });
  EXPECT_NE(text.find("p.population:2: a share was expected"), text.npos) << text;
  EXPECT_NE(text.find("p.population:4: there is no source"), text.npos) << text;
  EXPECT_NE(text.find("p.population:5: \"dnae\" is no share"), text.npos) << text;
  EXPECT_NE(text.find("spread max-age is missing"), text.npos) << text;
}

TEST(Domain, ShapesAndTheirNumbers) {
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const auto shape = draw(at_large(), 3, i).shape;
    ASSERT_LT(shape.index(), shapes);
    ASSERT_EQ(Shape::of(shape.index()), shape);
  }
}

TEST(Attempt, NobodyReadsWhatNobodyAttacks) {
  for (std::uint32_t i = 0; i < shapes; ++i)
    for (std::size_t s = 0; s < strategies; ++s) ASSERT_FALSE(table().of(i, 0, static_cast<Strategy>(s), Memory::nothing).read);
}

TEST(Attempt, WhoControlsEverythingReadsWhateverIsSent) {
  for (std::uint32_t i = 0; i < shapes; ++i)
    for (std::size_t s = 0; s < strategies; ++s) {
      const auto one = attempt(Shape::of(i), attack("everything"), static_cast<Strategy>(s), Memory::nothing);
      ASSERT_EQ(one.read, static_cast<Strategy>(s) != Strategy::never) << i << " " << sender::name_of(static_cast<Strategy>(s));
    }
}

TEST(Attempt, DaneAtFirstContactMtaStsFromTheSecondOn) {
  Shape both{.is_signed = true, .dane = Shape::Dane::all, .sts = Shape::Sts::enforce};
  EXPECT_FALSE(attempt(both, attack("strip"), Strategy::dane, Memory::nothing).read);
  both.dane = Shape::Dane::none;
  EXPECT_TRUE(attempt(both, attack("first-contact"), Strategy::mta_sts, Memory::nothing).read);
  EXPECT_FALSE(attempt(both, attack("first-contact"), Strategy::mta_sts, Memory::genuine).delivered);
}

TEST(Attempt, PartlyProtectedDomainsAreMovedToTheOtherHost) {
  const Shape some{.is_signed = true, .dane = Shape::Dane::some};
  EXPECT_TRUE(attempt(some, attack("partial"), Strategy::dane, Memory::nothing).read);
  EXPECT_FALSE(attempt(some, attack("strip"), Strategy::dane_mandatory, Memory::nothing).read);
}

TEST(Attempt, WhereThereAreNoTlsaRecordsNothingIsHidden) {
  Shape shape{.is_signed = true};
  EXPECT_TRUE(attempt(shape, attack("tlsa-denied"), Strategy::dane, Memory::nothing).read);
  shape.dane = Shape::Dane::all;
  EXPECT_FALSE(attempt(shape, attack("tlsa-denied"), Strategy::dane, Memory::nothing).delivered);
}

TEST(Attempt, WhoEndsTlsHimselfOffersItWhateverTheHostDoes) {
  const Shape bare{.starttls = false};
  EXPECT_FALSE(attempt(bare, attack("peace"), Strategy::mandatory_tls, Memory::nothing).delivered);
  EXPECT_TRUE(attempt(bare, attack("self-signed"), Strategy::mandatory_tls, Memory::nothing).read);
  EXPECT_FALSE(attempt(bare, attack("self-signed"), Strategy::pkix, Memory::nothing).delivered);
  EXPECT_TRUE(attempt(bare, attack("hostile-ca"), Strategy::pkix, Memory::nothing).read);
  EXPECT_FALSE(attempt(bare, attack("strip"), Strategy::mandatory_tls, Memory::nothing).delivered);
}

atlas::Grid the_atlas() {
  const auto file = source_folder + "/scenarios/atlas/outcomes.json";
  return atlas::read_outcomes(file, read_file(file));
}

/// The domain of the atlas that an attack is played at.
Shape shape_of(std::string_view attack) {
  Shape out{.sts = Shape::Sts::enforce};
  if (attack == "redirected" || attack == "impostor") return out;
  out.is_signed = true;
  out.dane = attack == "partial" ? Shape::Dane::some : Shape::Dane::all;
  return out;
}

TEST(Names, AreThoseOfTheAtlas) {
  const auto grid = the_atlas();
  for (const auto& attack : attacks()) {
    const auto row = std::ranges::find(grid.rows, attack.atlas, &atlas::Row::id);
    ASSERT_NE(row, grid.rows.end()) << attack.atlas;
    const auto word = attack.atlas.find('[');
    const bool is_file = attack.name == attack.atlas.substr(0, word);
    const bool is_word = word != attack.atlas.npos && attack.name == attack.atlas.substr(word + 1, attack.atlas.size() - word - 2);
    EXPECT_TRUE(is_file || is_word) << attack.name << " is called " << attack.atlas << " in the atlas";
    EXPECT_EQ(attack.controls, row->controls) << attack.name;
    EXPECT_EQ(attack_named(attack.atlas), attack_named(attack.name));
  }
}

TEST(Names, MeanWhatTheAtlasPlayed) {
  const auto grid = the_atlas();
  for (const auto& attack : attacks()) {
    const auto& row = *std::ranges::find(grid.rows, attack.atlas, &atlas::Row::id);
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
      const auto* defence = sender::defence_named(grid.columns[c].name);
      ASSERT_NE(defence, nullptr);
      const Shape shape = shape_of(attack.name);
      const auto before = defence->warm ? population::attempt(shape, attacks()[0], defence->strategy, Memory::nothing).memory : Memory::nothing;
      const auto one = population::attempt(shape, attack, defence->strategy, before);
      const auto got = one.read ? atlas::Got::read : one.delivered ? atlas::Got::nothing : atlas::Got::stopped;
      EXPECT_EQ(atlas::name_of(got), atlas::name_of(row.cells[c].outcome.got)) << attack.atlas << " against " << defence->name;
    }
  }
}

TEST(Engine, TheSameTwiceAndAnotherSeedAnother) {
  const auto profile = at_large();
  EXPECT_EQ(reckon(profile, table(), whole(3000)), reckon(profile, table(), whole(3000)));
  EXPECT_NE(reckon(profile, table(), whole(3000)).drawn, reckon(profile, table(), whole(3000, 8)).drawn);
}

TEST(Engine, SanityRowsAndColumn) {
  const auto counts = reckon(at_large(), table(), whole(40000));
  for (const auto& defence : counts.defences) {
    EXPECT_EQ(of(counts, "peace", defence.c_str()).read, 0u);
    for (const auto& attack : counts.attacks) {
      const Tally& t = of(counts, attack.c_str(), defence.c_str());
      EXPECT_EQ(t.sent, t.delivered + t.delayed + t.lost) << attack << " " << defence;
      EXPECT_EQ(t.sent, counts.tallies[0][0].sent);
    }
  }
  EXPECT_EQ(of(counts, "everything", "never").read, 0u);
  EXPECT_EQ(of(counts, "peace", "never").lost, of(counts, "peace", "never").sent);
  // (What waits for a certificate that will do is handed over to an attacker who comes with one.)
  EXPECT_LE(of(counts, "everything", "opportunistic").read, of(counts, "everything", "tls-verified").read);
  EXPECT_GT(of(counts, "strip", "opportunistic").read, of(counts, "strip", "mta-sts").read);
}

TEST(Engine, FourShardsAreOneRun) {
  const auto profile = at_large();
  const auto one = reckon(profile, table(), whole(10001));
  std::vector<Part> parts;
  for (const int k : {3, 1, 4, 2}) {
    auto task = whole(10001);
    std::tie(task.from, task.to) = part_of(10001, k, 4);
    const auto text = boost::json::serialize(to_json(reckon(profile, table(), task)));
    parts.push_back({"part" + std::to_string(k), from_json("part", text)});
  }
  EXPECT_EQ(merged(parts), one);
  auto gap = parts;
  gap.erase(gap.begin());
  EXPECT_NE(complaint([&] { merged(gap); }).find("are in no part"), std::string::npos);
  auto twice = parts;
  twice.push_back(parts[0]);
  EXPECT_NE(complaint([&] { merged(twice); }).find("are counted in"), std::string::npos);
  auto other = parts;
  other[0].counts.seed = 9;
  EXPECT_NE(complaint([&] { merged(other); }).find("seed"), std::string::npos);
  EXPECT_NE(complaint([&] { from_json("x.json", "{}"); }).find("x.json: these are no counts"), std::string::npos);
}

TEST(Sweep, WhatCanBeHijackedIsRead) {
  auto task = whole(5000);
  const auto swept = sweep(*sweep_named("hijackable"), at_large(), table(), task);
  const auto at = [&](std::size_t i) { return of(swept.counts[i], "strip", "clear").read; };
  EXPECT_EQ(at(0), 0u);
  EXPECT_LT(at(2), at(8));
  EXPECT_NE(svg(chart_of(swept, "read")).find("<polyline"), std::string::npos);
}

TEST(Chart, NamesAreEscapedAndAnEmptyOneIsStillSvg) {
  const auto text = svg({.title = "a < b", .x = "x", .y = "y", .curves = {{"c & d", {{0, 0}, {1, 2}}}}});
  EXPECT_NE(text.find("a &lt; b"), text.npos);
  EXPECT_NE(text.find("c &amp; d"), text.npos);
  EXPECT_TRUE(svg({}).ends_with("</svg>\n"));
}

TEST(Print, BothLooksHaveEveryDefence) {
  const auto counts = reckon(at_large(), table(), whole(100));
  for (const auto look : {Look::terminal, Look::markdown})
    for (const auto& defence : counts.defences) EXPECT_NE(tables(counts, look).find(defence), std::string::npos);
}

TEST(Village, EveryShapeThatIsDrawnCanBeBuilt) {
  auto profile = at_large();
  for (const auto share :
       {Share::is_signed, Share::provider_signed, Share::dane, Share::partial_dane, Share::mta_sts, Share::misconfigured, Share::mx})
    profile.set(share, 0.5);
  std::vector<scenario::Scenario> all;
  for (std::uint64_t i = 0; i < 60; ++i) {
    const auto text = scenario_of(i, draw(profile, 1, i).shape, sequence());
    all.push_back(scenario::parse_scenario(id_of(i), id_of(i), text));
  }
  const auto wrong = scenario::buildable(all);
  EXPECT_TRUE(wrong.empty()) << wrong.front().text();
}

}  // namespace
}  // namespace gauntlet::population
