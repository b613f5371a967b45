#include "harness/candidate/panics.h"

#include <fcntl.h>

#include <fstream>

#include <gtest/gtest.h>

#include "fixtures/lab/rooted.h"
#include "tests/scratch.h"

namespace gauntlet::candidate {
namespace {

class APanic : public ::testing::Test {
 protected:
  void write(const std::string& text, std::ios::openmode how = std::ios::app) {
    std::ofstream(file_, how) << text;
  }
  std::vector<std::string> news() {
    return panics_.news("log", lab::Opened(::open(file_.c_str(), O_RDONLY)).fd());
  }
  std::string file_ = testing::scratch() + "/log";
  Panics panics_{{"killed by signal", "panic:"}};
};

using All = std::vector<std::string>;

TEST_F(APanic, IsToldOnceAndWhenItsLineIsWhole) {
  write("fine\nsmtp killed by si");
  EXPECT_EQ(news(), All{});
  write("gnal 11\nfine again\n");
  EXPECT_EQ(news(), All{"smtp killed by signal 11"});
  EXPECT_EQ(news(), All{});
}

TEST_F(APanic, OfALogThatWasRotatedIsSeen) {
  write("panic: one, with many words\n");
  EXPECT_EQ(news().size(), 1u);
  write("panic: two\n", std::ios::trunc);
  EXPECT_EQ(news(), All{"panic: two"});
}

TEST_F(APanic, BehindALineWithoutEndIsSeen) {
  write(std::string(1 << 20, 'x') + "\npanic: far down\n");
  EXPECT_EQ(news(), All{"panic: far down"});
}

TEST_F(APanic, OfAFileThatIsNotThereIsNone) {
  EXPECT_EQ(news(), All{});
}

}  // namespace
}  // namespace gauntlet::candidate
