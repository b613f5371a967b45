// See rule.h. The verdict only gets worse as reasons are found.
#include "harness/judge/rule.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "harness/judge/circumstances.h"
#include "harness/judge/shown.h"
#include "harness/judge/timely.h"
#include "harness/judge/answers.h"
#include "harness/judge/verbs.h"
#include "harness/scenario/steps.h"

namespace gauntlet::judge {
namespace {

using record::Event;
using scenario::Level;
using scenario::StepLine;
using Kind = StepLine::Kind;

/// The judge of one play: what has been found so far.
class Bench {
 public:
  Bench(const Play& play, const Surroundings& around)
      : play_(play),
        lab_(around.lab),
        answerable_(around.answerable || play.scenario().hazard),
        sole_(around.sole),
        circumstances_(play, around.lab, answerable_) {
    verdict_.scenario = play.scenario().id;
    verdict_.family = play.scenario().family;
    verdict_.title = play.scenario().title;
    verdict_.raw = Result::pass;
    verdict_.complete = play.ended();
    if (play.begun()) verdict_.seconds = play.whole().end - play.whole().begin;
  }

  Verdict sit() {
    if (!play_.begun()) worsen(Result::inconclusive, "it was not played");
    look_around();
    for (const auto& step : play_.scenario().steps) rule_step(step);
    if (play_.begun() && !play_.ended())
      worsen(Result::inconclusive, "the record ends in the middle of the play");
    if (const auto missing = unshown(play_); !missing.empty()) void_for(missing);
    const auto told = timely(play_);
    if (!told.wrong.empty()) void_for(told.wrong);
    if (verdict_.raw == Result::inconclusive) excuse_untaken();
    verdict_.kept_time = told.right > 0 && told.wrong.empty();
    learn();
    verdict_.verdict = verdict_.unexcused = verdict_.raw;
    return std::move(verdict_);
  }

 private:
  /// What the candidate takes from nobody, it was not asked about.
  void excuse_untaken() {
    const auto untaken = takes_none_like_it(play_);
    if (untaken.empty()) return;
    verdict_.raw = Result::not_applicable;
    verdict_.reasons.insert(verdict_.reasons.begin(), untaken);
  }

  void worsen(Result result, std::string why) {
    verdict_.raw = std::max(verdict_.raw, result);
    verdict_.reasons.push_back(std::move(why));
  }

  /// What was to be put in the sender's way was not there: nothing that it did then counts.
  void void_for(const std::vector<std::string>& missing) {
    if (verdict_.raw != Result::error) verdict_.raw = Result::inconclusive;
    verdict_.reasons.insert(verdict_.reasons.begin(), missing.begin(), missing.end());
    for (auto& ruling : verdict_.rulings) ruling.decided = false, ruling.observed = missing.front();
  }

  /// What happened to the candidate and to our own servers while the play went on.
  void look_around() {
    if (!play_.begun()) return;
    for (auto& why : breakdowns(play_, lab_)) worsen(Result::error, std::move(why));
    if (down(lab_, play_.whole().window.first))
      worsen(Result::inconclusive, "the candidate had ended before the play began");
    if (const auto* end = ended(lab_, play_.whole().window)) {
      verdict_.ended_at = end->n;
      worsen(answerable_ ? Result::fail : Result::inconclusive,
             end->what == "candidate.exit"
                 ? fmt::format("the candidate ended during the play, status {}", end->text("status"))
                 : "a part of the candidate broke down during the play: " + end->text("text"));
    }
    const auto stall = longest_stall(lab_, play_.whole());
    if (answerable_ && stall > endurance) {
      verdict_.stood_still = true;
      worsen(Result::fail, fmt::format("the candidate stood still as a whole: for {:.1f} s no message "
                                       "to anybody got through",
                                       stall));
    }
    if (sole_) look_for_strays();
  }

  /// Where nobody else can have been meant: the play had the world for itself.
  void look_for_strays() {
    for (const auto* seen : lab_) {
      if (seen->what != "alarm.packet" || !play_.whole().window.has(seen->n)) continue;
      if (auto told = stray(*seen, {&play_.scenario()}); !told.empty())
        verdict_.reasons.push_back(std::move(told));
    }
  }

  /// ": WHY" where the play ended for a reason that nothing else in the verdict tells.
  std::string broken_off() const {
    static const std::set<std::string> told{"", "over", "decided", "await lost"};
    if (play_.why() == "await lost" && lost_.empty()) return came_too_late();
    return told.contains(play_.why()) ? "" : ": " + play_.why();
  }

  /// What was awaited came after its time, while the step still waited for something else.
  std::string came_too_late() const {
    const auto lost = std::ranges::find_if(play_.events(), [](const auto* e) { return e->what == "await.lost"; });
    return lost == play_.events().end() ? "" : fmt::format(": what was awaited came too late: {} (event {})", (*lost)->text("text"), (*lost)->n);
  }

