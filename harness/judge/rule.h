// Rules on one play by itself: its awaits, its rulings, and what happened around it in the lab.
#pragma once
#include <vector>

#include "harness/judge/around.h"
#include "harness/judge/play.h"
#include "harness/judge/standing.h"
#include "harness/judge/verdict.h"

namespace gauntlet::judge {

/// What a play stands in.
struct Surroundings {
  Lab lab;                  ///< its cell's events without a tag
  bool answerable = false;  ///< the candidate answers for its end and for standing still
  bool sole = false;        ///< no other scenario was played in the cell
};

/// The raw verdict.
Verdict rule(const Play&, const Surroundings&);

}  // namespace gauntlet::judge
