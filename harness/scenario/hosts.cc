// See hosts.h.
#include "harness/scenario/hosts.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/smtp/plan.h"
#include "harness/scenario/actors.h"
#include "harness/scenario/sites.h"

namespace gauntlet::scenario {
namespace {

std::shared_ptr<net::Plan> mail_exchanger(const std::string& name) {
  auto plan = std::make_shared<smtp::MxPlan>();
  plan->mx.name = name;
  plan->mx.certificate.names.push_back(fmt::format("{{{}.host}}", name));
  return plan;
}

void line_of_mx(net::Plan& plan, const std::string&, Phrase& phrase) { mx_line(dynamic_cast<smtp::MxPlan&>(plan).mx, phrase); }

std::shared_ptr<net::Plan> policy_host(const std::string&) {
  auto plan = std::make_shared<https::SitePlan>();
  plan->site.certificate.issuer = pki::Issuer::trusted;
  plan->site.certificate.names.push_back("mta-sts.{domain}");
  return plan;
}

void line_of_site(net::Plan& plan, const std::string& name, Phrase& phrase) { site_line(dynamic_cast<https::SitePlan&>(plan).site, name, phrase); }

net::DeviationPtr fault_of_site(const std::string& name, Phrase& phrase) { return https::as_fault(site_fault(name, phrase)); }

net::DeviationPtr fault_of_mx(const std::string& name, Phrase& phrase) { return smtp::as_fault(fault(phrase, name)); }

}  // namespace

std::vector<HostKind>& host_kinds() {
  static std::vector<HostKind> all{{"mx", "a mail exchanger", mail_exchanger, line_of_mx, fault_of_mx},
                                    {"https", "a policy host", policy_host, line_of_site, fault_of_site}};
  return all;
}

const HostKind* host_kind(const std::string& word) {
  const auto& all = host_kinds();
  const auto found = std::find_if(all.begin(), all.end(), [&](const HostKind& kind) { return kind.word == word; });
  return found == all.end() ? nullptr : &*found;
}

net::DeviationPtr fault_of(const HostKind& kind, const StepLine& line) {
  Phrase words(line.options);
  auto fault = kind.fault(line.subject, words);
  words.end();
  return fault;
}

const Host* host_named(const Scenario& scenario, const std::string& name) {
  const auto& all = scenario.hosts;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Host& host) { return host.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace gauntlet::scenario
