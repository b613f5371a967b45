// See circumstances.h.
#include "harness/judge/circumstances.h"

#include <algorithm>

#include <fmt/format.h>

#include "harness/judge/answers.h"
#include "harness/judge/standing.h"
#include "harness/judge/timely.h"
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

/// The event at which the message was handed over, 0 = it was not.
std::uint64_t handed_over(const Play& play, const std::string& token) {
  const auto& all = play.events_of(token);
  const auto found = std::ranges::find_if(all, [](const Event* e) { return e->what == "submit"; });
  return found == all.end() ? 0 : (*found)->n;
}

}  // namespace

std::string observed(const Play& play, const std::vector<std::uint64_t>& events) {
  const auto* first = events.empty() ? nullptr : play.event(events.front());
  if (!first) return {};
  auto text = fmt::format("{:.2f} s into the play {} (event {})", first->t - play.whole().begin,
                          described(*first), first->n);
  if (events.size() > 1) text += fmt::format(", and {} more like it", events.size() - 1);
  return text;
}

const record::Event* Circumstances::refusal(Window window) const {
  const auto refused = [&](const auto* e) { return e->what == "submit" && e->number("status") > 0 && window.has(e->n); };
  const auto found = std::ranges::find_if(play_.events(), refused);
  return found == play_.events().end() ? nullptr : *found;
}

std::string Circumstances::unseen(const scenario::Step& step, const StepLine& line, const Passage& passage) const {
  auto text = fmt::format("not seen in {:.1f} s", passage.end - passage.begin);
  if (const auto n = hopeless(play_, step, line))
    text += fmt::format(", and it could not come any more: {} (event {})",
                        described(*play_.event(n)), n);
  else if (const auto* refused = refusal(passage.window))
    text += fmt::format("; {} (event {})", described(*refused), refused->n);
  for (const auto& why : hindrances(step, line, passage)) text += "; " + why;
  return text;
}

std::vector<std::string> Circumstances::hindrances(const scenario::Step& step, const StepLine& line, const Passage& passage) const {
  std::vector<std::string> all{unheard(play_, lab_, line.act, passage.window), not_nudged(play_, lab_, step, passage.window),
                               unreadable_notice(play_, line.act, passage.window), notice_held_up(play_, lab_, line.act, passage.window)};
  std::erase(all, "");
  return all;
}

std::string Circumstances::changed_its_mind(const scenario::Step& step, const Passage& passage, std::uint64_t broken) const {
  for (const auto& line : step.lines) {
    if (line.kind != Kind::await) continue;
    if (auto told = recanted(play_, line.act, {passage.window.first, std::min(broken, passage.window.last)}); !told.empty()) return told;
  }
  return {};
}

std::string Circumstances::misled(const StepLine& line, const Passage& passage) const {
  auto missed = unread(play_, passage.window);
  if (missed.empty()) missed = given_up(play_, passage.window.last);
  if (missed.empty() && line.level != Level::should_not) return {};
  const auto busy = slowness(play_, lab_, passage, false);
  return busy.empty() || missed.empty() ? busy : busy + ": " + missed;
}

std::string Circumstances::doubt(const StepLine& line, const Passage& passage, const std::vector<Loss>& lost) const {
  if (!passage.over) return "not seen, but the step was broken off";
  if (!lost.empty()) return lost.front().why;
  const auto deaf = unheard(play_, lab_, line.act, passage.window);
  return deaf.empty() ? unreadable_notice(play_, line.act, passage.window) : deaf;
}

std::string Circumstances::excuse(const scenario::Step& step, const StepLine& line, const Passage& passage, const std::vector<Loss>& lost) const {
  if (!passage.over) return "the step was broken off";
  if (attempt_over(play_, line.act, passage.window) && !hopeless(play_, step, line))
    return "its queue cannot be seen, and the message did not arrive later either";
  // What is awaited after it would have been waited for no longer.
  if (!lost.empty() && lost.front().line < line.line) return lost.front().why;
  const auto refused = not_taken(step);
  if (!refused.empty()) return refused;
  if (const auto untried = nothing_tried(line, passage); !untried.empty()) return untried;
  if (line.within && !hopeless(play_, step, line) &&
      passage.end - passage.begin + grain < std::chrono::duration<double>(play_.deadline(line)).count())
    return fmt::format("the step was over after {:.1f} s, before the deadline",
                       passage.end - passage.begin);
  if (const auto in_its_way = hindrances(step, line, passage); !in_its_way.empty()) return in_its_way.front();
  if (const auto ours = unasked_servfail(play_, passage.window); !ours.empty()) return ours;
  if (down(lab_, passage.window.last)) return "the candidate had ended";
  if (circled(play_, lab_, passage.window)) return {};
  if (!answerable_ && last_stall(lab_, passage) > patience)
    return "the candidate had stopped as a whole: the bystander did not get through either";
  // (Mail goes on where a fetch took too long: that it was taken excuses nobody from anything else.)
  if (line.act.verb != "fetch" && turned_away(play_, line.act, passage.window)) return unserved(lab_, passage);
  return slowness(play_, lab_, passage, !asked(play_, passage.window));
}

std::string Circumstances::nothing_tried(const StepLine& line, const Passage& passage) const {
  const auto message = line.act.bound.has("MSG") ? line.act.bound["MSG"] : "";
  const auto token = message.empty() ? "" : play_.token(message);
  if (token.empty() || asked(play_, passage.window)) return {};
  const auto fate = play_.fate(message);
  if (fate.kind == Fate::Kind::delivered && fate.event < passage.window.first)
    return fmt::format("the message had arrived before the step (event {})", fate.event);
  // (Who has ended since has to have it still when there again.)
  const auto gone = last_end(lab_, {handed_over(play_, token), passage.window.last});
  const auto until = gone ? passage.window.last : passage.window.first - 1;
  std::uint64_t kept = 0;
  for (const auto* seen : play_.events())
    if (seen->what == "queue.kept" && seen->text("token") == token && seen->n > gone && seen->n <= until) kept = seen->n;
  if (kept == 0) return {};
  return fmt::format("the message waits (event {}), and nothing was tried in this time: when it is, is the sender's own affair", kept);
}

std::string Circumstances::not_taken(const scenario::Step& step) const {
  for (const auto& earlier : play_.scenario().steps) {
    for (const auto& sent : earlier.lines)
      if (sent.kind == Kind::send && !play_.submitted(sent.subject))
        return fmt::format("the candidate did not take message {} at submission", sent.subject);
    if (earlier.name == step.name) break;
  }
  return {};
}

}  // namespace gauntlet::judge
