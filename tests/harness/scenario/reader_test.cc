// The reader: what is well written is read whole, what is not is complained about where it stands.
#include "harness/scenario/reader.h"

#include <gtest/gtest.h>

#include "fixtures/smtp/plan.h"
#include "fixtures/base/fault.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::scenario {
namespace {

Scenario read(std::string_view text) {
  return parse_scenario("dane/x", "x.scenario", text);
}

/// All complaints, one per line.
std::string complaints(std::string_view text) {
  try {
    read(text);
  } catch (const Complaints& found) {
    std::string all;
    for (const auto& complaint : found.all()) all += complaint.text() + "\n";
    return all;
  }
  return "none";
}

void complains(std::string_view block, const std::string& expected) {
  const auto found = complaints(std::string("title  T\n") + std::string(block));
  EXPECT_NE(found.find(expected), found.npos) << "wanted: " << expected << "\nfound: " << found;
}

const char* const whole = R"(title  A   title
needs  dane mta-sts
given  no alias-mx
proves dane
learns elective when keep note
alone
hazard

zone signed nsec3 iterations 10 opt-out wrong-ds
    @    MX 10 mx1 ; {mx1.host}

    mx1  A  {mx1}
flaws provider
    mx2 TLSA expired-rrsig
zone provider signed
    mx2  AAAA {mx2.v6}
zone inner at _25._TCP.mx2@provider signed compact algorithm 8 ds sha1 ds standby
    @    TLSA 3 1 1 00
change later of provider
    mx2  A 192.0.2.1
    drop MX2 TLSA
    flaw @ DNSKEY garbage-rrsig
mx mx1 dual
    cert  own-ca for mx1 {domain} x@provider evil.example. but expired leaf-only
    sni   * cert trusted-ca
    capability "SIZE 1000"
    fault reply ehlo-tls "550 no"
mx mx2 at provider v6-only
    no cert
attacker mallory
    dns   _25._tcp.mx2@provider TLSA forge "3 1 1 00" "3 1 1 01"
    dns   * MX delay 3s
    stub  @ MX clear-ad
    wire  mx1 25 swap cert hostile-ca
    wire  mx2 25 inject "RCPT TO:<x>\r\n"
step one
    start mallory
    send  note to ann@[{mx1}] tls-required-no
    break mx1 cert untrusted-ca but expired
    mend  mx1
    publish later
    nudge note
    await attempt mx1 3 times within 500ms
    MUST     offer note to mx1 over tls with requiretls within 2m [RFC1-1,RFC1-2]
    SHOULD NOT  bounce   note  [RFC1-3]
    NOTE  keep note
)";

TEST(reader, reads_every_block) {
  const auto s = read(whole);
  EXPECT_EQ(s.title, "A   title");
  EXPECT_EQ(s.family, "dane");
  EXPECT_EQ(s.needs, (std::vector<std::string>{"dane", "mta-sts"}));
  EXPECT_EQ(s.given[0], (std::pair<std::string, bool>{"alias-mx", false}));
  EXPECT_EQ(s.proves, "dane");
  EXPECT_EQ(s.learns->second.text(), "keep note");
  EXPECT_TRUE(s.alone && s.hazard);

  ASSERT_EQ(s.zones.size(), 3u);
  EXPECT_EQ(s.zones[0].zone.nsec3_iterations, 10);
  EXPECT_EQ(s.zones[0].zone.ds, dns::Ds::wrong);
  EXPECT_EQ(s.zones[0].zone.records[0].text, "@    MX 10 mx1 ; {mx1.host}");
  EXPECT_EQ(s.zones[1].name, "provider");
  EXPECT_EQ(s.zones[1].zone.flaws[0].flaw, dns::RrsetFlaw::expired_rrsig);
  EXPECT_EQ(s.zones[2].cut, "_25._tcp.mx2");
  EXPECT_EQ(s.zones[2].above, "provider");
  EXPECT_EQ(s.zones[2].zone.algorithm, 8);
  EXPECT_TRUE(s.zones[2].zone.compact);
  EXPECT_EQ(s.zones[2].zone.several_ds, (std::vector{dns::DsRecord::sha1, dns::DsRecord::standby}));
  EXPECT_EQ(s.changes[0].dropped[0], (std::pair<std::string, std::string>{"mx2", "TLSA"}));
  EXPECT_EQ(s.changes[0].records.size(), 1u);
  EXPECT_EQ(s.changes[0].flaws[0].owner, "@");
}

