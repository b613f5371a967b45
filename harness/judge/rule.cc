// See rule.h. The verdict only gets worse as reasons are found.
#include "harness/judge/rule.h"

#include <algorithm>

#include <fmt/format.h>

#include "harness/judge/shown.h"
#include "harness/judge/verbs.h"
#include "harness/scenario/steps.h"

namespace gauntlet::judge {
namespace {

using record::Event;
using scenario::Level;
using scenario::StepLine;
using Kind = StepLine::Kind;

/// A deadline may be missed by a timer's grain.
constexpr double grain = 0.05;

const Event* event(const Play& play, std::uint64_t n) {
  const auto& all = play.events();
  const auto at =
      std::lower_bound(all.begin(), all.end(), n,
                       [](const Event* e, std::uint64_t wanted) { return e->n < wanted; });
  return at != all.end() && (*at)->n == n ? *at : nullptr;
}

std::string observed(const Play& play, const std::vector<std::uint64_t>& events) {
  const auto* first = events.empty() ? nullptr : event(play, events.front());
  if (!first) return {};
  auto text = fmt::format("{:.2f} s into the play {} (event {})", first->t - play.whole().begin,
                          described(*first), first->n);
  if (events.size() > 1) text += fmt::format(", and {} more like it", events.size() - 1);
  return text;
}

/// The judge of one play: what has been found so far.
class Bench {
 public:
  Bench(const Play& play, const std::vector<const Event*>& lab) : play_(play), lab_(lab) {
    verdict_.scenario = play.scenario().id;
    verdict_.family = play.scenario().family;
    verdict_.title = play.scenario().title;
    verdict_.raw = Result::pass;
    if (play.begun()) verdict_.seconds = play.whole().end - play.whole().begin;
  }

  Verdict sit() {
    if (!play_.begun()) worsen(Result::inconclusive, "it was not played");
    look_around();
    for (const auto& step : play_.scenario().steps) rule_step(step);
    if (play_.begun() && !play_.ended())
      worsen(Result::inconclusive, "the record ends in the middle of the play");
    if (const auto missing = unshown(play_); !missing.empty()) void_for(missing);
    learn();
    verdict_.verdict = verdict_.raw;
    return std::move(verdict_);
  }

 private:
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
    for (const auto* seen : lab_) {
      if (!play_.whole().window.has(seen->n)) continue;
      if (seen->what == "child.exit" || seen->what == "fault")
        worsen(Result::error, fmt::format("our own {} broke down during the play: {}",
                                          seen->what == "fault" ? "harness" : seen->text("program"),
                                          seen->text(seen->what == "fault" ? "text" : "status")));
      if (seen->what == "candidate.exit" && !seen->flag("expected") && !exit_) {
        exit_ = seen;
        const bool own = play_.scenario().hazard;
        worsen(own ? Result::fail : Result::inconclusive,
               fmt::format("the candidate ended during the play, status {}", seen->text("status")));
      }
    }
    for (const auto* broken : play_.events())
      if (broken->what == "fault")
        worsen(Result::error, "the harness broke down: " + broken->text("text"));
  }

  /// Why nothing can be ruled in this step, "" when it can.
  std::string cannot_rule(const scenario::Step& step, const Passage* passage) const {
    if (!passage) return fmt::format("step {} was not reached", step.name);
    if (!lost_.empty()) return lost_;
    return {};
  }

  void rule_step(const scenario::Step& step) {
    const auto* passage = play_.passage(step.name);
    const auto obstacle = cannot_rule(step, passage);
    if (!passage && play_.begun()) worsen(Result::inconclusive, obstacle);
    std::string lost, contradicted;
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
        forbid(ruling, line, *passage, lost);
      else
        demand(ruling, step, line, *passage, lost);
      expect(ruling, line);
      conclude(std::move(ruling));
    }
    if (lost_.empty() && !lost.empty()) lost_ = lost;
  }

  void await_all(const scenario::Step& step, const Passage& passage, std::string& lost,
                 std::string& contradicted) {
    for (const auto& line : step.lines) {
      if (line.kind != Kind::await || seen(play_, line.act, passage.window)) continue;
      const auto otherwise = contradictions(play_, line.act, passage.window);
      auto why = fmt::format("step {}: {}: not seen in {:.1f} s", step.name, line.text,
                             passage.end - passage.begin);
      if (!otherwise.empty()) {
        why = fmt::format("step {}: {}: not so, {}", step.name, line.text,
                          observed(play_, otherwise));
        contradicted = why;
      }
      if (lost.empty()) lost = why;
      worsen(Result::inconclusive, why);
    }
  }

  void note(Ruling& ruling, const StepLine& line, const Passage& passage) {
    ruling.events = sightings(play_, line.act, passage.window);
    ruling.held = !ruling.events.empty();
    ruling.decided = ruling.held || passage.over;
    ruling.observed = ruling.held ? observed(play_, ruling.events) : "not seen";
  }

