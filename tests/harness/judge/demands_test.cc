// What is demanded within a time: when it is settled before, and what excuses it.
#include <gtest/gtest.h>

#include "tests/harness/judge/world.h"

namespace gauntlet::judge {
namespace {

TEST(demands, are_not_excused_by_what_is_awaited_after_them) {
  const auto scenario = written(must_deliver + "    await attempt mx2 within 5s\n");
  EXPECT_EQ(result(scenario, missed().end()), "fail");
}

TEST(demands, are_settled_when_they_cannot_be_met_any_more) {
  const auto scenario = written(must_deliver);
  const auto& step = scenario.steps.front();
  World world;
  world.play("dane/x").step("s").sent().connects();
  Play play(scenario);
  const auto hopeless = [&] {
    Play now(scenario);
    for (const auto& event : world.cell.events) now.take(event);
    return judge::hopeless(now, step, step.lines.back());
  };
  EXPECT_EQ(hopeless(), 0u);
  world.fate("notice", "delayed");
  EXPECT_EQ(hopeless(), 0u);
  world.fate("bounce");
  EXPECT_EQ(hopeless(), world.cell.events.size());
  // Broken off at once or waited for to the end: the verdict is the same.
  auto waited = world;
  EXPECT_EQ(result(scenario, world.end()), "fail");
  EXPECT_EQ(result(scenario, waited.after(61).end()), "fail");
}

/// How soon it tries again is the sender's affair; what it has lost, or tried and not delivered, is not.
TEST(demands, of_mail_that_waits_are_open_where_nothing_was_tried) {
  const auto scenario = written("step s\n    send note to a\n    await attempt mx1 within 30s\nstep t\n    nudge\n    MUST deliver note within 60s\n");
  World kept, lost, tried, never;
  kept.play("dane/x").step("s").sent().connects().kept().step("t").after(61);
  EXPECT_EQ(result(scenario, kept.end()), "inconclusive");
  lost.play("dane/x").step("s").sent().connects().step("t").after(61);
  EXPECT_EQ(result(scenario, lost.end()), "fail");
  tried.play("dane/x").step("s").sent().connects().kept().step("t").connects().after(61);
  EXPECT_EQ(result(scenario, tried.end()), "fail");
  never.play("dane/x").step("s").sent().kept().after(61);
  EXPECT_EQ(result(written(must_deliver), never.end()), "fail") << "it lists at once what it never tries";
}

/// What a sender listed before it was stopped is not what it has when it is there again.
TEST(demands, of_mail_that_waited_when_the_sender_was_stopped_are_for_what_it_lists_since) {
  const auto scenario = written("step s\n    send note to a\n    await attempt mx1 within 30s\nstep t\n    nudge\n    MUST deliver note within 60s\n");
  World lost, kept;
  for (auto* world : {&lost, &kept}) {
    world->play("dane/x").step("s").sent().connects().kept();
    world->lab("candidate.exit", R"({"status":0,"expected":true})").lab("candidate.ready");
    world->step("t").after(5);
  }
  EXPECT_EQ(result(scenario, lost.after(61).end()), "fail");
  EXPECT_EQ(result(scenario, kept.kept().after(61).end()), "inconclusive");
}

TEST(demands, of_mail_that_had_arrived_before_are_open) {
  const auto scenario = written("step s\n    send note to a\n    await attempt mx1 within 30s\nstep c\n    let 5s pass\nstep t\n    nudge\n    MUST deliver note within 60s\n");
  World early;
  early.play("dane/x").step("s").sent().connects().kept().step("c").connects().delivers().after(5).step("t").after(1);
  EXPECT_EQ(result(scenario, early.end()), "inconclusive");
}

TEST(demands, wait_while_another_message_is_on_its_way) {
  const auto scenario = written("step s\n    send note to a\n    send other to a\n"
                                "    await keep note within 60s\n    MUST NOT offer other\n");
  const auto& step = scenario.steps.front();
  World world;
  world.play("dane/x").step("s").sent().sent("other").connects().delivers();
  Play play(scenario);
  for (const auto& event : world.cell.events) play.take(event);
  EXPECT_EQ(judge::hopeless(play, step, step.lines[2]), 0u);
}

TEST(demands, awaited_of_a_message_that_was_deferred_twice_at_our_word_are_given_up) {
  const std::string line = "step s\n    send note to a\n    nudge note\n    ";
  const auto given_up = [&](const std::string& what, double pause) {
    const auto scenario = written(line + what);
    const auto& step = scenario.steps.front();
    World world;
    world.play("dane/x").step("s").sent();
    world.did("did", R"({"line":7,"text":"nudge note"})").connects().kept().after(pause);
    world.did("did", R"({"line":7,"text":"nudge note"})").connects().kept();
    Play play(scenario);
    for (const auto& event : world.cell.events) play.take(event);
    return judge::hopeless(play, step, step.lines.back()) != 0;
  };
  EXPECT_TRUE(given_up("await deliver note within 60s\n", 10));
  EXPECT_FALSE(given_up("await deliver note within 60s\n", 3));  // it may remember an answer
  EXPECT_TRUE(given_up("MUST deliver note within 60s\n", 10));
}

TEST(demands, of_what_waits_are_for_what_its_queue_lists_whether_it_was_tried_or_not) {
  const auto scenario = written(must_deliver);
  World world;
  world.play("dane/x").step("s").sent().kept();
  Play play(scenario);
  for (const auto& event : world.cell.events) play.take(event);
  const auto kept = world.cell.events.size();
  EXPECT_TRUE(judge::listed_since(play, "note", 1));
  EXPECT_TRUE(judge::listed_since(play, "note", kept));
  EXPECT_FALSE(judge::listed_since(play, "note", kept + 1));
  EXPECT_FALSE(judge::listed_since(play, "other", 1));
}

/// A message that was handed over with this body ("" = a person did it), and arrived with that one.
std::string altered(const std::string& handed, const std::string& arrived) {
  const auto scenario = written("step s\n    send note to a\n    await deliver note within 60s\n    MUST NOT alter note\n");
  World world;
  world.play("dane/x").step("s");
  world.did("submit", R"({"msg":"note","token":"note-1","to":"a","status":0)" + (handed.empty() ? "" : R"(,"body":")" + handed + '"') + "}");
  world.connects().offers();
  world.add(world.tag, "mx1", "smtp.message", R"({"conn":1,"tls":true,"accepted":true,"token":"note-1","body":")" + arrived + "\"}");
  return result(scenario, world.end());
}

TEST(bans, on_altering_need_the_text_that_was_handed_over) {
  EXPECT_EQ(altered("aa", "aa"), "pass");
  EXPECT_EQ(altered("aa", "bb"), "fail");
  EXPECT_EQ(altered("", "bb"), "inconclusive");
}

/// A message that is odd by design, and refused with this reply.
std::string oddly(const std::string& option, const std::string& reply) {
  const auto scenario = written("step s\n    send note to a" + option + "\n    await deliver note within 60s\n    MUST NOT alter note\n");
  World world;
  world.play("dane/x").step("s").sent();
  world.did("submit", R"({"msg":"note","token":"note-1","to":"a","status":1,"output":")" + reply + "\"}");
  return result(scenario, world.after(1).end());
}

TEST(demands, of_what_the_candidate_takes_from_nobody_are_not_applicable) {
  EXPECT_EQ(oddly(" dots", "550 5.6.0 not like this"), "not-applicable");
  EXPECT_EQ(oddly(" dots", "421 4.5.0 Bare carriage return (CR) not allowed"), "not-applicable");
  EXPECT_EQ(oddly(" dots", "451 Bare line-feed; see https://example.org/"), "not-applicable");
  EXPECT_EQ(oddly(" dots", "451 4.3.0 come again"), "inconclusive");
  EXPECT_EQ(oddly(" dots", "status 1: note-00552@home.test"), "inconclusive");
  EXPECT_EQ(oddly("", "550 5.6.0 not like this"), "inconclusive");
}

/// Two steps: a ban on mx1 in the first, then `line`, and a delivery to mx1 in the second.
std::string in_the_second(const std::string& ban, const std::string& line) {
  const auto scenario = written("step s\n    send note to a\n    await keep note within 60s\n    MUST NOT " + ban +
                                    "\nstep later\n    " + line + "\n    await deliver note within 60s\n",
                                "attacker mallory\n    wire mx1 25 reset\n");
  World world;
  world.play("dane/x").step("s").sent().connects().kept().step("later").delivers().end();
  return result(scenario, world);
}

TEST(bans, hold_until_something_is_mended) {
  EXPECT_EQ(in_the_second("deliver note to mx1", "nudge note"), "fail");
  EXPECT_EQ(in_the_second("deliver note to mx1 in this step", "nudge note"), "pass");
  EXPECT_EQ(in_the_second("deliver note to mx1", "mend mx1"), "pass");
  EXPECT_EQ(in_the_second("deliver note to mx2", "nudge note"), "pass");
}

TEST(demands, of_versions_are_open_where_a_hello_names_its_newest_alone) {
  const auto scenario = written("step s\n    send note to a\n    SHOULD NOT propose tls 1.0 to mx1\n"
                                "    await deliver note within 60s\n");
  const auto hello = [&](const std::string& data) {
    World world;
    world.play("dane/x").step("s").sent().connects();
    world.add("dane/x", "mx1", "tls.hello", data).delivers();
    return result(scenario, world.over().end());
  };
  EXPECT_EQ(hello(R"({"conn":1,"versions":["1.2"],"newest_only":true})"), "inconclusive");
  EXPECT_EQ(hello(R"({"conn":1,"versions":["1.2"],"newest_only":false})"), "pass");
  EXPECT_EQ(hello(R"({"conn":1,"versions":["1.0"],"newest_only":true})"), "warning");
}

/// A message that is refused at submission with this reply, after the sender has asked for the MX records or before.
std::string refused_with(const std::string& reply, bool asked) {
  const auto scenario = written("step s\n    send note to a\n    MUST decide note within 60s\n    SHOULD return note within 60s\n");
  World world;
  world.play("dane/x").step("s").sent();
  if (asked) world.asks("NXDOMAIN");
  world.did("submit", R"({"msg":"note","token":"note-1","to":"a","status":1,"output":")" + reply + "\"}").end();
  return result(scenario, world);
}

TEST(refusals, at_submission_are_as_good_as_a_notice_where_the_domain_was_asked_about) {
  EXPECT_EQ(refused_with("556 5.1.10 no mail here", true), "pass");
  EXPECT_EQ(refused_with("556 5.1.10 no mail here", false), "inconclusive") << "for whatever reason";
  EXPECT_EQ(refused_with("451 4.3.0 not now", true), "inconclusive");
}

}  // namespace
}  // namespace gauntlet::judge
