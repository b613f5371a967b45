// The stage with a candidate whose commands fail: what is told, and that nobody waits for ever.
#include "harness/run/stage.h"

#include <ctime>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "fixtures/base/fault.h"
#include "harness/run/by_hand.h"
#include "harness/scenario/reader.h"
#include "tests/await.h"
#include "tests/keeper_main.h"
#include "tests/scratch.h"

namespace gauntlet::run {
namespace {

class OnStage : public ::testing::Test {
 protected:
  OnStage() {
    manifest_.name = "mute";
    manifest_.start = "touch /run/ready; exec tail -f /dev/null\n";
    manifest_.ready = "file /run/ready";
    manifest_.submit = "echo {from} >>/var/log/mta.log\n";
    manifest_.logs = {"/var/log/mta.log"};
  }
  void up(const std::string& salt = "", RoomClock* clock = nullptr) {
    candidate::Setting setting;
    setting.root = folder_ + "/room";
    setting.programs = programs_;
    if (clock) setting.clock = clock->file();
    setting.in_user_namespace = ::getuid() != 0;
    candidate_ = std::make_unique<candidate::Candidate>(ex_, log_, manifest_, setting);
    testing::await(io_, candidate_->open());
    EXPECT_EQ(testing::await(io_, candidate_->start()), "");
    stage_ = std::make_unique<Stage>(ex_, log_, world_, *candidate_, salt, clock);
  }
  void send(const std::string& tag) {
    testing::await(io_, stage_->send(tag, "note", "ann@x.test", {}));
  }
  bool nudge(std::vector<std::string> tokens) {
    return testing::await(io_, stage_->nudge(std::move(tokens)));
  }
  std::vector<record::Event> told(const std::string& what) const {
    std::vector<record::Event> all;
    for (const auto& e : log_.kept())
      if (e.what == what) all.push_back(e);
    return all;
  }
  awaitable<void> until(std::string what, Signal& changed) {
    while (told(what).empty()) co_await changed.wait();
  }
  /// Lets the stage watch until such an event was written.
  void watch_until(const std::string& what) {
    Signal changed(ex_);
    const auto subscription = log_.subscribe([&](const record::Event&) { changed.notify(); });
    bool over = false;
    asio::co_spawn(ex_, stage_->watch_queue(), [&](std::exception_ptr e) {
      over = true;
      if (e) std::rethrow_exception(e);
    });
    testing::await(io_, until(what, changed));
    log_.unsubscribe(subscription);
    stage_->close();
    while (!over) io_.run_one();
  }

