// How the verbs of the language (harness/scenario/verbs) are found in a record: one predicate each.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "harness/judge/play.h"

namespace gauntlet::judge {

/// The events in the window that show the act, in order, at most `most` of them. An act with a
/// number ("attempt mx1 3 times") is shown by that many events or not at all. What counts may depend
/// on what went before in the window: a message is kept when something was tried in it.
std::vector<std::uint64_t> sightings(const Play&, const scenario::Act&, Window = {},
                                     size_t most = 100);

bool seen(const Play&, const scenario::Act&, Window = {});

/// The event by which an attempt at the message that an act of the queue (`keep`, `decide`) names is over where the queue cannot be
/// seen; 0 when there is none. It shows that there is nothing more to wait for, never that the sender has kept the message.
std::uint64_t attempt_over(const Play&, const scenario::Act&, Window);

/// Whether there is nothing more to wait for: the act was seen, or the attempt that it is about is over.
bool met(const Play&, const scenario::Act&, Window);

/// One event as a short sentence for a report.
std::string described(const record::Event&);

/// How often an act must be seen to count: 3 for "attempt mx1 3 times".
size_t times(const scenario::Act&);

/// Where a notice that names no action leaves it open whether the act was seen: why, else "".
/// (RFC 5321, 6.1 asks for a notification but not for its form, RFC 3464 is one form of it.)
std::string unreadable_notice(const Play&, const scenario::Act&, Window);

}  // namespace gauntlet::judge
