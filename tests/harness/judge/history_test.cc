// Every recorded history in tests/judge gives the verdicts that it must give.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <map>

#include <gtest/gtest.h>

#include "fixtures/base/blocks.h"
#include "fixtures/record/kinds.h"
#include "harness/judge/judge.h"
#include "harness/judge/play.h"
#include "harness/judge/rule.h"
#include "harness/scenario/reader.h"

namespace gauntlet::judge {
namespace {

namespace fs = std::filesystem;

fs::path folder() {
  const char* given = std::getenv("GAUNTLET_SOURCE");
  const auto source =
      given ? fs::path(given)
            : fs::path(__FILE__).parent_path().parent_path().parent_path().parent_path();
  return source / "tests" / "judge";
}

struct History {
  std::string name;
  Facts facts;
  std::vector<scenario::Scenario> scenarios;
  std::vector<std::pair<std::string, std::string>> expected;  ///< verdict, part of a reason
  Cell cell;
};

/// The history's cell with the first `kept` events of its record.
std::vector<Cell> cells(const History& history, size_t kept = SIZE_MAX) {
  auto cell = history.cell;
  cell.events.resize(std::min(kept, cell.events.size()));
  return {cell};
}

/// The lines of a record that were cut out of it: their numbers have gaps, but each is of a kind that the schema has.
std::vector<record::Event> excerpt(const fs::path& file) {
  std::vector<record::Event> events;
  std::istringstream lines(read_file(file.string()));
  for (std::string line; std::getline(lines, line);) {
    events.push_back(record::from_line(line));
    EXPECT_EQ(record::wrong_with(events.back(), false), "") << file << ": " << line;
  }
  return events;
}

History read_history(const fs::path& file) {
  History history{
      .name = file.stem().string(), .facts = {}, .scenarios = {}, .expected = {}, .cell = {}};
  for (const auto& block : read_blocks(file.string())) {
    const auto part = words(block.head);
    if (part[0] == "claims")
      history.facts.claims.insert(part.begin() + 1, part.end());
    else if (part[0] == "hazard")
      history.cell.hazard = true;
    else if (part[0] == "suspect")
      history.cell.suspect = true;
    else if (part[0] == "known")
      history.facts.known.push_back({part.at(1), part.at(2), part.at(3)});
    else if (part[0] == "expect") {
      const auto own = folder() / (history.name + ".scenarios");
      const auto scenarios = (fs::exists(own) ? own : folder() / "scenarios").string();
      history.scenarios.push_back(
          scenario::read_scenario(scenarios, scenarios + "/" + part.at(1) + ".scenario"));
      history.expected.emplace_back(part.at(2), part.size() > 3 ? part[3] : "");
    }
  }
  auto record = file;
  for (const auto& scenario : history.scenarios) history.cell.scenarios.push_back(scenario.id);
  history.cell.events = excerpt(record.replace_extension(".jsonl"));
  return history;
}

std::vector<History> histories() {
  std::vector<History> all;
  for (const auto& entry : fs::directory_iterator(folder()))
    if (entry.path().extension() == ".history") all.push_back(read_history(entry.path()));
  std::sort(all.begin(), all.end(),
            [](const History& a, const History& b) { return a.name < b.name; });
  return all;
}

TEST(histories, give_their_verdicts) {
  const auto all = histories();
  EXPECT_GE(all.size(), 30u);
  for (const auto& history : all) {
    SCOPED_TRACE(history.name);
    const auto verdicts = judge(history.scenarios, cells(history), history.facts);
    ASSERT_EQ(verdicts.size(), history.expected.size());
    for (size_t i = 0; i < verdicts.size(); ++i) {
      std::string reasons;
      for (const auto& reason : verdicts[i].reasons) reasons += reason + "\n";
      EXPECT_EQ(to_text(verdicts[i].verdict), history.expected[i].first)
          << verdicts[i].scenario << "\n"
          << reasons;
      EXPECT_NE(reasons.find(history.expected[i].second), reasons.npos)
          << "wanted: " << history.expected[i].second << "\nfound: " << reasons;
    }
  }
}

/// A record that is cut off anywhere never gives a pass that the whole record does not give, nor a
/// failure.
TEST(histories, cut_off_anywhere_never_pass_or_fail_for_it) {
  for (const auto& history : histories()) {
    const auto whole = judge(history.scenarios, cells(history), history.facts);
    for (size_t kept = 0; kept < history.cell.events.size(); ++kept) {
      const auto cut = judge(history.scenarios, cells(history, kept), history.facts);
      for (size_t i = 0; i < cut.size(); ++i) {
        if (cut[i].verdict == whole[i].verdict) continue;
        EXPECT_NE(cut[i].raw, Result::pass)
            << history.name << " cut to " << kept << ": " << cut[i].scenario;
        EXPECT_TRUE(cut[i].raw != Result::fail || whole[i].raw == Result::fail)
            << history.name << " cut to " << kept << ": " << cut[i].scenario;
      }
    }
  }
}

TEST(standing, is_told_while_the_play_goes_on) {
  const auto history = read_history(folder() / "ban-broken.history");
  const auto& scenario = history.scenarios.front();
  Play play(scenario);
  std::map<std::string, Standing> after;
  for (const auto& event : history.cell.events)
    if (play.take(event))
      after[event.what] = standing(play, scenario.steps[event.what == "play.end" ? 1 : 0]);
  EXPECT_EQ(after.at("submit"), Standing::open);
  EXPECT_EQ(after.at("dns.answer"), Standing::open);
  EXPECT_EQ(after.at("queue.kept"), Standing::decided);
  EXPECT_EQ(after.at("play.end"), Standing::decided) << "what is broken stays so";
  EXPECT_TRUE(play.ended());
  EXPECT_EQ(play.token("note"), "t-dane-tlsa");
}

}  // namespace
}  // namespace gauntlet::judge
