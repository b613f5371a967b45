// What bears on a scenario, and nothing of other worlds or other messages.
#include "harness/desk/evidence.h"

#include <gtest/gtest.h>

#include "folder.h"

using namespace gauntlet;
using namespace gauntlet::desk;

namespace {

TEST(Evidence, IsOfTheCellThatTheScenarioWasPlayedIn) {
  Folder folder;
  const std::string head = "Received: from localhost\n\tby sender.home.test (Postfix) with ESMTP id 29B923B2\n\tfor <ann@one.test>; today\nFrom: x id 77777";
  folder.play("shared", {{"dane/one", {.deliver = true, .head = head}}});
  folder.play("hazard.dane-three", {{"dane/three", {.deliver = true}}});
  folder.write("postfix/cells/shared/candidate/log",
               "shared: note-dane-one sent\nQ1: deferred\n"
               "Q12: another\nto dane-one.test\n29B923B2: removed\n77777: another\n");
  folder.write("postfix/cells/hazard.dane-three/candidate/var/log",
               "hazard: note-dane-one of this world\nhazard: note-dane-three\x1b[2J\n");
  const Desk desk = open(folder.save());
  const auto results = adjudicate(desk);
  Evidence evidence(desk);
  const auto one = evidence.of(results.scenarios.front());
  const auto has = [&](const std::string& part) { return one.find(part) != one.npos; };
  EXPECT_TRUE(has("in the cell shared")) << one;
  EXPECT_TRUE(has("smtp.message"));
  EXPECT_TRUE(has("alarm.packet")) << "a leak while it was played";
  EXPECT_TRUE(has("shared: note-dane-one sent\n"));
  EXPECT_TRUE(has("Q1: deferred\n"));
  EXPECT_TRUE(has("to dane-one.test\n"));
  EXPECT_FALSE(has("Q12")) << "the listing's id of another message";
  EXPECT_TRUE(has("29B923B2: removed\n")) << "its id in the candidate's own queue";
  EXPECT_FALSE(has("77777"));
  EXPECT_FALSE(has("hazard")) << "another world";
  const auto three = evidence.of(results.scenarios.at(1));
  EXPECT_EQ(results.scenarios.at(1).id, "dane/three");
  EXPECT_NE(three.find("hazard: note-dane-three\\x1b[2J"), three.npos);
  EXPECT_EQ(three.find("note-dane-one"), three.npos);
}

}  // namespace
