// What was found out about a machine, a line each.
#pragma once
#include <string>
#include <vector>

namespace gauntlet::preflight {

/// unknown: it could not be asked, and the text says why. note: worth knowing, no failure.
enum class State { ok, fails, unknown, note };

struct Finding {
  State state;
  std::string subject;  ///< one word: "resolver", "anchor", "postfix"
  std::string text;
  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

}  // namespace gauntlet::preflight
