// See judge.h. Plays are ruled on one by one first; then each verdict is settled in the light of
// others.
#include "harness/judge/judge.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "harness/judge/play.h"
#include "harness/judge/rule.h"

namespace gauntlet::judge {
namespace {

using record::Event;
using scenario::Scenario;

/// Hands each event to its play, those without a tag to `lab`.
std::vector<Verdict> rule_all(const std::vector<Scenario>& scenarios,
                              const std::vector<Event>& events, std::vector<bool>& complete) {
  std::map<std::string, Play> plays;
  std::vector<const Event*> lab;
  for (const auto& scenario : scenarios) plays.try_emplace(scenario.id, scenario);
  for (const auto& event : events) {
    if (event.tag.empty())
      lab.push_back(&event);
    else if (const auto play = plays.find(event.tag); play != plays.end())
      play->second.view(event);
  }
  std::vector<Verdict> verdicts;
  for (const auto& scenario : scenarios) {
    const auto& play = plays.at(scenario.id);
    verdicts.push_back(rule(play, lab));
    complete.push_back(play.ended());
  }
  return verdicts;
}

class Court {
 public:
  Court(const std::vector<Scenario>& scenarios, const Facts& facts, std::vector<Verdict> raw,
        std::vector<bool> complete)
      : scenarios_(scenarios),
        facts_(facts),
        verdicts_(std::move(raw)),
        complete_(std::move(complete)),
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
    if (!claims_made(i)) {
      verdict.verdict = Result::not_applicable;
      verdict.trait.reset();
    } else {
      weigh_claims(i);
      weigh_traits(i);
      if (verdict.verdict == Result::not_applicable || verdict.verdict == Result::inconclusive)
        verdict.trait.reset();
    }
    stage_[i] = Stage::settled;
  }

  bool claims_made(size_t i) {
    for (const auto& claim : scenarios_[i].needs)
      if (!facts_.claims.contains(claim)) {
        verdicts_[i].reasons = {fmt::format("the candidate does not claim {}", claim)};
        return false;
      }
    return true;
  }

  /// What rests on a disproved claim is no failure of its own; what rests on an unproven one is no
  /// pass.
  void weigh_claims(size_t i) {
    auto& verdict = verdicts_[i];
    for (const auto& claim : scenarios_[i].needs) {
      if (scenarios_[i].proves == claim) continue;
      for (size_t other = 0; other < scenarios_.size(); ++other) {
        if (scenarios_[other].proves != claim) continue;
        const auto result = verdicts_[other].raw;
        if (result == Result::pass || result == Result::warning) continue;
        const bool disproved = result == Result::fail;
        verdict.reasons.push_back(fmt::format("it rests on the claim {}, which {} {}", claim,
                                              scenarios_[other].id,
                                              disproved ? "disproves" : "could not prove"));
        if (verdict.verdict == Result::error) continue;
        verdict.verdict =
            disproved ? Result::inconclusive : std::max(verdict.verdict, Result::inconclusive);
      }
    }
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

  std::optional<bool> learnt(const std::string& trait) {
    for (size_t i = 0; i < scenarios_.size(); ++i) {
      if (!scenarios_[i].learns || scenarios_[i].learns->first != trait) continue;
      settle(i);
      if (stage_[i] == Stage::settled && verdicts_[i].trait) return verdicts_[i].trait->second;
    }
    return std::nullopt;
  }

  /// Strictness and known gaps come last: nothing else is weighed by them.
  void finish(size_t i) {
    auto& verdict = verdicts_[i];
    if (facts_.strict && verdict.verdict == Result::warning) verdict.verdict = Result::fail;
    for (const auto& known : facts_.known) {
      if (known.scenario != scenarios_[i].id) continue;
      if (verdict.verdict == Result::pass)
        verdict.reasons.push_back("it is listed as a known gap, but it passes: " + known.reason);
      if (!gap(verdict, complete_[i])) continue;
      verdict.verdict = Result::known;
      verdict.known_reason = known.reason;
      verdict.known_link = known.link;
    }
  }

  /// What a known gap can explain: not a play that broke off, nor a breakdown of ours.
  static bool gap(const Verdict& verdict, bool complete) {
    return verdict.verdict == Result::warning || verdict.verdict == Result::fail ||
           (verdict.verdict == Result::inconclusive && complete);
  }

  const std::vector<Scenario>& scenarios_;
  const Facts& facts_;
  std::vector<Verdict> verdicts_;
  std::vector<bool> complete_;
  std::vector<Stage> stage_;
};

}  // namespace

std::vector<Verdict> judge(const std::vector<Scenario>& scenarios, const std::vector<Event>& events,
                           const Facts& facts) {
  std::vector<bool> complete;
  auto raw = rule_all(scenarios, events, complete);
  return Court(scenarios, facts, std::move(raw), std::move(complete)).settle_all();
}

}  // namespace gauntlet::judge
