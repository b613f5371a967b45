// What is ruled of one scenario, as a value. How it is ruled: one play by itself in rule.h, all of
// a run together (claims, traits, known gaps) in judge.h.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/scenario/model.h"

namespace gauntlet::judge {

/// In the order in which they only get worse. `known` stands for a failure that the manifest
/// accepts, `error` for a breakdown of ours, which is never a pass.
enum class Result { pass, warning, known, not_applicable, inconclusive, fail, error };

std::string to_text(Result);  ///< "pass", "not-applicable", ...

/// Whether a known gap can explain it: something that the candidate did, or a question that was
/// never put although the play came to its end; never a play that broke off nor a breakdown of
/// ours.
constexpr bool excusable(Result result, bool complete) {
  return result == Result::warning || result == Result::fail ||
         (result == Result::inconclusive && complete);
}

/// One MUST, SHOULD or NOTE of a step and what came of it.
/// Stands in what is told where the machine was too busy for the candidate, or for us, to do in time what is asked for.
inline constexpr std::string_view too_busy = "the machine had too much to do: ";

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
  std::string cell;  ///< where it was ruled on; "" when it was not played
  Result verdict = Result::inconclusive;
  Result raw = Result::inconclusive;        ///< of the play by itself, before claims and traits
  Result unexcused = Result::inconclusive;  ///< what `verdict` would be without known gaps
  bool complete = false;                    ///< the play came to its own end
  std::vector<std::string> reasons;   ///< why it is not a pass, or what to know about the pass
  std::vector<Ruling> rulings;        ///< MUST and SHOULD, in the scenario's order
  std::vector<Ruling> notes;          ///< NOTE
  std::optional<std::pair<std::string, bool>> trait;  ///< what this scenario has taught
  std::string known_reason, known_link;               ///< of the known gap, when verdict is `known`
  double seconds = 0;                                 ///< from the play's first event to its last
  bool kept_time = false;    ///< what the sender wrote of the time after a move of its room's clock was the room's
  bool violated = false;     ///< a MUST NOT was seen broken
  bool stood_still = false;  ///< in a hazard: for too long
  /// Number of the event that tells of the candidate's end during the play; 0 when it lived.
  std::uint64_t ended_at = 0;
};

}  // namespace gauntlet::judge
