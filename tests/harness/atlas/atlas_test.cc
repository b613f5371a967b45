// What is read off a record, the grid's JSON, and that the atlas in scenarios/atlas holds together: its files, its exposures, its outcomes
// and the tables that were made from them.
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fixtures/base/fault.h"
#include "fixtures/sender/defence.h"
#include "harness/atlas/attacks.h"
#include "harness/atlas/exposures.h"
#include "harness/atlas/tables.h"
#include "harness/scenario/reader.h"

namespace gauntlet::atlas {
namespace {

using record::Event;

std::string folder() { return std::string(std::getenv("GAUNTLET_SOURCE")) + "/scenarios/atlas"; }

std::string text_in(const std::string& name) {
  std::ifstream in(folder() + "/" + name);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

constexpr std::string_view strip = R"(title     STARTTLS is stripped
controls  the path to the mail exchanger
holds     evil

zone unsigned
    @    MX  10 mx1
    mx1  A   {mx1}
    evil A   {evil}

mx mx1
    cert self-signed

mx evil
    cert self-signed

attacker mallory
    wire mx1 25 strip STARTTLS

step peace
    send before to ann
    await decide before within 30s

step attack
    start mallory
    send note to bea
    await deliver note within 30s
)";

/// A play of it, event by event.
class Scene {
 public:
  Scene() : scenario_(scenario::parse_scenario("first/strip", "strip.attack", strip)), play_(scenario_) {
    happens("runner", "play.begin", {{"names", boost::json::object{{"domain", "abc.test"}}}});
    happens("runner", "step.begin", {{"step", "attack"}});
    happens("runner", "submit", {{"msg", "note"}, {"token", "t1"}, {"to", "bea@abc.test"}, {"status", 0}});
  }
  Scene& happens(std::string actor, std::string what, boost::json::object data) {
    play_.take(Event{++n_, 0.1 * static_cast<double>(n_), "first/strip", std::move(actor), std::move(what), std::move(data)});
    return *this;
  }
  Scene& shown() { return happens("mallory", "shown", {{"subject", "mallory"}, {"what", "strip STARTTLS"}}); }
  Scene& arrives(const std::string& at, const std::string& token = "t1") {
    return happens(at, "smtp.message", {{"token", token}, {"accepted", true}});
  }
  Outcome end(const std::string& why = "over") {
    happens("runner", "step.end", {{"step", "attack"}});
    happens("runner", "play.end", {{"why", why}});
    return outcome_of(play_);
  }
  const judge::Play& play() const { return play_; }

