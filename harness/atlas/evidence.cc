// See evidence.h.
#include "harness/atlas/evidence.h"

#include <algorithm>

#include <fmt/format.h>

#include "harness/judge/verbs.h"

namespace gauntlet::atlas {

Plays::Plays(const desk::Desk& desk) : desk_(desk) {
  std::map<std::string, const scenario::Scenario*> scenarios;
  for (const auto& s : desk.scenarios) scenarios[s.id] = &s;
  for (const auto& cell : desk.cells) {
    for (const auto& id : cell.scenarios)
      if (const auto found = scenarios.find(id); found != scenarios.end()) {
        plays_.erase(id);  // (What a crash cut short was played again.)
        plays_.emplace(id, One{judge::Play(*found->second), cell.id});
      }
    for (const auto& event : cell.events)
      if (const auto found = plays_.find(event.tag); found != plays_.end() && found->second.cell == cell.id) found->second.play.view(event);
  }
}

Outcome Plays::outcome(const std::string& id) const {
  const auto found = plays_.find(id);
  if (found == plays_.end()) return {Got::not_asked, "it was played in no world", {}};
  return outcome_of(found->second.play);
}

std::string Plays::evidence(const std::string& id, const Outcome& outcome) const {
  const auto found = plays_.find(id);
  if (found == plays_.end()) return fmt::format("{}: {}\n", id, outcome.why);
  const auto& [play, cell] = found->second;
  const auto& scenario = play.scenario();
  std::string text = fmt::format("{}\nthe attacker controls: {}\nthe attacker got: {} ({})\nrecord: {}\n\n--- the attack ---\n{}\n--- what was seen ---\n",
                                 scenario.title, scenario.controls, name_of(outcome.got), outcome.why, desk::record_file(desk_.folder, cell),
                                 scenario.text);
  for (const auto* event : play.events()) {
    const bool shows = std::ranges::find(outcome.events, event->n) != outcome.events.end();
    text += fmt::format("{} {:>6} {:9.3f} {:<10} {:<14} {}\n", shows ? '>' : ' ', event->n, event->t, event->actor, event->what, judge::described(*event));
  }
  return text;
}

}  // namespace gauntlet::atlas
