// Who asks for names, and of whom: told from questions that came by a real interface, of names of the world only.
#include "harness/judge/components.h"

#include <gtest/gtest.h>

namespace gauntlet::judge {
namespace {

record::Event event(const char* what, const std::string& tag, const std::string& data) {
  record::Event e;
  e.tag = tag;
  e.what = what;
  e.data = boost::json::parse(data).as_object();
  return e;
}

record::Event query(const std::string& name, const std::string& type, const std::string& from = "192.0.2.10", const std::string& tag = "dane/a") {
  return event("dns.query", tag, R"({"name":")" + name + R"(","type":")" + type + R"(","from":")" + from + R"("})");
}

TEST(Components, AreToldByWhatTheyAskFor) {
  EXPECT_EQ(asks("abc.test.", "MX"), Part::transfer);
  EXPECT_EQ(asks("_25._tcp.mx1.abc.test", "TLSA"), Part::transfer);
  EXPECT_EQ(asks("_MTA-STS.abc.test.", "TXT"), Part::fetcher);
  EXPECT_EQ(asks("mta-sts.abc.test", "AAAA"), Part::fetcher);
  EXPECT_EQ(asks("_smtp._tls.abc.test.", "TXT"), Part::reporter);
  EXPECT_FALSE(asks("abc.test.", "TXT"));
  EXPECT_FALSE(asks("abc.test.", "DNSKEY"));
}

TEST(Components, AreSeenOncePerAskerAndCounted) {
  Components seen;
  ASSERT_TRUE(seen.take(query("abc.test.", "MX")));
  EXPECT_FALSE(seen.take(query("abc.test.", "MX")));
  EXPECT_TRUE(seen.take(query("_mta-sts.abc.test.", "TXT", "192.0.2.11")));
  EXPECT_TRUE(seen.seen(Part::transfer));
  EXPECT_FALSE(seen.seen(Part::reporter));
  EXPECT_EQ(in_words(seen, Part::transfer), "seen from 192.0.2.10 at the resolver that it was given: MX abc.test. (2 questions)");
  EXPECT_EQ(in_words(seen, Part::reporter), "not seen");
}

TEST(Components, ThatAskAnotherServerAreToldApart) {
  Components seen;
  EXPECT_TRUE(seen.take(event("dns.elsewhere", "dane/a", R"({"name":"_mta-sts.abc.test.","type":"TXT","from":"192.0.2.11","to":"198.18.0.12"})")));
  EXPECT_FALSE(seen.seen(Part::fetcher));
  EXPECT_EQ(in_words(seen, Part::fetcher), "seen from 192.0.2.11 at another server, 198.18.0.12: TXT _mta-sts.abc.test. (1 question)");
}

TEST(Components, ThatHaveAResolverOfTheirOwnAreSeenAtOurAuthorities) {
  Components seen;
  auto asked = query("abc.lab.example.", "MX");
  asked.data["to"] = "198.18.0.12";
  EXPECT_TRUE(seen.take(asked));
  EXPECT_EQ(in_words(seen, Part::transfer), "seen from 192.0.2.10 at our authority 198.18.0.12, by a resolver of its own: MX abc.lab.example. (1 question)");
}

TEST(Components, AreNotToldOfNamesThatAreNobodysNorOfWhatRunsHere) {
  Components seen;
  EXPECT_FALSE(seen.take(query("ntp.example.net.", "A", "192.0.2.10", "")));
  EXPECT_FALSE(seen.take(query("abc.test.", "MX", "")));
  EXPECT_TRUE(seen.all().empty());
}

TEST(Components, OfARunThatHadNoDoorAreNothing) {
  Cell cell{.id = "shared", .scenarios = {"dane/a"}, .events = {event("world.begin", "", "{}"), query("abc.test.", "MX")}};
  EXPECT_FALSE(components({cell}));
  cell.events.front().data["door"] = "192.0.2.1/24";
  const auto seen = components({cell});
  ASSERT_TRUE(seen);
  EXPECT_TRUE(seen->seen(Part::transfer));
}

TEST(Components, AreExpectedByClaims) {
  EXPECT_TRUE(expected(Part::transfer, {}));
  EXPECT_FALSE(expected(Part::fetcher, {"dane"}));
  EXPECT_TRUE(expected(Part::fetcher, {"dane", "mta-sts"}));
  EXPECT_TRUE(expected(Part::reporter, {"tlsrpt"}));
}

}  // namespace
}  // namespace gauntlet::judge
