// What is ruled of one scenario, as a value. How it is ruled: one play by itself in rule.h, all of
// a run together (claims, traits, known gaps) in judge.h.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/scenario/model.h"

namespace gauntlet::judge {

/// In the order in which they only get worse. `known` stands for a failure that the manifest
/// accepts, `error` for a breakdown of ours, which is never a pass.
enum class Result { pass, warning, known, not_applicable, inconclusive, fail, error };

std::string to_text(Result);  ///< "pass", "not-applicable", ...

/// One MUST, SHOULD or NOTE of a step and what came of it.
struct Ruling {
  std::string step;
  int line = 0;
  scenario::Level level = scenario::Level::note;
  std::string text;  ///< as the scenario has it: "MUST NOT deliver note [...]"
  std::vector<std::string> clauses;
  bool decided = false;               ///< false: the question was not put, or the play broke off
  bool held = false;                  ///< meaningful when decided; of a NOTE: the act was seen
  std::string expected, observed;     ///< a sentence each, without full stop
  std::vector<std::uint64_t> events;  ///< what shows it: the act's sightings
};

struct Verdict {
  std::string scenario, family, title;
  Result verdict = Result::inconclusive;
  Result raw = Result::inconclusive;  ///< before claims, traits, known gaps and --strict
  std::vector<std::string> reasons;   ///< why it is not a pass, or what to know about the pass
  std::vector<Ruling> rulings;        ///< MUST and SHOULD, in the scenario's order
  std::vector<Ruling> notes;          ///< NOTE
  std::optional<std::pair<std::string, bool>> trait;  ///< what this scenario has taught
  std::string known_reason, known_link;               ///< of the known gap, when verdict is `known`
  double seconds = 0;                                 ///< from the play's first event to its last
};

}  // namespace gauntlet::judge
