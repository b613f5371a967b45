// Rules on one play by itself: its awaits, its rulings, and what happened around it in the lab.
#pragma once
#include <vector>

#include "harness/judge/play.h"
#include "harness/judge/verdict.h"

namespace gauntlet::judge {

/// The raw verdict. `lab` are the record's events without a tag, in order.
Verdict rule(const Play&, const std::vector<const record::Event*>& lab);

/// How a step stands while it is being played, for the runner.
enum class Standing {
  open,    ///< something awaited has not come yet
  met,     ///< every await, MUST and SHOULD has been seen
  decided  ///< a MUST NOT is broken: nothing that follows can mend it
};
/// `open` for a step that has not begun.
Standing standing(const Play&, const scenario::Step&);

}  // namespace gauntlet::judge
