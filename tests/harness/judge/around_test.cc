// What the judge makes of what happens around a play: ends, stalls, servers of ours that are slow, a machine that has too much to do.
#include "harness/judge/around.h"

#include <gtest/gtest.h>

#include "tests/harness/judge/world.h"

namespace gauntlet::judge {
namespace {

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

TEST(surroundings, what_does_not_come_while_our_own_servers_are_slow_is_not_ruled_on) {
  const std::string slow = R"({"program":"unbound","ms":2500})";
  World world = missed();
  world.lab("server.slow", slow).end();
  const auto verdict = only(written(must_deliver), world);
  EXPECT_EQ(verdict.verdict, Result::inconclusive);
  EXPECT_TRUE(says(verdict, "the machine had too much to do: our own unbound was 2.5 s late"));
  World starved = missed();
  starved.lab("candidate.starved", R"({"ms":1900})").end();
  EXPECT_EQ(result(written(must_deliver), starved), "fail") << "less than two seconds are no excuse";
  World long_starved = missed();
  long_starved.lab("candidate.starved", R"({"ms":1900})").lab("candidate.starved", R"({"ms":700})").end();
  EXPECT_TRUE(says(only(written(must_deliver), long_starved), "the candidate waited 2.6 s for a processor"));
  World hindered = missed();
  for (int second = 0; second < 60; ++second) hindered.lab("candidate.starved", R"({"ms":300})");
  EXPECT_TRUE(says(only(written(must_deliver), hindered.end()), "the candidate waited 18.0 s for a processor"));
  World hardly_hindered = missed();
  for (int second = 0; second < 60; ++second) hardly_hindered.lab("candidate.starved", R"({"ms":200})");
  EXPECT_EQ(result(written(must_deliver), hardly_hindered.end()), "fail") << "a fifth of the time is no excuse";
  World idle;
  idle.play("dane/x").step("s").sent().lab("candidate.starved", R"({"ms":3000})").after(60).end();
  EXPECT_EQ(result(written(must_deliver), idle), "fail") << "who asks nothing for a minute was not kept from it by three seconds";
  World failed;
  failed.play("dane/x").step("s").sent().add("dane/x", "tap", "dns.answer",
             R"({"id":1,"name":"x.test.","type":"MX","transport":"udp","rcode":"SERVFAIL","ad":false,"tc":false,"answers":[],"injected":false})").after(60).end();
  EXPECT_TRUE(says(only(written(must_deliver), failed), "our own resolver failed: SERVFAIL to x.test. MX"));
  EXPECT_EQ(result(written("# servfail\n" + must_deliver), failed), "fail") << "the scenario wants it";
  World held;
  held.play("dane/x").step("s").sent().connects().lab("notice.late", R"({"id":"F0","text":"mx1.home.test: try again"})").after(60).end();
  const auto must_bounce = "step s\n    send note to a\n    MUST bounce note within 60s\n";
  EXPECT_TRUE(says(only(written(must_bounce), held), "a notice waits in the sender's queue on its way home: mx1.home.test: try again"));
  EXPECT_EQ(result(written(must_deliver), held), "fail") << "it is no matter of notices";
  World circles = missed();
  circles.lab("server.slow", slow).add("dane/x", "lab", "tcp.self", R"({"to":"127.0.0.1","port":25})").end();
  EXPECT_EQ(result(written(must_deliver), circles), "fail") << "it kept itself busy";
  World leaving;
  leaving.play("dane/x").step("r").sent("earlier").delivers("earlier").step("s").sent().connects();
  leaving.add("dane/x", "mx1", "smtp.in", R"({"conn":1,"line":"QUIT","tls":true})");
  leaving.lab("candidate.starved", R"({"ms":3000})").after(60).end();
  EXPECT_EQ(result(written("step r\n    send earlier to a\n    await deliver earlier within 5s\n" + must_deliver), leaving), "inconclusive")
      << "who takes leave behind an earlier message was not turned away";
  const auto frozen = [](int still) {
    World world;
    world.play("dane/x").step("s").sent().after(30).lab("candidate.starved", R"({"ms":25000})");
    world.lab("server.slow", fmt::format(R"({{"program":"harness","ms":{}}})", still)).after(30).end();
    return result(written(must_deliver), world);
  };
  EXPECT_EQ(frozen(600), "fail") << "it had more than half of the time, and asked nothing";
  EXPECT_EQ(frozen(20000), "inconclusive") << "while our own loop stands still nobody has time";
  const auto left_mx1 = [](const std::string& expected) {
    World world;
    world.play("dane/x").step("s").sent().connects().add("dane/x", "mx1", "smtp.in", R"({"conn":1,"line":"QUIT","tls":true})");
    world.lab("candidate.starved", R"({"ms":3000})").after(60).end();
    return result(written("step s\n    send note to a and b\n    MUST " + expected + " within 60s\n"), world);
  };
  EXPECT_EQ(left_mx1("deliver note for b to mx2"), "inconclusive") << "it took leave of another recipient's host";
  EXPECT_EQ(left_mx1("deliver note for a to mx1"), "fail");
  EXPECT_EQ(left_mx1("deliver note to mx2"), "inconclusive") << "nor does it say that it would not have gone to the next one";
  EXPECT_EQ(left_mx1("deliver note"), "fail");
  World other;
  other.play("dane/x").step("s").sent("first").sent().connects().delivers("first").lab("candidate.starved", R"({"ms":3000})").after(60).end();
  EXPECT_EQ(result(written("step s\n    send first to a\n    send note to b\n    MUST deliver note within 60s\n"), other), "inconclusive")
      << "that another message got through says nothing of this one";
  World done;
  done.play("dane/x").step("s").sent().lab("server.slow", slow).delivers().end();
  EXPECT_EQ(result(written(must_deliver), done), "pass") << "what came, came";
}

TEST(recipients, whose_local_parts_differ_in_case_are_two) {
  Recipients all;
  all.await("Ann@a.test ann@a.test");
  const auto took = [&](const char* address) {
    record::Event message;
    message.data["to"] = boost::json::array{address};
    all.serve(message);
    return all.none_left();
  };
  EXPECT_FALSE(took("ann@A.test"));
  EXPECT_TRUE(took("Ann@a.test"));
}

TEST(surroundings, who_went_elsewhere_while_our_server_stood_still_is_not_ruled_on) {
  const auto played = [](const std::string& what, const std::string& how) {
    World world;
    world.play("dane/x").step("s").sent().connects().after(5).lab(what, how).delivers("note", "mx2").end();
    return result(written("step s\n    send note to a\n    MUST deliver note to mx1 within 60s\n"), world);
  };
  EXPECT_EQ(played("server.slow", R"({"program":"harness","ms":4400})"), "inconclusive");
  EXPECT_EQ(played("server.slow", R"({"program":"harness","ms":1900})"), "fail") << "for that nobody goes to the next host";
  EXPECT_EQ(played("candidate.starved", R"({"ms":4400})"), "fail") << "it went where it wanted to";
}

TEST(surroundings, who_was_hindered_until_it_gave_up_is_not_ruled_on) {
  const auto played = [](bool gives_up_first) {
    World world;
    world.play("dane/x").step("s").sent().connects();
    if (gives_up_first) world.kept();
    for (int second = 0; second < 10; ++second) world.after(1).lab("candidate.starved", R"({"ms":300})");
    if (!gives_up_first) world.kept();
    return result(written(must_deliver), world.after(60).end());
  };
  EXPECT_EQ(played(false), "inconclusive") << "the minute of waiting for it does not make it faster";
  EXPECT_EQ(played(true), "fail") << "it was not hindered when it gave up";
}

TEST(surroundings, a_play_that_was_broken_off_says_why) {
  World world;
  world.play("dane/x").step("r").sent("earlier").over();
  world.did("play.end", R"({"why":"the room did not come to rest"})");
  const auto verdict = only(written("step r\n    send earlier to a\n" + must_deliver), world);
  EXPECT_EQ(verdict.verdict, Result::inconclusive);
  EXPECT_TRUE(says(verdict, "step s was not reached: the room did not come to rest"));
}

TEST(surroundings, who_goes_back_behind_mail_has_offered_nothing) {
  const std::string steps = "step s\n    send note to a\n    await attempt mx1 within 60s\n    MUST NOT offer note\n";
  const auto played = [&](const std::string& reply, const std::string& conn) {
    World world;
    world.play("dane/x").step("s").sent().connects();
    world.add("dane/x", "mx1", "smtp.mail", R"({"conn":1,"tls":true,"token":"note-1","reply":")" + reply + "\"}");
    world.add("dane/x", "mx1", "smtp.rcpt", R"({"conn":)" + conn + R"(,"tls":true,"token":"note-1","to":"a","reply":"250 ok"})");
    return only(written(steps), world.end()).verdict;
  };
  EXPECT_EQ(played("250 ok", "2"), Result::pass) << "on another connection";
  EXPECT_EQ(played("250 ok", "1"), Result::fail);
  EXPECT_EQ(played("451 later", "2"), Result::fail) << "who was turned away did not go back";
}

TEST(surroundings, who_goes_another_way_on_a_busy_machine_is_not_warned) {
  const auto played = [&](const std::string& level, const std::string& ms) {
    World world;
    world.play("dane/x").step("s").sent().connects().lab("candidate.starved", R"({"ms":)" + ms + "}").delivers().end();
    return result(written("step s\n    send note to a\n    await deliver note within 60s\n    " + level + " deliver note\n"), world);
  };
  EXPECT_EQ(played("SHOULD NOT", "3000"), "inconclusive");
  EXPECT_EQ(played("SHOULD NOT", "300"), "warning");
  EXPECT_EQ(played("MUST NOT", "3000"), "fail") << "no machine is too busy for keeping a ban";
}

TEST(surroundings, who_came_too_late_to_an_answer_was_hindered) {
  const std::string scenario = "step s\n    send note to a\n    await attempt mx1 within 5s\n";
  const auto waited = [&](const std::string& rcode) {
    World world;
    world.play("dane/x").step("s").sent();
    for (int time = 0; time < 2; ++time) {
      world.add("dane/x", "tap", "dns.query", R"({"id":1,"name":"own.x.test.","type":"A","transport":"udp","ad":true,"cd":false,"do":false})");
      world.add("dane/x", "tap", "dns.answer",
                R"({"id":1,"name":"own.x.test.","type":"A","transport":"udp","rcode":")" + rcode + R"(","ad":false,"tc":false,"answers":[],"injected":false})");
    }
    world.after(6).end();
    return only(written(scenario), world);
  };
  EXPECT_TRUE(says(waited("NOERROR"), "an answer may have come too late: own.x.test. A was asked again")) << "that it asked twice is told, and blamed on nobody";
  EXPECT_FALSE(says(waited("SERVFAIL"), "too much to do"));
}

TEST(surroundings, who_came_too_late_to_an_answer_has_broken_no_ban) {
  const auto played = [&](const std::string& second, const std::string& ms, const std::string& rcode = "NOERROR") {
    World world;
    world.play("dane/x").step("s").sent();
    for (const std::string name : {"own.x.test.", second.c_str()}) {
      world.add("dane/x", "tap", "dns.query", R"({"id":1,"name":")" + name + R"(","type":"A","transport":"udp","ad":true,"cd":false,"do":false})");
      world.add("dane/x", "tap", "dns.answer", R"({"id":1,"name":")" + name +
                R"(","type":"A","transport":"udp","rcode":")" + rcode + R"(","ad":false,"tc":false,"answers":[],"injected":false})");
    }
    world.connects().lab("candidate.starved", R"({"ms":)" + ms + "}").delivers().end();
    return only(written("step s\n    send note to a\n    await attempt mx1 within 60s\n    MUST NOT deliver note\n"), world);
  };
  const auto late = played("own.x.test.", "3000");
  EXPECT_EQ(late.verdict, Result::inconclusive);
  EXPECT_TRUE(says(late, "the candidate waited 3.0 s for a processor: own.x.test. A was asked again"));
  EXPECT_EQ(played("own.x.test.", "100").verdict, Result::fail) << "who asks twice in peace may do so";
  EXPECT_EQ(played("mx1.x.test.", "3000").verdict, Result::fail) << "every answer was read";
  EXPECT_EQ(played("own.x.test.", "3000", "SERVFAIL").verdict, Result::fail) << "who is told of a failure may ask again";
}

