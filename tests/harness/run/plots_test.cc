// What stands in every world: home, bystander and lure can be built, and a sender of any posture can deliver there.
#include "harness/run/plots.h"

#include <gtest/gtest.h>

#include "fixtures/https/plan.h"
#include "fixtures/smtp/plan.h"
#include "fixtures/world/trial.h"

namespace gauntlet::run {
namespace {

const world::Plot& plot(const std::vector<world::Plot>& plots, const std::string& tag) {
  for (const auto& one : plots)
    if (one.tag == tag) return one;
  throw std::runtime_error(tag + " is missing");
}

TEST(plots, stand_open_to_senders_of_any_posture) {
  const auto plots = plots_of({}, 1);
  for (const char* tag : {tag::home, tag::bystander, tag::lure}) {
    const auto& own = plot(plots, tag);
    EXPECT_TRUE(world::Trial().of(own, {}).empty()) << tag;
    EXPECT_TRUE(own.zones.front().zone.is_signed) << tag;
    std::string text;
    for (const auto& line : own.zones.front().zone.records) text += line.text + "\n";
    const auto& mx = *smtp::mx_of(*own.hosts.front().plan);
    EXPECT_NE(text.find("_25._tcp." + own.hosts.front().name + " TLSA 3 1 1 {" + own.hosts.front().name + ".key}"), text.npos) << tag;
    EXPECT_EQ(mx.certificate.issuer, pki::Issuer::trusted) << tag;
    EXPECT_EQ(mx.certificate.names, (std::vector<std::string>{"{" + own.hosts.front().name + ".host}", "{domain}"})) << tag;
    EXPECT_TRUE(mx.faults.empty()) << tag;
  }
}

TEST(plots, give_every_part_of_a_sender_something_to_ask_for) {
  const auto plots = plots_of({}, 1, Abroad{});
  const auto& bystander = plot(plots, tag::bystander);
  EXPECT_TRUE(world::Trial().of(bystander, {}).empty());
  std::string text;
  for (const auto& line : bystander.zones.front().zone.records) text += line.text + "\n";
  for (const char* record : {"@ MX", "_25._tcp.mx1 TLSA", "_mta-sts TXT", "_smtp._tls TXT"}) EXPECT_NE(text.find(record), text.npos) << record;
}

TEST(plots, lie_below_a_delegated_domain_under_names_that_no_other_world_has) {
  const auto one = plots_of({}, 1, Abroad{"lab.agency.example.", "shared"}), other = plots_of({}, 1, Abroad{"lab.agency.example.", "alone"});
  EXPECT_EQ(plot(one, tag::home).parent, "lab.agency.example.");
  EXPECT_NE(plot(one, tag::home).label, plot(other, tag::home).label);
  EXPECT_TRUE(world::Trial().of(plot(one, tag::bystander), {}).empty());
}

TEST(plots, have_policies_as_they_should_be_or_under_a_fault) {
  const auto plots = policy_plots(2, https::SiteFault::Kind::slow);
  for (const char* tag : {"bench-0", "bench-1"}) {
    const auto& one = plot(plots, tag);
    EXPECT_TRUE(world::Trial().of(one, {}).empty()) << tag;
    const auto& site = *https::site_of(*one.hosts.back().plan);
    EXPECT_EQ(site.certificate.issuer, pki::Issuer::trusted);
    EXPECT_EQ(site.policy, "version: STSv1\r\nmode: enforce\r\nmx: mx1.{domain}\r\nmax_age: 604800\r\n");
    ASSERT_EQ(site.faults.size(), 1u);
    EXPECT_EQ(site.faults.front().kind, https::SiteFault::Kind::slow);
  }
  EXPECT_TRUE(https::site_of(*plot(policy_plots(1, {}), "bench-0").hosts.back().plan)->faults.empty());
  EXPECT_EQ(plot(plots, tag::home).hosts.size(), 1u);
}

}  // namespace
}  // namespace gauntlet::run
