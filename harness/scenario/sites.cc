// See sites.h.
#include "harness/scenario/sites.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/text.h"
#include "harness/scenario/actors.h"

namespace gauntlet::scenario {
namespace {

using SiteDefect = https::SiteFault::Kind;

struct Shape {
  SiteDefect kind;
  Wants wants;
};

const std::vector<std::pair<std::string, Shape>>& shapes() {
  static const std::vector<std::pair<std::string, Shape>> all{
      {"status", {SiteDefect::status, Wants::number}},
      {"redirect", {SiteDefect::redirect, Wants::number_and_text}},
      {"type", {SiteDefect::type, Wants::text}},
      {"no-type", {SiteDefect::no_type, Wants::nothing}},
      {"header", {SiteDefect::header, Wants::text}},
      {"chunked", {SiteDefect::chunked, Wants::nothing}},
      {"chunked-extended", {SiteDefect::extended, Wants::nothing}},
      {"no-last-chunk", {SiteDefect::no_last_chunk, Wants::nothing}},
      {"compressed", {SiteDefect::compressed, Wants::nothing}},
      {"compresses", {SiteDefect::compresses, Wants::nothing}},
      {"truncated", {SiteDefect::truncated, Wants::nothing}},
      {"unannounced", {SiteDefect::unannounced, Wants::nothing}},
      {"cut-off", {SiteDefect::cut_off, Wants::nothing}},
      {"stalls", {SiteDefect::stalls, Wants::nothing}},
      {"endless", {SiteDefect::endless, Wants::nothing}},
      {"slow", {SiteDefect::slow, Wants::nothing}},
      {"pieces", {SiteDefect::pieces, Wants::nothing}},
      {"late", {SiteDefect::late, Wants::duration}},
      {"silence", {SiteDefect::silence, Wants::nothing}},
      {"close", {SiteDefect::close, Wants::nothing}},
      {"reset", {SiteDefect::reset, Wants::nothing}},
      {"garbage", {SiteDefect::garbage, Wants::text}},
      {"body", {SiteDefect::body, Wants::text}},
      {"status-line", {SiteDefect::status_line, Wants::text}},
      {"ahead", {SiteDefect::ahead, Wants::text}},
      {"keep-alive", {SiteDefect::keep_alive, Wants::nothing}},
      {"handshake-silence", {SiteDefect::handshake_silence, Wants::nothing}},
      {"alert", {SiteDefect::alert, Wants::nothing}},
      {"protocols", {SiteDefect::protocols, Wants::versions}},
      {"cert", {SiteDefect::certificate, Wants::certificate}},
      {"sni-required", {SiteDefect::sni_required, Wants::host}}};
  return all;
}

/// Certificates of a policy host are for mta-sts.{domain} unless they say for whom.
pki::Certificate site_certificate(Phrase& phrase) {
  auto certificate = scenario::certificate(phrase, "");
  for (auto& name : certificate.names)
    if (name == "{.host}") name = "mta-sts.{domain}";
  return certificate;
}

}  // namespace

https::SiteFault site_fault(const std::string&, Phrase& phrase) {
  const auto shape = pick(shapes(), phrase.next("a fault"), "fault of a policy host");
  https::SiteFault fault{.kind = shape.kind, .text = {}, .certificate = {}};
  if (shape.wants == Wants::number || shape.wants == Wants::number_and_text) fault.number = static_cast<int>(phrase.number("a status", 999));
  if (shape.wants == Wants::duration) fault.number = static_cast<int>(phrase.duration().count());
  if (shape.wants == Wants::certificate) fault.certificate = site_certificate(phrase);
  else fault.text = wanted_text(shape.wants, phrase);
  return fault;
}

void site_line(https::Site& site, const std::string& name, Phrase& phrase) {
  const auto word = phrase.next("a property of a policy host");
  if (word == "cert") {
    site.certificate = site_certificate(phrase);
  } else if (word == "sni") {
    const auto host = absolute(phrase.next("a host name")).text;
    if (!phrase.take("cert")) throw Mistake{"sni NAME is followed by: cert ISSUER ..."};
    site.by_sni[host] = site_certificate(phrase);
  } else if (word == "plain") {
    site.plain = true;
  } else if (word == "serve") {
    site.policy = phrase.name("a policy");  // its name, until the policies are settled
  } else if (word == "fault") {
    site.faults.push_back(site_fault(name, phrase));
  } else {
    throw Mistake{unknown("property of a policy host", word, {"cert", "sni", "plain", "serve", "fault"})};
  }
  phrase.end();
}

std::string policy_text(const Policy& policy) {
  std::string text;
  for (const auto& line : policy.lines)
    if (!trim(line.text).empty()) text += line.text + "\r\n";
  return text;
}

void settle_policies(Scenario& scenario, const std::function<void(int, const std::string&)>& complain) {
  std::set<std::string> used;
  const auto text_of = [&](const std::string& name, int line) {
    used.insert(name);
    std::vector<std::string> names;
    for (const auto& policy : scenario.policies) {
      if (policy.name == name) return policy_text(policy);
      names.push_back(policy.name);
    }
    complain(line, unknown("policy", name, names));
    return std::string();
  };
  for (auto& host : scenario.hosts) {
    const auto* site = https::site_of(*host.plan);
    if (!site || site->policy.empty()) continue;
    auto settled = std::make_shared<https::SitePlan>();
    settled->site = *site;
    settled->site.policy = text_of(site->policy, host.line);
    host.plan = settled;
  }
  for (auto& step : scenario.steps)
    for (auto& line : step.lines)
      if (line.kind == StepLine::Kind::publish && !line.at.empty()) line.fault = https::as_served(text_of(line.subject, line.line));
  for (const auto& policy : scenario.policies)
    if (!used.contains(policy.name)) complain(policy.line, fmt::format("policy '{}' is never served", policy.name));
}

}  // namespace gauntlet::scenario
