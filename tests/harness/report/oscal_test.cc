// OSCAL: what is said of controls, and that the document is one (by NIST's schema, where it is there).
#include "harness/report/oscal.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "fixtures/base/fault.h"
#include "sample.h"

using namespace gauntlet;
using namespace gauntlet::report;
namespace json = boost::json;

namespace {

const char* map_text =
    "catalog  A catalogue\nhref     https://catalog.test/a.json\n\n"
    "control sc-8 sc-8_smt Confidentiality\n    because  it is so\n    because  and so\n    clauses  RFC7672-2.1*\n\n"
    "control KONF.1 KONF.1_stm Another\n    uuid ee341e2a-290d-4d5f-bf24-c95a265395f6\n    because  of that\n    clauses  RFC8461-1\n";

Control control(const std::string& clause) { return {"x", "x_smt", "X", "", "because", {clause}}; }

Results whole() {
  auto r = sample();
  r.not_run.clear();
  std::erase_if(r.scenarios, [](const auto& s) { return s.raw != Verdict::pass; });
  for (auto& s : r.scenarios) {
    s.rulings = {broken_ruling(Level::must_not)};
    s.rulings[0].held = true;
  }
  finish(r);
  return r;
}

TEST(Oscal, ReadsMaps) {
  const auto map = parse_controls("m", map_text);
  EXPECT_EQ(map.catalog, "A catalogue");
  ASSERT_EQ(map.controls.size(), 2u);
  EXPECT_EQ(map.controls[0].because, "it is so and so");
  EXPECT_TRUE(map.controls[0].covers("RFC7672-2.1.2-4"));
  EXPECT_FALSE(map.controls[0].covers("RFC7672-3"));
  EXPECT_EQ(map.controls[1].title, "Another");
  EXPECT_TRUE(map.controls[1].covers("RFC8461-1"));
  EXPECT_FALSE(map.controls[1].covers("RFC8461-10"));
}

TEST(Oscal, ComplainsOfMaps) {
  const auto told = [](const std::string& text) {
    try {
      parse_controls("m", text);
      return std::string();
    } catch (const Complaints& found) {
      return std::string(found.what());
    }
  };
  EXPECT_NE(told("control a b C\n    because x\n    clauses y\n").find("it names no catalogue"), std::string::npos);
  EXPECT_NE(told("catalog c\n").find("it has no control"), std::string::npos);
  EXPECT_NE(told("catalog c\ncontrol a b C\n    because x\n").find("m:2: a control without"), std::string::npos);
  EXPECT_NE(told("catalog c\ncontrol 1a b C\n    because x\n    clauses y\n").find("m:2: `control ID STATEMENT TITLE`"), std::string::npos);
  EXPECT_NE(told("catalog c\ncontrol a b C\n    because x\n    clauses y\n    what z\n").find("m:5: \"what\" is unknown"), std::string::npos);
  EXPECT_NE(told("colour c\n").find("m:1: \"colour\" is unknown"), std::string::npos);
}

TEST(Oscal, TheProjectsOwnMapsRead) {
  const char* source = std::getenv("GAUNTLET_SOURCE");
  if (!source) GTEST_SKIP() << "GAUNTLET_SOURCE does not name the source tree";
  for (const char* name : {"nist-sp-800-53r5", "bsi-grundschutz-pp", "bsi-tr-03108"})
    EXPECT_FALSE(read_controls(std::string(source) + "/scenarios/controls/" + name + ".controls").controls.empty());
}

TEST(Oscal, FindsWhatTheRunBearsOut) {
  auto r = whole();
  EXPECT_EQ(finding(control("RFC7672-*"), r), Finding::satisfied);
  EXPECT_EQ(finding(control("RFC9999-*"), r), Finding::none) << "no scenario bears on it";
  for (auto& s : r.scenarios) s.rulings[0].level = Level::note;
  EXPECT_EQ(finding(control("RFC7672-*"), r), Finding::none) << "a note rules on nothing";
  r = whole();
  for (auto& s : r.scenarios) s.rulings[0].held.reset();
  EXPECT_EQ(finding(control("RFC7672-*"), r), Finding::none) << "nothing was put to the question";
  r = whole();
  for (auto& s : r.scenarios) s.clauses.push_back("RFC8461-1");
  EXPECT_EQ(finding(control("RFC8461-1"), r), Finding::none) << "a clause that is named and not ruled on";
  r = whole();
  r.not_run = {{"dane/x", "filter"}};
  EXPECT_EQ(finding(control("RFC7672-*"), r), Finding::none) << "a part of the suite satisfies nothing";
  r.scenarios.push_back(play("dane/open", Verdict::inconclusive, "too slow"));
  EXPECT_EQ(finding(control("RFC7672-*"), r), Finding::undecided);
  // An admitted gap is a broken MUST; a missed SHOULD breaks no control.
  auto gap = play("dane/gap", Verdict::known);
  gap.raw = Verdict::fail;
  gap.rulings = {broken_ruling(Level::must)};
  r.scenarios.push_back(gap);
  EXPECT_EQ(finding(control("RFC7672-*"), r), Finding::broken);
  r = whole();
  auto warned = play("dane/warned", Verdict::warning);
  warned.rulings = {broken_ruling(Level::should)};
  r.scenarios.push_back(warned);
  EXPECT_EQ(finding(control("RFC7672-*"), r), Finding::satisfied);
}

TEST(Oscal, SaysTheSameOfTheSame) {
  const std::vector maps{parse_controls("m", map_text)};
  auto r = sample();
  EXPECT_EQ(oscal(r, maps), oscal(r, maps));
  const auto uuid = [&] { return std::string(json::parse(oscal(r, maps)).at("assessment-results").at("uuid").as_string()); };
  const auto before = uuid();
  EXPECT_EQ(before[14], '5') << before;
  r.started = "2026-01-02T00:00:00Z";
  EXPECT_NE(uuid(), before);
}

TEST(Oscal, IsValidByItsSchema) {
  const char* schemas = std::getenv("GAUNTLET_SCHEMAS");
  const auto schema = std::string(schemas ? schemas : "") + "/oscal-ar-1.2.1.schema.json";
  if (!std::ifstream(schema)) GTEST_SKIP() << "GAUNTLET_SCHEMAS names no folder with oscal-ar-1.2.1.schema.json";
  if (std::system("python3 -c 'import jsonschema' 2>/dev/null") != 0) GTEST_SKIP() << "python3-jsonschema is not installed";
  const char* source = std::getenv("GAUNTLET_SOURCE");
  if (!source) GTEST_SKIP() << "GAUNTLET_SOURCE does not name the source tree";
  const auto file = ::testing::TempDir() + "oscal.json";
  for (const auto& r : {sample(), whole()}) {
    for (const auto& maps : {std::vector<ControlMap>{}, std::vector{parse_controls("m", map_text)}}) {
      std::ofstream(file) << oscal(r, maps);
      EXPECT_EQ(std::system((std::string(source) + "/tests/oscal-valid " + schema + " " + file).c_str()), 0);
    }
  }
}

}  // namespace
