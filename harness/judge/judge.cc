// See judge.h. Plays are ruled on one by one first, cell by cell; of a scenario's plays the worst
// counts; then each verdict is settled in the light of others.
#include "harness/judge/judge.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "harness/judge/play.h"
#include "harness/judge/rule.h"

namespace gauntlet::judge {
namespace {

using record::Event;
using scenario::Scenario;

/// The verdict of one play.
struct Sitting {
  Verdict verdict;
  const Cell* cell;
  bool cut = false;  ///< the candidate ended while it was under way, or before it had begun
};
using Sittings = std::map<std::string, std::vector<Sitting>>;  ///< by scenario

/// Who was played in a cell, also those of whom something else counts by now (a cell's scenarios are those that count).
std::set<std::string> played_in(const Cell& cell) {
  std::set<std::string> all;
  for (const auto& event : cell.events)
    if (event.what == "play.begin") all.insert(event.tag);
  return all;
}

/// Hands each event to its play, those without a tag to `lab`.
void rule_cell(const std::map<std::string, const Scenario*>& scenarios, const Cell& cell,
               Sittings& sittings) {
  std::map<std::string, Play> plays;
  std::vector<const Event*> lab;
  for (const auto& id : cell.scenarios)
    if (const auto found = scenarios.find(id); found != scenarios.end())
      plays.try_emplace(id, *found->second);
  for (const auto& event : cell.events) {
    if (event.tag.empty())
      lab.push_back(&event);
    else if (const auto play = plays.find(event.tag); play != plays.end())
      play->second.view(event);
  }
  const bool sole = plays.size() == 1 && played_in(cell).size() <= 1;
  for (const auto& [id, play] : plays) {
    auto verdict = rule(play, {.lab = lab,
                               .answerable = cell.hazard || cell.suspect,
                               .sole = sole});
    verdict.cell = cell.id;
    const bool never = !play.begun() && ended(lab, {});
    const bool cut = verdict.ended_at != 0 || never;
    sittings[id].push_back({std::move(verdict), &cell, cut});
  }
}

/// The worst of several worlds: a violation that one of them has shown is not undone by the
/// breakdown of another.
int weight(Result result) {
  return result == Result::fail ? static_cast<int>(Result::error) + 1 : static_cast<int>(result);
}

/// The cells in which an end of the candidate is accounted for: one of their scenarios brought it
/// down when it was played alone.
std::set<const Cell*> accounted_for(const Sittings& all) {
  std::set<const Cell*> cells;
  for (const auto& [id, sittings] : all)
    if (std::any_of(sittings.begin(), sittings.end(), [](const Sitting& s) {
          return s.cell->suspect && s.cut && s.verdict.raw == Result::fail;
        }))
      for (const auto& sitting : sittings)
        if (!sitting.cell->suspect) cells.insert(sitting.cell);
  return cells;
}

/// The sittings that count. A play that an end of the candidate cut short says nothing about its
/// scenario once it is known who brought that about: what it did when it was played again counts.
std::vector<const Sitting*> counted(const std::vector<Sitting>& all,
                                    const std::set<const Cell*>& accounted) {
  std::vector<const Sitting*> counted, every;
  for (const auto& sitting : all) {
    every.push_back(&sitting);
    const bool excused = sitting.cut && sitting.verdict.raw == Result::inconclusive &&
                         accounted.contains(sitting.cell);
    if (!excused) counted.push_back(&sitting);
  }
  return counted.empty() ? every : counted;
}

Verdict worst(const Scenario& scenario, const Sittings& all,
              const std::set<const Cell*>& accounted) {
  const auto found = all.find(scenario.id);
  if (found == all.end()) return rule(Play(scenario), {});
  const Verdict* worst = nullptr;
  std::optional<bool> taught;
  bool differ = false;
  for (const auto* sitting : counted(found->second, accounted)) {
    const auto& verdict = sitting->verdict;
    if (verdict.trait) {
      differ = differ || (taught && *taught != verdict.trait->second);
      taught = verdict.trait->second;
    }
    if (!worst || weight(verdict.raw) > weight(worst->raw)) worst = &verdict;
  }
  auto verdict = *worst;
  if (differ) {
    verdict.trait.reset();
    verdict.reasons.push_back("it taught one thing in one world and another in the next");
  }
  return verdict;
}

class Court {
 public:
  Court(const std::vector<Scenario>& scenarios, const Facts& facts, std::vector<Verdict> raw)
      : scenarios_(scenarios),
        facts_(facts),
        verdicts_(std::move(raw)),
        stage_(scenarios.size(), Stage::raw) {}

  std::vector<Verdict> settle_all() {
    for (size_t i = 0; i < scenarios_.size(); ++i) settle(i);
    for (size_t i = 0; i < scenarios_.size(); ++i) finish(i);
    return std::move(verdicts_);
  }

 private:
  enum class Stage { raw, settling, settled };

  /// Claims and traits. A scenario that another rests on is settled first; in a circle, nobody
  /// rests.
  void settle(size_t i) {
    if (stage_[i] != Stage::raw) return;
    stage_[i] = Stage::settling;
    auto& verdict = verdicts_[i];
    if (const auto why = not_asked(scenarios_[i], facts_.claims); !why.empty()) {
      verdict.reasons = {why};
      verdict.verdict = Result::not_applicable;
      verdict.trait.reset();
    } else {
      weigh_premises(i);
      weigh_traits(i);
      if (verdict.verdict == Result::not_applicable || verdict.verdict == Result::inconclusive)
        verdict.trait.reset();
    }
    stage_[i] = Stage::settled;
  }

