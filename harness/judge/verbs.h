// How the verbs of the language (harness/scenario/verbs) are found in a record: one predicate each.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "harness/judge/play.h"

namespace gauntlet::judge {

/// The events in the window that show the act, in order, at most `most` of them. An act with a
/// number
/// ("attempt mx1 3 times") is shown by that many events or not at all.
std::vector<std::uint64_t> sightings(const Play&, const scenario::Act&, Window = {},
                                     size_t most = 100);

bool seen(const Play&, const scenario::Act&, Window = {});

/// For an `answer` that was awaited in vain: the events that show the same question answered
/// otherwise, so that what the step assumes of the resolver is not so. Answers to questions that
/// did not ask for DNSSEC prove nothing about `secure`.
std::vector<std::uint64_t> contradictions(const Play&, const scenario::Act&, Window);

/// One event as a short sentence for a report.
std::string described(const record::Event&);

/// The names of all verbs that have a predicate.
std::vector<std::string> predicates();

}  // namespace gauntlet::judge
