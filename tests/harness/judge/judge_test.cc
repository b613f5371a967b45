// What the judge makes of records of a few events: worlds beside each other, claims, traits, and all
// that can happen around a play.
#include "harness/judge/judge.h"

#include <gtest/gtest.h>

#include "harness/judge/rule.h"
#include "harness/scenario/reader.h"

namespace gauntlet::judge {
namespace {

/// A record of one cell, written in the order in which things happen.
class World {
 public:
  explicit World(std::string id = "shared") { cell.id = std::move(id); }

  World& add(const std::string& tag, const std::string& actor, const std::string& what,
             const std::string& data = "{}") {
    t += 0.1;
    cell.events.push_back(
        {cell.events.size() + 1, t, tag, actor, what, boost::json::parse(data).as_object()});
    return *this;
  }
  World& lab(const std::string& what, const std::string& data = "{}") {
    return add("", "runner", what, data);
  }
  /// From here on events belong to a play of this scenario.
  World& play(const std::string& id) {
    tag = id;
    cell.scenarios.push_back(id);
    return did("play.begin", R"({"names":{"domain":"x.test","mx1":"198.18.1.1"}})");
  }
  World& did(const std::string& what, const std::string& data = "{}") {
    return add(tag, "runner", what, data);
  }
  World& step(const std::string& name) {
    over();
    open = name;
    return did("step.begin", R"({"step":")" + name + "\"}");
  }
  World& sent(const std::string& message = "note") {
    return did("submit",
               R"({"msg":")" + message + R"(","token":")" + message + R"(-1","to":"a","status":0})");
  }
  World& connects(const std::string& mx = "mx1") {
    return add(tag, mx, "tcp.accept", R"({"conn":1,"port":25,"from":"c","to":"m","via":""})");
  }
  World& offers(const std::string& message = "note", const std::string& mx = "mx1") {
    return add(tag, mx, "smtp.mail", R"({"conn":1,"tls":true,"token":")" + message + "-1\"}");
  }
  World& delivers(const std::string& message = "note", const std::string& mx = "mx1") {
    offers(message, mx);
    return add(tag, mx, "smtp.message",
               R"({"conn":1,"tls":true,"accepted":true,"token":")" + message + "-1\"}");
  }
  World& asks(const std::string& rcode, bool cd = false) {
    const std::string name = R"("id":1,"name":"_25._tcp.mx1.x.test.","type":"TLSA")";
    add(tag, "tap", "dns.query",
        "{" + name + R"(,"ad":true,"do":true,"cd":)" + (cd ? "true}" : "false}"));
    return add(tag, "tap", "dns.answer",
               "{" + name + R"(,"rcode":")" + rcode + R"(","ad":false,"tc":false,"answers":[]})");
  }
  World& kept(const std::string& message = "note") {
    return did("queue.kept", R"({"token":")" + message + R"(-1","state":"deferred"})");
  }
  World& fate(const std::string& what, const std::string& action = "") {
    return did(what, R"({"token":"note-1","n":1,"action":")" + action + "\"}");
  }
  World& after(double seconds) {
    t += seconds;
    return *this;
  }
  World& over() {
    if (!open.empty()) did("step.end", R"({"step":")" + open + "\"}");
    open.clear();
    return *this;
  }
  /// The play ends here.
  World& end() {
    over();
    return did("play.end", R"({"why":"over"})");
  }

  Cell cell;
  double t = 0;
  std::string tag, open;
};

scenario::Scenario written(const std::string& steps, const std::string& head = "",
                           const std::string& id = "dane/x") {
  return scenario::parse_scenario(id, "x", "title T\n" + head + "zone signed\nmx mx1\nmx mx2\n" + steps);
}

Verdict only(const scenario::Scenario& scenario, const World& world, const Facts& facts = {}) {
  return judge({scenario}, {world.cell}, facts).front();
}

std::string result(const scenario::Scenario& scenario, const World& world) {
  return to_text(only(scenario, world).verdict);
}

bool says(const Verdict& verdict, const std::string& part) {
  for (const auto& reason : verdict.reasons)
    if (reason.find(part) != reason.npos) return true;
  return false;
}

const std::string must_deliver = "step s\n    send note to a\n    MUST deliver note within 60s\n";

// --- Worlds ---

World missed(const std::string& cell = "shared") {
  World world(cell);
  world.lab("bystander.sent").lab("bystander.through");
  world.play("dane/x").step("s").sent().connects().after(61);
  world.lab("bystander.sent").lab("bystander.through");
  return world;
}

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

