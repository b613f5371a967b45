// What stands of a scenario in the world, and whether it can be built at all: linter and runner ask the same question
// and get the same answer, for it is put to the code that builds worlds.
#pragma once
#include <string>
#include <vector>

#include "fixtures/base/fault.h"
#include "fixtures/world/plot.h"
#include "harness/scenario/model.h"

namespace gauntlet::scenario {

/// The scenario's part of the world, tagged with its id; `name` is the label of its domain.
world::Plot plot_of(const Scenario&, const std::string& name);

/// All that is wrong with zone text, placeholders, certificates and changes (published in the order of the steps), and TTLs
/// that outlive a step. Ordered as the scenarios, then by line.
std::vector<Complaint> buildable(const std::vector<Scenario>&);

}  // namespace gauntlet::scenario
