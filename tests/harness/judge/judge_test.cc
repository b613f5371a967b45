// What the judge makes of records of a few events: worlds beside each other, claims, traits, notices, bans.
#include <gtest/gtest.h>

#include "tests/harness/judge/world.h"

namespace gauntlet::judge {
namespace {

// --- Worlds ---

TEST(cells, another_world_excuses_nothing) {
  const auto scenario = written(must_deliver);
  auto mine = missed();
  mine.end();
  World stuck("alone.y");
  stuck.lab("bystander.sent").lab("bystander.through").lab("bystander.sent").after(100);
  EXPECT_EQ(to_text(judge({scenario}, {stuck.cell, mine.cell}, {}).front().verdict), "fail");
}

TEST(cells, the_worst_of_several_counts_and_is_named) {
  const auto scenario = written(must_deliver);
  World good("one"), broken("two"), bad = missed("three");
  good.play("dane/x").step("s").sent().connects().delivers().end();
  broken.play("dane/x").step("s").sent().lab("child.exit", R"({"program":"nsd","status":1})");
  broken.connects().delivers().end();
  bad.end();
  const auto worst = [&](std::vector<Cell> cells) { return judge({scenario}, cells, {}).front(); };
  EXPECT_EQ(worst({good.cell, broken.cell}).verdict, Result::error);
  EXPECT_EQ(worst({good.cell, broken.cell}).cell, "two");
  EXPECT_EQ(worst({bad.cell, broken.cell, good.cell}).verdict, Result::fail);
  EXPECT_EQ(worst({bad.cell, broken.cell, good.cell}).cell, "three");
}

TEST(cells, what_needs_a_claim_that_is_not_made_need_not_be_played) {
  const auto scenario = written(must_deliver, "needs dane\n");
  EXPECT_EQ(judge({scenario}, {}, {}).front().verdict, Result::not_applicable);
  EXPECT_EQ(judge({scenario}, {}, {{"dane"}, {}}).front().verdict, Result::inconclusive);
}

TEST(cells, a_suspect_that_is_found_explains_the_plays_that_its_end_cut) {
  const auto x = written(must_deliver, "", "dane/x"), y = written(must_deliver, "", "dane/y");
  World shared, again("shared.1"), suspect("suspect.y");
  shared.play("dane/x").step("s").sent().connects();
  shared.play("dane/y");
  shared.lab("candidate.exit", R"({"status":139,"expected":false})").did("play.end");
  shared.tag = "dane/x", shared.open = "s";
  shared.end();
  again.play("dane/x").step("s").sent().connects().delivers().end();
  suspect.cell.suspect = true;
  suspect.play("dane/y").step("s").sent().connects().delivers();
  World spared = suspect;
  suspect.lab("candidate.exit", R"({"status":139,"expected":false})").end();
  spared.end();
  const auto rule = [&](const World& third) {
    const auto all = judge({x, y}, {shared.cell, again.cell, third.cell}, {});
    return to_text(all[0].verdict) + " " + to_text(all[1].verdict);
  };
  EXPECT_EQ(rule(suspect), "pass fail");
  EXPECT_EQ(rule(spared), "inconclusive inconclusive");
}

// --- Claims and traits ---

TEST(claims, who_holds_mail_back_on_principle_is_not_asked_for_it) {
  World world = missed();
  world.end();
  const auto scenario = written(must_deliver, "unless dane-mandatory\n");
  EXPECT_EQ(only(scenario, world).verdict, Result::fail);
  const auto spared = only(scenario, world, {{"dane-mandatory"}, {}});
  EXPECT_EQ(spared.verdict, Result::not_applicable);
  EXPECT_TRUE(says(spared, "it is not asked of who claims dane-mandatory"));
}

TEST(claims, unproven_ones_shield_from_what_did_not_come_and_not_from_what_was_seen) {
  const auto control = written(must_deliver, "needs dane\nproves dane\n", "control/dane");
  const auto rests = [](const std::string& steps) { return written(steps, "needs dane\n"); };
  World world = missed();
  world.end().play("control/dane").step("s").sent().end();  // not even a connection
  const Facts facts{{"dane"}, {}};
  const auto unmet = judge({control, rests(must_deliver)}, {world.cell}, facts);
  EXPECT_EQ(unmet[0].verdict, Result::inconclusive);
  EXPECT_EQ(unmet[1].verdict, Result::inconclusive);
  EXPECT_EQ(unmet[1].raw, Result::fail);
  EXPECT_TRUE(says(unmet[1], "it rests on the claim dane, which control/dane could not prove"));
  const auto broken =
      judge({control, rests("step s\n    send note to a\n    MUST NOT attempt mx1\n")}, {world.cell},
            facts);
  EXPECT_EQ(broken[1].verdict, Result::fail);
}

TEST(traits, are_learnt_in_the_first_step) {
  const auto scenario = written(
      "step one\n    send note to a\n    await attempt mx1 within 5s\n"
      "step two\n    await attempt mx2 within 5s\n",
      "learns t when attempt mx2\n");
  World world;
  world.play("dane/x").step("one").sent().connects().step("two").connects("mx2").end();
  const auto verdict = only(scenario, world);
  ASSERT_TRUE(verdict.trait);
  EXPECT_FALSE(verdict.trait->second);
}

TEST(traits, that_a_busy_machine_may_have_hidden_are_not_learnt) {
  const auto control = written("step s\n    send note to a\n    await attempt mx1 within 5s\n", "learns t when attempt mx2\n", "control/t");
  World world;
  world.play("control/t").step("s").sent().connects().lab("candidate.starved", R"({"ms":2600})").end();
  const auto hindered = only(control, world);
  EXPECT_FALSE(hindered.trait);
  EXPECT_TRUE(says(hindered, "the trait t was not seen; the machine had too much to do"));
  World shown;
  shown.play("control/t").step("s").sent().connects().connects("mx2").lab("candidate.starved", R"({"ms":2600})").end();
  ASSERT_TRUE(only(control, shown).trait);
  EXPECT_EQ(only(control, shown).verdict, Result::pass);
}

TEST(traits, who_sent_it_does_not_keep_it_however_busy_the_machine) {
  const auto control = written("step s\n    send note to a\n    await attempt mx1 within 5s\n", "learns t when keep note\n", "control/t");
  World world;
  world.play("control/t").step("s").sent().connects().delivers().lab("candidate.starved", R"({"ms":2600})").end();
  const auto verdict = only(control, world);
  ASSERT_TRUE(verdict.trait);
  EXPECT_FALSE(verdict.trait->second);
  const auto two_steps = written("step s\n    send note to a\n    await attempt mx1 within 5s\nstep t\n    await deliver note within 5s\n", "learns t when keep note\n", "control/t");
  World later;
  later.play("control/t").step("s").sent().connects().lab("candidate.starved", R"({"ms":2600})").step("t").delivers().end();
  EXPECT_FALSE(only(two_steps, later).trait) << "it may have been kept until then";
}

TEST(traits, what_a_control_is_not_put_for_want_of_is_wanting_too) {
  const std::string steps = "step s\n    send note to a\n    await attempt mx1 within 5s\n";
  const auto first = written(steps, "learns t when attempt mx2\n", "control/t");
  const auto second = written(steps, "given t\nlearns u when attempt mx1\n", "control/u");
  const auto with = written(must_deliver, "given u\n", "dane/with"), without = written(must_deliver, "given no u\n", "dane/without");
  World world;
  world.play("control/t").step("s").sent().connects().end();
  for (const std::string id : {"dane/with", "dane/without"}) world.play(id).step("s").sent().connects().delivers().end();
  const auto all = judge({first, second, with, without}, {world.cell}, {});
  EXPECT_EQ(all[1].verdict, Result::not_applicable);
  EXPECT_EQ(all[2].verdict, Result::not_applicable);
  EXPECT_EQ(all[3].verdict, Result::pass);
}

// --- What a message comes to ---

TEST(notices, only_one_that_says_so_is_a_bounce) {
  const auto must = written("step s\n    send note to a\n    MUST bounce note within 5s\n");
  const auto ban = written(
      "step s\n    send note to a\n    await attempt mx1 within 5s\n    MUST NOT bounce note\n");
  const auto rule = [](const scenario::Scenario& scenario, const std::string& what,
                       const std::string& action) {
    World world;
    world.play("dane/x").step("s").sent().connects().fate(what, action).after(6).end();
    return result(scenario, world);
  };
  EXPECT_EQ(rule(must, "bounce", ""), "pass");
  EXPECT_EQ(rule(ban, "bounce", ""), "fail");
  EXPECT_EQ(rule(must, "notice", "delayed"), "fail");
  EXPECT_EQ(rule(ban, "notice", "delayed"), "pass");
  EXPECT_EQ(rule(must, "notice", ""), "inconclusive");
  EXPECT_EQ(rule(ban, "notice", ""), "inconclusive");
  EXPECT_EQ(rule(written("step s\n    send note to a\n    MUST warn note within 5s\n"), "notice",
                 "delayed"),
            "pass");
}

TEST(keep, counts_after_something_was_tried_in_the_step) {
  const auto scenario = written(
      "step one\n    send note to a\n    await attempt mx1 within 5s\n"
      "step two\n    nudge note\n    await keep note within 5s\n    MUST NOT bounce note\n");
  const auto rule = [&](bool again, const std::string& asked) {
    World world;
    world.play("dane/x").step("one").sent().connects().step("two");
    if (again) world.connects();
    world.did("queue.kept", R"({"token":"note-1","state":"deferred")" + asked + "}");
    return result(scenario, world.end());
  };
  EXPECT_EQ(rule(false, ""), "inconclusive");
  EXPECT_EQ(rule(true, ""), "pass");
  // The listing was begun before the sender tried.
  EXPECT_EQ(rule(true, R"(,"asked":5)"), "inconclusive");
}

// Of who runs elsewhere and shows no queue it is only known that he is silent: what arrives later had been kept, and nothing else shows it.
TEST(keep, is_never_shown_by_silence) {
  const auto scenario = written(
      "step one\n    send note to a\n    MUST keep note within 60s\n"
      "step two\n    await deliver note within 60s\n");
  const auto waits = written("step one\n    send note to a\n    await keep note within 60s\n    MUST NOT offer note\n");
  const auto silent = R"({"token":"note-1","seconds":30})";
  World nothing, untried, lost, came, early, alone;
  nothing.play("dane/x").step("one").sent().connects().after(61).step("two").end();
  untried.play("dane/x").step("one").sent().did("attempt.over", silent).after(61).step("two").end();
  lost.play("dane/x").step("one").sent().connects().did("attempt.over", silent).step("two").after(61).end();
  came.play("dane/x").step("one").sent().connects().did("attempt.over", silent).step("two").delivers().end();
  early.play("dane/x").step("one").sent().connects().delivers().did("attempt.over", silent).step("two").end();
  alone.play("dane/x").step("one").sent().connects().did("attempt.over", silent).end();
  EXPECT_EQ(result(scenario, nothing), "fail");  // (its queue was listed, and this was not in it)
  EXPECT_NE(result(scenario, untried), "pass");
  EXPECT_EQ(result(scenario, lost), "inconclusive");
  EXPECT_EQ(result(scenario, came), "pass");
  EXPECT_EQ(result(scenario, early), "fail");
  EXPECT_EQ(result(written("step one\n    send note to a\n    MUST keep note within 60s\n"), alone), "inconclusive");
  EXPECT_EQ(result(waits, alone), "pass");
}

// --- Bans ---

const std::string unreachable =
    "step s\n    send note to a\n    await answer _25._tcp.mx1 TLSA servfail within 5s\n"
    "    MUST NOT attempt mx1\n";

TEST(bans, on_connecting_hold_from_the_awaited_answer_on) {
  const auto scenario = written(unreachable);
  World early, late, offered, never;
  early.play("dane/x").step("s").sent().connects().asks("SERVFAIL").end();
  late.play("dane/x").step("s").sent().asks("SERVFAIL").connects().end();
  offered.play("dane/x").step("s").sent().connects().asks("SERVFAIL").offers().end();
  never.play("dane/x").step("s").sent().connects().offers().end();
  EXPECT_EQ(result(scenario, early), "pass");
  EXPECT_EQ(result(scenario, late), "fail");
  EXPECT_EQ(result(scenario, offered), "fail");
  EXPECT_EQ(result(scenario, never), "fail");
}

TEST(bans, are_not_excused_by_answers_that_the_sender_wanted_unchecked) {
  const auto rule = [](bool cd) {
    World world;
    world.play("dane/x").step("s").sent().asks("NOERROR", cd).connects().delivers().end();
    return result(written(unreachable), world);
  };
  EXPECT_EQ(rule(false), "inconclusive");
  EXPECT_EQ(rule(true), "fail");
}

}  // namespace
}  // namespace gauntlet::judge
