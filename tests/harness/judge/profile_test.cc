// Scores and cases over verdicts.
#include "harness/judge/profile.h"

#include <gtest/gtest.h>

#include "fixtures/base/fault.h"

namespace gauntlet::judge {
namespace {

TEST(profiles, score_clauses_that_were_ruled_on) {
  const scenario::Catalogue catalogue(
      scenario::parse_clauses("c",
                              "A-1 MUST section 1\n    x\nA-2 MUST NOT section 1\n    x\nA-3 "
                              "SHOULD section 1\n    x\nA-4 MUST section 1\n    x\n"));
  const auto profile = parse_profile("p", "p", "title P\nclauses\n    A-1 A-2\n    A-3\n    A-4\n");
  auto ruling = [](std::string clause, bool held) {
    Ruling r;
    r.level = scenario::Level::must;
    r.clauses = {std::move(clause)}, r.decided = true, r.held = held;
    return r;
  };
  Verdict good, bad, unsure;
  good.unexcused = Result::pass, good.rulings = {ruling("A-1", true), ruling("A-2", true)};
  bad.unexcused = Result::fail, bad.rulings = {ruling("A-2", false), ruling("A-3", true)};
  unsure.unexcused = Result::inconclusive, unsure.rulings = {ruling("A-4", true)};
  const auto result = score(profile, catalogue, {good, bad, unsure});
  EXPECT_EQ(result.must, (Share{1, 2, 3}));
  EXPECT_EQ(result.should, (Share{0, 0, 1}));  // kept where the sender failed: no proof
  EXPECT_EQ(result.unmet, std::vector<std::string>{"A-2"});
  EXPECT_EQ(result.unruled, (std::vector<std::string>{"A-3", "A-4"}));
  EXPECT_FALSE(result.score);
  EXPECT_EQ(result.unscored, "2 of 4 clauses ruled on");
  bad.rulings.back().held = false, unsure.unexcused = Result::pass;
  EXPECT_EQ(score(profile, catalogue, {good, bad, unsure}).score, 50.0);
  Verdict control;
  control.scenario = "control/x", control.family = "control", control.unexcused = Result::fail;
  EXPECT_EQ(score(profile, catalogue, {good, bad, unsure, control}).unscored,
            "control/x did not pass");
  EXPECT_THROW(parse_profile("p", "p", "title P\nclause\n    A-1\n"), Complaints);
}

TEST(profiles, rule_on_cases) {
  const auto profile = parse_profile("p", "p",
                                     "title P\nclauses\n    A-1\ncase J-01  A case\n    x/a\n    x/b\n"
                                     "case J-02  The contrary\n    contrary x/a[two]\ncase J-03  Unasked\n    x/c\n");
  const auto verdict = [](std::string id, Result result) {
    Verdict v;
    v.scenario = std::move(id), v.unexcused = result;
    return v;
  };
  const auto cases = [&](const std::vector<Verdict>& verdicts) {
    return score(profile, scenario::Catalogue({}), verdicts).cases;
  };
  auto found = cases({verdict("x/a[one]", Result::pass), verdict("x/a[two]", Result::fail), verdict("x/b", Result::inconclusive)});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].result, CaseResult::unmet);  // rows count, and one that fails decides
  EXPECT_EQ(found[0].because, std::vector<std::string>{"x/a[two]"});
  EXPECT_EQ(found[1].result, CaseResult::met);
  EXPECT_EQ(found[1].contrary, std::vector<std::string>{"x/a[two]"});
  EXPECT_EQ(found[2].result, CaseResult::unruled);
  EXPECT_EQ(found[2].because, std::vector<std::string>{"x/c"});
  found = cases({verdict("x/a[two]", Result::warning), verdict("x/b", Result::inconclusive), verdict("x/c", Result::not_applicable)});
  EXPECT_EQ(found[0].result, CaseResult::unruled);  // not while one of them is not settled
  EXPECT_EQ(found[1].result, CaseResult::unmet);
  EXPECT_EQ(found[2].result, CaseResult::not_applicable);
  EXPECT_EQ(unknown_scenarios(profile, {"x/a[one]", "x/a[two]", "x/b", "x/d"}).size(), 1u);
  EXPECT_THROW(parse_profile("p", "p", "title P\nclauses\n    A-1\ncase J-01\n    x/a\n"), Complaints);
  EXPECT_THROW(parse_profile("p", "p", "title P\nclauses\n    A-1\ncase J-01 X\n    not x/a\n"), Complaints);
}

}  // namespace
}  // namespace gauntlet::judge
