// Who a message is for, as it is handed over.
#include "harness/candidate/submit.h"

#include <gtest/gtest.h>

namespace gauntlet::candidate {
namespace {

TEST(Submit, RecipientsKeepTheirQuotes) {
  using All = std::vector<std::string>;
  EXPECT_EQ(recipients_of(""), All());
  EXPECT_EQ(recipients_of("a@x.test  b@y.test "), (All{"a@x.test", "b@y.test"}));
  EXPECT_EQ(recipients_of(R"("a@b"@x.test "c \" d"@y.test e@z.test)"), (All{R"("a@b"@x.test)", R"("c \" d"@y.test)", "e@z.test"}));
}

}  // namespace
}  // namespace gauntlet::candidate
