// Shards put together are as good as one run, and nothing is put together that does not belong so.
#include "harness/desk/merge.h"

#include <gtest/gtest.h>

#include "folder.h"

using namespace gauntlet;
using namespace gauntlet::desk;
namespace fs = std::filesystem;

namespace {

Folder shard(int index, std::vector<std::pair<std::string, Played>> plays) {
  Folder folder;
  folder.facts.shard = report::Shard{index, 2};
  folder.play("shared", plays);
  folder.save("other shard");
  return folder;
}
Folder first() {
  return shard(1, {{"dane/one", {}}, {"dane/two", {.deliver = true}}});
}
Folder second() {
  return shard(2, {{"dane/one", {}}, {"dane/three", {.bounce = true}}});
}

/// What merging these says.
std::string refusal(const std::vector<std::string>& shards) {
  const auto out = gauntlet::testing::scratch();
  const auto said = complaint([&] { merge(shards, out); });
  EXPECT_TRUE(fs::is_empty(out));
  return said;
}

TEST(Merge, GivesWhatOneRunWouldHave) {
  const auto a = first(), b = second();
  const auto out = gauntlet::testing::scratch();
  const auto run = merge({b.run, a.run}, out);
  EXPECT_EQ(run, out + "/postfix");
  const auto results = adjudicate(run);
  Folder whole;
  whole.play("shared",
             {{"dane/one", {}}, {"dane/two", {.deliver = true}}, {"dane/three", {.bounce = true}}});
  EXPECT_EQ(report::comparable(results), report::comparable(adjudicate(whole.save())));
  EXPECT_FALSE(results.shard);
  EXPECT_EQ(results.cells.at(0).id, "shared.1of2");
  EXPECT_TRUE(results.certifiable) << results.not_certifiable.front();
  EXPECT_THROW(merge({a.run, b.run}, out), Fault) << "nothing is written over";
}

/// Another merge may be at work there.
TEST(Merge, LeavesAloneWhatItDidNotMake) {
  const auto a = first(), b = second();
  const auto out = gauntlet::testing::scratch();
  fs::create_directories(out + "/.postfix.new");
  write_whole(out + "/.postfix.new/run.json", "half");
  merge({b.run, a.run}, out);
  EXPECT_EQ(read_file(out + "/.postfix.new/run.json"), "half");
}

TEST(Merge, AControlOfSeveralShardsCountsWithItsWorst) {
  const auto a = first(), b = shard(2, {{"dane/one", {.deliver = true}}, {"dane/three", {}}});
  const auto results = adjudicate(merge({a.run, b.run}, gauntlet::testing::scratch()));
  EXPECT_EQ(results.scenarios.front().verdict, report::Verdict::fail);
  EXPECT_EQ(results.scenarios.front().cell, "shared.2of2");
}

TEST(Merge, KeepsTheCapturesOfEveryShard) {
  const auto a = first(), b = second();
  for (const auto* shard : {&a, &b})
    for (const char* file : {"captures/dane-one.pcapng", "transcripts/dane-one.txt"}) shard->write(std::string("postfix/") + file, shard->path);
  const auto run = merge({a.run, b.run}, gauntlet::testing::scratch());
  EXPECT_EQ(read_file(run + "/captures/1of2/dane-one.pcapng"), a.path);
  EXPECT_EQ(read_file(run + "/captures/2of2/dane-one.pcapng"), b.path);
  EXPECT_EQ(read_file(run + "/transcripts/1of2/dane-one.txt"), a.path);
  EXPECT_EQ(read_file(run + "/transcripts/2of2/dane-one.txt"), b.path);
}

TEST(Merge, RefusesWhatIsIncompleteOrDoubled) {
  const auto a = first(), b = second();
  EXPECT_NE(refusal({a.run}).find("shard 2 of 2 is missing"), std::string::npos);
  EXPECT_NE(refusal({a.run, b.run, a.run}).find("shard 1 of 2 is there twice"), std::string::npos);
  const auto idle = shard(2, {{"dane/one", {}}});
  EXPECT_NE(refusal({a.run, idle.run}).find("dane/three was played in no shard"),
            std::string::npos);
  Folder whole;
  whole.play("shared", {{"dane/one", {}}});
  EXPECT_NE(refusal({whole.save()}).find("it is no shard"), std::string::npos);
  EXPECT_NE(refusal({}), "");
}

TEST(Merge, RefusesWhatIsOfAnotherRun) {
  const auto a = first();
  const auto refused = [&](auto change) {
    auto b = second();
    change(b);
    b.save("other shard");
    return refusal({a.run, b.run});
  };
  const auto says = [&](const std::string& what, auto change) {
    EXPECT_NE(refused(change).find(what), std::string::npos) << refused(change);
  };
  says("the candidate is \"exim\", but \"postfix\"", [](Folder& f) { f.facts.candidate = "exim"; });
  says("manifest and packages) is", [](Folder& f) { f.facts.digest = "sha256:cc"; });
  says("(--set) is \"strategy=x\", but \"\"", [](Folder& f) { f.facts.options = {{"strategy", "x"}}; });
  says("version is \"3.8\"", [](Folder& f) { f.facts.version = "3.8"; });
  says("the program is", [](Folder& f) { f.facts.harness.commit = "def"; });
  says("number of shards is \"3\"", [](Folder& f) { f.facts.shard->count = 3; });
  says("the suite is \"sha256:", [](Folder& f) { f.suite.push_back(scenario_named("dane/four")); });
}

TEST(Merge, RefusesOldAndChangedShards) {
  const auto a = first();
  auto b = second();
  b.write("postfix/results.json", R"({"schema": "gauntlet-results/1"})");
  EXPECT_NE(refusal({a.run, b.run}).find("results of version 1"), std::string::npos);
  fs::remove(b.run + "/results.json");
  b.write("postfix/cells/shared/record.jsonl", "");
  EXPECT_NE(refusal({a.run, b.run}).find("not the record that the run left"), std::string::npos);
}

}  // namespace
