// Measurements inside a world, for `gauntlet bench`: how long it takes to stand, what a bare sink takes, and how much
// memory that needs. Prints one JSON line on stdout.
#pragma once
#include "harness/cli/inner.h"

namespace gauntlet::cli {

/// Order.purpose `raise` or `sink`, over Order.domains plots.
awaitable<int> measure(Inner& inner);

}  // namespace gauntlet::cli
