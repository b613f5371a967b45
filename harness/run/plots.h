// From scenarios to plots of land: what of a scenario stands in the world, and the lab's own two plots.
#pragma once
#include <vector>

#include "fixtures/world/plot.h"
#include "harness/scenario/model.h"

namespace gauntlet::run {

/// One plot a scenario, tagged with its id, then home (where bounces come to) and the bystander.
std::vector<world::Plot> plots_of(const std::vector<scenario::Scenario>&);

/// `count` plots with a signed zone, one exchanger and its TLSA record; and the lab's own two.
std::vector<world::Plot> uniform_plots(int count, bool with_tlsa);

}  // namespace gauntlet::run
