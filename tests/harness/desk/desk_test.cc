// A run's folder, opened and ruled on: by its own texts, cell by cell, and not when something in it
// is not what it was.
#include "harness/desk/desk.h"

#include <gtest/gtest.h>

#include "folder.h"
#include "harness/report/junit.h"

using namespace gauntlet;
using namespace gauntlet::desk;
namespace fs = std::filesystem;
using report::Verdict;

namespace {

const report::Scenario& find(const report::Results& r, std::string_view id) {
  for (const auto& s : r.scenarios)
    if (s.id == id) return s;
  throw std::runtime_error("no such scenario");
}

Folder played(bool sealed = true) {
  Folder folder;
  folder.play("shared", {{"dane/one", {}}, {"dane/two", {.deliver = true}}}, sealed);
  folder.play("hazard.dane-three", {{"dane/three", {.bounce = true}}}, sealed);
  return folder;
}

TEST(Desk, RulesCellByCell) {
  auto folder = played();
  const auto results = adjudicate(folder.save());
  EXPECT_EQ(find(results, "dane/one").verdict, Verdict::pass);
  const auto& two = find(results, "dane/two");
  EXPECT_EQ(two.verdict, Verdict::fail);
  EXPECT_EQ(two.cell, "shared");
  const auto& three = find(results, "dane/three");
  EXPECT_EQ(three.verdict, Verdict::warning);
  EXPECT_EQ(three.cell, "hazard.dane-three");
  ASSERT_EQ(results.cells.size(), 2u);
  EXPECT_EQ(results.cells[1].record, "cells/hazard.dane-three/record.jsonl");
  EXPECT_EQ(results.cells[0].scenarios, 2);
  EXPECT_EQ(results.cells[0].alarms, 2) << "a packet that left the lab is told of";
  const auto& shown = two.rulings.front().events;
  ASSERT_FALSE(shown.empty());
  EXPECT_EQ(shown.front().what, "smtp.message") << "numbers count in the cell's own record";
  EXPECT_EQ(results.verdict, report::Conformance::nonconformant);
  EXPECT_EQ(two.reproduce, "gauntlet run ./postfix.candidate --filter dane/two");
}

TEST(Desk, AWarningStaysAWarningHoweverStrict) {
  auto folder = played();
  const auto run = folder.save();
  const auto results = adjudicate(run);
  write_reports(run, results, true);
  EXPECT_EQ(report::read_results(run + "/results.json"), results);
  EXPECT_EQ(find(results, "dane/three").verdict, Verdict::warning);
  EXPECT_NE(folder.read("postfix/junit.xml").find("<failure type=\"SHOULD\""), std::string::npos);
  EXPECT_EQ(report::exit_code(without_failures(results), false), 0);
  EXPECT_EQ(report::exit_code(without_failures(results), true), 1);
}

TEST(Desk, WritesWhatItReadsWhateverTheGap) {
  Folder folder;
  // It was never tried: the play came to its end, so the gap explains it.
  folder.play("shared", {{"dane/one", {.untried = true}}, {"dane/two", {.end = false}}});
  folder.facts.known = {{"dane/one", "slow", "https://bugs.test/1"},
                        {"dane/two", "slow", "https://bugs.test/1"}};
  const auto run = folder.save();
  const auto results = adjudicate(run);
  EXPECT_EQ(find(results, "dane/one").verdict, Verdict::known);
  EXPECT_EQ(find(results, "dane/one").raw, Verdict::inconclusive);
  EXPECT_EQ(find(results, "dane/two").verdict, Verdict::inconclusive) << "a play that broke off";
  write_reports(run, results, false);
  EXPECT_EQ(report::read_results(run + "/results.json"), results);
  EXPECT_FALSE(results.certifiable);
}

TEST(Desk, AListedGapThatPassesIsTold) {
  Folder folder;
  folder.play("shared", {{"dane/one", {}}});
  folder.facts.known = {{"dane/one", "slow", "https://bugs.test/1"}};
  const auto results = adjudicate(folder.save());
  EXPECT_TRUE(report::outgrown(find(results, "dane/one")));
}

TEST(Desk, JudgesAnOldFolderByItsOwnTexts) {
  auto folder = played();
  const auto run = folder.save();
  const auto before = adjudicate(run);
  EXPECT_NE(find(before, "dane/two").rulings.front().requirement.find("The old sentence."),
            std::string::npos);
  EXPECT_EQ(before.suite.hash, folder.facts.suite.hash);
  EXPECT_EQ(before.harness.commit, "abc") << "who played";
  EXPECT_EQ(before.judged, this_harness());
  // The suite moves on; the folder does not.
  folder.write("data/clauses/rfc7672.clauses", "RFC7672-2.1.2-4  MAY  section 1\n    New.\n");
  EXPECT_EQ(report::to_text(adjudicate(run)), report::to_text(before));
}

TEST(Desk, OneHashOverScenariosClausesAndProfiles) {
  const auto hash = [](auto change) {
    auto folder = played();
    change(folder);
    folder.save();
    return folder.facts.suite.hash;
  };
  const auto plain = hash([](Folder&) {});
  EXPECT_EQ(plain, hash([](Folder& f) { std::reverse(f.suite.begin(), f.suite.end()); }));
  EXPECT_NE(plain, hash([](Folder& f) { f.suite[2] = scenario_named("dane/three", "# new\n"); }));
  EXPECT_NE(plain, hash([](Folder& f) { f.suite.push_back(scenario_named("dane/unplayed")); }));
  EXPECT_NE(plain, hash([](Folder& f) {
              f.write("data/clauses/rfc7672.clauses",
                      f.read("data/clauses/rfc7672.clauses") + "    And more.\n");
            }));
  EXPECT_NE(plain, hash([](Folder& f) {
              f.write("data/profiles/both.profile",
                      f.read("data/profiles/both.profile") + "# note\n");
            }));
}

TEST(Desk, RefusesTextsAndRecordsThatWereChanged) {
  auto folder = played();
  const auto run = folder.save();
  const auto after = [&](const std::string& file, auto change) {
    const auto path = "postfix/" + file;
    const auto text = folder.read(path);
    folder.write(path, change(text));
    const auto said = complaint([&] { open(run); });
    folder.write(path, text);
    return said;
  };
  const auto longer = [](const std::string& text) { return text + "\n"; };
  const auto shorter = [](const std::string& text) { return text.substr(0, text.size() - 100); };
  EXPECT_EQ(complaint([&] { open(run); }), "");
  const auto record = after("cells/shared/record.jsonl", shorter);
  EXPECT_NE(record.find("cells/shared/record.jsonl: it is not the record that the run left"),
            record.npos);
  EXPECT_NE(after("scenarios/dane/one.scenario", longer).find("changed after the run"),
            record.npos);
  EXPECT_NE(after("suite/clauses/rfc7672.clauses", longer).find("changed after the run"),
            record.npos);
  EXPECT_NE(after("suite/profiles/both.profile", longer).find("changed after the run"),
            record.npos);
  EXPECT_NE(after("suite/SHA256SUMS", longer).find("not of the suite that run.json names"),
            record.npos);
  folder.write("postfix/suite/clauses/more.clauses", "RFC1-1  MUST  section 1\n    More.\n");
  EXPECT_NE(complaint([&] { open(run); }).find("not of the suite"), record.npos);
}

TEST(Desk, RefusesARecordWithALineTwice) {
  auto folder = played(false);
  const auto run = folder.save();
  const auto file = "postfix/cells/shared/record.jsonl";
  const auto text = folder.read(file);
  folder.write(file, text.substr(0, text.find('\n') + 1) + text);
  const auto said = complaint([&] { open(run); });
  EXPECT_NE(said.find("record.jsonl:2: event 1 stands here twice"), said.npos)
      << said;
}

TEST(Desk, JudgesARunThatWasKilled) {
  auto folder = played(false);
  const auto run = folder.save();
  const auto file = "postfix/cells/shared/record.jsonl";
  const auto text = folder.read(file);
  folder.write(file, text.substr(0, text.rfind("queue.kept")));
  const auto results = adjudicate(run);
  EXPECT_NE(find(results, "dane/two").notes.front(), "") << "it says where the record ends";
  EXPECT_EQ(find(results, "dane/one").verdict, Verdict::pass);
  fs::remove_all(run + "/cells/hazard.dane-three");
  EXPECT_EQ(find(adjudicate(run), "dane/three").verdict, Verdict::inconclusive);
}

TEST(Desk, ScoresSayWhatWasNotRuledOn) {
  auto folder = played();
  auto results = adjudicate(folder.save());
  ASSERT_EQ(results.profiles.size(), 1u);
  const auto& both = results.profiles.front();
  EXPECT_EQ(both.name, "both");
  EXPECT_EQ(both.must, (report::Share{0, 1, 1}));
  EXPECT_EQ(both.unmet.front(), "RFC7672-2.1.2-4");
  folder.facts.shard = report::Shard{1, 2};
  results = adjudicate(folder.save());
  EXPECT_FALSE(results.profiles.front().score);
  EXPECT_EQ(results.profiles.front().withheld, "shard 1 of 2");
  Folder unkept;
  unkept.play("shared", {{"dane/one", {.untried = true}}});
  const auto idle = adjudicate(unkept.save()).profiles.front();
  EXPECT_FALSE(idle.score);
  EXPECT_EQ(idle.unruled, (std::vector<std::string>{"RFC7672-2.1.2-4", "RFC7672-2.1.2-6"}));
}

TEST(Desk, AnInterruptedRunIsNoSuccess) {
  Folder folder;
  folder.play("shared", {{"dane/one", {}}});
  folder.facts.interrupted = true;
  const auto results = adjudicate(folder.save());
  EXPECT_EQ(results.verdict, report::Conformance::inconclusive);
  EXPECT_EQ(report::exit_code(results, false), 130);
}

TEST(Desk, WritesWholeFilesOrNone) {
  auto folder = played();
  const auto run = folder.save();
  const auto results = adjudicate(run);
  write_reports(run, results, false);
  const auto before = folder.read("postfix/results.json");
  EXPECT_TRUE(fs::exists(run + "/evidence/dane-two.txt"));
  EXPECT_FALSE(fs::exists(run + "/evidence/dane-one.txt")) << "a pass needs none";
  folder.write("postfix/evidence/dane-one.txt", "of an earlier ruling");
  write_reports(run, results, false);
  EXPECT_FALSE(fs::exists(run + "/evidence/dane-one.txt"));
  for (const auto& entry : fs::directory_iterator(run))
    EXPECT_FALSE(entry.path().filename().string().starts_with('.')) << entry.path();
  fs::remove_all(run + "/evidence");
  folder.write("postfix/evidence", "in the way");
  EXPECT_THROW(write_reports(run, results, false), Fault);
  EXPECT_EQ(folder.read("postfix/results.json"), before);
  EXPECT_THROW(write_whole("/dev/full", "x"), Fault);
  EXPECT_TRUE(fs::is_character_file("/dev/full")) << "a device is written to, not replaced";
}

}  // namespace
