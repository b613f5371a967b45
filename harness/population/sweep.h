// One figure of a profile moved from end to end, all else left as it is: what mail is read, lost and delayed then.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/population/chart.h"
#include "harness/population/engine.h"

namespace gauntlet::population {

struct Sweep {
  std::string_view name;   ///< "dane"
  std::string_view x;      ///< what moves, with its unit
  std::string_view attack; ///< the attack that it is about
  bool logarithmic;
  std::vector<double> at;
};
std::span<const Sweep> sweeps();
/// Null: none has that name.
const Sweep* sweep_named(std::string_view name);

/// The profile with that figure in the place of its own.
Profile moved(const Sweep&, Profile, double value);

/// What was counted at each place.
struct Swept {
  const Sweep* sweep = nullptr;
  std::vector<Counts> counts;  ///< of the sweep's attack alone
};
Swept sweep(const Sweep&, const Profile&, const Table&, Task);

/// Of `what`: "read", "lost" or "delayed", a curve for each defence; defences that give the same curve share one.
Chart chart_of(const Swept&, std::string_view what);

}  // namespace gauntlet::population
