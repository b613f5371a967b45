// How a step stands, asked by the runner while it is being played and by the judge afterwards.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "harness/judge/play.h"

namespace gauntlet::judge {

enum class Standing {
  open,    ///< something awaited has not come yet
  met,     ///< every await, MUST and SHOULD has been seen
  decided  ///< a MUST NOT is broken: nothing that follows can mend it
};
/// `open` for a step that has not begun.
Standing standing(const Play&, const scenario::Step&);
/// The third of these alone, which is asked at every event.
bool decided(const Play&, const scenario::Step&);

/// The events that break a ban of the step. It holds from there to the end of the play, or to the first step behind it that
/// mends something (stop, mend, publish; of `bounce`, the last of these alone), or over its own step where it says so or counts times. What only opens a connection (`attempt`, `greet`, ...)
/// breaks none before the answers that the step awaits have come, unless it led to a message's
/// being offered: a sender may connect while it still asks, and hang up at the answer.
std::vector<std::uint64_t> violations(const Play&, const scenario::Step&,
                                      const scenario::StepLine&);

/// Number of the event that proves that the line's act cannot come any more, 0 while it can: the
/// message was returned, or delivered, or never taken, and nothing else of the play is on its way;
/// or (for what only needs a connection) the last one has ended and no message of the play waits;
/// or it was tried twice at our word, the second time when all that a sender
/// may remember had run out, and deferred both times. A step need not wait for it any longer.
std::uint64_t hopeless(const Play&, const scenario::Step&, const scenario::StepLine&);

/// True when the sender's queue has listed that message as put off at this event or since, whether it had tried by then or not.
bool listed_since(const Play&, const std::string& message, std::uint64_t since);

/// For how long a sender may remember what the DNS told it before, in seconds: the longest TTL that
/// the linter allows.
constexpr double memory = 10;

}  // namespace gauntlet::judge
