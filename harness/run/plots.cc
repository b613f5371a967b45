// See plots.h.
#include "harness/run/plots.h"

#include <fmt/format.h>

#include "harness/scenario/reader.h"

namespace gauntlet::run {
namespace {

world::Plot plain_plot(const std::string& tag, bool is_signed, const std::vector<std::string>& records) {
  world::Plot plot;
  plot.tag = tag;
  plot.label = tag;
  plot.file = tag;
  world::ZonePlan zone;
  zone.zone.is_signed = is_signed;
  int number = 0;
  for (const auto& text : records) zone.zone.records.push_back({text, ++number});
  plot.zones.push_back(zone);
  world::MxPlan mx;
  mx.mx.name = "mx1";
  plot.mxs.push_back(mx);
  return plot;
}

void add_own(std::vector<world::Plot>& plots) {
  plots.push_back(plain_plot("home", true, {"@ MX 10 mx1", "mx1 A {mx1}", "sender A 198.18.0.1"}));
  plots.push_back(plain_plot("bystander", false, {"@ MX 10 mx1", "mx1 A {mx1}"}));
}

}  // namespace

std::vector<world::Plot> plots_of(const std::vector<scenario::Scenario>& scenarios) {
  std::vector<world::Plot> plots;
  for (const auto& s : scenarios)
    plots.push_back({s.id, scenario::label(s.id), s.file, s.zones, s.changes, s.mxs, s.attackers});
  add_own(plots);
  return plots;
}

std::vector<world::Plot> uniform_plots(int count, bool with_tlsa) {
  std::vector<world::Plot> plots;
  std::vector<std::string> records = {"@ MX 10 mx1", "mx1 A {mx1}"};
  if (with_tlsa) records.push_back("_25._tcp.mx1 TLSA 3 1 1 {mx1.key}");
  for (int i = 0; i < count; ++i) plots.push_back(plain_plot(fmt::format("bench-{}", i), true, records));
  add_own(plots);
  return plots;
}

}  // namespace gauntlet::run