  asio::io_context io_;
  asio::any_io_executor ex_ = io_.get_executor();
  record::Log log_{""};
  std::string folder_ = testing::scratch(), programs_ = testing::keeper_folder(folder_);
  world::World world_{ex_, log_, world::Settings{folder_, folder_}, {}};
  candidate::Manifest manifest_;
  std::unique_ptr<candidate::Candidate> candidate_;
  std::unique_ptr<Stage> stage_;
};

TEST_F(OnStage, AListingThatFailsIsToldWhileSomebodyWaits) {
  manifest_.queue = "echo broken >&2; exit 1\n";
  up();
  send("dane/x");
  const Stage::Interest waiting(*stage_);
  watch_until("helper.failed");
  EXPECT_EQ(told("helper.failed")[0].text("output"), "broken");
  EXPECT_EQ(told("helper.failed")[0].text("helper"), "queue");
}

TEST_F(OnStage, ACandidateThatCannotBeListedIsToldOf) {
  up();
  watch_until("helper.failed");
  EXPECT_EQ(told("helper.failed")[0].text("output"), "the manifest has no `queue`");
}

TEST_F(OnStage, AStepByHandThatFailsInItsMiddleSaysSo) {
  up();
  std::filesystem::create_directories(folder_ + "/suite/mx");
  std::ofstream(folder_ + "/suite/mx/x.scenario") << "title  A step\n\nzone unsigned\n    @    MX  10 mx1\n    mx1  A   {mx1}\n\nmx mx1\n\n"
                                                    "attacker mallory\n    wire  mx1 25  strip STARTTLS\n\n"
                                                    "step one\n    await  attempt mx1  within 5s\n    start  mallory\n    nudge\n    MUST NOT  attempt mx1  [RFC7672-2.2-1]\n";
  const auto scenarios = scenario::read_scenarios(folder_ + "/suite", folder_ + "/suite/mx/x.scenario");
  ByHand hand(*stage_, scenarios);
  const auto told = testing::await(io_, hand.carry_out("step one"));
  EXPECT_TRUE(told.starts_with("look out (lab seen): await attempt mx1 within 5s\n")) << told;
  EXPECT_TRUE(told.ends_with("\nnot done: the rest of step one")) << told;
  EXPECT_EQ(std::ranges::count(told, '\n'), 2) << told;
}

TEST_F(OnStage, ANudgeThatDoesNotExistIsNotDone) {
  up();
  send("dane/x");
  EXPECT_FALSE(nudge({"note-00001"}));
  ASSERT_EQ(told("helper.failed").size(), 1u);
  EXPECT_EQ(told("helper.failed")[0].tag, "dane/x");
  EXPECT_EQ(told("helper.failed")[0].text("helper"), "nudge");
}

TEST_F(OnStage, ANudgeThatFailsIsTriedAgainForWhatStillWaits) {
  manifest_.queue =
      "[ -f /tmp/one ] || echo A1 deferred note-00001@home.test; echo A2 deferred "
      "note-00002@home.test\n";
  manifest_.nudge_one = "echo {id} >>/tmp/nudged; touch /tmp/one; exit 1\n";
  up();
  send("dane/gone");
  send("dane/stays");
  EXPECT_TRUE(nudge({"note-00001", "note-00002"}));
  ASSERT_EQ(told("helper.failed").size(), 1u)
      << "a message that went meanwhile is nobody's failure";
  EXPECT_EQ(told("helper.failed")[0].tag, "dane/stays");
}

TEST_F(OnStage, ANudgeOfMailWithoutASenderLeavesTheOthersAlone) {
  manifest_.queue = "echo A1 deferred note-00001@home.test; echo A2 deferred '<>'; echo A3 deferred MAILER-DAEMON\n";
  manifest_.nudge_one = "[ {id} != A1 ]\n";
  manifest_.nudge_all = "exit 1\n";
  up();
  send("dane/x");
  testing::await(io_, stage_->send("dane/y", "note", "ann@x.test", {"without-sender"}));
  EXPECT_TRUE(nudge({"note-00002"}));
  EXPECT_TRUE(told("helper.failed").empty()) << "others rest meanwhile";
}

TEST_F(OnStage, ANoticeThatWaitsIsToldOfAndNudged) {
  manifest_.queue = "echo A1 deferred note-00001@home.test; [ -f /tmp/one ] || echo A2 deferred '<>' home: no answer in time\n";
  manifest_.nudge_one = "[ {id} = A2 ] && touch /tmp/one\n";
  manifest_.bounces = "[ ! -f /tmp/one ] || echo note-00001 failed\n";
  up();
  send("dane/x");
  const Stage::Interest waiting(*stage_);
  watch_until("bounce");
  ASSERT_EQ(told("notice.late").size(), 1u);
  EXPECT_EQ(told("notice.late")[0].text("text"), "home: no answer in time");
}

TEST_F(OnStage, ABundleThatBreaksDoesNotHoldUpTheNext) {
  manifest_.nudge_all = "exit 1\n";
  up();
  send("dane/x");
  bool broke = false;
  const auto full = log_.subscribe([&](const record::Event& e) {
    if (e.what == "helper.failed" && !std::exchange(broke, true)) throw Fault("the disk is full");
  });
  EXPECT_THROW(nudge({"note-00001"}), Fault);
  const std::vector<std::string> again = {"note-00001"};
  EXPECT_TRUE(testing::await(io_, within(20s, stage_->nudge(again))).has_value());
  log_.unsubscribe(full);
}

TEST_F(OnStage, AProgramThatIsMissingIsNoRefusal) {
  manifest_.submit = "exec /no/such/program\n";
  up();
  send("dane/x");
  ASSERT_EQ(told("submit").size(), 1u) << "no second one that says that it was refused";
  ASSERT_EQ(told("helper.failed").size(), 1u);
  EXPECT_EQ(told("helper.failed")[0].tag, "dane/x");
}

TEST_F(OnStage, ARefusalCarriesItsReason) {
  manifest_.submit = "echo 554 not for us; exit 69\n";
  up();
  send("dane/x");
  ASSERT_EQ(told("submit").size(), 2u);
  EXPECT_EQ(told("submit")[1].text("output"), "status 69: 554 not for us");
}

TEST_F(OnStage, NoticesInItsOwnMailboxAreBouncesWhenTheySayFailed) {
  manifest_.bounces =
      "printf 'note-00001 failed ann@x.test\\nnote-00002@home.test delayed\\nnobody failed\\n'\n";
  manifest_.queue = "true\n";
  up();
  send("dane/x");
  send("dane/y");
  watch_until("notice");
  ASSERT_EQ(told("bounce").size(), 1u);
  EXPECT_EQ(told("bounce")[0].tag, "dane/x");
  EXPECT_EQ(told("bounce")[0].data.at("failed"), boost::json::array({"ann@x.test"}));
  ASSERT_EQ(told("notice").size(), 1u);
  EXPECT_EQ(told("notice")[0].tag, "dane/y");
  EXPECT_EQ(told("notice")[0].text("action"), "delayed");
}

TEST_F(OnStage, TokensAreSaltedAndInTheHeader) {
  manifest_.submit = "cat >>/var/log/mta.log; echo {from} >>/var/log/mta.log\n";
  up("abcdef");
  send("dane/x");
  const auto token = told("submit")[0].text("token");
  EXPECT_EQ(token, "note-abcdef-00001");
  candidate_->keep_evidence(folder_ + "/evidence");
  const auto seen = read_file(folder_ + "/evidence/mta.log");
  EXPECT_NE(seen.find("X-Gauntlet-Token: " + token + "\r\n"), std::string::npos);
  EXPECT_NE(seen.find(token + "@home.test\n"), std::string::npos);
}

/// A candidate that is a static program, in a room with a clock.
class OnTheRoomsClock : public OnStage {
 protected:
  void SetUp() override {
    const std::filesystem::path build = std::getenv("GAUNTLET_BUILD");
    if (!clock::possible() || !exists(build / "clock_static")) GTEST_SKIP() << "no clock or no static program here";
    for (const char* program : {"gauntlet-clock.so", "gauntlet-clock", "clock_static"})
      copy_file(build / program, programs_ + "/" + program);
    clock_ = std::make_unique<RoomClock>(folder_ + "/clock", programs_);
  }
  void up_with(const std::string& start) {
    manifest_.start = start + "touch /run/ready; exec tail -f /dev/null\n";
    up("", clock_.get());
  }
  std::string move(std::chrono::seconds by) { return testing::await(io_, stage_->move_clock("x/y", by, true)); }
  std::string in_room(const std::string& script) {
    lab::Command command;
    command.argv = {"sh", "-c", script};
    return testing::await(io_, lab::run(candidate_->inside(command), 20s)).out;
  }
  const std::string program_ = "/gauntlet/clock_static";
  std::unique_ptr<RoomClock> clock_;
};

constexpr long eight_days = 8 * 86400;

TEST_F(OnTheRoomsClock, StaticProgramsFollowHoweverTheyWereStarted) {
  up_with(program_ + " for-ever & " + program_ + " again &\n");
  ASSERT_EQ(move(8 * 24h), "");
  EXPECT_TRUE(told("clock.astray").empty());
  ASSERT_EQ(told("clock.moved").size(), 1u);
  const auto moved = told("clock.moved")[0];
  const auto& programs = moved.data.at("processes").as_array();
  EXPECT_EQ(std::count(programs.begin(), programs.end(), "clock_static"), 2);
  EXPECT_NEAR(static_cast<double>(moved.number("real")), static_cast<double>(std::time(nullptr)), 5);
  EXPECT_NEAR(std::stol(in_room("echo | " + program_)), std::time(nullptr) + eight_days, 5);
  EXPECT_TRUE(testing::await(io_, stage_->attest("x/y")));
}

TEST_F(OnTheRoomsClock, AProgramThatHasLivedByAnotherTimeIsToldOf) {
  up_with(program_ + " later </dev/null >/run/again 2>&1 &\n");
  ASSERT_EQ(move(8 * 24h), "");
  EXPECT_NEAR(std::stol(in_room("echo | " + program_ + " -")), std::time(nullptr) + eight_days, 5);
  in_room("touch /run/go; until grep -q sleeps /run/again; do sleep 0.02; done");
  EXPECT_FALSE(testing::await(io_, stage_->attest("x/y")));
  ASSERT_EQ(told("clock.astray").size(), 1u);
  EXPECT_EQ(told("clock.astray")[0].text("program"), "clock_static");
  EXPECT_EQ(move(24h), "the room's clock was not moved");
}

TEST_F(OnTheRoomsClock, WhoSleepsWakesWhenItsTimeIsOver) {
  up_with("for how in poll sleep timerfd; do " + program_ + " $how >/run/$how & done; sleep 0.2\n");
  ASSERT_EQ(move(1h), "");
  EXPECT_EQ(in_room("cat /run/poll /run/sleep /run/timerfd"), "sleeps\nsleeps\nsleeps\n") << "not yet";
  ASSERT_EQ(move(8 * 24h), "");
  EXPECT_GE(told("clock.moved")[1].number("woken"), 3);
  EXPECT_EQ(in_room("sleep 0.2; cat /run/poll /run/sleep /run/timerfd"), "sleeps\n0\nsleeps\n0\nsleeps\n0\n");
}

}  // namespace
}  // namespace gauntlet::run