 private:
  scenario::Scenario scenario_;
  judge::Play play_;
  std::uint64_t n_ = 0;
};

TEST(Outcome, IsReadOnlyIfTheAttackerNotedThatVeryMessage) {
  EXPECT_EQ(Scene().shown().happens("mallory", "attack.read", {{"token", "t1"}, {"how", "clear"}}).arrives("mx1").end().got, Got::read);
  EXPECT_EQ(Scene().shown().happens("mallory", "attack.read", {{"token", "other"}, {"how", "clear"}}).arrives("mx1").end().got, Got::nothing);
  EXPECT_EQ(Scene().arrives("evil").end().got, Got::read);
}

TEST(Outcome, WhatDoesNotArriveIsStopped) {
  EXPECT_EQ(Scene().shown().end("await lost").got, Got::stopped);
  EXPECT_EQ(Scene().happens("mx1", "tcp.accept", {{"conn", 1}, {"via", ""}}).shown().end("await lost").got, Got::not_asked);
  const auto kept = Scene().shown().happens("candidate", "queue.kept", {{"token", "t1"}, {"text", "no TLS"}}).end("await lost");
  EXPECT_EQ(kept.got, Got::stopped);
  EXPECT_NE(kept.why.find("no TLS"), std::string::npos);
  EXPECT_EQ(Scene().shown().happens("runner", "bounce", {{"token", "t1"}}).end("await lost").events.size(), 1u);
}

TEST(Outcome, AnAttackThatWasNotShownIsNoOutcome) {
  EXPECT_EQ(Scene().arrives("mx1").end().got, Got::not_asked);
  EXPECT_EQ(Scene().shown().arrives("mx1").end().got, Got::nothing);
  EXPECT_EQ(Scene().shown().end("the candidate ended by itself").got, Got::not_asked);
  Scene unfinished;
  EXPECT_EQ(outcome_of(unfinished.play()).got, Got::not_asked);
}

TEST(Attacks, FirstContactIsWithoutPeace) {
  const auto first = scenario::parse_scenario("first/strip", "strip.attack", without_peace(std::string(strip)));
  ASSERT_EQ(first.steps.size(), 1u);
  EXPECT_EQ(first.steps.front().name, "attack");
  EXPECT_EQ(first.steps.front().line, scenario::parse_scenario("warm/strip", "strip.attack", strip).steps.back().line);
}

TEST(Grid, OutcomesAreReadAsTheyWereWritten) {
  Grid grid{"1", "unbound", {{.name = "clear"}, {.name = "dane"}}, {{"strip", "Stripped", "the path", {}}}};
  for (const auto got : {Got::read, Got::stopped}) grid.rows.front().cells.push_back({{got, "", {}}, ""});
  const auto again = read_outcomes("outcomes.json", outcomes_json(grid));
  EXPECT_EQ(outcomes_json(again), outcomes_json(grid));
  EXPECT_EQ(again.rows.front().cells[1].outcome.got, Got::stopped);
  EXPECT_TRUE(differences(grid, 1, again, "dane").empty());
  EXPECT_EQ(differences(grid, 1, again, "clear"), std::vector<size_t>{0});
  for (const char* bad : {"", "[]", "{}", R"({"schema":"gauntlet-atlas-outcomes/1","columns":["a"],"rows":[{"id":"x","title":"","controls":"","got":"rr"}]})",
                          R"({"schema":"gauntlet-atlas-outcomes/1","columns":["a"],"rows":[{"id":"x","title":"","controls":"","got":"z"}]})"})
    EXPECT_THROW(read_outcomes("outcomes.json", bad), Complaints) << bad;
}

std::vector<std::string> ids_of(const std::vector<Attack>& attacks) {
  std::vector<std::string> ids;
  for (const auto& attack : attacks) ids.push_back(attack.id);
  return ids;
}

TEST(Atlas, EveryExposureHasAttacksOrAReason) {
  const auto all = read_exposures("exposures", text_in("exposures"), ids_of(read_attacks(folder())));
  std::set<std::string> ids;
  for (const auto& one : all) ids.insert(one.id);
  for (int i = 1; i <= 30; ++i) EXPECT_TRUE(ids.contains(fmt::format("EXP-{:02}", i))) << i;
  EXPECT_EQ(ids.size(), 30u);
  EXPECT_THROW(read_exposures("exposures", "exposure EXP-01 A title\n    attack none-such\n", {}), Complaints);
  EXPECT_THROW(read_exposures("exposures", "exposure EXP-01 A title\n", {}), Complaints);
}

TEST(Atlas, OutcomesAreOfTheseAttacksAndDefences) {
  const auto grid = read_outcomes("outcomes.json", text_in("outcomes.json"));
  std::vector<std::string> columns, defences, rows;
  for (const auto& column : grid.columns) columns.push_back(column.name);
  for (const auto& defence : sender::defences()) defences.emplace_back(defence.name);
  EXPECT_EQ(std::set(columns.begin(), columns.end()), std::set(defences.begin(), defences.end()));
  for (const auto& row : grid.rows) rows.push_back(row.id);
  EXPECT_EQ(rows, ids_of(read_attacks(folder())));
}

TEST(Atlas, TheSanityRowsAndTheSanityColumn) {
  const auto grid = read_outcomes("outcomes.json", text_in("outcomes.json"));
  for (const auto& row : grid.rows)
    for (size_t i = 0; i < grid.columns.size(); ++i) {
      const auto got = row.cells[i].outcome.got;
      const bool never = grid.columns[i].name == "never";
      EXPECT_NE(got, Got::not_asked) << row.id << " " << grid.columns[i].name;
      const auto expected = never ? Got::stopped : row.id == "peace" ? Got::nothing : row.id == "everything" ? Got::read : got;
      EXPECT_EQ(got, expected) << row.id << " " << grid.columns[i].name;
    }
}

TEST(Atlas, TheReadmesTablesAreMadeFromTheOutcomes) {
  const auto grid = read_outcomes("outcomes.json", text_in("outcomes.json"));
  EXPECT_NE(text_in("README.md").find(markdown(grid)), std::string::npos)
      << "scenarios/atlas/README.md: its grid is another than outcomes.json says; `gauntlet atlas --tables scenarios/atlas/outcomes.json` prints it";
}

}  // namespace
}  // namespace gauntlet::atlas
