// What happened around a play: the candidate's ends and stalls, commands of its manifest that
// failed, our own breakdowns. It excuses a candidate for what was not its doing, and in a hazard
// condemns it for what was.
#pragma once
#include <string>
#include <vector>

#include "harness/judge/play.h"

namespace gauntlet::judge {

using Lab = std::vector<const record::Event*>;  ///< a cell's events without a tag, in order

/// A bystander's message that stays away for longer tells that the candidate as a whole stands
/// still, so that nothing is asked of it meanwhile (bystanders are sent every few seconds).
constexpr double patience = 8;  // seconds
/// Standing still for longer is a failure of its own, where the candidate answers for it.
constexpr double endurance = 20;

/// The candidate's unexpected end in the window: of its main process, or of a part of it. nullptr
/// when it lived.
const record::Event* ended(const Lab&, Window);

/// True when the candidate had ended before this event and had not been started again.
bool down(const Lab&, std::uint64_t n);

/// The last event in the window at which the candidate ended, or was stopped; 0 = it did not.
std::uint64_t last_end(const Lab&, Window);

/// For how long, at the longest, no bystander got through in the passage, in seconds. 0 where none
/// ever did in this world before: such a candidate has not stopped.
double longest_stall(const Lab&, const Passage&);

/// For how long, at the end of the passage, none had got through.
double last_stall(const Lab&, const Passage&);

/// What broke of ours while the play went on, a sentence each.
std::vector<std::string> breakdowns(const Play&, const Lab&);

/// That our own servers were slow while the passage went on, or that the candidate waited for a processor, for more than
/// two seconds in which it had hardly any, or for a quarter of it: a sentence, "" when the machine had time for both.
/// `idle`: the sender asked nothing and connected to nobody in the passage, which two seconds do not explain, but half of it would.
/// Who has given up has no use for the rest of the passage: until the last sign of it counts by itself, too.
std::string slowness(const Play&, const Lab&, const Passage&, bool idle);

/// That one of our own servers was so late in the passage that who waited for it had to take it for dead, and turn to the next: a
/// sentence, "" when none was.
std::string unserved(const Lab&, const Passage&);

/// That a notice of the sender's waits in its queue, where the act may be a notice that comes home: what hinders it there is our doing. A
/// sentence, "" when none does.
std::string notice_held_up(const Play&, const Lab&, const scenario::Act&, Window);

/// That the sender asked in the window what it had been answered in it: on a busy machine a sign that it came too late to the
/// answer, and took the lookup for one that failed. A sentence, "" when it did not.
std::string unread(const Play&, Window);

/// That, up to that event, the sender had turned to a mail exchanger before a policy host had answered it: on a busy machine a sign
/// that it came too late to the policy, and has none. A sentence, "" when it did not.
std::string given_up(const Play&, std::uint64_t last);

/// That our resolver answered SERVFAIL in the window, where nothing in the scenario makes it: a sentence, "" when it did not.
std::string unasked_servfail(const Play&, Window);

/// True when the sender asked a question about the play, or connected to one of its hosts, in the window.
bool asked(const Play&, Window);

/// True when the sender came to a host in the window and did there what it wanted: delivered the message, or left by an alert, or by QUIT
/// before it named one. It was not too slow then; it had decided. (How it left another host than the act names, what came of another message,
/// and what another recipient's host took, say nothing of what the act is about.)
bool turned_away(const Play&, const scenario::Act&, Window);

/// True when the sender connected to itself in the window, at an address that the play led it to: what keeps it from
/// anything else is then its own doing.
bool circled(const Play&, const Lab&, Window);

/// That the candidate refused a message for good (5yz, or for its content) that is odd by design (scenario::is_odd): what it takes from
/// nobody it need not send. A sentence, "" when it did not.
std::string takes_none_like_it(const Play&);

/// Why the act cannot be seen, or cannot have been asked for, in this window, because a command of
/// the manifest failed or because a ClientHello does not say it: a sentence, "" when it can.
std::string unheard(const Play&, const Lab&, const scenario::Act&, Window);
/// The same of the `nudge` that a step gives.
std::string not_nudged(const Play&, const Lab&, const scenario::Step&, Window);

/// What a packet of the candidate to an address that nobody declared is to be told as; "" for one
/// to an address that stands in one of the scenarios (hosts at which nobody listens do).
std::string stray(const record::Event& alarm, const std::vector<const scenario::Scenario*>&);

}  // namespace gauntlet::judge