  /// Why nothing can be ruled in this step, "" when it can.
  std::string cannot_rule(const scenario::Step& step, const Passage* passage) const {
    if (!passage) return fmt::format("step {} was not reached{}", step.name, broken_off());
    if (!lost_.empty()) return lost_;
    return {};
  }

  void rule_step(const scenario::Step& step) {
    const auto* passage = play_.passage(step.name);
    const auto obstacle = cannot_rule(step, passage);
    if (!passage && play_.begun()) worsen(unasked(), obstacle);
    std::string contradicted;
    std::vector<Loss> lost;
    if (passage) await_all(step, *passage, lost, contradicted);
    for (const auto& line : step.lines) {
      if (line.kind != Kind::ruling) continue;
      Ruling ruling{.step = step.name,
                    .line = line.line,
                    .level = line.level,
                    .text = line.text,
                    .clauses = line.clauses,
                    .expected = {},
                    .observed = {},
                    .events = {}};
      if (!passage || !obstacle.empty() || !contradicted.empty())
        ruling.observed = !obstacle.empty() ? obstacle : contradicted;
      else if (line.level == Level::note)
        note(ruling, line, *passage);
      else if (ban(line.level))
        forbid(ruling, step, line, *passage, lost);
      else
        demand(ruling, step, line, *passage, lost);
      expect(ruling, line);
      conclude(std::move(ruling));
    }
    if (lost_.empty() && !lost.empty()) lost_ = lost.front().why;
  }

  void await_all(const scenario::Step& step, const Passage& passage, std::vector<Loss>& lost,
                 std::string& contradicted) {
    for (const auto& line : step.lines) {
      if (line.kind != Kind::await || met(play_, line.act, passage.window)) continue;
      const auto otherwise = contradictions(play_, line.act, passage.window);
      auto why = fmt::format("step {}: {}: {}", step.name, line.text, circumstances_.unseen(step, line, passage));
      auto busy = slowness(play_, lab_, passage, !asked(play_, passage.window));
      // (Who heard no answer in time was hindered, too, however little it waited for a processor. It may be its way to ask twice: hence "may".)
      if (const auto missed = unread(play_, passage.window); busy.empty() && !missed.empty()) busy = "an answer may have come too late: " + missed;
      if (!busy.empty()) why += "; " + busy;
      if (!otherwise.empty()) {
        why = fmt::format("step {}: {}: not so, {}", step.name, line.text,
                          observed(play_, otherwise));
        contradicted = why;
      }
      lost.push_back({line.line, why});
      returned_ = returned_ || returned_early(step, line, passage);
      worsen(unasked(), why);
    }
  }

  /// What did not come since the sender had returned a message that it should have kept: there is nothing more to ask it, and what it
  /// did is told by that advice.
  bool returned_early(const scenario::Step& step, const StepLine& line, const Passage& passage) const {
    if (!hopeless(play_, step, line)) return false;
    for (const auto& earlier : play_.scenario().steps) {
      for (const auto& advice : earlier.lines) {
        if (advice.kind != Kind::ruling || advice.level != Level::should_not || advice.act.verb != "bounce") continue;
        const auto events = violations(play_, earlier, advice);
        if (!events.empty() && events.front() <= passage.window.last) return circumstances_.misled(advice, passage).empty();
      }
      if (earlier.name == step.name) break;
    }
    return false;
  }

  /// What a question that was not put is worth.
  Result unasked() const { return returned_ ? Result::warning : Result::inconclusive; }

  void note(Ruling& ruling, const StepLine& line, const Passage& passage) {
    ruling.events = sightings(play_, line.act, passage.window);
    ruling.held = !ruling.events.empty();
    ruling.decided = ruling.held || passage.over;
    ruling.observed = ruling.held ? observed(play_, ruling.events) : "not seen";
  }

  /// A broken ban is broken even where something awaited did not come; a kept one is kept only when
  /// the sender was put to the question and the step was played to its end.
  void forbid(Ruling& ruling, const scenario::Step& step, const StepLine& line,
              const Passage& passage, const std::vector<Loss>& lost) {
    ruling.events = violations(play_, step, line);
    ruling.held = ruling.events.empty();
    const auto blind = ruling.held ? circumstances_.doubt(line, passage, lost) : std::string();
    // Who could not fetch a policy for our fault has none that would bind.
    std::string hindered = ruling.held ? "" : !unfetched_.empty() ? unfetched_ : circumstances_.misled(line, passage);
    if (!ruling.held && hindered.empty()) hindered = circumstances_.changed_its_mind(step, passage, ruling.events.front());
    const bool unbound = !hindered.empty();
    ruling.decided = blind.empty() && !unbound;
    ruling.observed = unbound           ? hindered
                      : !ruling.held    ? observed(play_, ruling.events)
                      : !ruling.decided ? blind
                                        : "not seen";
  }

