// The clause catalogue, coverage, the verb table and the data that stand in the repository.
#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "fixtures/base/fault.h"
#include "harness/scenario/clauses.h"
#include "harness/scenario/lint.h"
#include "harness/scenario/phrase.h"
#include "harness/scenario/reader.h"
#include "harness/scenario/verbs.h"
#include "tests/scratch.h"

namespace gauntlet::scenario {
namespace {

std::string source() {
  if (const char* given = std::getenv("GAUNTLET_SOURCE")) return given;
  return std::filesystem::path(__FILE__)
      .parent_path()
      .parent_path()
      .parent_path()
      .parent_path()
      .string();
}

std::string complaint(std::string_view text) {
  try {
    Catalogue(parse_clauses("c", text));
  } catch (const Complaints& found) {
    return found.all().front().text();
  }
  return "none";
}

TEST(catalogue, reads_clauses) {
  const auto all =
      parse_clauses("c",
                    "RFC7672-2.1.2-4  MUST NOT  section 2.1.2\n    One,\n    two.\n"
                    "    note: three\n    four\n    status: implicit in\n    another\n");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].document, "RFC 7672");
  EXPECT_EQ(all[0].section, "2.1.2");
  EXPECT_EQ(all[0].level, "MUST NOT");
  EXPECT_EQ(all[0].text, "One, two.");
  EXPECT_EQ(all[0].note, "three four");
  EXPECT_EQ(all[0].status, Clause::Status::implicit);
  EXPECT_EQ(all[0].reason, "in another");
}

TEST(catalogue, complains) {
  EXPECT_EQ(complaint("A-1 MIST section 1\n    x\n"),
            "c:1: unknown level 'MIST'; did you mean 'MUST'?");
  EXPECT_EQ(complaint("A-1 MUST\n    x\n"),
            "c:1: found no 'section'; expected: ID LEVEL section NUMBER");
  EXPECT_NE(complaint("A-1 MUST section 1\n").find("has no sentence"), std::string::npos);
  EXPECT_NE(complaint("A-1 MUST section 1\n    x\n    strict: y\n").find("for 'stated' ones only"),
            std::string::npos);
  EXPECT_NE(complaint("A-1 MUST section 1\n    x\n    status: implicit\n").find("has no reason"),
            std::string::npos);
  EXPECT_EQ(complaint("A-1 MUST section 1\n    x\nA-1 MUST section 1\n    x\n"),
            "c:3: a second A-1; the first stands at c:1");
}

TEST(catalogue, coverage_is_computed) {
  const Catalogue catalogue(
      parse_clauses("c",
                    "A-1 MUST section 1\n    x\nA-2 MUST section 1\n    x\n"
                    "A-3 MUST section 1\n    x\n    status: untestable no\nA-4 MAY section 1\n    x\n"));
  const auto scenario = parse_scenario(
      "d/x", "x", "title T\nstep s\n    MUST NOT deliver n [A-1]\n    NOTE keep n [A-1, A-3, A-4]\n");
  const auto covered = coverage(catalogue, {scenario});
  EXPECT_EQ(covered[0].how, Covered::How::tested);
  EXPECT_EQ(covered[0].scenarios, std::vector<std::string>{"d/x"});
  EXPECT_EQ(covered[1].how, Covered::How::open);
  EXPECT_EQ(covered[2].how, Covered::How::untestable);
  EXPECT_EQ(covered[3].how, Covered::How::noted);
}

TEST(verbs, bind_their_arguments) {
  const auto bound = bind({"deliver", {"note", "to", "mx1", "over", "tls"}, {}});
  EXPECT_EQ(bound["MSG"], "note");
  EXPECT_EQ(bound["MX"], "mx1");
  EXPECT_TRUE(bound.said.contains("over tls"));
  EXPECT_TRUE(bind({"answer", {"@", "MX", "secure", "nodata"}, {}}).said.contains("secure nodata"));
  EXPECT_EQ(bind({"attempt", {"mx1", "3", "times"}, {}})["N"], "3");
  EXPECT_THROW(bind({"attempt", {"mx1", "three", "times"}, {}}), Mistake);
  EXPECT_THROW(bind({"handshake", {"mx1", "with", "tls", "9"}, {}}), Mistake);
  EXPECT_THROW(bind({"deliver", {"note", "over", "tls", "to", "mx1"}, {}}), Mistake);
  EXPECT_THROW(bind({"query", {"@", "mx"}, {}}), Mistake);
  EXPECT_THROW(bind({"propose", {"to", "mx1"}, {}}), Mistake) << "a choice in round brackets is to be made";
}

