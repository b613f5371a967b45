#include "harness/scenario/situations.h"

#include <fstream>

#include <gtest/gtest.h>

#include "fixtures/base/fault.h"
#include "tests/scratch.h"

namespace gauntlet::scenario {
namespace {

std::string mistakes(const std::string& text) {
  const auto folder = gauntlet::testing::scratch();
  std::ofstream(folder + "/x.situations") << text;
  Clause clause;
  clause.id = "RFC8461-3.1-2";
  Scenario row;
  row.id = "sts/announced[plain]";
  try {
    read_situations(folder, Catalogue({clause}), {row});
  } catch (const Complaints& found) {
    std::string all;
    for (const auto& one : found.all()) all += std::to_string(one.line) + ": " + one.what + "\n";
    return all;
  }
  return {};
}

TEST(Situations, SayWhereTheyStand) {
  const auto all = parse_situations("f", "# why\nRFC8461-3.1-2/a  tested sts/announced[plain] sts/announced\nRFC8461-3.1-2/b  untestable both conform\n");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].clause, "RFC8461-3.1-2");
  EXPECT_EQ(all[0].scenarios, (std::vector<std::string>{"sts/announced[plain]", "sts/announced"}));
  EXPECT_EQ(all[1].status, Situation::Status::untestable);
  EXPECT_EQ(all[1].reason, "both conform");
}

TEST(Situations, ComplainByLine) {
  EXPECT_EQ(mistakes("RFC8461-3.1-2/a tested sts/announced\n"), "");
  EXPECT_EQ(mistakes("RFC8461-3.1-2 tested x\n"), "1: found 'RFC8461-3.1-2'; the id of a situation such as RFC8461-3.1-2/a was expected\n");
  EXPECT_EQ(mistakes("RFC8461-3.1-2/a open\n"), "1: the line ends; a reason was expected\n");
  EXPECT_NE(mistakes("RFC8461-3.1-2/a tsted x\n").find("1: "), std::string::npos);
  EXPECT_NE(mistakes("RFC8461-3.1-2/a tested sts/anounced\n").find("did you mean"), std::string::npos);
  EXPECT_NE(mistakes("RFC8461-3.1-3/a open later\n").find("clause"), std::string::npos);
  EXPECT_NE(mistakes("RFC8461-3.1-2/a open x\nRFC8461-3.1-2/a open y\n").find("2: a second RFC8461-3.1-2/a"), std::string::npos);
}

}  // namespace
}  // namespace gauntlet::scenario
