// The words that scenarios have for faults, flaws and acts are those that the record uses, and rules on
// one path that exclude each other are refused.
#include <gtest/gtest.h>

#include "fixtures/smtp/plan.h"
#include "fixtures/base/fault.h"
#include "harness/scenario/phrase.h"
#include "harness/scenario/reader.h"

namespace gauntlet::scenario {
namespace {

Scenario with(const std::string& lines) {
  return parse_scenario("d/x", "x", "title T\nzone signed\n" + lines);
}

TEST(names, of_faults_are_those_of_the_record) {
  for (const char* line : {"fault no-starttls", "fault reply ehlo-tls \"x\"", "fault silence banner",
                           "fault close message", "fault cut message \"x\"", "fault garbage handshake \"x\"", "fault early-data \"x\"",
                           "fault alert", "fault protocols 1.2", "fault capability \"x\"",
                           "fault capability-before \"x\"", "fault capability-after \"x\"",
                           "fault starttls-inside", "fault sni-required mx1", "fault anonymous",
                           "fault null-cipher", "fault groups \"X25519\"", "fault ciphers \"AES128-SHA\"",
                           "fault asks-certificate", "fault demands-certificate", "fault renews-key", "fault dh-1024", "fault invites-early-data", "fault warns-of-name", "fault takes-tickets", "fault pieces ehlo", "fault stays-in-clear \"500 x\"", "fault recipient ann \"550 x\"", "fault cert own-ca but expired leaf-only"}) {
    const auto scenario = with(std::string("mx mx1\n    ") + line + "\n");
    const auto name = name_of(smtp::mx_of(*scenario.hosts.at(0).plan)->faults.at(0));
    EXPECT_TRUE(std::string(line).starts_with(name)) << name << " of " << line;
  }
}

TEST(names, of_certificates_are_those_of_the_record) {
  for (const char* issuer : {"self-signed", "trusted-ca", "hostile-ca", "untrusted-ca", "own-ca"})
    for (const char* flaw : {"expired", "not-yet-valid", "cn-only", "no-names", "wrong-name",
                             "leaf-only", "ta-omitted", "intermediate-not-ca",
                             "intermediate-expired", "ta-expired", "wrong-purpose",
                             "unrelated-appended", "anchor-appended", "chain-appended", "same-key",
                             "nul-name", "dotted-name", "uri-name", "garbled", "unknown-critical",
                             "no-intermediate", "long-chain", "reversed", "stray-between",
                             "intermediate-not-yet-valid", "intermediate-cannot-sign",
                             "intermediate-garbled", "intermediate-unknown-critical",
                             "intermediate-path-length", "intermediate-elsewhere",
                             "intermediate-named", "ta-path-length", "ta-elsewhere", "ta-not-ca",
                             "intermediate-excluding", "ta-excluding", "ta-excluding-beside",
                             "leaf-is-ca", "runs-out", "intermediate-runs-out", "without-key", "sha-1", "negative-serial", "zero-serial", "long-serial"}) {
      const auto line = std::string("cert ") + issuer + " but " + flaw;
      EXPECT_EQ(name_of(smtp::mx_of(*with("mx mx1\n    " + line + "\n").hosts.at(0).plan)->certificate), line);
    }
}

TEST(names, of_keys_are_those_of_the_record) {
  for (const char* key : {"p-384", "p-521", "rsa-2048", "rsa-3072", "rsa-4096", "ed25519", "ed448", "rsa-1024"}) {
    const auto line = std::string("cert own-ca with ") + key + " but expired";
    EXPECT_EQ(name_of(smtp::mx_of(*with("mx mx1\n    " + line + "\n").hosts.at(0).plan)->certificate), line);
  }
  EXPECT_THROW(with("mx mx1\n    cert own-ca with dsa\n"), Complaints);
}

TEST(names, of_acts_are_those_of_the_record) {
  for (const char* act : {"strip STARTTLS", "swap cert hostile-ca", "inject", "reset", "refuse",
                          "black-hole", "redirect mx2", "downgrade", "lower-tls 1.2", "strip-renegotiation"}) {
    const bool text = std::string(act) == "inject" || std::string(act) == "downgrade";
    const auto line = std::string("mx mx1\nmx mx2\nattacker m\n    wire mx1 25 ") + act + (text ? " \"x\"" : "");
    EXPECT_EQ(name_of(with(line + "\n").attackers.at(0).wire.at(0)), act);
  }
  for (const char* act : {"servfail", "refused", "formerr", "notimp", "drop", "truncate", "nxdomain",
                          "nodata", "strip-signatures", "garble-signatures", "no-tcp", "malformed", "lame", "capitals"})
    EXPECT_EQ(name_of(with(std::string("attacker m\n    dns @ MX ") + act + "\n").attackers.at(0).dns.at(0).second.act), act);
  EXPECT_EQ(with("attacker m\n    stub @ MX rcode 9\n").attackers.at(0).stub.at(0).second.rcode, 9u);
  for (const char* act : {"clear-ad", "set-ad", "malformed", "no-tcp", "alias-only"})
    EXPECT_EQ(name_of(with(std::string("attacker m\n    stub @ MX ") + act + "\n").attackers.at(0).stub.at(0).second.act), act);
}

TEST(wire_rules, on_one_path_are_refused_when_they_exclude_each_other) {
  const auto both = [](const std::string& first, const std::string& second) {
    return with("mx mx1\nmx mx2\nattacker m\n    wire mx1 25 " + first + "\n    wire " + second + "\n");
  };
  EXPECT_EQ(both("strip STARTTLS", "mx1 25 strip SIZE").attackers.at(0).wire.size(), 2u);
  EXPECT_EQ(both("reset", "mx2 25 reset").attackers.at(0).wire.size(), 2u);
  EXPECT_THROW(both("strip SIZE", "mx1 25 refuse"), Complaints);
  EXPECT_THROW(both("strip STARTTLS", "mx1 25 inject \"x\""), Complaints);
  EXPECT_THROW(both("swap cert hostile-ca", "mx1 25 downgrade \"454 x\""), Complaints);
}

TEST(unknown, lists_what_there_is_while_it_is_few) {
  EXPECT_EQ(unknown("verb", "delivr", {"deliver", "keep"}), "unknown verb 'delivr'; did you mean 'deliver'?");
  EXPECT_EQ(unknown("verb", "zzz", {"deliver", "keep"}), "unknown verb 'zzz'; expected one of: deliver, keep");
  std::vector<std::string> many;
  for (int i = 0; i < 2800; ++i) many.push_back("dane/one-of-many-" + std::to_string(i));
  EXPECT_EQ(unknown("scenario", "zzz", many), "unknown scenario 'zzz'; none of the 2800 is called anything like it");
}

}  // namespace
}  // namespace gauntlet::scenario