TEST(verbs, manual_is_that_of_the_table) {
  const auto readme = read_file(source() + "/scenarios/README.md");
  EXPECT_NE(readme.find(verb_manual()), readme.npos) << "the list of verbs should be:\n"
                                                     << verb_manual();
}

TEST(scenarios, all_are_well_written) {
  const auto catalogue = read_catalogue(source() + "/scenarios/clauses");
  const auto scenarios = read_all(source() + "/scenarios");
  EXPECT_FALSE(scenarios.empty());
  for (const auto& complaint : lint_all(scenarios, catalogue)) ADD_FAILURE() << complaint.text();
}

void each_ruling(const std::function<void(const Scenario&, const StepLine&)>& visit) {
  for (const auto& scenario : read_all(source() + "/scenarios"))
    for (const auto& step : scenario.steps)
      for (const auto& line : step.lines)
        if (line.kind == StepLine::Kind::ruling) visit(scenario, line);
}

/// RFC 5321, 4.5.3.2.1 recommends five minutes for the greeting: who waits so long is not late.
TEST(scenarios, nobody_is_late_who_waits_as_long_as_the_text_recommends) {
  each_ruling([](const auto& scenario, const auto& line) {
    if (std::ranges::find(line.clauses, "RFC5321-4.5.3.2-1") == line.clauses.end()) return;
    EXPECT_GE(line.within.value_or(std::chrono::seconds(0)), std::chrono::minutes(5)) << scenario.id << ":" << line.line;
  });
}

/// What a control proves is a claim, on which hundreds of others rest: what becomes of the mail is asked elsewhere.
TEST(scenarios, controls_of_claims_do_not_turn_on_how_mail_is_kept) {
  each_ruling([](const auto& scenario, const auto& line) {
    if (!scenario.proves || (line.level != Level::must && line.level != Level::must_not)) return;
    for (const char* verb : {"bounce", "keep", "warn"}) EXPECT_NE(line.act.verb, verb) << scenario.id << ":" << line.line;
  });
}

/// "The scenarios on X rule on it" is said only where there are such scenarios.
TEST(catalogue, implicit_clauses_lean_on_none_that_nobody_rules_on) {
  const auto catalogue = read_catalogue(source() + "/scenarios/clauses");
  std::map<std::string, Covered::How> how;
  const auto covered = coverage(catalogue, read_all(source() + "/scenarios"));
  for (const auto& one : covered) how[one.clause->id] = one.how;
  for (const auto& one : covered) {
    if (one.how != Covered::How::implicit) continue;
    std::istringstream words(one.clause->reason);
    for (std::string word; words >> word;) {
      while (!word.empty() && std::ispunct(static_cast<unsigned char>(word.back()))) word.pop_back();
      const bool unruled = how.contains(word) && (how[word] == Covered::How::open || how[word] == Covered::How::noted);
      EXPECT_FALSE(unruled) << one.clause->id << " leans on " << word;
    }
  }
}

TEST(scenarios, what_does_not_read_is_left_out_or_complained_about) {
  const std::filesystem::path folder = gauntlet::testing::scratch();
  std::filesystem::create_directories(folder / "dane");
  std::ofstream(folder / "dane/bad.scenario") << "tilte  T\n";
  std::ofstream(folder / "dane/good.scenario") << "title  T\n";
  std::vector<std::string> left_out;
  const auto read = read_all(folder, [&](const std::string& id, const Complaints&) { left_out.push_back(id); });
  EXPECT_EQ(left_out, std::vector<std::string>{"dane/bad"});
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].id, "dane/good");
  EXPECT_THROW(read_all(folder), Complaints);
  std::filesystem::remove_all(folder);
}

TEST(scenarios, ids_are_paths) {
  const auto folder = source() + "/scenarios";
  EXPECT_EQ(read_scenario(folder, folder + "/control/plain-delivery.scenario").id,
            "control/plain-delivery");
  EXPECT_EQ(read_scenario("/nowhere", folder + "/control/plain-delivery.scenario").id,
            "control/plain-delivery");
  EXPECT_EQ(label("control/plain-delivery"), "control-plain-delivery");
}

}  // namespace
}  // namespace gauntlet::scenario
