// Listings: what is read of them, and that a line that is none is not passed over.
#include "harness/candidate/listing.h"

#include <gtest/gtest.h>

namespace gauntlet::candidate {
namespace {

TEST(Listing, OfAQueueHasALineAMessage) {
  const auto read = read_queue(
      "A1 deferred note-00001@home.test (host mx1: 450 later)\n\nA2 active "
      "<note-00002@home.test>\n");
  ASSERT_EQ(read.entries.size(), 2u);
  EXPECT_EQ(read.entries[0].id, "A1");
  EXPECT_EQ(read.entries[0].state, "deferred");
  EXPECT_EQ(read.entries[0].reason, "(host mx1: 450 later)");
  EXPECT_EQ(local_part(read.entries[1].sender), "note-00002");
  EXPECT_EQ(read.odd, "");
}

TEST(Listing, OfNoticesThatWaitIsNotOdd) {
  EXPECT_EQ(read_queue("A1 active\nA2 deferred <> later\nA3 deferred MAILER-DAEMON later\n").odd,
            "");
}

TEST(Listing, NoiseIsTold) {
  EXPECT_EQ(read_queue("Cannot open the mail queue\n").odd, "Cannot open the mail queue");
  EXPECT_EQ(read_queue("A1 active a@home.test\nlorem\nipsum\n").odd, "lorem");
  EXPECT_LT(read_queue(std::string(3'000'000, 'x')).odd.size(), 400u);
}

TEST(Listing, OfNoticesHasATokenAndAnAction) {
  const auto read = read_notices(
      "note-00001 failed Ann@x.test bob@x.test\n<note-00002@home.test> Delayed\nnote-00003 bounced\nnote-00004\nnote-00005 failed for Ann\n");
  ASSERT_EQ(read.entries.size(), 2u);
  EXPECT_EQ(read.entries[0].token, "note-00001");
  EXPECT_EQ(read.entries[0].recipients, (std::vector<std::string>{"ann@x.test", "bob@x.test"}));
  EXPECT_EQ(read.entries[1].token, "note-00002");
  EXPECT_EQ(read.entries[1].action, "delayed");
  EXPECT_EQ(read.odd, "note-00003 bounced");
}

}  // namespace
}  // namespace gauntlet::candidate
