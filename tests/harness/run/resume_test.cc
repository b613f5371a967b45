// What stands of a run that was stopped, or killed.
#include "harness/run/resume.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "fixtures/base/fault.h"
#include "fixtures/record/log.h"
#include "harness/desk/desk.h"
#include "tests/scratch.h"

namespace gauntlet::run {
namespace {

void end(record::Log& log, const std::string& id, const std::string& why) {
  boost::json::object data;
  data["why"] = why;
  log.write(id, "runner", "play.end", data);
}

class AStoppedRun : public ::testing::Test {
 protected:
  AStoppedRun() {
    std::filesystem::create_directories(desk::cell_folder(folder_, "shared"));
    record::Log log(desk::record_file(folder_, "shared"));
    boost::json::object world;
    world["version"] = "3.7", world["resolver"] = "unbound", world["isolation"] = "root";
    log.write("", "runner", "world.begin", world);
    end(log, "dane/a", "over");
    end(log, "dane/b", "decided");
    end(log, "dane/c", "interrupted");
    facts_.interrupted = true;
    facts_.faults = {"interrupted", "the disk is old"};
    facts_.cells = {{.id = "shared", .ground = "shared", .scenarios = {"dane/a", "dane/b", "dane/c", "dane/d"}}, {.id = "hazard.x", .ground = "hazard", .scenarios = {"mx/x"}}};
  }
  std::string folder_ = testing::scratch();
  desk::RunFacts facts_;
};

TEST_F(AStoppedRun, KeepsWhatWasPlayedToItsEnd) {
  EXPECT_EQ(take_up(facts_, folder_), (std::set<std::string>{"dane/a", "dane/b"}));
  ASSERT_EQ(facts_.cells.size(), 1u) << "the hazard's world never stood";
  EXPECT_EQ(facts_.cells[0].scenarios, (std::vector<std::string>{"dane/a", "dane/b"}));
  EXPECT_EQ(facts_.cells[0].version, "3.7");
  EXPECT_FALSE(facts_.cells[0].record_sha256.empty()) << "a record that a kill left is sealed";
  EXPECT_FALSE(facts_.interrupted);
  EXPECT_EQ(facts_.faults, std::vector<std::string>{"the disk is old"});
}

TEST_F(AStoppedRun, IsNotTakenUpWithARecordThatWasChanged) {
  facts_.cells[0].record_sha256 = "00";
  EXPECT_THROW(take_up(facts_, folder_), Complaints);
}

TEST(AWord, GoesByALineAndComesBack) {
  const Word word{"remark", "Ann \"A\"", "two\nlines", "2026-01-01T00:00:00Z"};
  const auto line = line_of(word);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(read_word(line).text, "two\nlines");
  EXPECT_EQ(read_word(line).name, word.name);
  EXPECT_THROW(read_word("go away\n"), Fault);
}

}  // namespace
}  // namespace gauntlet::run
