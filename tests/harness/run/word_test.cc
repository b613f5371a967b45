// What an operator says, as a line of the pipe.
#include "harness/run/word.h"

#include <gtest/gtest.h>

#include "fixtures/base/fault.h"

namespace gauntlet::run {
namespace {

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
