// The attacks of the atlas: scenario files *.attack, each row of their tables an attack. They have outcomes in place of verdicts, so
// that no run of the suite plays them. A step `peace` is what a sender that has been there before has met: without it, the attack is
// the first contact.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "fixtures/base/fault.h"
#include "harness/scenario/clauses.h"
#include "harness/scenario/model.h"

namespace gauntlet::atlas {

struct Attack {
  std::string id;  ///< "on-path[strip]"
  std::string title, controls;
  scenario::Scenario first;                ///< id "first/on-path[strip]"
  std::optional<scenario::Scenario> warm;  ///< id "warm/on-path[strip]"; none where both contacts are one play
};

/// All below the folder, by their ids. Throws Complaints for what does not read.
std::vector<Attack> read_attacks(const std::string& folder);

/// What the linter has against them, and what keeps them from standing in a world.
std::vector<Complaint> wrong_with(const std::vector<Attack>&, const scenario::Catalogue&);

/// A text without its step `peace`, as many lines as before.
std::string without_peace(const std::string& text);

}  // namespace gauntlet::atlas
