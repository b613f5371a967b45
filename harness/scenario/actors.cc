// See actors.h. Each vocabulary of the model has its table here.
#include "harness/scenario/actors.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/text.h"

namespace gauntlet::scenario {
namespace {

template <typename T>
using Vocabulary = std::vector<std::pair<std::string, T>>;

const Vocabulary<pki::Issuer> issuers{{"self-signed", pki::Issuer::self_signed},
                                 {"trusted-ca", pki::Issuer::trusted},
                                 {"hostile-ca", pki::Issuer::hostile},
                                 {"untrusted-ca", pki::Issuer::untrusted},
                                 {"own-ca", pki::Issuer::own}};

const Vocabulary<pki::Flaw> certificate_flaws{{"expired", pki::Flaw::expired},
                             {"not-yet-valid", pki::Flaw::not_yet_valid},
                             {"cn-only", pki::Flaw::cn_only},
                             {"no-names", pki::Flaw::no_names},
                             {"wrong-name", pki::Flaw::wrong_name},
                             {"leaf-only", pki::Flaw::leaf_only},
                             {"ta-omitted", pki::Flaw::ta_omitted},
                             {"intermediate-not-ca", pki::Flaw::intermediate_not_ca},
                             {"intermediate-expired", pki::Flaw::intermediate_expired},
                             {"ta-expired", pki::Flaw::ta_expired},
                             {"wrong-purpose", pki::Flaw::wrong_purpose},
                             {"unrelated-appended", pki::Flaw::unrelated_appended},
                             {"anchor-appended", pki::Flaw::anchor_appended},
                             {"chain-appended", pki::Flaw::chain_appended},
                             {"same-key", pki::Flaw::same_key},
                             {"nul-name", pki::Flaw::nul_name},
                             {"dotted-name", pki::Flaw::dotted_name},
                             {"uri-name", pki::Flaw::uri_name},
                             {"garbled", pki::Flaw::garbled},
                             {"unknown-critical", pki::Flaw::unknown_critical},
                             {"no-intermediate", pki::Flaw::no_intermediate},
                             {"long-chain", pki::Flaw::long_chain},
                             {"reversed", pki::Flaw::reversed},
                             {"stray-between", pki::Flaw::stray_between},
                             {"intermediate-not-yet-valid", pki::Flaw::intermediate_not_yet_valid},
                             {"intermediate-cannot-sign", pki::Flaw::intermediate_cannot_sign},
                             {"intermediate-garbled", pki::Flaw::intermediate_garbled},
                             {"intermediate-unknown-critical", pki::Flaw::intermediate_unknown_critical},
                             {"intermediate-path-length", pki::Flaw::intermediate_path_length},
                             {"intermediate-elsewhere", pki::Flaw::intermediate_elsewhere},
                             {"intermediate-named", pki::Flaw::intermediate_named},
                             {"ta-path-length", pki::Flaw::ta_path_length},
                             {"ta-elsewhere", pki::Flaw::ta_elsewhere},
                             {"intermediate-excluding", pki::Flaw::intermediate_excluding},
                             {"ta-excluding", pki::Flaw::ta_excluding},
                             {"ta-excluding-beside", pki::Flaw::ta_excluding_beside},
                             {"ta-not-ca", pki::Flaw::ta_not_ca},
                             {"leaf-is-ca", pki::Flaw::leaf_is_ca},
                             {"runs-out", pki::Flaw::runs_out},
                             {"intermediate-runs-out", pki::Flaw::intermediate_runs_out},
                             {"without-key", pki::Flaw::without_key},
                             {"sha-1", pki::Flaw::sha1},
                             {"negative-serial", pki::Flaw::negative_serial},
                             {"zero-serial", pki::Flaw::zero_serial},
                             {"long-serial", pki::Flaw::long_serial}};

const Vocabulary<pki::KeyKind> keys{{"p-256", pki::KeyKind::p256},       {"p-384", pki::KeyKind::p384},
                               {"p-521", pki::KeyKind::p521},       {"rsa-2048", pki::KeyKind::rsa2048},
                               {"rsa-3072", pki::KeyKind::rsa3072}, {"rsa-4096", pki::KeyKind::rsa4096},
                               {"ed25519", pki::KeyKind::ed25519},  {"ed448", pki::KeyKind::ed448},
                               {"rsa-1024", pki::KeyKind::rsa1024}};

const Vocabulary<smtp::Stage> stages{
    {"banner", smtp::Stage::banner},     {"ehlo", smtp::Stage::ehlo},
    {"starttls", smtp::Stage::starttls}, {"handshake", smtp::Stage::handshake},
    {"ehlo-tls", smtp::Stage::ehlo_tls}, {"mail", smtp::Stage::mail},
    {"rcpt", smtp::Stage::rcpt},         {"data", smtp::Stage::data},
    {"message", smtp::Stage::message},   {"quit", smtp::Stage::quit}};

const Vocabulary<dns::RrsetFlaw> rrset_flaws{{"expired-rrsig", dns::RrsetFlaw::expired_rrsig},
                                        {"future-rrsig", dns::RrsetFlaw::future_rrsig},
                                        {"no-rrsig", dns::RrsetFlaw::no_rrsig},
                                        {"garbage-rrsig", dns::RrsetFlaw::garbage_rrsig},
                                        {"foreign-rrsig", dns::RrsetFlaw::foreign_rrsig},
                                        {"unsupported-rrsig", dns::RrsetFlaw::unsupported_rrsig},
                                        {"other-signer-rrsig", dns::RrsetFlaw::other_signer_rrsig}};

const Vocabulary<dns::DsRecord> ds_records{{"sha1", dns::DsRecord::sha1},
                                      {"sha256", dns::DsRecord::sha256},
                                      {"sha384", dns::DsRecord::sha384},
                                      {"wrong-sha1", dns::DsRecord::wrong_sha1},
                                      {"wrong-sha256", dns::DsRecord::wrong_sha256},
                                      {"wrong-sha384", dns::DsRecord::wrong_sha384},
                                      {"gost", dns::DsRecord::gost},
                                      {"unsupported-digest", dns::DsRecord::unsupported_digest},
                                      {"unsupported-algorithm", dns::DsRecord::unsupported_algorithm},
                                      {"standby", dns::DsRecord::standby}};

const Vocabulary<dns::Act> common_acts{{"servfail", dns::Act::servfail}, {"refused", dns::Act::refused},
                                  {"formerr", dns::Act::formerr},   {"notimp", dns::Act::notimp},
                                  {"drop", dns::Act::drop},         {"delay", dns::Act::delay},
                                  {"truncate", dns::Act::truncate}, {"forge", dns::Act::forge},
                                  {"nxdomain", dns::Act::nxdomain}, {"nodata", dns::Act::nodata},
                                  {"rcode", dns::Act::rcode},       {"no-tcp", dns::Act::no_tcp},
                                  {"malformed", dns::Act::malformed}};

Vocabulary<dns::Act> with(Vocabulary<dns::Act> table, Vocabulary<dns::Act> more) {
  table.insert(table.end(), more.begin(), more.end());
  return table;
}

/// What only the interposer can do, and what only the tap can.
const Vocabulary<dns::Act> authority_acts =
    with(common_acts, {{"strip-signatures", dns::Act::strip_signatures},
                       {"garble-signatures", dns::Act::garble_signatures},
                       {"lame", dns::Act::lame},
                       {"capitals", dns::Act::capitals},
                       {"poison", dns::Act::poison},
                       {"answer-of", dns::Act::answer_of},
                       {"replay", dns::Act::replay}});
const Vocabulary<dns::Act> stub_acts =
    with(common_acts, {{"clear-ad", dns::Act::clear_ad},
                       {"set-ad", dns::Act::set_ad},
                       {"alias-only", dns::Act::alias_only}});

const Vocabulary<attack::Act> wire_acts{
    {"strip", attack::Act::strip},       {"swap", attack::Act::swap},
    {"inject", attack::Act::inject},     {"reset", attack::Act::reset},
    {"refuse", attack::Act::refuse},     {"black-hole", attack::Act::black_hole},
    {"redirect", attack::Act::redirect}, {"downgrade", attack::Act::downgrade},
    {"break-tls", attack::Act::break_tls}, {"listen", attack::Act::listen},
    {"lower-tls", attack::Act::lower_tls}, {"strip-renegotiation", attack::Act::strip_renegotiation}};

using MxDefect = smtp::MxFault::Kind;
struct FaultShape {
  MxDefect kind;
  Wants wants;
};
const Vocabulary<FaultShape> faults{{"no-starttls", {MxDefect::no_starttls, Wants::nothing}},
                               {"reply", {MxDefect::reply, Wants::stage_and_text}},
                               {"silence", {MxDefect::silence, Wants::stage}},
                               {"close", {MxDefect::close, Wants::stage}},
                               {"cut", {MxDefect::cut, Wants::stage_and_text}},
                               {"garbage", {MxDefect::garbage, Wants::stage_and_text}},
                               {"early-data", {MxDefect::early_data, Wants::text}},
                               {"alert", {MxDefect::alert, Wants::nothing}},
                               {"alert-once", {MxDefect::alert_once, Wants::nothing}},
                               {"protocols", {MxDefect::protocols, Wants::versions}},
                               {"cert", {MxDefect::certificate, Wants::certificate}},
                               {"capability", {MxDefect::capability, Wants::text}},
                               {"capability-before", {MxDefect::capability_before, Wants::text}},
                               {"capability-after", {MxDefect::capability_after, Wants::text}},
                               {"starttls-inside", {MxDefect::starttls_inside, Wants::nothing}},
                               {"sni-required", {MxDefect::sni_required, Wants::host}},
                               {"anonymous", {MxDefect::anonymous, Wants::nothing}},
                               {"null-cipher", {MxDefect::null_cipher, Wants::nothing}},
                               {"groups", {MxDefect::groups, Wants::text}},
                               {"ciphers", {MxDefect::ciphers, Wants::text}},
                               {"asks-certificate", {MxDefect::asks_certificate, Wants::nothing}},
                               {"demands-certificate", {MxDefect::demands_certificate, Wants::nothing}},
                               {"dh-1024", {MxDefect::dh1024, Wants::nothing}},
                               {"invites-early-data", {MxDefect::invites_early_data, Wants::nothing}},
                               {"warns-of-name", {MxDefect::warns_of_name, Wants::nothing}},
                               {"takes-tickets", {MxDefect::takes_tickets, Wants::nothing}},
                               {"renews-key", {MxDefect::renews_key, Wants::nothing}},
                               {"pieces", {MxDefect::pieces, Wants::stage}},
                               {"late", {MxDefect::late, Wants::duration}},
                               {"stays-in-clear", {MxDefect::stays_in_clear, Wants::text}},
                               {"recipient", {MxDefect::recipient, Wants::user_and_text}}};

std::pair<std::string, dns::Rule> dns_rule(Phrase& phrase, const Vocabulary<dns::Act>& acts) {
  const auto owner = absolute(phrase.next("an owner name"));
  dns::Rule rule;
  rule.owner = owner.text.starts_with("*.") ? "*" : owner.text + ".";
  rule.type = rr_type(phrase);
  rule.act = pick(acts, phrase.next("what is done to the question"), "act on a question");
  if (rule.act == dns::Act::delay) rule.delay = phrase.duration();
  if (rule.act == dns::Act::rcode) rule.rcode = static_cast<unsigned>(phrase.number("a response code", 4095));
  if (rule.act == dns::Act::forge || rule.act == dns::Act::poison) do {
      rule.rdata.push_back(phrase.next("the forged record data"));
    } while (!phrase.done());
  if (rule.act == dns::Act::answer_of) rule.rdata.push_back(phrase.next("the name whose answer is given instead"));
  return {owner.zone, rule};
}

const Vocabulary<std::string> lower_versions{{"1.0", "1.0"}, {"1.1", "1.1"}, {"1.2", "1.2"}};

attack::PathRule wire_rule(Phrase& phrase) {
  attack::PathRule rule;
  rule.host = phrase.name("a host");
  rule.port = static_cast<unsigned short>(phrase.number("a port", 65535));
  rule.act = pick(wire_acts, phrase.next("what is done on the path"), "act on the path");
  switch (rule.act) {
    case attack::Act::strip:
      rule.text = phrase.next("the capability to strip");
      break;
    case attack::Act::inject:
      rule.text = phrase.next("the text to inject");
      break;
    case attack::Act::downgrade:
      rule.text = phrase.next("the reply to STARTTLS");
      break;
    case attack::Act::lower_tls:
      rule.text = pick(lower_versions, phrase.next("the newest TLS version that is left"), "TLS version to go down to");
      break;
    case attack::Act::redirect:
      rule.text = phrase.name("a host");
      break;
    case attack::Act::swap:
      if (!phrase.take("cert")) throw Mistake{"swap is followed by: cert ISSUER ..."};
      rule.certificate = certificate(phrase, rule.host);
      break;
    default:
      break;
  }
  return rule;
}

/// Several rules on one path act in layers, where they can.
void add(std::vector<attack::PathRule>& rules, attack::PathRule rule) {
  for (const auto& other : rules)
    if (const auto why = clash(other, rule); !why.empty())
      throw Mistake{fmt::format("\"{}\" and \"{}\" cannot both act on the path to {}: {}",
                                name_of(other), name_of(rule), rule.host, why)};
  rules.push_back(std::move(rule));
}

}  // namespace

std::string versions(Phrase& phrase) {
  const Vocabulary<std::string> known{{"1.0", "1.0"}, {"1.1", "1.1"}, {"1.2", "1.2"}, {"1.3", "1.3"}};
  std::vector<std::string> all;
  do {
    all.push_back(pick(known, phrase.next("a TLS version"), "TLS version"));
  } while (!phrase.done());
  return joined(all);
}

pki::Certificate certificate(Phrase& phrase, const std::string& mx) {
  pki::Certificate cert;
  cert.issuer = pick(issuers, phrase.next("an issuer"), "issuer");
  if (phrase.take("for")) {
    do {
      // Letters keep their case: that certificates are compared without regard to it is itself worth a scenario.
      cert.names.push_back(absolute(phrase.next("a host name"), "", true).text);
    } while (!phrase.done() && phrase.peek() != "but" && phrase.peek() != "called" && phrase.peek() != "with");
  } else {
    cert.names.push_back(fmt::format("{{{}.host}}", mx));
  }
  if (phrase.take("called")) cert.common_name = absolute(phrase.next("a host name"), "", true).text;
  if (phrase.take("with")) cert.key = pick(keys, phrase.next("a kind of key"), "kind of key");
  if (phrase.take("but")) do {
      cert.flaws.insert(pick(certificate_flaws, phrase.next("a flaw"), "flaw of a certificate"));
    } while (!phrase.done());
  return cert;
}

std::string wanted_text(Wants wants, Phrase& phrase) {
  switch (wants) {
    case Wants::user_and_text: {
      const auto user = phrase.name("a user");
      return user + ' ' + phrase.next("a text in quotes");
    }
    case Wants::text:
    case Wants::stage_and_text:
    case Wants::number_and_text:
      return phrase.next("a text in quotes");
    case Wants::versions:
      return versions(phrase);
    case Wants::host:
      return absolute(phrase.next("a host name")).text;
    default:
      return {};
  }
}

smtp::MxFault fault(Phrase& phrase, const std::string& mx) {
  const auto shape = pick(faults, phrase.next("a fault"), "fault");
  smtp::MxFault fault{.kind = shape.kind, .text = {}, .certificate = {}};
  if (shape.wants == Wants::stage || shape.wants == Wants::stage_and_text)
    fault.stage = pick(stages, phrase.next("a stage"), "stage");
  if (shape.wants == Wants::certificate) fault.certificate = certificate(phrase, mx);
  else if (shape.wants == Wants::duration) fault.text = std::to_string(phrase.duration().count());
  else fault.text = wanted_text(shape.wants, phrase);
  return fault;
}

dns::RrsetFlaw rrset_flaw(Phrase& phrase) {
  return pick(rrset_flaws, phrase.next("a flaw of signatures"), "flaw of signatures");
}

dns::DsRecord ds_record(Phrase& phrase) {
  return pick(ds_records, phrase.next("a kind of DS record"), "kind of DS record");
}

std::string rr_type(Phrase& phrase) {
  const auto word = phrase.next("a record type");
  auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (word.empty() || word.size() > 20 || !std::all_of(word.begin(), word.end(), fits))
    throw Mistake{
        fmt::format("found '{}'; a record type such as TLSA was expected", printable(word, 60))};
  return word;
}

void mx_line(smtp::Mx& mx, Phrase& phrase) {
  const auto& name = mx.name;
  const auto word = phrase.next("a property of a mail exchanger");
  if (word == "cert") {
    mx.certificate = certificate(phrase, name);
  } else if (word == "no" && phrase.take("cert")) {
    mx.has_certificate = false;
  } else if (word == "sni") {
    const auto host = absolute(phrase.next("a host name")).text;
    if (!phrase.take("cert")) throw Mistake{"sni NAME is followed by: cert ISSUER ..."};
    mx.by_sni[host] = certificate(phrase, name);
  } else if (word == "capability") {
    mx.capabilities.push_back(phrase.next("a capability in quotes"));
  } else if (word == "port") {
    mx.port = static_cast<unsigned short>(phrase.number("a port", 65535));
    if (mx.port == 0) throw Mistake{"found port 0; 1 to 65535 was expected"};
  } else if (word == "fault") {
    mx.faults.push_back(fault(phrase, name));
  } else {
    throw Mistake{unknown("property of a mail exchanger", word,
                          {"cert", "no cert", "sni", "capability", "port", "fault"})};
  }
  phrase.end();
}

void attacker_line(Attacker& attacker, Phrase& phrase) {
  const auto word = phrase.next("dns, stub or wire");
  if (word == "dns")
    attacker.dns.push_back(dns_rule(phrase, authority_acts));
  else if (word == "stub")
    attacker.stub.push_back(dns_rule(phrase, stub_acts));
  else if (word == "wire")
    add(attacker.wire, wire_rule(phrase));
  else
    throw Mistake{unknown("place of an attacker", word, {"dns", "stub", "wire"})};
  phrase.end();
}

}  // namespace gauntlet::scenario
