// What the judge ruled, as a report tells it.
#pragma once
#include "harness/desk/desk.h"

namespace gauntlet::desk {

/// A play's verdict without rulings' events, evidence and how to reproduce it: enough for a line
/// while a run goes on.
report::Scenario told(const judge::Verdict&);

}  // namespace gauntlet::desk
