// Verdicts of plays whose room's clock was moved: what the candidate writes of the time, and what its control says.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fixtures/base/text.h"
#include "harness/judge/timely.h"
#include "tests/harness/judge/world.h"

namespace gauntlet::judge {
namespace {

std::vector<std::int64_t> times(std::string_view head) {
  EXPECT_EQ(received_times(head), received_times(printable(head))) << "an event as it is seen, and as it is read from a record";
  return received_times(head);
}

TEST(received, lines_tell_their_time_behind_the_last_semicolon) {
  const auto postfix =
      "Received: from client (localhost [127.0.0.1]; a comment)\n"
      "\tby sender.home.test (Postfix) with SMTP id 4Q0x\n"
      "\tfor <ann@x.test>; Fri, 27 Nov 2026 23:30:00 +0000 (UTC)\n"
      "Date: Thu, 01 Jan 2026 00:00:00 +0000\n\n";
  EXPECT_EQ(times(postfix), std::vector<std::int64_t>{1795822200});
  EXPECT_EQ(times("received: by a; 28 Nov 2026 01:30:00 +0200\nSubject: x\nReceived: by b; Fri, 27 Nov 2026 23:30:01 GMT\n"),
            (std::vector<std::int64_t>{1795822200, 1795822201}));
  EXPECT_TRUE(times("Subject: x\n\nReceived: by b; Fri, 27 Nov 2026 23:30:01 GMT\n").empty()) << "in the body";
  for (const char* odd : {"Received: by b", "Received: by b; yesterday", "Received: by b; Fri, 31 Nov 2026 23:30:01 +0000",
                          "Received: by b; Fri, 27 Nov 2026 23:30:01 Mars", "Received: by b; Fri, 27 Nov 20", ""})
    EXPECT_TRUE(times(odd).empty()) << odd;
}

constexpr std::int64_t start = 1795822200;  ///< the machine's time when the clock is moved: Fri, 27 Nov 2026 23:30:00 +0000
constexpr int eight_days = 691200;

std::string at(std::int64_t time) { return fmt::format("Received: by s; {} Nov 2026 23:30:00 +0000\n", 27 + (time - start) / 86400); }

class MovedRoom : public World {
 public:
  using World::World;
  MovedRoom& moves(int wall = eight_days) {
    did("clock.moved", fmt::format(R"({{"wall":{},"monotonic":{},"real":{},"processes":[]}})", wall, wall, start));
    return *this;
  }
  MovedRoom& comes(const std::string& head, const std::string& message = "note") {
    boost::json::object data{{"conn", 1}, {"accepted", true}, {"token", message + "-1"}, {"head", printable(head)}};
    add(tag, "mx1", "smtp.message", boost::json::serialize(data));
    return *this;
  }
};

const std::string moving = "step s\n    the clock moves 8d\n    send note to a\n    MUST deliver note within 60s\n";

Verdict of_message(const std::string& head) {
  MovedRoom world;
  world.play("dane/x").step("s");
  world.moves(172800).sent().connects();
  world.comes(head).end();
  return only(written(moving), world);
}

TEST(timely, a_candidate_that_tells_another_time_than_its_room_is_not_ruled_on) {
  const auto right = of_message(at(start + 172800)), behind = of_message(at(start)), silent = of_message("Subject: x\n");
  EXPECT_EQ(right.verdict, Result::pass);
  EXPECT_TRUE(right.kept_time);
  EXPECT_EQ(behind.verdict, Result::inconclusive);
  EXPECT_TRUE(says(behind, "a Received line that the candidate wrote tells a time 172740 s behind the room's (event 6)"))
      << behind.reasons.front();
  EXPECT_FALSE(behind.rulings.front().decided);
  EXPECT_EQ(silent.verdict, Result::pass) << "it need not write any";
  EXPECT_FALSE(silent.kept_time);
}

TEST(timely, what_was_submitted_before_may_tell_either_time) {
  for (const std::int64_t said : {0, 86400, 172800, 259200}) {
    MovedRoom world;
    world.play("dane/x").step("s").sent().connects();
    world.moves(172800).comes(at(start + said)).end();
    EXPECT_EQ(only(written(moving), world).verdict, said <= 172800 ? Result::pass : Result::inconclusive) << said;
  }
}

TEST(timely, before_a_move_and_in_old_records_nothing_is_asked) {
  MovedRoom before;
  before.play("dane/x").step("s").sent().connects();
  before.comes(at(start + 259200)).end();
  EXPECT_EQ(only(written(moving), before).verdict, Result::pass);
  MovedRoom old;
  old.play("dane/x").step("s").did("clock.moved", R"({"wall":172800,"monotonic":172800,"processes":[]})").sent().connects();
  old.comes(at(start)).end();
  EXPECT_EQ(only(written(moving), old).verdict, Result::pass);
}

/// The verdict on a play with a moved clock that breaks a ban, when its control came to this.
Verdict beside(const std::function<void(MovedRoom&)>& control, const std::string& steps, Result* of_control = nullptr) {
  MovedRoom world;
  world.lab("bystander.sent").lab("bystander.through");
  world.play("dane/x").step("s").sent().connects().offers().end();
  world.play("control/clock").step("s");
  control(world);
  world.lab("bystander.sent").lab("bystander.through");
  world.end();
  const auto proves = written("step s\n    the clock moves 8d\n    send note to a\n    await attempt mx1 within 60s\n"
                              "    MUST NOT offer note to mx2\n    MUST deliver note within 60s\n",
                              "proves clock\n", "control/clock");
  const auto all = judge({proves, written(steps)}, {world.cell}, {});
  if (of_control) *of_control = all[0].verdict;
  return all[1];
}

const std::string breaks = "    send note to a\n    await attempt mx1 within 60s\n    MUST NOT offer note\n";

TEST(premises, what_moves_the_clock_rests_on_its_control) {
  const auto passes = [](MovedRoom& w) { w.moves().sent().connects().delivers(); };
  const auto unplayed = [](MovedRoom& w) { w.moves().sent(); };
  const auto forgets = [](MovedRoom& w) { w.moves().sent().connects().offers("note", "mx2"); };
  const auto moves = "step s\n    the clock moves 8d\n" + breaks, stands = "step s\n" + breaks;
  EXPECT_EQ(beside(passes, moves).verdict, Result::fail);
  const auto unproven = beside(unplayed, moves), disproved = beside(forgets, moves);
  EXPECT_EQ(unproven.verdict, Result::inconclusive);
  EXPECT_TRUE(says(unproven, "it rests on the room's clock, which control/clock could not prove"));
  EXPECT_EQ(disproved.verdict, Result::inconclusive) << "though it was seen to break a ban: by whatever clock";
  EXPECT_TRUE(says(disproved, "it rests on the room's clock, which control/clock disproves"));
  EXPECT_EQ(beside(forgets, stands).verdict, Result::fail) << "no clock is moved there";
}

TEST(premises, a_sender_that_tells_the_rooms_time_and_keeps_too_long_does_so_by_itself) {
  const auto moves = "step s\n    the clock moves 8d\n" + breaks;
  const auto keeps = [](const std::string& head, bool violates) {
    return [=](MovedRoom& w) {
      w.moves(172800).sent().sent("other").connects();
      if (violates) w.offers("note", "mx2");
      w.comes(head, "other").after(61);
    };
  };
  Result control{};
  EXPECT_EQ(beside(keeps(at(start + 172800), false), moves, &control).verdict, Result::fail);
  EXPECT_EQ(control, Result::fail);
  EXPECT_EQ(beside(keeps("Subject: x\n", false), moves, &control).verdict, Result::inconclusive);
  EXPECT_EQ(control, Result::fail);
  EXPECT_EQ(beside(keeps(at(start + 172800), true), moves).verdict, Result::inconclusive);
  EXPECT_EQ(beside(keeps(at(start), false), moves, &control).verdict, Result::inconclusive);
  EXPECT_EQ(control, Result::inconclusive);
}

TEST(premises, whoever_is_not_asked_the_control_has_what_it_writes_itself) {
  const auto proves = written(moving, "needs mta-sts\nproves clock\n", "control/clock");
  for (const bool tells : {true, false}) {
    MovedRoom world;
    world.play("dane/x").step("s");
    world.moves(172800).sent().connects();
    world.comes(tells ? at(start + 172800) : "Subject: x\n").end();
    EXPECT_EQ(judge({proves, written(moving)}, {world.cell}, {})[1].verdict, tells ? Result::pass : Result::inconclusive);
  }
}

TEST(premises, nor_is_it_asked_of_whom_a_trait_excuses) {
  const auto learns = written("step s\n    send note to a\n    await attempt mx1 within 60s\n", "learns t when attempt mx1\n", "control/t");
  const auto proves = written(moving, "given no t\nproves clock\n", "control/clock");
  for (const bool tells : {true, false}) {
    MovedRoom world;
    world.play("control/t").step("s").sent().connects().end();
    world.play("control/clock").step("s");
    world.moves(172800).sent().after(61).end();
    world.play("dane/x").step("s");
    world.moves(172800).sent().connects();
    world.comes(tells ? at(start + 172800) : "Subject: x\n").end();
    const auto all = judge({learns, proves, written(moving)}, {world.cell}, {});
    EXPECT_EQ(all[1].verdict, Result::not_applicable);
    EXPECT_EQ(all[2].verdict, tells ? Result::pass : Result::inconclusive);
  }
}

}  // namespace
}  // namespace gauntlet::judge
