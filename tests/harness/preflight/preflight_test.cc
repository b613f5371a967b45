// What is made of resolv.conf, of answers, of files of anchors and of what MTAs say of themselves.
#include <gtest/gtest.h>

#include "harness/preflight/mta.h"
#include "harness/preflight/questions.h"
#include "harness/preflight/resolv_conf.h"

namespace gauntlet::preflight {
namespace {

std::vector<State> states(const Findings& found) {
  std::vector<State> all;
  for (const auto& f : found) all.push_back(f.state);
  return all;
}

dns::Answer answer(const std::string& rcode, bool ad = false, std::vector<std::string> records = {}) {
  return {.rcode = rcode, .ad = ad, .count = records.size(), .records = records};
}
const std::vector<std::string> address = {"a.example. 300 IN A 192.0.2.1"};
const std::vector<std::string> signed_address = {address[0], "a.example. 300 IN RRSIG A 13 2 300 20270101000000 20260101000000 1 example. xx=="};

TEST(ResolvConf, IsReadAsTheCLibraryDoes) {
  const auto conf = read_resolv_conf("# nameserver 1.1.1.1\nnameserver 127.0.0.1\nsearch a.example\nnameserver 192.0.2.53\noptions edns0 timeout:1\noptions trust-ad\n"
                                     "nameserver ::1\nnameserver 192.0.2.54\n");
  EXPECT_EQ(conf.servers, (std::vector<std::string>{"127.0.0.1", "192.0.2.53", "::1"}));
  EXPECT_TRUE(conf.has("trust-ad") && conf.has("edns0"));
  EXPECT_EQ(states(examine(conf)), (std::vector{State::ok, State::ok, State::note}));
  EXPECT_EQ(read_resolv_conf("").servers, std::vector<std::string>{"127.0.0.1"});
  EXPECT_EQ(states(examine(read_resolv_conf(""))), (std::vector{State::note, State::note}));
}

TEST(AResolver, ValidatesAndPassesSignatures) {
  EXPECT_EQ(states(of_good("r", "a.example", {answer("NOERROR", true, signed_address), {}})), (std::vector{State::ok, State::ok}));
  EXPECT_EQ(states(of_good("r", "a.example", {answer("NOERROR", false, address), {}})), (std::vector{State::fails, State::fails}));
  EXPECT_EQ(states(of_good("r", "a.example", {answer("SERVFAIL"), answer("NOERROR", false, address)})), std::vector{State::fails});
  EXPECT_EQ(states(of_good("r", "a.example", {answer("SERVFAIL"), answer("SERVFAIL")})), std::vector{State::unknown});
  EXPECT_EQ(states(of_good("r", "a.example", {answer("NXDOMAIN"), {}})), std::vector{State::unknown});
}

TEST(AResolver, RefusesWhatIsBogusAndNotWhatIsDead) {
  EXPECT_EQ(of_bogus("r", "b.example", {answer("SERVFAIL"), answer("NOERROR", false, address)}).state, State::ok);
  EXPECT_EQ(of_bogus("r", "b.example", {answer("SERVFAIL"), answer("SERVFAIL")}).state, State::unknown);
  EXPECT_EQ(of_bogus("r", "b.example", {answer("NOERROR", false, address), {}}).state, State::fails);
  EXPECT_EQ(of_bogus("r", "b.example", {answer("NXDOMAIN"), {}}).state, State::unknown);
  EXPECT_EQ(of_bogus("r", "b.example", {}).state, State::unknown);
}

TEST(ASentinel, TellsOfAnAnchor) {
  const auto there = answer("NOERROR", true, signed_address), fails = answer("SERVFAIL");
  EXPECT_EQ(of_sentinel("r", ksk_2024, there, fails).state, State::ok);
  EXPECT_EQ(of_sentinel("r", ksk_2024, fails, there).state, State::fails);
  EXPECT_EQ(of_sentinel("r", ksk_2017, fails, there).state, State::note);
  EXPECT_EQ(of_sentinel("r", ksk_2024, there, there).state, State::unknown);
  EXPECT_EQ(of_sentinel("r", ksk_2024, {}, fails).state, State::unknown);
}

constexpr auto key_2017 =
    "AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwV"
    "N8efS3rCj/EWgvIWgb9tarpVUDK/b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU=";

TEST(Anchors, AreReadFromWhatResolversRead) {
  using Tags = std::set<std::uint16_t>;
  const std::string key = key_2017;
  EXPECT_EQ(anchors_in(". IN DNSKEY 257 3 8 " + key + "\n"), Tags{ksk_2017});
  EXPECT_EQ(anchors_in("; autotrust trust anchor file\n.\t86400\tIN\tDNSKEY\t257 3 8 " + key + " ;{id = 20326 (ksk)} ;;state=2 [  VALID  ] ;;count=0\n"), Tags{ksk_2017});
  EXPECT_EQ(anchors_in(".\t86400\tIN\tDNSKEY\t257 3 8 " + key + " ;{id = 20326 (ksk)} ;;state=1 [ ADDPEND ] ;;count=3\n"), Tags{});
  EXPECT_EQ(anchors_in("trust-anchors {\n  // 12345\n  . initial-key 257 3 8 \"" + key.substr(0, 100) + "\n   " + key.substr(100) + "\";\n  . initial-ds 38696 8 2 \"683D2D0A\n 4C\";\n};\n"),
            (Tags{ksk_2017, ksk_2024}));
  EXPECT_EQ(anchors_in(". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16\n"), Tags{ksk_2024});
  EXPECT_EQ(anchors_in("<KeyDigest id=\"x\"><KeyTag>20326</KeyTag>"), Tags{ksk_2017});
  EXPECT_EQ(anchors_in(". IN DNSKEY 256 3 8 " + key + "\n. IN DNSKEY 385 3 8 " + key + "\nexample. IN DS 1 8 2 00\n"), Tags{});
  EXPECT_EQ(examine_anchors("f", {ksk_2017, ksk_2024}).state, State::ok);
  EXPECT_EQ(examine_anchors("f", {ksk_2017}).state, State::fails);
  EXPECT_EQ(examine_anchors("f", {ksk_2024}).state, State::note);
  EXPECT_EQ(examine_anchors("f", {}).state, State::fails);
}

TEST(Postfix, DoesDaneWhenItAsksForDnssecAndKeepsToIt) {
  auto settings = settings_in("smtp_dns_support_level = dnssec\nsmtp_tls_security_level = dane\nsmtp_host_lookup = dns\nsmtp_tls_policy_maps = \n");
  EXPECT_EQ(states(examine_postfix(settings, "a", "a")), (std::vector{State::ok, State::ok}));
  EXPECT_EQ(states(examine_postfix(settings, "a", "b")), (std::vector{State::ok, State::ok, State::fails}));
  settings["smtp_dns_support_level"] = "";
  EXPECT_EQ(states(examine_postfix(settings, "a", "a")), (std::vector{State::fails, State::ok}));
  settings["smtp_tls_security_level"] = "may", settings["smtp_tls_policy_maps"] = "hash:/etc/postfix/tls", settings["smtp_host_lookup"] = "native";
  EXPECT_EQ(states(examine_postfix(settings, "a", "a")), (std::vector{State::fails, State::fails, State::note, State::fails}));
}

TEST(Exim, DoesDaneUnlessToldNotTo) {
  const std::string transport = "t transport:\ndriver = smtp\ndnssec_request_domains = *\nhosts_require_dane = \nhosts_try_dane = *\n";
  const std::string router = "r router:\ndnssec_request_domains = *\ndriver = dnslookup\n";
  EXPECT_EQ(states(examine_exim("dns_dnssec_ok = -1\n", transport, router)), (std::vector{State::ok, State::ok}));
  EXPECT_EQ(states(examine_exim("dns_dnssec_ok = 0\n", "t transport:\ndriver = smtp\nhosts_try_dane = \n", "r router:\ndriver = dnslookup\n")),
            (std::vector{State::fails, State::fails, State::fails, State::fails}));
  EXPECT_EQ(states(examine_exim("dns_dnssec_ok = 1\n", "t transport:\ndriver = smtp\ndnssec_request_domains = *\nhosts_try_dane = ${if eq{a}{b}{*}}\n", router)),
            (std::vector{State::ok, State::note}));
  EXPECT_EQ(states(examine_exim("dns_dnssec_ok = 1\n", "t transport:\ndriver = pipe\n", router)), (std::vector{State::ok, State::unknown}));
}

}  // namespace
}  // namespace gauntlet::preflight