  void demand(Ruling& ruling, const scenario::Step& step, const StepLine& line,
              const Passage& passage, const std::vector<Loss>& lost) {
    ruling.events = sightings(play_, line.act, passage.window);
    ruling.held = !ruling.events.empty();
    if (!ruling.held) prove_later(ruling, line, passage);
    ruling.observed = observed(play_, ruling.events);
    if (!ruling.held) ruling.observed = !unfetched_.empty() ? unfetched_ : circumstances_.excuse(step, line, passage, lost);
    if (line.act.verb == "fetch") unfetched_ = ruling.held ? "" : ruling.observed;
    ruling.decided = ruling.held || ruling.observed.empty();
    if (ruling.observed.empty()) ruling.observed = circumstances_.unseen(step, line, passage);
  }

  /// Where the queue cannot be seen, a message that arrives after the step is the proof that it had been kept.
  void prove_later(Ruling& ruling, const StepLine& line, const Passage& passage) const {
    const auto silent = attempt_over(play_, line.act, passage.window);
    if (!silent) return;
    const auto fate = play_.fate(line.act.bound["MSG"]);
    ruling.held = passage.over && fate.kind == Fate::Kind::delivered && fate.event > passage.window.last;
    if (ruling.held) ruling.events = {silent, fate.event};
  }

  void expect(Ruling& ruling, const StepLine& line) {
    const auto act = line.act.text();
    if (line.level == Level::note)
      ruling.expected = "left open: " + act;
    else if (ban(line.level))
      ruling.expected = fmt::format("never {} step {}: {}", line.this_step_only ? "in" : "from", ruling.step, act);
    else
      ruling.expected =
          fmt::format("in step {}, within {:g} s: {}", ruling.step,
                      std::chrono::duration<double>(play_.deadline(line)).count(), act);
  }

  void conclude(Ruling ruling) {
    if (ruling.level == Level::note) {
      verdict_.notes.push_back(std::move(ruling));
      return;
    }
    const bool must = ruling.level == Level::must || ruling.level == Level::must_not;
    const auto about = fmt::format("step {}: {}: {}", ruling.step, ruling.text, ruling.observed);
    if (!ruling.decided)
      verdict_.raw = std::max(verdict_.raw, unasked());
    else if (!ruling.held)
      worsen(must ? Result::fail : Result::warning, about);
    if (ruling.decided && !ruling.held && ruling.level == Level::must_not) verdict_.violated = true;
    if (!ruling.decided && play_.begun() && !said(ruling.observed))
      verdict_.reasons.push_back(about);
    verdict_.rulings.push_back(std::move(ruling));
  }

  bool said(const std::string& why) const {
    return std::find(verdict_.reasons.begin(), verdict_.reasons.end(), why) !=
           verdict_.reasons.end();
  }

  /// A trait is learnt only from a play that was conclusive, and in its first step: what comes
  /// after is relief, in which other things are true.
  void learn() {
    const auto& learns = play_.scenario().learns;
    if (!learns || verdict_.raw == Result::inconclusive || verdict_.raw == Result::error) return;
    const auto& steps = play_.scenario().steps;
    const auto* first = steps.empty() ? nullptr : play_.passage(steps.front().name);
    if (first && attempt_over(play_, learns->second, first->window)) return;  // seen it cannot be
    if (!first) return;
    const bool has = seen(play_, learns->second, first->window);
    // (Who was kept from it by us may have it all the same: what rests on it would not be asked, and nobody would know why.
    // Not of a message that went in this step: that was sent and not kept, busy or not.)
    const auto& act = learns->second;
    const auto fate = act.verb == "keep" ? play_.fate(act.bound["MSG"]) : Fate();
    const bool went = fate.kind == Fate::Kind::delivered && first->window.has(fate.event);
    const auto busy = has || went ? "" : slowness(play_, lab_, *first, false);
    if (busy.empty()) verdict_.trait = std::pair(learns->first, has);
    else worsen(Result::inconclusive, fmt::format("the trait {} was not seen; {}", learns->first, busy));
  }

  const Play& play_;
  const Lab& lab_;
  const bool answerable_;  ///< for an end or a stall of its own
  const bool sole_;
  const Circumstances circumstances_;
  Verdict verdict_;
  std::string lost_;       ///< the first await that an earlier step lost
  bool returned_ = false;  ///< it was lost to a notice that should not have been
  std::string unfetched_;  ///< why a policy was not fetched, where that was not the candidate's fault
};

}  // namespace

Verdict rule(const Play& play, const Surroundings& around) {
  return Bench(play, around).sit();
}

std::string to_text(Result result) {
  switch (result) {
    case Result::pass:
      return "pass";
    case Result::warning:
      return "warning";
    case Result::known:
      return "known";
    case Result::not_applicable:
      return "not-applicable";
    case Result::inconclusive:
      return "inconclusive";
    case Result::fail:
      return "fail";
    case Result::error:
      break;
  }
  return "error";
}

}  // namespace gauntlet::judge
