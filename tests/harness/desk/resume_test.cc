// A run that broke off: what had a verdict keeps it, what had none is named, and both put together are as good as one run.
#include "harness/desk/resume.h"

#include <gtest/gtest.h>

#include "folder.h"

using namespace gauntlet;
using namespace gauntlet::desk;

namespace {

using Ids = std::vector<std::string>;

/// Killed in its first world, while the second had broken under us.
Folder broken_off() {
  Folder folder;
  folder.play("shared", {{"dane/one", {}}, {"dane/two", {.end = false}}}, false);
  folder.play("shared.2", {{"dane/three", {.end = false}}});
  folder.facts.cells[1].faults = {"NSD died"};
  folder.facts.version.clear();
  folder.facts.interrupted = true;
  folder.save();
  return folder;
}

TEST(Resume, FindsWhatHasNoVerdict) {
  const auto folder = broken_off();
  const auto left = unfinished(open(folder.run));
  EXPECT_EQ(left.scenarios, (Ids{"dane/three", "dane/two"}));
  ASSERT_EQ(left.facts.cells.size(), 1u);
  EXPECT_EQ(left.facts.cells[0].scenarios, Ids{"dane/one"});
  EXPECT_EQ(left.facts.cells[0].record_sha256.size(), 64u);
  EXPECT_EQ(left.facts.version, "3.7") << "as the world said when it began";
  // A ban that was broken is a verdict, however the play ended; a whole run has nothing left.
  Folder broke;
  broke.play("shared", {{"dane/one", {.deliver = true, .end = false}}});
  EXPECT_EQ(unfinished(open(broke.save())).scenarios, Ids{});
}

TEST(Resume, FindsWhatABusyMachineLeftUndecided) {
  Folder folder;
  folder.suite.push_back(scenario_named("dane/four"));
  folder.play("shared", {{"dane/one", {.deliver = true}}, {"dane/two", {.untried = true, .starved = 9000}}});
  folder.play("shared.2", {{"dane/four", {.untried = true, .starved = 200}}});
  folder.play("alone.three", {{"dane/three", {.untried = true}}});
  EXPECT_EQ(hindered(folder.save()), (Ids{"dane/four", "dane/two"}))
      << "a ban that was broken is a verdict; where nothing was busy, that nothing was decided is the candidate's";
  auto cells = folder.facts.cells;
  take_out(cells, {"dane/four", "dane/three", "dane/two"});
  ASSERT_EQ(cells.size(), 1u);
  EXPECT_EQ(cells[0].scenarios, Ids{"dane/one"});
}

TEST(Resume, WhatWasRuledOnIsNotPlayedAgainForAControlThatWasNot) {
  Folder folder;
  folder.suite.push_back(scenario_named("dane/control", "learns t when attempt mx1\n"));
  folder.suite.push_back(scenario_named("dane/rests", "given t\n"));
  folder.play("shared", {{"dane/rests", {}}, {"dane/control", {.untried = true, .starved = 9000}}});
  EXPECT_EQ(hindered(folder.save()), Ids{"dane/control"}) << "the trait is all that the other one waits for";
}

TEST(Resume, RefusesWhatIsNotOneRun) {
  auto folder = broken_off();
  folder.facts.certified = true;
  folder.save();
  EXPECT_NE(complaint([&] { unfinished(open(folder.run)); }).find("a certified run is played in one go"), std::string::npos);
}

}  // namespace
