// Each verb seen in the event that shows it and not in its neighbour.
#include "harness/judge/answers.h"
#include "harness/judge/verbs.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fixtures/base/fault.h"
#include "fixtures/record/kinds.h"
#include "harness/scenario/phrase.h"
#include "harness/scenario/reader.h"
#include "harness/scenario/steps.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::judge {
namespace {

const scenario::Scenario& two_attackers() {
  static const auto scenario = scenario::parse_scenario("d/x", "x", R"(title T
zone signed
mx mx1
mx mx2
attacker mallory
    wire mx1 25 swap cert hostile-ca
attacker trudy
    wire mx2 25 strip STARTTLS
    wire mx1 25 reset
)");
  return scenario;
}

/// The events of a play in which one thing happened.
class Moment {
 public:
  Moment() : play_(two_attackers()) {
    add("runner", "play.begin",
        R"({"names":{"domain":"d-x.test","provider":"p.example","mx1":"198.18.1.1","mx1.host":"mx1.d-x.test"}})");
    add("runner", "submit", R"({"msg":"note","token":"t1","status":0})");
    add("mx1", "tcp.accept", R"({"conn":1,"via":"","to":"198.18.1.1"})");
    add("mx1", "tcp.accept", R"({"conn":2,"via":"mallory","to":"198.18.1.1"})");
  }
  Moment& add(const std::string& actor, const std::string& what, std::string_view data) {
    const record::Event event{++n_, n_ / 10.0, "d/x", actor, what,
                              boost::json::parse(data).as_object()};
    EXPECT_EQ(record::wrong_with(event, false), "");
    play_.take(event);
    return *this;
  }
  bool sees(const std::string& text) const {
    scenario::Phrase phrase(text);
    return seen(play_, scenario::act(phrase));
  }
  const Play& play() const { return play_; }

