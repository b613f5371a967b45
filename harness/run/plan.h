// From scenarios to cells. A cell is what one world plays: one candidate in one manner (variant), on one kind
// of ground, some scenarios; it leaves one record and one folder of evidence. Repetitions, shards, faults of the reference
// sender and measurements are rows of such lists. Pure: no file, no clock, no socket.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/model.h"

namespace gauntlet::run {

/// Who else is in the world. `shared`: all scenarios that mind nobody; `alone`: one that must own the world;
/// `hazard`: one that may bring the candidate down, which is then its failure; `suspect`: one that was under way when the
/// candidate ended by itself, played again by itself to find out which did it (ruled on like a hazard).
enum class Ground { shared, alone, hazard, suspect };

std::string name(Ground);

/// Which candidate, in which manner.
struct Variant {
  std::string manifest;                    ///< file
  std::map<std::string, std::string> set;  ///< --set
  bool operator==(const Variant&) const = default;
};

struct Cell {
  std::string id;  ///< "shared", "shared.2", "hazard.mx-many-hosts": unique in its run, fit for a file name
  Ground ground = Ground::shared;
  std::vector<std::string> scenarios;  ///< ids, in the order in which they are begun
  bool operator==(const Cell&) const = default;
};

/// The k-th of n parts, from 1.
struct Shard {
  int index = 1, count = 1;
  bool operator==(const Shard&) const = default;
};

/// The ids that belong to a shard: every n-th of the sorted list, so that families are spread evenly. Every
/// id is in exactly one shard.
std::vector<std::string> in_shard(std::vector<std::string> ids, const Shard&);

/// Plays that share a world, at most.
constexpr size_t most_in_a_world = 200;

/// Where a candidate takes only a few plays at a time, a world has this many times as many.
constexpr size_t turns_in_a_world = 20;

/// The cells of one run: shared ones, one for each that is alone, one for each hazard. Scenarios that need a claim
/// which is not among `claims`, or are not asked of one who makes one of them, are in none. `shuffle` is the seed of a random order (none = in the order given);
/// `most`: how many share a world.
std::vector<Cell> plan(const std::vector<scenario::Scenario>&, const std::vector<std::string>& claims,
                       std::optional<std::uint32_t> shuffle = std::nullopt, size_t most = most_in_a_world);

/// What is played again after the candidate ended by itself while `broken` were under way or had not begun: halves of
/// them, each in a fresh world, down to single suspects.
std::vector<Cell> split(const Cell& crashed, const std::vector<std::string>& broken);

}  // namespace gauntlet::run
