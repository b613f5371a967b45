#include "harness/candidate/log_watch.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "fixtures/base/fault.h"
#include "tests/scratch.h"

namespace gauntlet::candidate {
namespace {

namespace fs = std::filesystem;

class ALogWatch : public ::testing::Test {
 protected:
  ALogWatch() {
    fs::create_directories(root_ + "/var/log");
    std::ofstream(printed_) << "";
  }
  void write(const std::string& file, const std::string& text) {
    std::ofstream(file, std::ios::app) << text << std::flush;
  }
  /// What it says at once; nothing when it would wait.
  std::optional<bool> growth(LogWatch& watch) {
    std::optional<bool> said;
    asio::co_spawn(io_, watch.growth(), [&](std::exception_ptr, bool grown) { said = grown; });
    turn();
    const auto at_once = said;
    if (!said) watch.end(), turn();
    return at_once;
  }
  void turn() {
    io_.restart();
    io_.poll();
  }

  asio::io_context io_;
  std::string root_ = testing::scratch(), printed_ = testing::scratch() + "/out";
};

TEST_F(ALogWatch, TellsOfWhatIsPrintedAndWhatIsLogged) {
  LogWatch watch(io_.get_executor(), lab::Rooted(root_), {"/var/log/mail.log"}, printed_);
  EXPECT_EQ(growth(watch), true) << "what was there before";
  EXPECT_EQ(growth(watch), std::nullopt);
  write(printed_, "hello\n");
  EXPECT_EQ(growth(watch), true);
  write(root_ + "/var/log/mail.log", "hello\n");
  EXPECT_EQ(growth(watch), true);
}

/// The folder's making is an event; what was written there before we watched it is none.
TEST_F(ALogWatch, MissesNothingInAFolderThatComesToBe) {
  LogWatch watch(io_.get_executor(), lab::Rooted(root_), {"/var/log/deep/mail.log"}, printed_);
  EXPECT_EQ(growth(watch), true);
  fs::create_directory(root_ + "/var/log/deep");
  EXPECT_EQ(growth(watch), true);
  write(root_ + "/var/log/deep/mail.log", "hello\n");
  EXPECT_EQ(growth(watch), true);
  EXPECT_EQ(growth(watch), std::nullopt);
}

TEST_F(ALogWatch, ThatIsEndedSaysSo) {
  LogWatch watch(io_.get_executor(), lab::Rooted(root_), {}, printed_);
  std::optional<bool> said;
  asio::co_spawn(io_, watch.growth(), [&](std::exception_ptr, bool grown) { said = grown; });
  turn();
  watch.end();
  turn();
  EXPECT_EQ(said, false);
}

TEST_F(ALogWatch, OfWhatCannotBeWatchedIsAFault) {
  EXPECT_THROW(LogWatch(io_.get_executor(), lab::Rooted(root_), {}, root_ + "/nothing"), Fault);
}

}  // namespace
}  // namespace gauntlet::candidate
