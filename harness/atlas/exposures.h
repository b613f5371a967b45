// The exposures that the standards leave open, and which attacks show each, or why none does: scenarios/atlas/exposures.
#pragma once
#include <string>
#include <vector>

namespace gauntlet::atlas {

struct Exposure {
  int line = 0;
  std::string id, title;             ///< "EXP-01"
  std::vector<std::string> attacks;  ///< ids; none: set aside
  std::string apart;                 ///< why it is set aside
};

/// Throws Complaints for an exposure with neither attack nor reason, with both, or twice, and for attacks that are not among `known`.
std::vector<Exposure> read_exposures(const std::string& file, const std::string& text, const std::vector<std::string>& known);

}  // namespace gauntlet::atlas
