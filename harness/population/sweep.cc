// See sweep.h.
#include "harness/population/sweep.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace gauntlet::population {
namespace {

constexpr std::array shares{0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};

std::uint64_t number(const Tally& t, std::string_view what) { return what == "read" ? t.read : what == "lost" ? t.lost : t.delayed; }

}  // namespace

std::span<const Sweep> sweeps() {
  static const std::vector<double> parts(shares.begin(), shares.end());
  static const std::vector<Sweep> all{
      {"dane", "share of domains that are signed, own zone and provider's, with TLSA records", "self-signed", false, parts},
      {"mta-sts", "share of domains that enforce an MTA-STS policy", "first-contact", false, parts},
      {"max-age", "max_age of all policies, days", "first-contact", true, {0.25, 0.5, 1, 2, 4, 7, 10, 14, 30, 90, 365}},
      {"hijackable", "share of domains whose ways can be hijacked", "strip", false, parts},
  };
  return all;
}

const Sweep* sweep_named(std::string_view name) {
  const auto all = sweeps();
  const auto found = std::ranges::find(all, name, &Sweep::name);
  return found == all.end() ? nullptr : &*found;
}

Profile moved(const Sweep& sweep, Profile profile, double value) {
  if (sweep.name == "hijackable") profile.set(Share::hijackable, value);
  if (sweep.name == "max-age") profile.set_max_age(std::max<std::int64_t>(1, static_cast<std::int64_t>(value * 24)));
  if (sweep.name == "mta-sts") profile.set(Share::mta_sts, value), profile.set(Share::enforce, 1);
  if (sweep.name == "dane")
    for (const auto share : {Share::is_signed, Share::provider_signed, Share::dane}) profile.set(share, share == Share::dane ? 1 : value);
  // (To see what max_age does there must be policies.)
  if (sweep.name == "max-age") profile.set(Share::mta_sts, 1), profile.set(Share::enforce, 1);
  return profile;
}

Swept sweep(const Sweep& sweep, const Profile& profile, const Table& table, Task task) {
  task.attacks = {static_cast<std::size_t>(attack_named(sweep.attack))};
  Swept out{&sweep, {}};
  for (const double value : sweep.at) out.counts.push_back(reckon(moved(sweep, profile, value), table, task));
  return out;
}

Chart chart_of(const Swept& swept, std::string_view what) {
  Chart out{.title = fmt::format("Mail {}, attack {}: {}", what, swept.sweep->attack, swept.counts.front().title),
            .x = std::string(swept.sweep->x),
            .y = fmt::format("{}, % of all messages", what), .logarithmic = swept.sweep->logarithmic, .curves = {}};
  const auto& first = swept.counts.front();
  for (std::size_t d = 0; d < first.defences.size(); ++d) {
    Curve curve{first.defences[d], {}};
    for (std::size_t i = 0; i < swept.counts.size(); ++i) {
      const Tally& t = swept.counts[i].tallies[0][d];
      curve.points.emplace_back(swept.sweep->at[i],
                                t.sent ? 100.0 * static_cast<double>(number(t, what)) / static_cast<double>(t.sent) : 0);
    }
    const auto same = std::ranges::find(out.curves, curve.points, &Curve::points);
    if (same == out.curves.end()) out.curves.push_back(std::move(curve));
    else same->name += ", " + curve.name;
  }
  return out;
}

}  // namespace gauntlet::population
