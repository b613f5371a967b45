// See plots.h. Home and bystander can be reached by a sender of any posture: signed, with TLSA records, with a certificate
// that names host and domain and comes from the CA that the sender trusts.
#include "harness/run/plots.h"

#include <fmt/format.h>

#include "fixtures/https/plan.h"
#include "fixtures/lab/network.h"
#include "fixtures/smtp/plan.h"
#include "harness/run/names.h"
#include "harness/scenario/build.h"

namespace gauntlet::run {
namespace {

using Records = std::vector<std::string>;

world::Plot open_to_all(const std::string& tag, const std::string& mx, const Records& records) {
  auto plot = world::plain_plot(tag, mx, true, records);
  auto exchanger = std::make_shared<smtp::MxPlan>();
  auto& certificate = exchanger->mx.certificate;
  certificate.issuer = pki::Issuer::trusted;
  certificate.names.push_back("{" + mx + ".host}");
  certificate.names.push_back("{domain}");
  plot.hosts.front().plan = exchanger;
  return plot;
}

/// The domain has a policy that its host meets.
void give_policy(world::Plot& plot, const std::string& mode, int max_age, std::optional<https::SiteFault::Kind> fault) {
  auto site = std::make_shared<https::SitePlan>();
  site->site.certificate.issuer = pki::Issuer::trusted;
  site->site.certificate.names.push_back("mta-sts.{domain}");
  site->site.policy = fmt::format("version: STSv1\r\nmode: {}\r\nmx: mx1.{{domain}}\r\nmax_age: {}\r\n", mode, max_age);
  if (fault) site->site.faults.push_back({.kind = *fault});
  world::HostPlan host;
  host.name = "policy";
  host.kind = "https";
  host.plan = site;
  plot.hosts.push_back(std::move(host));
}

const Records policy_records{"mta-sts A {policy}", "_mta-sts TXT \"v=STSv1; id=1;\""};

void add_own(std::vector<world::Plot>& plots, bool all_parts = false) {
  const Records usual{"@ MX 10 mx1", "mx1 A {mx1}", "_25._tcp.mx1 TLSA 3 1 1 {mx1.key}"};
  auto home = usual;
  home.push_back(fmt::format("sender A {}", lab::address::candidate));
  plots.push_back(open_to_all(tag::home, "mx1", home));
  auto bystander = usual;
  if (all_parts) {
    bystander.insert(bystander.end(), policy_records.begin(), policy_records.end());
    bystander.push_back("_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:reports@{domain}\"");
  }
  plots.push_back(open_to_all(tag::bystander, "mx1", bystander));
  if (all_parts) give_policy(plots.back(), "testing", 60, std::nullopt);
  // Every name below it exists and leads to one host, as a search list may lead a sender astray.
  plots.push_back(open_to_all(tag::lure, "lure",
                              {"@ MX 10 lure", "@ A {lure}", "lure A {lure}", "_25._tcp.lure TLSA 3 1 1 {lure.key}",
                               "* MX 10 lure", "* A {lure}", "* TLSA 3 1 1 {lure.key}", "* TXT \"v=STSv1; id=1;\""}));
}

}  // namespace

std::vector<world::Plot> plots_of(const std::vector<scenario::Scenario>& scenarios, std::uint32_t seed, const std::optional<Abroad>& abroad) {
  std::vector<world::Plot> plots;
  for (const auto& s : scenarios) plots.push_back(scenario::plot_of(s, fresh_name(seed, s.id)));
  add_own(plots, abroad.has_value());
  if (abroad && !abroad->parent.empty())
    for (auto& plot : plots) {
      plot.parent = abroad->parent;
      plot.label = fresh_name(seed, abroad->world + " " + plot.tag);
    }
  return plots;
}

std::vector<world::Plot> check_plots() {
  std::vector<world::Plot> plots;
  const Records usual{"@ MX 10 mx1", "mx1 A {mx1}", "_25._tcp.mx1 TLSA 3 1 1 {mx1.key}"};
  const auto add = [&](const char* tag, const char* reply) {
    auto plot = open_to_all(tag, "mx1", usual);
    auto exchanger = std::make_shared<smtp::MxPlan>();
    exchanger->mx = *smtp::mx_of(*plot.hosts.front().plan);
    if (*reply) exchanger->mx.faults.push_back({.kind = smtp::MxFault::Kind::reply, .stage = smtp::Stage::rcpt, .text = reply});
    plot.hosts.front().plan = exchanger;
    plots.push_back(std::move(plot));
  };
  add(tag::open, "");
  add(tag::deferring, "451 4.3.2 not now");
  add(tag::refusing, "550 5.1.1 no such user");
  add_own(plots);
  return plots;
}

std::vector<world::Plot> uniform_plots(int count, bool with_tlsa) {
  std::vector<world::Plot> plots;
  Records records{"@ MX 10 mx1", "mx1 A {mx1}"};
  if (with_tlsa) records.push_back("_25._tcp.mx1 TLSA 3 1 1 {mx1.key}");
  for (int i = 0; i < count; ++i) plots.push_back(world::plain_plot(fmt::format("bench-{}", i), "mx1", true, records));
  add_own(plots);
  return plots;
}

std::vector<world::Plot> policy_plots(int count, std::optional<https::SiteFault::Kind> fault) {
  Records records{"@ MX 10 mx1", "mx1 A {mx1}"};
  records.insert(records.end(), policy_records.begin(), policy_records.end());
  std::vector<world::Plot> plots;
  for (int i = 0; i < count; ++i) {
    plots.push_back(open_to_all(fmt::format("bench-{}", i), "mx1", records));
    give_policy(plots.back(), "enforce", 604800, fault);
  }
  add_own(plots);
  return plots;
}

}  // namespace gauntlet::run
