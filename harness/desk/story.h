// A play told: who said what to whom, in the order of time.
#pragma once
#include "harness/desk/evidence.h"
#include "harness/report/material.h"

namespace gauntlet::desk {

/// Of what was seen in a cell.
report::Story story(const Play&, const scenario::Scenario*);

}  // namespace gauntlet::desk
