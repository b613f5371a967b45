// A play told: who said what to whom, in the order of time.
#pragma once
#include "harness/desk/evidence.h"
#include "harness/report/material.h"

namespace gauntlet::desk {

/// Where the scenario's attackers stand, in words.
std::vector<std::pair<std::string, std::string>> places_of(const scenario::Scenario&);

/// Of what was seen in a cell.
report::Story story(const Play&, const scenario::Scenario*);

}  // namespace gauntlet::desk