// --- What happens around a play ---

TEST(hazards, condemn_what_stands_still) {
  const std::string steps = "step s\n    send note to a\n    await attempt mx1 within 60s\n";
  World world;
  world.lab("bystander.sent").lab("bystander.through");
  world.play("dane/x").step("s").sent().lab("bystander.sent").after(25).connects();
  world.lab("bystander.through").end();
  EXPECT_EQ(result(written(steps), world), "pass");
  EXPECT_EQ(result(written(steps, "hazard\n"), world), "fail");
  world.cell.hazard = true;
  EXPECT_TRUE(says(only(written(steps), world), "stood still as a whole: for 25."));
}

TEST(hazards, condemn_parts_that_break_down) {
  const std::string steps = "step s\n    send note to a\n    await attempt mx1 within 60s\n";
  World world;
  world.play("dane/x").step("s").sent().connects();
  world.lab("candidate.panic", R"({"text":"smtp killed by signal 11"})").end();
  EXPECT_EQ(result(written(steps), world), "inconclusive");
  EXPECT_EQ(result(written(steps, "hazard\n"), world), "fail");
}

TEST(surroundings, a_candidate_that_had_ended_before_owes_nothing) {
  World world;
  world.lab("candidate.exit", R"({"status":1,"expected":false})");
  world.play("dane/x").step("s").sent().after(61).end();
  EXPECT_EQ(result(written(must_deliver), world), "inconclusive");
  World again;
  again.lab("candidate.exit", R"({"status":1,"expected":false})").lab("candidate.restart");
  again.play("dane/x").step("s").sent().after(61).end();
  EXPECT_EQ(result(written(must_deliver), again), "fail");
}

TEST(surroundings, a_command_of_the_manifest_that_failed_is_not_the_candidates_failure) {
  const auto failed = [](const std::string& steps, const std::string& helper) {
    World world;
    world.play("dane/x").step("s").sent().connects();
    world.lab("helper.failed", R"({"helper":")" + helper +
                                   R"(","status":7,"timed_out":false,"output":"no such file"})");
    return only(written(steps), world.after(61).end());
  };
  const std::string send = "step s\n    send note to a\n    ";
  const auto decide = failed(send + "MUST decide note within 60s\n", "queue");
  EXPECT_EQ(decide.verdict, Result::inconclusive);
  EXPECT_TRUE(says(decide, "the manifest's `queue` ended with status 7 (event 5): no such file"));
  EXPECT_EQ(failed(send + "MUST bounce note within 60s\n", "bounces").verdict, Result::inconclusive);
  EXPECT_EQ(failed(send + "nudge note\n    MUST deliver note within 60s\n", "nudge").verdict,
            Result::inconclusive);
  EXPECT_EQ(failed(send + "await attempt mx1 within 5s\n    MUST NOT bounce note\n", "bounces").verdict,
            Result::inconclusive);
  EXPECT_EQ(failed(send + "MUST deliver note within 60s\n", "queue").verdict, Result::fail);
}

TEST(surroundings, our_own_silent_server_is_our_error) {
  World world = missed();
  world.lab("server.silent", R"({"program":"unbound","seconds":5})").end();
  EXPECT_EQ(result(written(must_deliver), world), "error");
}

TEST(surroundings, stray_packets_are_told_where_they_can_be_nobody_elses) {
  const std::string alarm = R"({"to":"203.0.113.9","port":123,"protocol":"udp"})";
  World world;
  world.play("dane/x").step("s").sent().add("", "lab", "alarm.packet", alarm).delivers().end();
  const auto verdict = only(written(must_deliver), world);
  EXPECT_EQ(verdict.verdict, Result::pass);
  EXPECT_TRUE(says(verdict, "sent a packet to 203.0.113.9 port 123"));
  world.play("dane/y").end();
  const auto shared = judge({written(must_deliver), written(must_deliver, "", "dane/y")},
                            {world.cell}, {});
  EXPECT_FALSE(says(shared.front(), "203.0.113.9"));
  EXPECT_EQ(stray_packets({written(must_deliver)}, {world.cell}).size(), 1u);
  EXPECT_TRUE(stray_packets({written("# 203.0.113.9\n" + must_deliver)}, {world.cell}).empty());
}

// --- Demands ---

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

}  // namespace
}  // namespace gauntlet::judge