  /// Where the control of a premise does not pass, nothing that rests on it is a pass, and what did
  /// not come is nobody's failure: a sender that cannot do the one thing cannot do the other. What
  /// was seen to be broken stays broken, whatever was claimed; but not by a clock that may have stood elsewhere.
  void weigh_premises(size_t i) {
    auto& verdict = verdicts_[i];
    for (const auto& premise : scenario::premises(scenarios_[i])) {
      if (scenarios_[i].proves == premise) continue;
      const bool clock = premise == scenario::clock_premise;
      for (size_t other = 0; other < scenarios_.size(); ++other) {
        if (scenarios_[other].proves != premise) continue;
        const auto& control = verdicts_[other];
        if (control.raw == Result::pass || control.raw == Result::warning) continue;
        if (clock && (follows_clock(control) || (verdict.kept_time && !asked(other)))) continue;
        verdict.reasons.push_back(fmt::format("it rests on the {}, which {} {}", clock ? "room's clock" : "claim " + premise,
                                              scenarios_[other].id,
                                              control.raw == Result::fail ? "disproves" : "could not prove"));
        const bool stands = verdict.verdict == Result::error ||
                            (!clock && verdict.verdict == Result::fail && seen_to_fail(verdict));
        if (!stands) verdict.verdict = Result::inconclusive;
      }
    }
  }

  /// A sender that tells the room's time, and that does not forget, but keeps for longer than it should, does so by itself.
  static bool follows_clock(const Verdict& control) {
    return control.raw == Result::fail && control.kept_time && !seen_to_fail(control);
  }

  /// Whoever is not asked the control, for want of a claim or for a trait, has what it writes in the play itself.
  bool asked(size_t i) {
    settle(i);
    return verdicts_[i].verdict != Result::not_applicable;
  }

  static bool seen_to_fail(const Verdict& verdict) {
    return verdict.violated || verdict.ended_at != 0 || verdict.stood_still;
  }

  void weigh_traits(size_t i) {
    auto& verdict = verdicts_[i];
    for (const auto& [trait, wanted] : scenarios_[i].given) {
      const auto found = learnt(trait);
      if (!found) {
        verdict.reasons.push_back(fmt::format("the trait {} was not learnt", trait));
        if (verdict.verdict != Result::error && verdict.verdict != Result::not_applicable)
          verdict.verdict = Result::inconclusive;
      } else if (*found != wanted) {
        verdict.reasons = {
            fmt::format("the candidate {} the trait {}", *found ? "has" : "does not have", trait)};
        verdict.verdict = Result::not_applicable;
      }
    }
  }

  /// (Whom a control cannot be put to for want of another trait has not this one either.)
  std::optional<bool> learnt(const std::string& trait) {
    std::optional<bool> found;
    for (size_t i = 0; i < scenarios_.size(); ++i) {
      if (!scenarios_[i].learns || scenarios_[i].learns->first != trait) continue;
      settle(i);
      if (stage_[i] != Stage::settled) continue;
      if (verdicts_[i].trait) return verdicts_[i].trait->second;
      if (verdicts_[i].verdict == Result::not_applicable) found = false;
    }
    return found;
  }

  /// Known gaps come last: nothing else is weighed by them.
  void finish(size_t i) {
    auto& verdict = verdicts_[i];
    verdict.unexcused = verdict.verdict;
    for (const auto& known : facts_.known) {
      if (known.scenario != scenarios_[i].id) continue;
      if (verdict.verdict == Result::pass)
        verdict.reasons.push_back("it is listed as a known gap, but it passes: " + known.reason);
      if (!excusable(verdict.verdict, verdict.complete)) continue;
      verdict.verdict = Result::known;
      verdict.known_reason = known.reason;
      verdict.known_link = known.link;
    }
  }

  const std::vector<Scenario>& scenarios_;
  const Facts& facts_;
  std::vector<Verdict> verdicts_;
  std::vector<Stage> stage_;
};

}  // namespace

std::string not_asked(const Scenario& scenario, const std::set<std::string>& claims) {
  for (const auto& claim : scenario.needs)
    if (!claims.contains(claim)) return fmt::format("the candidate does not claim {}", claim);
  for (const auto& claim : scenario.unless)
    if (claims.contains(claim)) return fmt::format("it is not asked of who claims {}", claim);
  return {};
}

std::vector<Verdict> judge(const std::vector<Scenario>& scenarios, const std::vector<Cell>& cells,
                           const Facts& facts) {
  std::map<std::string, const Scenario*> by_id;
  for (const auto& scenario : scenarios) by_id.emplace(scenario.id, &scenario);
  Sittings sittings;
  for (const auto& cell : cells) rule_cell(by_id, cell, sittings);
  const auto accounted = accounted_for(sittings);
  std::vector<Verdict> raw;
  for (const auto& scenario : scenarios) raw.push_back(worst(scenario, sittings, accounted));
  return Court(scenarios, facts, std::move(raw)).settle_all();
}

std::vector<std::string> stray_packets(const std::vector<Scenario>& scenarios,
                                       const std::vector<Cell>& cells) {
  std::vector<std::string> all;
  for (const auto& cell : cells) {
    std::vector<const Scenario*> there;
    const auto played = played_in(cell);
    for (const auto& scenario : scenarios)
      if (played.contains(scenario.id) || std::count(cell.scenarios.begin(), cell.scenarios.end(), scenario.id))
        there.push_back(&scenario);
    for (const auto& event : cell.events)
      if (event.what == "alarm.packet")
        if (const auto told = stray(event, there); !told.empty())
          all.push_back(fmt::format("{}: {}", cell.id, told));
  }
  return all;
}

}  // namespace gauntlet::judge
