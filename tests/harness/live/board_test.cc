// What a person is shown: what waits, runs and came of it, and what is to be mailed now.
#include "harness/live/board.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace gauntlet::live {
namespace {

namespace json = boost::json;

class ABoard : public ::testing::Test {
 protected:
  json::value play(size_t number) const { return json::parse(board_.state()).at("plays").at(number); }
  void hear(const char* what, const char* text = "", const char* why = "") {
    run::News news;
    news.what = what, news.id = "dane/a", news.text = text, news.why = why;
    board_.hear(news);
  }
  Board board_{"An appliance", {"Resolver: 192.0.2.1"}, {"dane/a", "dane/b"}, {"mta-sts"}};
};

TEST_F(ABoard, ListsAllAsWaiting) {
  EXPECT_EQ(play(0).at("state"), "waits");
  EXPECT_EQ(play(1).at("id"), "dane/b");
  EXPECT_EQ(json::parse(board_.state()).at("configure").at(0), "Resolver: 192.0.2.1");
}

TEST_F(ABoard, ShowsWhatIsToBeMailedUntilItWasSent) {
  hear("begins");
  hear("send", "ann@a.test", "note-1");
  hear("send", "ben@a.test", "note-2");
  EXPECT_EQ(play(0).at("mails").at(0).at("to"), "ann@a.test");
  hear("sent", "ann@a.test", "note-1");
  ASSERT_EQ(play(0).at("mails").as_array().size(), 1u);
  EXPECT_EQ(play(0).at("mails").at(0).at("subject"), "note-2");
}

TEST_F(ABoard, ShowsWhatCameOfIt) {
  run::News news;
  news.what = "ends", news.id = "dane/a", news.verdict = "fail", news.why = "it delivered";
  board_.hear(news);
  EXPECT_EQ(play(0).at("state"), "fail");
  EXPECT_EQ(play(0).at("why"), "it delivered");
  news.id = "not/there";
  board_.hear(news);  // nobody's play is nobody's row
}

TEST_F(ABoard, HasTheCertificatesOfTheWorldThatStands) {
  EXPECT_EQ(board_.roots(), "");
  hear("world", "-----BEGIN CERTIFICATE-----");
  EXPECT_EQ(board_.roots(), "-----BEGIN CERTIFICATE-----");
  board_.end("over");
  EXPECT_EQ(json::parse(board_.state()).at("over"), "over");
}

TEST_F(ABoard, TellsWhoAsksForNames) {
  run::News news{.what = "part", .id = "mail transfer", .text = "from 192.0.2.10 at the resolver that it was given: MX a.test."};
  board_.hear(news);
  news.text = "from 192.0.2.10 at the resolver that it was given: MX b.test.";
  board_.hear(news);  // another world saw the same
  const auto state = json::parse(board_.state());
  EXPECT_EQ(state.at("parts").at(0).at("name"), "mail transfer");
  EXPECT_EQ(state.at("parts").at(0).at("asked").as_array().size(), 1u);
  EXPECT_EQ(state.at("parts").at(1).at("expected"), true);
  EXPECT_EQ(state.at("parts").at(2).at("expected"), false);
}

TEST_F(ABoard, KeepsWhatTheOperatorSays) {
  board_.say({"pause", "Ann", "", "2026-01-01T00:00:00Z"});
  EXPECT_TRUE(board_.paused());
  board_.say({"remark", "Ann", "the disk was full", "2026-01-01T00:01:00Z"});
  board_.say({"go on", "Ann", "", "2026-01-01T00:02:00Z"});
  const auto state = json::parse(board_.state());
  EXPECT_EQ(state.at("paused"), false);
  EXPECT_EQ(state.at("said").at(1).at("text"), "the disk was full");
  EXPECT_EQ(state.at("said").at(1).at("name"), "Ann");
}

}  // namespace
}  // namespace gauntlet::live
