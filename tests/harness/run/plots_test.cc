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
