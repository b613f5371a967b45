// Rules on one play by itself: its awaits, its rulings, and what happened around it in the lab.
#pragma once
#include <vector>

#include "harness/judge/play.h"
#include "harness/judge/verdict.h"

namespace gauntlet::judge {

/// What a play stands in.
struct Surroundings {
  std::vector<const record::Event*> lab;  ///< its cell's events without a tag, in order
  /// The candidate answers for its own end and for standing still, whatever the scenario says.
  bool answerable = false;
};

/// The raw verdict.
Verdict rule(const Play&, const Surroundings&);

/// How a step stands while it is being played, for the runner.
enum class Standing {
  open,    ///< something awaited has not come yet
  met,     ///< every await, MUST and SHOULD has been seen
  decided  ///< a MUST NOT is broken: nothing that follows can mend it
};
/// `open` for a step that has not begun.
Standing standing(const Play&, const scenario::Step&);

}  // namespace gauntlet::judge
