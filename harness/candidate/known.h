// Gaps that a manifest's author knows of, and says so.
#pragma once
#include "fixtures/lab/reading.h"
#include "harness/candidate/manifest.h"

namespace gauntlet::candidate {

/// known SCENARIO [version PREFIX] [until DAY] / body: reason lines; a line starting with http is the link.
void read_known(lab::Reading& r, Manifest& m);

}  // namespace gauntlet::candidate
