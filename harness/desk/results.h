// What the judge ruled, as a report tells it.
#pragma once
#include "harness/desk/desk.h"

namespace gauntlet::desk {

/// A play's verdict without rulings' events, evidence and how to reproduce it: enough for a line
/// while a run goes on.
report::Scenario told(const judge::Verdict&);

/// "https://www.rfc-editor.org/rfc/rfc7672#section-2.1.2"; "" for what is no RFC.
std::string link(const scenario::Clause&);

}  // namespace gauntlet::desk
