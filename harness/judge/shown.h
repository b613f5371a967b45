// Whether what a scenario puts in a sender's way was really there: every fault, act and flaw writes an
// event `shown` when it has taken effect, and this asks for it wherever there was an occasion. A
// question that was not put has no answer, neither a pass nor a failure. README.md has the rules.
#pragma once
#include <string>
#include <vector>

#include "harness/judge/play.h"

namespace gauntlet::judge {

/// One sentence for each fault, act or flaw of the scenario that had an occasion in this play and did
/// not take effect: `mallory's "strip STARTTLS" on mx1 never took effect, though ...`. What had no
/// occasion (a host that was never connected to) is not missed.
std::vector<std::string> unshown(const Play&);

}  // namespace gauntlet::judge
