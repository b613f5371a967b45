// See standing.h.
#include "harness/judge/standing.h"

#include <algorithm>

#include "harness/judge/verbs.h"
#include "harness/scenario/steps.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::judge {
namespace {

using record::Event;
using scenario::StepLine;
using Kind = StepLine::Kind;

/// The event by which all answers that the step awaits had come; never, while one has not.
std::uint64_t answered(const Play& play, const scenario::Step& step, const Window& window) {
  auto last = window.first;
  for (const auto& line : step.lines) {
    if (line.kind != Kind::await || !line.act.bound.verb->is.answer) continue;
    const auto seen = sightings(play, line.act, window, 1);
    if (seen.empty()) return Window().last;
    last = std::max(last, seen.front());
  }
  return last;
}

/// True when a message was offered to that host, at this event or later.
bool offered_since(const Play& play, const Event& opening, const Window& window) {
  return std::any_of(play.events().begin(), play.events().end(), [&](const Event* e) {
    return e->n >= opening.n && window.has(e->n) && e->what == "smtp.mail" &&
           e->actor == opening.actor;
  });
}

/// The second deferral of a message that was nudged twice in the step; 0 when there is none.
std::uint64_t deferred_again(const Play& play, const StepLine& line, const Passage& passage) {
  const auto message = line.act.bound["MSG"];
  const scenario::Act keep{
      "keep", {message}, scenario::bind({"keep", {message}, {}})};
  const auto& told = play.events_of(play.token(message));
  if (std::ranges::count_if(told, [](const Event* e) { return e->what == "queue.kept"; }) < 2) return 0;
  int deferred = 0;
  const Event* nudge = nullptr;
  for (const auto* seen : play.events()) {
    if (!passage.window.has(seen->n)) continue;
    const auto text = seen->what == "did" ? seen->text("text") : std::string();
    if (!nudge && (text == "nudge" || text == "nudge " + message) &&
        (deferred == 0 || seen->t >= passage.begin + memory))
      nudge = seen;
    if (!nudge || seen->what != "queue.kept") continue;
    if (!judge::seen(play, keep, {nudge->n, seen->n})) continue;
    nudge = nullptr;
    if (++deferred == 2) return seen->n;
  }
  return 0;
}

/// The end of the last connection, when no message of the play is on its way any more: a sender that has
/// nothing to send connects to nobody. 0 while it may.
std::uint64_t nothing_left(const Play& play, const Passage& passage) {
  if (!play.all_settled()) return 0;
  int open = 0;
  std::uint64_t closed = 0;
  for (const auto* event : play.events()) {
    if (!passage.window.has(event->n)) continue;
    if (event->what == "submit") closed = 0;
    if (event->what == "tcp.accept") ++open;
    if (event->what == "tcp.close" && --open <= 0) closed = event->n;
  }
  return open <= 0 ? closed : 0;
}

/// True when the ban is over with that step. Where a host has been mended or an attacker has gone, there is even less of a reason to return
/// the mail.
bool lifts(const scenario::Step& step, const StepLine& ban) {
  return std::any_of(step.lines.begin(), step.lines.end(), [&](const StepLine& line) {
    const bool mended = line.kind == Kind::stop || line.kind == Kind::mend_host;
    return (mended && ban.act.verb != "bounce") || line.kind == Kind::publish || line.kind == Kind::move_clock ||
           line.kind == Kind::step_clock;
  });
}

/// Where a ban of the step holds.
Window reach(const Play& play, const scenario::Step& step, const StepLine& line, const Passage& passage) {
  if (line.this_step_only || times(line.act) > 1) return passage.window;
  Window window{passage.window.first, play.whole().window.last};
  const auto& steps = play.scenario().steps;
  bool behind = false;
  for (const auto& later : steps) {
    if (behind && lifts(later, line))
      if (const auto* next = play.passage(later.name)) return {window.first, next->window.first - 1};
    behind = behind || later.name == step.name;
  }
  return window;
}

}  // namespace

std::vector<std::uint64_t> violations(const Play& play, const scenario::Step& step,
                                      const StepLine& line) {
  const auto* passage = play.passage(step.name);
  if (!passage) return {};
  const auto window = reach(play, step, line, *passage);
  auto found = sightings(play, line.act, window);
  if (found.empty() || !line.act.bound.verb->is.opening) return found;
  const auto armed = answered(play, step, passage->window);
  std::erase_if(found, [&](std::uint64_t n) {
    return n < armed && !offered_since(play, *play.event(n), window);
  });
  if (found.size() < times(line.act)) found.clear();
  return found;
}

bool decided(const Play& play, const scenario::Step& step) {
  if (!play.passage(step.name)) return false;
  for (const auto& earlier : play.scenario().steps) {
    for (const auto& line : earlier.lines) {
      const bool forbids = line.kind == Kind::ruling && line.level == scenario::Level::must_not;
      if (forbids && !violations(play, earlier, line).empty()) return true;
    }
    if (earlier.name == step.name) break;
  }
  return false;
}

Standing standing(const Play& play, const scenario::Step& step) {
  const auto* passage = play.passage(step.name);
  if (!passage) return Standing::open;
  if (decided(play, step)) return Standing::decided;
  bool all = true;
  for (const auto& line : step.lines) {
    if (scenario::awaited(line) && !met(play, line.act, passage->window)) all = false;
  }
  return all ? Standing::met : Standing::open;
}

std::uint64_t hopeless(const Play& play, const scenario::Step& step, const StepLine& line) {
  const auto* passage = play.passage(step.name);
  if (!passage || !scenario::awaited(line)) return 0;
  if (line.act.bound.verb->is.opening || line.act.verb == "sni") return nothing_left(play, *passage);
  if (!line.act.bound.has("MSG")) return 0;
  const auto& is = line.act.bound.verb->is;
  const auto message = line.act.bound["MSG"];
  const auto fate = play.fate(message);
  const bool over = fate.event != 0 && fate.event <= passage->window.last;
  if (over && play.all_settled()) {
    // A sender may well announce what it has done.
    if (fate.kind == Fate::Kind::refused || !is.home || is.queue) return fate.event;
  }
  return is.transport ? deferred_again(play, line, *passage) : 0;
}

bool listed_since(const Play& play, const std::string& message, std::uint64_t since) {
  return std::ranges::any_of(play.events_of(play.token(message)), [&](const Event* e) {
    return e->n >= since && e->what == "queue.kept" && e->text("state") == "deferred";
  });
}

}  // namespace gauntlet::judge