TEST(surroundings, a_policy_that_a_busy_machine_kept_from_being_fetched_binds_nobody) {
  const std::string steps =
      "step s\n    send note to a\n    SHOULD fetch policy in full within 60s\n    await deliver note within 60s\n"
      "step t\n    send second to a\n    await attempt mx1 within 60s\n    MUST NOT offer second\n";
  const auto played = [&](const std::string& ms) {
    World world;
    world.play("dane/x").step("s").sent().connects().delivers().lab("candidate.starved", R"({"ms":)" + ms + "}").after(60);
    world.step("t").sent("second").connects().delivers("second").end();
    return only(written(steps), world);
  };
  const auto starved = played("3000");
  EXPECT_EQ(starved.verdict, Result::inconclusive);
  EXPECT_TRUE(says(starved, "the candidate waited 3.0 s for a processor"));
  EXPECT_EQ(played("100").verdict, Result::fail);
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
  // One that was played there and counts elsewhere (a run that was taken up again) was there all the same.
  auto parted = world.cell;
  parted.scenarios = {"dane/x"};
  EXPECT_FALSE(says(judge({written(must_deliver)}, {parted}, {}).front(), "203.0.113.9"));
  EXPECT_TRUE(stray_packets({written(must_deliver), written("# 203.0.113.9\n" + must_deliver, "", "dane/y")}, {parted}).empty());
  EXPECT_EQ(stray_packets({written(must_deliver)}, {world.cell}).size(), 1u);
  EXPECT_TRUE(stray_packets({written("# 203.0.113.9\n" + must_deliver)}, {world.cell}).empty());
}

}  // namespace
}  // namespace gauntlet::judge