 private:
  std::uint64_t n_ = 0;
  Play play_;
};

TEST(verbs, what_is_offered_behind_starttls) {
  Moment before, behind, elsewhere;
  const auto mail = R"({"conn":1,"tls":false,"from":"x@y.test","token":"t1","parameters":[],"reply":"451 no"})";
  const auto starttls = [](int conn) { return fmt::format(R"({{"conn":{},"line":"STARTTLS","tls":false}})", conn); };
  before.add("mx1", "smtp.mail", mail).add("mx1", "smtp.in", starttls(1));
  behind.add("mx1", "smtp.in", starttls(1)).add("mx1", "smtp.mail", mail);
  elsewhere.add("mx1", "smtp.in", starttls(2)).add("mx1", "smtp.mail", mail);
  EXPECT_TRUE(behind.sees("offer note in clear behind starttls"));
  EXPECT_FALSE(before.sees("offer note in clear behind starttls"));
  EXPECT_FALSE(elsewhere.sees("offer note in clear behind starttls"));
}

TEST(Play, KnowsTheEventsOfAMessageAndOfTheLastPlayOnly) {
  Moment moment;
  moment.add("mx1", "smtp.mail", R"({"conn":1,"tls":true,"from":"a@home.test","token":"t1","parameters":[],"reply":"250 ok"})");
  moment.add("mx1", "smtp.mail", R"({"conn":1,"tls":true,"from":"b@home.test","token":"t2","parameters":[],"reply":"250 ok"})");
  EXPECT_EQ(moment.play().events_of("t1").size(), 2u);  // with its submission
  EXPECT_EQ(moment.play().events_of("t2").size(), 1u);
  EXPECT_TRUE(moment.play().events_of("").empty());
  moment.add("runner", "play.begin", R"({"names":{}})");
  EXPECT_TRUE(moment.play().events_of("t1").empty());
}

/// The event shows all of `yes` and none of `no`.
void shows(const std::string& actor, const std::string& what, std::string_view data,
           const std::vector<std::string>& yes, const std::vector<std::string>& no) {
  Moment moment;
  moment.add(actor, what, data);
  for (const auto& act : yes) EXPECT_TRUE(moment.sees(act)) << act << " in " << what << " " << data;
  for (const auto& act : no) EXPECT_FALSE(moment.sees(act)) << act << " in " << what << " " << data;
}

TEST(verbs, each_has_a_predicate) {
  for (const auto& verb : scenario::verbs())
    EXPECT_NO_THROW(sightings(Moment().play(), {verb.name, {}, {&verb, {}, {}}})) << verb.name;
}

TEST(verbs, of_one_of_several_recipients) {
  shows("mx1", "smtp.message", R"({"conn":1,"tls":true,"token":"t1","accepted":true,"to":["ann@d-x.test","bob@p.example"]})",
        {"deliver note for ann to mx1", "deliver note for bob over tls", "deliver note"}, {"deliver note for an", "offer note for ann"});
  shows("mx1", "smtp.rcpt", R"({"conn":1,"tls":false,"token":"t1","to":"ann@d-x.test"})", {"offer note for ann in clear"},
        {"offer note for bob", "offer note", "offer note for ann over tls", "deliver note for ann"});
  shows("mx1", "smtp.mail", R"({"conn":1,"tls":false,"token":"t1"})", {"offer note"}, {"offer note for ann"});
}

TEST(verbs, mail_without_a_sender_is_known_by_its_recipient) {
  Moment moment;
  moment.add("mx1", "smtp.mail", R"({"conn":1,"tls":false,"token":"","from":"","parameters":[],"reply":"250 ok"})");
  EXPECT_FALSE(moment.sees("offer note"));
  moment.add("mx1", "smtp.rcpt", R"({"conn":1,"tls":false,"token":"t1","to":"t1@d-x.test"})");
  EXPECT_TRUE(moment.sees("offer note in clear"));
}

TEST(verbs, alter_compares_what_was_handed_over) {
  Moment moment;
  moment.add("runner", "submit", R"({"msg":"note","token":"t1","to":"ann@d-x.test","body":"aa","status":0})");
  moment.add("mx1", "smtp.message", R"({"conn":1,"tls":true,"token":"t1","accepted":true,"body":"aa"})");
  moment.add("mx1", "smtp.message", R"({"conn":1,"tls":true,"token":"t1","accepted":false,"body":"bb"})");
  EXPECT_FALSE(moment.sees("alter note"));
  moment.add("mx1", "smtp.message", R"({"conn":1,"tls":true,"token":"t1","accepted":true,"body":"bb"})");
  EXPECT_TRUE(moment.sees("alter note to mx1"));
  EXPECT_FALSE(moment.sees("alter note to mx2"));
}

TEST(verbs, bounce_with_a_sender) {
  Moment moment;
  moment.add("runner", "bounce", R"({"token":"t1","n":1,"from":""})");
  EXPECT_FALSE(moment.sees("bounce note with a sender"));
  moment.add("runner", "bounce", R"({"token":"t1","n":2,"from":"daemon@x.test"})");
  EXPECT_TRUE(moment.sees("bounce note with a sender"));
}

TEST(verbs, bounce_for_one) {
  Moment moment;
  moment.add("runner", "bounce", R"({"token":"t1","n":1,"failed":["ann@x.test"]})");
  EXPECT_TRUE(moment.sees("bounce note"));
  EXPECT_TRUE(moment.sees("decide note for ann"));
  EXPECT_FALSE(moment.sees("bounce note for bob"));
  EXPECT_FALSE(moment.sees("decide note for bob"));
  moment.add("runner", "bounce", R"({"token":"t1","n":2})");
  EXPECT_TRUE(moment.sees("decide note for bob"));  // it is about the only one, whom it does not name
  Moment two;
  two.add("runner", "submit", R"({"token":"t1","msg":"note","to":"ann@x.test bob@x.test","status":0})");
  two.add("runner", "bounce", R"({"token":"t1","n":1})");
  EXPECT_TRUE(two.sees("bounce note"));
  EXPECT_FALSE(two.sees("bounce note for bob"));
}

TEST(verbs, offer_nested) {
  Moment moment;
  moment.add("mx1", "smtp.mail", R"({"conn":1,"tls":false,"token":"t1","parameters":[],"reply":"450 no"})");
  EXPECT_FALSE(moment.sees("offer note nested"));
  moment.add("mx1", "smtp.mail", R"({"conn":1,"tls":false,"token":"t1","parameters":[],"reply":"503 no","nested":true})");
  EXPECT_TRUE(moment.sees("offer note nested"));
  EXPECT_TRUE(moment.sees("offer note 2 times"));
  EXPECT_FALSE(moment.sees("offer note 3 times"));
}

TEST(verbs, spill) {
  Moment moment;
  for (const char* line : {"MAIL FROM:<a@x.test>", "RCPT TO:<b@x.test>", "DATA", "."})
    moment.add("mx1", "smtp.in", fmt::format(R"({{"conn":1,"line":"{}","tls":false}})", line));
  EXPECT_FALSE(moment.sees("spill mx1"));
  moment.add("mx1", "smtp.in", R"({"conn":1,"line":"Received: from x.test","tls":false})");
  EXPECT_TRUE(moment.sees("spill mx1"));
  EXPECT_FALSE(moment.sees("spill mx2"));
}

TEST(verbs, deliver_with_eight_bits) {
  Moment moment;
  moment.add("mx1", "smtp.message", R"({"conn":1,"tls":true,"token":"t1","accepted":true})");
  EXPECT_FALSE(moment.sees("deliver note with eight bits"));
  moment.add("mx1", "smtp.message", R"({"conn":1,"tls":true,"token":"t1","accepted":true,"eight_bits":true})");
  EXPECT_TRUE(moment.sees("deliver note with eight bits"));
}

TEST(verbs, bounce_before_a_question) {
  Moment moment;
  moment.add("runner", "bounce", R"({"token":"t1","n":1})");
  EXPECT_TRUE(moment.sees("bounce note before _mta-sts TXT"));
  Moment looked;
  looked.add("tap", "dns.query", R"({"id":1,"name":"_mta-sts.d-x.test.","type":"TXT","ad":true,"do":true,"cd":false})");
  looked.add("runner", "bounce", R"({"token":"t1","n":1})");
  EXPECT_TRUE(looked.sees("bounce note"));
  EXPECT_FALSE(looked.sees("bounce note before _mta-sts TXT"));
  EXPECT_TRUE(looked.sees("bounce note before _mta-sts A"));
}

TEST(verbs, a_message_is_settled_when_all_its_recipients_are) {
  Moment moment;
  moment.add("runner", "submit", R"({"msg":"both","token":"t9","to":"ann@d-x.test bob@p.example","status":0})");
  moment.add("mx1", "smtp.message", R"({"conn":1,"tls":true,"token":"t9","accepted":true,"to":["ann@d-x.test"]})");
  EXPECT_EQ(moment.play().fate("both").kind, Fate::Kind::open);
  moment.add("mx2", "smtp.message", R"({"conn":2,"tls":true,"token":"t9","accepted":true,"to":["bob@p.example"]})");
  EXPECT_EQ(moment.play().fate("both").kind, Fate::Kind::delivered);
}

TEST(verbs, of_messages) {
  shows("mx1", "smtp.message", R"({"conn":1,"tls":true,"token":"t1","accepted":true})",
        {"deliver note", "deliver note to mx1 over tls", "decide note"},
        {"deliver note to mx2", "deliver note in clear", "offer note", "keep note"});
  shows("mx1", "smtp.message", R"({"conn":1,"tls":false,"token":"t1","accepted":false})", {},
        {"deliver note"});
  shows("mx1", "smtp.message", R"({"conn":1,"tls":false,"token":"t2","accepted":true})", {},
        {"deliver note"});
  shows("mx1", "smtp.mail",
        R"({"conn":1,"tls":false,"token":"t1","parameters":["SIZE=3","REQUIRETLS"]})",
        {"offer note", "offer note to mx1 in clear with requiretls", "offer note with parameters"},
        {"offer note over tls", "deliver note"});
  shows("mx1", "smtp.mail", R"({"conn":1,"tls":false,"token":"t1","parameters":[]})",
        {"offer note"}, {"offer note with requiretls", "offer note with parameters"});
  shows("mx1", "smtp.in", R"({"conn":1,"tls":true,"line":"MAIL FROM:<>","more":true})",
        {"run-ahead mx1", "run-ahead mx1 over tls"}, {"run-ahead mx2", "run-ahead mx1 in clear"});
  shows("mx1", "smtp.in", R"({"conn":1,"tls":true,"line":"MAIL FROM:<>"})", {}, {"run-ahead mx1"});
  shows("runner", "queue.kept", R"({"token":"t1","state":"deferred"})",
        {"keep note", "decide note"}, {"bounce note"});
  shows("runner", "queue.kept", R"({"token":"t1","state":"active"})", {},
        {"keep note", "decide note"});
  shows("runner", "bounce", R"({"token":"t1","n":9})", {"bounce note", "return note", "decide note"},
        {"keep note", "warn note"});
  shows("runner", "notice", R"({"token":"t1","n":9,"action":"delayed"})", {"warn note"},
        {"bounce note", "decide note"});
  shows("runner", "notice", R"({"token":"t1","n":9,"action":""})", {}, {"bounce note", "warn note"});
  shows("mallory", "attack.read", R"({"token":"t1","how":"clear"})",
        {"read note", "read note by mallory"}, {"read note by trudy"});
}

TEST(verbs, of_connections) {
  shows("runner", "did", "{}", {"attempt mx1", "attempt mx1 1 times"},
        {"attempt mx2", "attempt mx1 2 times"});
  shows("mx1", "tcp.accept", R"({"conn":3,"via":"","taken":"mallory","to":"198.18.1.1"})",
        {"attempt mx1 2 times"}, {"attempt mx2"});
  shows("mx1", "smtp.in", R"({"conn":1,"line":"ehlo me","tls":false})",
        {"greet mx1", "greet mx1 with ehlo in clear"},
        {"greet mx1 with helo", "greet mx1 over tls", "starttls mx1"});
  const auto greeting = [](const std::string& name) {
    return R"({"conn":1,"line":"EHLO)" + name + R"(","tls":false})";
  };
  for (const char* name : {" sender", " localhost.", ""})
    shows("mx1", "smtp.in", greeting(name), {"greet mx1 unqualified"}, {});
  for (const char* name : {" sender.home.test", " [198.18.0.1]", " [IPv6:2001:db8::1]"})
    shows("mx1", "smtp.in", greeting(name), {"greet mx1"}, {"greet mx1 unqualified"});
  shows("mx1", "smtp.in", R"({"conn":1,"line":"STARTTLS","tls":false})", {"starttls mx1"},
        {"starttls mx2", "quit mx1"});
  shows("mx1", "smtp.in", R"({"conn":2,"line":"STARTTLS","tls":false})", {}, {"starttls mx1"});
  shows("mx1", "smtp.in", R"({"conn":1,"line":"QUIT","tls":true})", {"quit mx1"}, {"leave mx1"});
  shows("mx1", "tcp.close", R"({"conn":1,"by":"peer"})", {"leave mx1"}, {"quit mx1"});
  shows("mx1", "tcp.close", R"({"conn":1,"by":"us"})", {}, {"leave mx1"});
}

TEST(verbs, of_tls) {
  shows("mx1", "tls.hello", R"({"conn":1,"sni":"MX1.d-x.test","versions":["1.3","1.2"]})",
        {"sni mx1 to mx1", "sni {mx1.host} to mx1", "sni mx1.{domain} to mx1",
         "propose tls 1.3 to mx1"},
        {"sni mx2 to mx1", "no-sni to mx1", "propose tls 1.0 to mx1", "sni mx1 to mallory"});
  shows("mx1", "tls.hello", R"({"conn":1,"sni":"","versions":["1.0"]})",
        {"no-sni to mx1", "propose tls 1.0 to mx1"}, {});
  shows("mx1", "tls.hello", R"({"conn":1,"versions":["1.2"],"rc4":true,"compression":true,"suites":"c02f","extensions":"0000 002a"})",
        {"propose rc4 to mx1", "propose compression to mx1", "propose early-data to mx1", "propose unsafe-renegotiation to mx1",
         "propose unbound-secret to mx1"},
        {"propose weak-suites to mx1", "propose truncated-hmac to mx1", "propose old-tls alone to mx1"});
  const std::vector<std::string> owed{"propose unsafe-renegotiation to mx1", "propose unbound-secret to mx1"};
  shows("mx1", "tls.hello", R"({"conn":1,"versions":["1.3","1.2"],"suites":"c02f","extensions":"0017 ff01"})", {}, owed);
  shows("mx1", "tls.hello", R"({"conn":1,"versions":["1.2"],"suites":"c02f 00ff","extensions":"0017"})", {}, owed);
  shows("mx1", "tls.hello", R"({"conn":1,"versions":["1.3"],"suites":"1301","extensions":"0000"})", {}, owed);
  shows("mx1", "tls.hello", R"({"conn":1,"versions":["1.2"]})", {}, owed);
  shows("mx1", "tls.done", R"({"conn":1,"version":"1.2","reused":true})",
        {"handshake mx1 with tls 1.2", "resume mx1"}, {"handshake mx1 with tls 1.3", "refuse mx1"});
  shows("mx1", "tls.done", R"({"conn":2,"version":"1.2"})", {},
        {"handshake mx1", "resume mx1"});
  shows("mallory", "tls.fail", R"({"conn":3,"reason":"alert","alert":"bad_certificate"})",
        {"refuse mallory"}, {"refuse mx1", "go-on mallory"});
  shows("mallory", "tls.fail", R"({"conn":3,"reason":"alert","went_on":true})", {"refuse mallory", "go-on mallory"}, {"go-on mx1"});
}

TEST(verbs, of_dns) {
  shows("tap", "dns.query", R"({"id":1,"name":"_25._TCP.mx1.d-x.test.","type":"TLSA"})",
        {"query _25._tcp.mx1 TLSA", "query _25._tcp.mx1 ANY"},
        {"query mx1 ANY", "query mx1 TLSA", "query _25._tcp.mx1 A", "query _25._tcp.mx1@provider TLSA"});
  const auto answer = [](std::string_view rest) {
    return R"({"id":1,"name":"mx1.p.example.","type":"A","transport":"udp",)" + std::string(rest) +
           "}";
  };
  shows(
      "tap", "dns.answer",
      answer(
          R"("rcode":"NOERROR","ad":true,"tc":false,"answers":["mx1.p.example.\t60\tIN\tA\t192.0.2.1"])"),
      {"answer mx1@provider A", "answer mx1@provider A secure"},
      {"answer mx1@provider A insecure", "answer mx1@provider A secure nodata",
       "answer mx1@provider A servfail", "answer mx1@provider A over tcp"});
  shows(
      "tap", "dns.answer",
      answer(
          R"("rcode":"NOERROR","ad":false,"tc":false,"answers":["mx1.p.example. 60 IN CNAME a."])"),
      {"answer mx1@provider A nodata", "answer mx1@provider A insecure nodata"},
      {"answer mx1@provider A insecure", "answer mx1@provider A secure nodata"});
  shows("tap", "dns.answer", answer(R"("rcode":"NXDOMAIN","ad":true,"tc":false,"answers":[])"),
        {"answer mx1@provider A nxdomain", "answer mx1@provider A secure nxdomain"},
        {"answer mx1@provider A insecure nxdomain"});
  shows("tap", "dns.answer", answer(R"("rcode":"NOTIMPL","ad":false,"tc":false,"answers":[])"),
        {"answer mx1@provider A notimp"}, {"answer mx1@provider A refused"});
  shows("tap", "dns.answer", answer(R"("rcode":"NOERROR","ad":false,"tc":true,"answers":[])"),
        {"answer mx1@provider A truncated"}, {"answer mx1@provider A nodata"});
  shows("tap", "dns.dropped", R"({"id":1,"name":"mx1.d-x.test.","type":"A"})",
        {"answer mx1 A dropped"}, {"answer mx1 A"});
}

TEST(verbs, an_answer_may_come_by_way_of_the_alias) {
  const auto answer = [](const std::string& name, const std::string& type, const std::string& rest) {
    return R"({"id":1,"name":")" + name + R"(","type":")" + type + R"(","transport":"udp","tc":false,)" + rest + "}";
  };
  const auto alias = answer("_25._tcp.mx1.d-x.test.", "CNAME", R"("rcode":"NOERROR","ad":true,"answers":["_25._tcp.mx1.d-x.test.\t5\tIN\tCNAME\ttlsa.p.example."])");
  const auto end = answer("tlsa.p.example.", "TLSA", R"("rcode":"SERVFAIL","ad":false,"answers":[])");
  Moment alone, both;
  alone.add("tap", "dns.answer", end);
  both.add("tap", "dns.answer", alias).add("tap", "dns.answer", end);
  EXPECT_FALSE(alone.sees("answer _25._tcp.mx1 TLSA servfail"));
  EXPECT_TRUE(both.sees("answer _25._tcp.mx1 TLSA servfail"));
  EXPECT_FALSE(both.sees("answer _25._tcp.mx1 TLSA secure"));
  EXPECT_FALSE(both.sees("query _25._tcp.mx1 TLSA"));
}

TEST(verbs, contradictions_need_a_question_that_asked) {
  scenario::Phrase phrase("answer mx1 A secure");
  const auto act = scenario::act(phrase);
  const std::string answer =
      R"({"id":1,"name":"mx1.d-x.test.","type":"A","rcode":"NOERROR","ad":false,"answers":[]})";
  Moment asked, blind;
  asked
      .add("tap", "dns.query", R"({"id":1,"name":"mx1.d-x.test.","type":"A","ad":true,"do":false})")
      .add("tap", "dns.answer", answer);
  blind
      .add("tap", "dns.query",
           R"({"id":1,"name":"mx1.d-x.test.","type":"A","ad":false,"do":false})")
      .add("tap", "dns.answer", answer);
  EXPECT_EQ(contradictions(asked.play(), act, {}).size(), 1u);
  EXPECT_TRUE(contradictions(blind.play(), act, {}).empty());
}

// A resolver that changes its mind is no sender's fault; what the sender asked without DNSSEC, or after we had changed the zone, shows none.
TEST(verbs, a_change_of_mind_is_one_of_the_resolvers) {
  scenario::Phrase phrase("answer mx1 A secure");
  const auto act = scenario::act(phrase);
  const auto asked = [](int id, bool ad) {
    return fmt::format(R"({{"id":{},"name":"mx1.d-x.test.","type":"A","ad":{},"do":false}})", id, ad);
  };
  const auto answered = [](int id, bool ad) {
    return fmt::format(R"({{"id":{},"name":"mx1.d-x.test.","type":"A","rcode":"NOERROR","ad":{},"answers":["mx1.d-x.test. 5 IN A 198.18.1.1"]}})", id, ad);
  };
  const auto told = [&](bool asks_again, const std::string& did) {
    Moment moment;
    moment.add("tap", "dns.query", asked(1, true)).add("tap", "dns.answer", answered(1, true));
    if (!did.empty()) moment.add("runner", "did", fmt::format(R"({{"line":1,"text":"{}"}})", did));
    moment.add("tap", "dns.query", asked(2, asks_again)).add("tap", "dns.answer", answered(2, false));
    return recanted(moment.play(), act, {});
  };
  EXPECT_NE(told(true, "").find("mx1.d-x.test. A was answered in one way"), std::string::npos);
  EXPECT_NE(told(true, "send note to ann"), "");
  EXPECT_EQ(told(false, ""), "") << "it asked without DNSSEC";
  EXPECT_EQ(told(true, "publish moved"), "") << "we changed it";
  EXPECT_EQ(told(true, "start mallory"), "");
}

}  // namespace
}  // namespace gauntlet::judge
