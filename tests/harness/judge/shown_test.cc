// What must have been shown in a play, and what need not: a fault has an occasion or it has none.
#include "harness/judge/shown.h"

#include <gtest/gtest.h>

#include "fixtures/record/kinds.h"
#include "harness/judge/rule.h"
#include "harness/scenario/reader.h"

namespace gauntlet::judge {
namespace {

const scenario::Scenario& scene() {
  static const auto scenario = scenario::parse_scenario("d/x", "x", R"(title T
zone signed
    @ MX 10 mx1
mx mx1
    cert self-signed but expired
    fault reply rcpt "451 later"
mx mx2
    fault alert
mx mx3
    fault alert-once
attacker mallory
    wire mx1 25 strip STARTTLS
    dns mx1 A servfail
step attack
    start mallory
    send note to ann
    MUST NOT deliver note [X-1]
step relief
    stop mallory
    mend mx1
    await deliver note to mx1 within 5s
)");
  return scenario;
}

struct Scene {
  Play play{scene()};
  std::uint64_t n = 0;

  Scene() {
    add("runner", "play.begin", R"({"names":{"domain":"d-x.test","mx1":"198.18.1.1"}})");
    add("runner", "step.begin", R"({"step":"attack"})");
  }
  Scene& add(const std::string& actor, const std::string& what, std::string_view data = "{}") {
    const record::Event event{++n, n / 10.0, "d/x", actor, what, boost::json::parse(data).as_object()};
    EXPECT_EQ(record::wrong_with(event, false), "");
    play.take(event);
    return *this;
  }
  Scene& did(const std::string& text) {
    for (const auto& step : scene().steps)
      for (const auto& line : step.lines)
        if (line.text == text)
          add("runner", "did", R"({"line":)" + std::to_string(line.line) + R"(,"text":"x"})");
    return *this;
  }
  Scene& shown(const std::string& actor, const std::string& what, const std::string& more = "") {
    return add(actor, "shown",
               R"({"subject":")" + actor + R"(","what":")" + what + R"(","conn":4)" + more + "}");
  }
  std::string missing() {
    add("runner", "play.end", R"({"why":"over"})").add("runner", "world.end");
    std::string all;
    for (const auto& sentence : unshown(play)) all += sentence.substr(0, sentence.find(" never")) + ";";
    return all;
  }
};

TEST(shown, is_asked_for_where_there_was_an_occasion) {
  Scene none;
  EXPECT_EQ(none.did("start mallory").missing(), "") << "nobody came";

  Scene rcpt;
  rcpt.add("mx1", "smtp.rcpt", R"({"conn":4,"reply":"250 ok"})");
  EXPECT_EQ(rcpt.missing(), "mx1's \"fault reply rcpt\";");

  // The play is decided at once, but the sender has gone on.
  Scene quick;
  quick.add("mx1", "smtp.rcpt", R"({"conn":4,"reply":"250 ok"})").add("mx1", "smtp.in", R"({"conn":4,"line":"DATA"})");
  EXPECT_EQ(unshown(quick.play).size(), 1u);
  Scene cut;
  cut.add("mx1", "smtp.rcpt", R"({"conn":4,"reply":"451 later"})");
  EXPECT_EQ(unshown(cut.play).size(), 0u) << "it may still come";

  Scene deaf;
  deaf.add("mx2", "smtp.in", R"({"conn":5,"line":"STARTTLS","tls":false})");
  deaf.add("mx2", "tcp.close", R"({"conn":5,"by":"us","during":"handshake"})");
  EXPECT_EQ(unshown(deaf.play).size(), 1u) << "without waiting for more";
  Scene willing;
  willing.add("mx3", "smtp.in", R"({"conn":5,"line":"STARTTLS","tls":false})");
  willing.add("mx3", "tls.hello", R"({"conn":5,"sni":""})").add("mx3", "smtp.in", R"({"conn":5,"line":"EHLO x","tls":true})");
  EXPECT_EQ(willing.missing(), "mx3's \"fault alert-once\";") << "of the first handshake";
  Scene unwilling_once;
  unwilling_once.add("mx3", "smtp.in", R"({"conn":5,"line":"STARTTLS","tls":false})").add("mx3", "tls.hello", R"({"conn":5,"sni":""})");
  unwilling_once.shown("mx3", "fault alert-once").add("mx3", "tcp.close", R"({"conn":5,"by":"us","during":"handshake"})");
  unwilling_once.add("mx3", "smtp.in", R"({"conn":6,"line":"STARTTLS","tls":false})").add("mx3", "tls.hello", R"({"conn":6,"sni":""})");
  EXPECT_EQ(unwilling_once.missing(), "") << "the second one goes well";

  Scene early;
  early.add("mx1", "smtp.rcpt", R"({"conn":4,"reply":"503 first MAIL"})");
  EXPECT_EQ(early.missing(), "") << "refused before it came to the fault";

  Scene fulfilled;
  fulfilled.add("mx1", "smtp.rcpt", R"({"conn":4,"reply":"451 later"})").shown("mx1", "fault reply rcpt");
  EXPECT_EQ(fulfilled.missing(), "");

  Scene mended;
  mended.did("mend mx1").add("mx1", "smtp.rcpt", R"({"conn":4,"reply":"250 ok"})");
  EXPECT_EQ(mended.missing(), "");
}

TEST(shown, of_attackers_on_path_and_dns) {
  const char* accept = R"({"conn":4,"via":"mallory","to":"198.19.1.1"})";
  const char* ehlo = R"({"conn":4,"line":"EHLO x","tls":false})";
  Scene idle;
  idle.did("start mallory").add("mx1", "tcp.accept", accept).add("mx1", "smtp.in", ehlo);
  EXPECT_EQ(idle.missing(), "mallory's \"strip STARTTLS\" on mx1;");

  Scene active;
  active.did("start mallory").add("mx1", "tcp.accept", accept).add("mx1", "smtp.in", ehlo);
  active.shown("mallory", "strip STARTTLS", R"(,"mx":"mx1")");
  EXPECT_EQ(active.missing(), "");

  Scene before;
  before.add("mx1", "tcp.accept", accept).add("mx1", "smtp.in", ehlo).did("start mallory");
  EXPECT_EQ(before.missing(), "");

  const char* question = R"({"name":"mx1.d-x.test.","type":"A","transport":"udp","action":"pass"})";
  Scene passed;
  passed.did("start mallory").add("interposer", "dns.upstream", question);
  EXPECT_EQ(passed.missing(), "mallory's \"servfail\" of mx1.d-x.test. A;");

  Scene late;
  late.did("start mallory").add("mallory", "attack.stop").add("interposer", "dns.upstream", question);
  EXPECT_EQ(late.missing(), "");
}

TEST(shown, of_certificates_on_every_connection) {
  const char* fail = R"({"conn":4,"reason":"x","alert":"bad certificate","certificate":"aa"})";
  Scene wrong;
  wrong.add("mx1", "tls.hello", R"({"conn":4,"sni":""})").shown("mx1", "cert self-signed");
  EXPECT_NE(wrong.add("mx1", "tls.fail", fail).missing(), "");
  Scene right;
  right.add("mx1", "tls.hello", R"({"conn":4,"sni":""})").shown("mx1", "cert self-signed but expired");
  EXPECT_EQ(right.add("mx1", "tls.fail", fail).missing(), "");
  Scene resumed;
  resumed.add("mx1", "tls.done", R"({"conn":4,"reused":true,"certificate":"aa"})");
  EXPECT_EQ(resumed.missing(), "");
}

/// Neither a pass nor a failure, and nothing is held for or against the sender.
TEST(shown, is_what_a_verdict_rests_on) {
  Scene scene;
  scene.add("runner", "submit", R"({"msg":"note","token":"note-00001","to":"a@b","status":0})");
  scene.did("start mallory").add("mx1", "tcp.accept", R"({"conn":4,"via":"mallory"})");
  scene.add("mx1", "smtp.in", R"({"conn":4,"line":"EHLO x","tls":false})");
  scene.add("mx1", "smtp.message", R"({"conn":4,"token":"note-00001","accepted":true})");
  scene.add("runner", "play.end", R"({"why":"decided"})").add("runner", "world.end");
  const auto verdict = rule(scene.play, {});
  EXPECT_EQ(verdict.raw, Result::inconclusive);
  EXPECT_NE(verdict.reasons.front().find("never took effect"), std::string::npos);
  for (const auto& ruling : verdict.rulings) EXPECT_FALSE(ruling.decided);
}

}  // namespace
}  // namespace gauntlet::judge