TEST(reader, what_moves_the_clock_rests_on_it_too) {
  const auto of = [](const std::string& line) {
    return parse_scenario("dane/x", "x", "title  T\nneeds  dane\nproves  clock\nzone signed\nmx mx1\nstep s\n    " + line + "\n");
  };
  EXPECT_EQ(premises(of("the clock moves 8d")), (std::vector<std::string>{"dane", "clock"}));
  EXPECT_EQ(premises(of("the clock steps 1h")), (std::vector<std::string>{"dane", "clock"}));
  EXPECT_EQ(premises(of("the clock steps back 1h")), (std::vector<std::string>{"dane", "clock"}));
  EXPECT_EQ(of("the clock steps back 1h").steps[0].lines[0].within, std::chrono::hours(-1));
  EXPECT_THROW(of("the clock moves back 1h"), Complaints);
  EXPECT_EQ(premises(of("let 1s pass")), std::vector<std::string>{"dane"});
  EXPECT_EQ(of("let 1s pass").proves, "clock");
}

TEST(reader, who_ends_the_candidate_has_the_world_to_himself) {
  const auto of = [](const std::string& line) { return read("title  T\nzone signed\nmx mx1\nstep s\n    " + line + "\n"); };
  EXPECT_TRUE(wants_world(of("restart the candidate")));
  EXPECT_TRUE(wants_world(of("kill the candidate")));
  EXPECT_TRUE(wants_world(of("send second to ann without-sender")));
  EXPECT_FALSE(wants_world(of("let 1s pass")));
  complains("step s\n    kill mx1\n", "expected: kill the candidate");
}

TEST(reader, reads_several_recipients) {
  const auto odd = read("title T\nzone signed\nzone provider signed\nstep one\n    send note to \"\\\"a@b\\\"\" and An%n@provider\n");
  EXPECT_EQ(odd.steps.at(0).lines.at(0).user, "\"a@b\"");
  EXPECT_EQ(odd.steps.at(0).lines.at(0).also.at(0).first, "An%n");
  const auto s = read("title T\nzone signed\nzone provider signed\nstep one\n    send note to ann and bob@provider tls-required-no\n");
  const auto& line = s.steps[0].lines[0];
  EXPECT_EQ(line.user, "ann");
  EXPECT_EQ(line.also, (std::vector<std::pair<std::string, std::string>>{{"bob", "provider"}}));
  EXPECT_EQ(line.options, std::vector<std::string>{"tls-required-no"});
}

TEST(reader, reads_actors) {
  const auto s = read(whole);
  const auto& mx1 = *smtp::mx_of(*s.hosts[0].plan);
  EXPECT_TRUE(s.hosts[0].v4 && s.hosts[0].v6);
  EXPECT_EQ(mx1.certificate.names,
            (std::vector<std::string>{"mx1.{domain}", "{domain}", "x.{provider}", "evil.example"}));
  EXPECT_TRUE(mx1.certificate.flaws.contains(pki::Flaw::leaf_only));
  EXPECT_EQ(mx1.by_sni.at("*.{domain}").names, std::vector<std::string>{"{mx1.host}"});
  EXPECT_EQ(mx1.faults[0].stage, smtp::Stage::ehlo_tls);
  EXPECT_FALSE(s.hosts[1].v4);
  EXPECT_FALSE(smtp::mx_of(*s.hosts[1].plan)->has_certificate);
  EXPECT_EQ(s.hosts[1].zone, "provider");

  const auto& mallory = s.attackers[0];
  EXPECT_EQ(mallory.dns[0].first, "provider");
  EXPECT_EQ(mallory.dns[0].second.owner, "_25._tcp.mx2.{provider}.");
  EXPECT_EQ(mallory.dns[0].second.rdata.size(), 2u);
  EXPECT_EQ(mallory.dns[1].second.owner, "*");
  EXPECT_EQ(mallory.dns[1].second.delay.count(), 3000);
  EXPECT_EQ(mallory.stub[0].second.owner, "{domain}.");
  EXPECT_EQ(mallory.wire[0].certificate.issuer, pki::Issuer::hostile);
  EXPECT_EQ(mallory.wire[1].text, "RCPT TO:<x>\r\n");
}

TEST(reader, reads_steps) {
  const auto lines = read(whole).steps[0].lines;
  ASSERT_EQ(lines.size(), 10u);
  EXPECT_EQ(lines[1].user, "ann");
  EXPECT_EQ(lines[1].at, "[{mx1}]");
  EXPECT_EQ(smtp::mx_fault(*lines[2].fault)->certificate.names, std::vector<std::string>{"{mx1.host}"});
  EXPECT_EQ(lines[6].within->count(), 500);
  EXPECT_EQ(lines[7].level, Level::must);
  EXPECT_EQ(lines[7].clauses, (std::vector<std::string>{"RFC1-1", "RFC1-2"}));
  EXPECT_EQ(lines[8].text, "SHOULD NOT bounce note [RFC1-3]");
  EXPECT_FALSE(lines[9].within);
}

TEST(reader, complains_of_all_mistakes_at_once) {
  EXPECT_EQ(
      complaints("titel  T\nzone sined\nmx mx1\n    cert  trusted\n"),
      "x.scenario:1: the file does not begin with 'title TEXT'; it was expected as the first line\n"
      "x.scenario:1: unknown block 'titel'; did you mean 'title'?\n"
      "x.scenario:2: unknown kind of zone 'sined'; did you mean 'signed'?\n"
      "x.scenario:4: unknown issuer 'trusted'; did you mean 'trusted-ca'?\n");
}

