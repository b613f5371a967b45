// Names that a candidate sees: fresh in every run, and without anything in them that tells what is played there. A seed
// gives the same names again.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace gauntlet::run {

/// `letters` lower-case letters for `what`, which no other seed and no other `what` is given (but by a chance of
/// 26^-letters).
std::string fresh_name(std::uint32_t seed, std::string_view what, int letters = 12);

/// Another seed in every run.
std::uint32_t any_seed();

}  // namespace gauntlet::run
