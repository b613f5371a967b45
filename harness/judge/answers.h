// How the verbs that are about DNS are found in a record, and what an answer tells beside.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "harness/judge/play.h"

namespace gauntlet::judge {

/// What is looked for, and where.
struct Quest {
  const Play& play;
  const scenario::Bound& act;
  Window window;
};

/// A name in lower case, without its final dot.
std::string without_dot(std::string name);

bool query(const Quest&, const record::Event&);
bool answer(const Quest&, const record::Event&);

/// For an `answer` that was awaited in vain: the events that show the same question answered
/// otherwise, so that what the step assumes of the resolver is not so. Answers to questions that
/// did not ask for DNSSEC prove nothing about `secure`, and answers to questions with the CD bit
/// prove nothing at all: there the resolver does not check what it gives, at the sender's own wish.
std::vector<std::uint64_t> contradictions(const Play&, const scenario::Act&, Window);

/// That the sender was given the answer that the act names, and then another one to the same question, though the scenario had changed
/// nothing: whoever resolves for it has changed its mind. A sentence, "" when it has not.
std::string recanted(const Play&, const scenario::Act&, Window);

}  // namespace gauntlet::judge