TEST(reader, complains_of_each_kind_of_mistake) {
  complains("needs  dnae\n", "x.scenario:2: unknown claim 'dnae'; did you mean 'dane'?");
  complains("alone\n    x\n", "x.scenario:3: indented lines after 'alone', which has no body");
  complains("learns t if keep n\n", "found no 'when'");
  complains("zone unsigned nsec3\n", "an unsigned zone has no options");
  complains("zone signed opt-out\n", "'nsec3' was expected");
  complains("zone signed nsec3 compact\n", "'nsec3' was not expected");
  complains("zone signed algorithm 12\n", "unknown algorithm '12'");
  complains("zone signed ds sha512\n", "did you mean 'sha1'");
  complains("zone signed no-ds ds sha1\n", "'ds' was not expected");
  complains("zone inner at _25._tcp signed\n", "the own one, which does not stand above it");
  complains("zone signed\nzone inner at x@outer signed\n", "zone 'outer', which does not stand above it");
  complains("zone signed\nzone inner at x. signed\n", "a name below a zone was expected");
  complains("zone signed\nzone signed\n", "x.scenario:3: a second host or zone");
  complains("flaws p\n    @ MX no-rrsig\n", "flaws of zone 'p', which is not there");
  complains("zone signed\nflaws\n    @ MX no-sig\n",
            "x.scenario:4: unknown flaw of signatures 'no-sig'; did you mean 'no-rrsig'?");
  complains("mx Mx1\n", "found 'Mx1'; the name of a mail exchanger was expected");
  complains("mx domain\n", "the scenario's own domain");
  complains("mx a\n    cert trusted-ca but expird\n", "did you mean 'expired'?");
  complains("mx a\n    fault silence midnight\n",
            "unknown stage 'midnight'; expected one of: banner, ehlo");
  complains("mx a\n    fault reply mail\n", "the line ends; a text in quotes was expected");
  complains("mx a\n    fault protocols 2.0\n", "unknown TLS version '2.0'");
  complains("mx a\n    cert trusted-ca extra\n", "found 'extra'; the end of the line was expected");
  complains("attacker a\n    dns @ mx servfail\n", "found 'mx'; a record type");
  complains("attacker a\n    stub @ MX strip-signatures\n",
            "unknown act on a question 'strip-signatures'");
  complains("attacker a\n    wire mx1 smtp reset\n", "found 'smtp'; a port (0 to 65535) was expected");
  complains("step a\n    await deliver note\n", "await has no deadline");
  complains("step a\n    await deliver note within 5\n", "found '5'; a duration");
  complains("step a\n    await deliver within 5s\n", "found 'deliver'; expected: deliver MSG");
  complains("step a\n    await delivr note within 5s\n",
            "unknown verb 'delivr'; did you mean 'deliver'?");
  complains("step a\n    MUSTNT deliver note\n",
            "unknown line of a step 'MUSTNT'; did you mean 'MUST'?");
  complains("step a\n    MUST NOT deliver note [A B]\n", "found 'A B' among the clauses");
  complains("step a\n    send note ann\n", "found no 'to'");
  complains("step a\n    send note to <ann>\n", "USER@ZONE");
  complains("step a\n    send note to \"\\\"a b\\\"\"\n", "USER@ZONE");
  complains("step a\n    send note to ann and\n", "a user was expected");
  complains("step a\n    send note to ann bob\n", "unknown option 'bob'");
  complains("step a\n    send note to ann secretly\n", "unknown option 'secretly'");
  complains("step a\n    send note to ann requiretls\n", "x.scenario:3: requiretls cannot be carried out");
  complains("step a\n    break mx1 reply mail \"550 no\n", "x.scenario:3: a quote is opened and never closed");
  EXPECT_EQ(complaints("title  A \"T\n"), "x.scenario:1: a quote is opened and never closed\n");
  EXPECT_EQ(complaints("\xef\xbb\xbftitle  T\n"),
            "x.scenario:1: the file begins with a byte order mark (BOM); plain UTF-8 was expected\n");
}

TEST(reader, names_are_relative_to_the_scenarios_zones) {
  EXPECT_EQ(absolute("_25._tcp.mx1").text, "_25._tcp.mx1.{domain}");
  EXPECT_EQ(absolute("@").text, "{domain}");
  EXPECT_EQ(absolute("x@provider").text, "x.{provider}");
  EXPECT_EQ(absolute("@@provider").text, "{provider}");
  EXPECT_EQ(absolute("@provider").zone, "provider");
  EXPECT_EQ(absolute("_25._tcp.{mx1.host}").text, "_25._tcp.{mx1.host}");
  EXPECT_EQ(absolute("Example.COM.").text, "example.com");
}

}  // namespace
}  // namespace gauntlet::scenario
