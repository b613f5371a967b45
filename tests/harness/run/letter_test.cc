// What a message says, and how it is labelled.
#include "harness/run/letter.h"

#include <gtest/gtest.h>

namespace gauntlet::run {
namespace {

std::string with(std::vector<std::string> options) { return letter("note-1@home.test", "note-1", "", "ann@d.test bob@d.test", options); }

TEST(letter, names_its_token_and_all_recipients) {
  const auto text = with({});
  EXPECT_NE(text.find("To: <ann@d.test>, <bob@d.test>\r\n"), text.npos);
  EXPECT_NE(text.find("X-Gauntlet-Token: note-1\r\n"), text.npos);
  EXPECT_EQ(text.find("MIME-Version"), text.npos);
}

TEST(letter, with_octets_above_127_says_so) {
  const auto text = with({"eight-bit"});
  EXPECT_NE(text.find("Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"), text.npos);
  EXPECT_NE(text.find("Gr\xfc\xdf"), text.npos);
}

TEST(letter, of_another_author) {
  const auto text = with({"another-author", "same-id"});
  EXPECT_NE(text.find("From: <author@d.test>\r\n"), text.npos);
  EXPECT_NE(text.find("Message-ID: <one@home.test>"), text.npos);
}

}  // namespace
}  // namespace gauntlet::run
