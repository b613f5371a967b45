// Reader of the lines of a step. Throws Mistake (phrase.h).
#pragma once
#include <string>

#include "harness/scenario/model.h"

namespace gauntlet::scenario {

StepLine step_line(const std::string& text, int number);

/// The words before `within` or the end of the line, as an act whose grammar has been checked.
class Phrase;
Act act(Phrase&);

std::string to_text(Level);  ///< "MUST NOT"

/// MUST NOT and SHOULD NOT.
inline bool ban(Level level) {
  return level == Level::must_not || level == Level::should_not;
}

/// A line that waits for something to happen: await, MUST, SHOULD.
bool awaited(const StepLine&);
/// It hands over a message that is odd by design: with an option of `send`, or to a quoted local part.
bool is_odd(const StepLine&);

}  // namespace gauntlet::scenario