  /// A broken ban is broken even where something awaited did not come; a kept one is kept only when
  /// the sender was put to the question and the step was played to its end.
  void forbid(Ruling& ruling, const StepLine& line, const Passage& passage,
              const std::string& lost) {
    ruling.events = sightings(play_, line.act, passage.window);
    ruling.held = ruling.events.empty();
    ruling.decided = !ruling.held || (passage.over && lost.empty());
    ruling.observed = !ruling.held     ? observed(play_, ruling.events)
                      : ruling.decided ? "not seen"
                      : !passage.over  ? "not seen, but the step was broken off"
                                       : lost;
  }

  void demand(Ruling& ruling, const scenario::Step& step, const StepLine& line,
              const Passage& passage, const std::string& lost) {
    ruling.events = sightings(play_, line.act, passage.window);
    ruling.held = !ruling.events.empty();
    ruling.observed = observed(play_, ruling.events);
    if (!ruling.held) ruling.observed = excuse(step, line, passage, lost);
    ruling.decided = ruling.held || ruling.observed.empty();
    if (ruling.observed.empty())
      ruling.observed = fmt::format("not seen in {:.1f} s", passage.end - passage.begin);
  }

  /// Why an act that did not come is not the sender's failure, "" when it is.
  std::string excuse(const scenario::Step& step, const StepLine& line, const Passage& passage,
                     const std::string& lost) const {
    if (!passage.over) return "the step was broken off";
    if (!lost.empty()) return lost;
    if (line.within &&
        passage.end - passage.begin + grain < std::chrono::duration<double>(*line.within).count())
      return fmt::format("the step was over after {:.1f} s, before the deadline",
                         passage.end - passage.begin);
    for (const auto& earlier : play_.scenario().steps) {
      for (const auto& sent : earlier.lines)
        if (sent.kind == Kind::send && !play_.submitted(sent.subject))
          return fmt::format("the candidate did not take message {} at submission", sent.subject);
      if (earlier.name == step.name) break;
    }
    if (play_.scenario().hazard) return {};
    if (exit_ && exit_->n <= passage.window.last) return "the candidate had ended";
    if (stalled(passage))
      return "the candidate had stopped as a whole: the bystander did not get through either";
    return {};
  }

  /// The candidate had worked, and then a bystander's message stayed away for so long that it is the candidate
  /// as a whole that stands still. One that never let a bystander through has no such excuse.
  bool stalled(const Passage& passage) const {
    constexpr double patience = 8;  // seconds; bystanders are sent every 3 s
    bool worked = false;
    double waiting_since = -1;
    for (const auto* seen : lab_) {
      if (seen->n > passage.window.last) break;
      if (seen->what == "bystander.through") worked = true, waiting_since = -1;
      if (seen->what == "bystander.sent" && waiting_since < 0) waiting_since = seen->t;
    }
    return worked && waiting_since >= 0 && passage.end - std::max(waiting_since, passage.begin) > patience;
  }

  void expect(Ruling& ruling, const StepLine& line) {
    const auto act = line.act.text();
    if (line.level == Level::note)
      ruling.expected = "left open: " + act;
    else if (ban(line.level))
      ruling.expected = fmt::format("never in step {}: {}", ruling.step, act);
    else
      ruling.expected =
          fmt::format("in step {}, within {:g} s: {}", ruling.step,
                      line.within ? std::chrono::duration<double>(*line.within).count() : 0.0, act);
  }

  void conclude(Ruling ruling) {
    if (ruling.level == Level::note) {
      verdict_.notes.push_back(std::move(ruling));
      return;
    }
    const bool must = ruling.level == Level::must || ruling.level == Level::must_not;
    const auto about = fmt::format("step {}: {}: {}", ruling.step, ruling.text, ruling.observed);
    if (!ruling.decided)
      verdict_.raw = std::max(verdict_.raw, Result::inconclusive);
    else if (!ruling.held)
      worsen(must ? Result::fail : Result::warning, about);
    if (!ruling.decided && play_.begun() && !said(ruling.observed))
      verdict_.reasons.push_back(about);
    verdict_.rulings.push_back(std::move(ruling));
  }

  bool said(const std::string& why) const {
    return std::find(verdict_.reasons.begin(), verdict_.reasons.end(), why) !=
           verdict_.reasons.end();
  }

  /// A trait is learnt only from a play that was conclusive.
  void learn() {
    const auto& learns = play_.scenario().learns;
    if (!learns || verdict_.raw == Result::inconclusive || verdict_.raw == Result::error) return;
    verdict_.trait = std::pair(learns->first, seen(play_, learns->second, play_.whole().window));
  }

  const Play& play_;
  const std::vector<const Event*>& lab_;
  Verdict verdict_;
  std::string lost_;             ///< the first await that an earlier step lost
  const Event* exit_ = nullptr;  ///< the candidate's unexpected end
};

}  // namespace

Verdict rule(const Play& play, const std::vector<const Event*>& lab) {
  return Bench(play, lab).sit();
}

Standing standing(const Play& play, const scenario::Step& step) {
  const auto* passage = play.passage(step.name);
  if (!passage) return Standing::open;
  bool all = true;
  for (const auto& line : step.lines) {
    const bool broken_ban = line.kind == Kind::ruling && line.level == Level::must_not;
    if (broken_ban && seen(play, line.act, passage->window)) return Standing::decided;
    if (scenario::awaited(line) && !seen(play, line.act, passage->window)) all = false;
  }
  return all ? Standing::met : Standing::open;
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
