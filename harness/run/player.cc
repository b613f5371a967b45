// See player.h.
#include "harness/run/player.h"

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/judge/rule.h"
#include "harness/judge/standing.h"
#include "harness/judge/verbs.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::run {
namespace json = boost::json;
using scenario::StepLine;
using Kind = scenario::StepLine::Kind;

namespace {

json::object one(const char* key, const std::string& text) {
  json::object data;
  data[key] = text;
  return data;
}

json::object given(const std::map<std::string, std::string>& names) {
  json::object data;
  data["names"] = json::value_from(names);
  return data;
}

json::object about(const StepLine& line) {
  json::object data;
  data["line"] = line.line;
  data["text"] = line.text;
  return data;
}

/// Until something is thought to be amiss with what should come at once.
constexpr Duration stall = 10s;

bool blocks(const StepLine& line) {
  return line.kind == Kind::await || (line.kind == Kind::ruling && line.within.has_value());
}

}  // namespace

Player::Player(Stage& stage, const scenario::Scenario& scenario)
    : stage_(stage), scenario_(scenario), view_(scenario), changed_(stage.executor()) {
  subscription_ = stage_.plays().subscribe(scenario_.id, [this](const record::Event& e) {
    if (view_.take(e)) changed_.notify();
  });
}

Player::~Player() { stage_.plays().unsubscribe(subscription_); }

void Player::write(std::string what, json::object data) {
  stage_.log().write(scenario_.id, "runner", std::move(what), std::move(data));
}

void Player::abort(std::string why) {
  if (why_.empty()) why_ = std::move(why);
  changed_.notify();
}

awaitable<std::string> Player::play() {
  auto beginning = given(stage_.world().names(scenario_.id));
  if (const int longest = stage_.candidate().manifest().longest_wait) beginning["longest_wait"] = longest;
  if (const int patience = stage_.candidate().manifest().patience) beginning["patience"] = patience;
  write("play.begin", std::move(beginning));
  for (const auto& s : scenario_.steps) {
    while (stage_.paused() && why_.empty()) co_await within(1s, changed_.wait());
    if (!why_.empty()) break;
    step_began_ = std::chrono::steady_clock::now();
    write("step.begin", one("step", s.name));
    const bool go_on = co_await step(s);
    co_await stage_.attest(scenario_.id);
    write("step.end", one("step", s.name));
    if (!go_on) break;
  }
  stage_.candidate().read_logs();
  if (why_.empty()) why_ = "over";
  write("play.end", one("why", why_));
  co_return why_;
}

awaitable<void> Player::by_hand(const StepLine& line) {
  if (!view_.begun()) {
    auto beginning = given(stage_.world().names(scenario_.id));
    write("play.begin", std::move(beginning));
  }
  const bool done = co_await carry_out(line);
  if (done) write("did", about(line));
}

awaitable<bool> Player::step(const scenario::Step& s) {
  for (const auto& line : s.lines) {
    if (!why_.empty()) co_return false;
    if (blocks(line)) {
      const bool met = co_await settled(s, line);
      if (why_.empty() && judge::decided(view_, s)) why_ = "decided";
      if (!why_.empty()) co_return false;
      write(met ? "await.met" : "await.lost", about(line));
      // A missed SHOULD is a warning, which the rest of the play may be needed to prove.
      if (met || (line.kind == Kind::ruling && line.level == scenario::Level::should)) continue;
      why_ = "await lost";
      co_return false;
    }
    if (line.kind == Kind::ruling) continue;
    if (co_await carry_out(line)) write("did", about(line));
  }
  if (judge::decided(view_, s)) why_ = "decided";
  co_return why_.empty();
}

/// Until the act is seen, cannot come any more, a ban of the step is broken, or the play is aborted. `nudges`: what waits meanwhile
/// is tried again.
awaitable<void> Player::seen_or_decided(const scenario::Step& s, const StepLine& line, bool nudges) {
  int again = 0;
  for (std::uint64_t since = 0;;) {
    const auto* passage = view_.passage(s.name);
    if (!why_.empty() || (passage && judge::met(view_, line.act, passage->window))) co_return;
    if (judge::decided(view_, s) || judge::hopeless(view_, s, line)) co_return;
    const bool more = nudges && passage && again < 2 && stage_.candidate().can_nudge();
    const auto from = passage ? std::max(passage->window.first, since + 1) : 0;
    const auto late = more ? waiting(s, line, from) : std::vector<std::string>();
    const auto due = late.empty() ? std::nullopt : due_again(again, !tried(late, from));
    if (due && *due <= Duration::zero()) {
      ++again;
      since = stage_.log().last();
      co_await try_again(line, late);
    } else if (due) {
      co_await within(*due, changed_.wait());
    } else {
      co_await changed_.wait();
    }
  }
}

/// The messages whose next attempt would bring what is awaited: the line's own; of what begins with a connection, or is an answer,
/// those that the step sent or nudged. (A sender may put a message off since a connection that it meant to use again is gone, or since
/// a busy machine answered it too late.)
std::vector<std::string> Player::bringers(const scenario::Step& s, const StepLine& line) const {
  const auto& verb = *line.act.bound.verb;
  if (verb.is.transport && line.act.bound.has("MSG")) return {line.act.bound["MSG"]};
  std::set<std::string> all;
  if (!(verb.is.opening || verb.is.answer) || line.act.bound.has("N")) return {};
  for (const auto& other : s.lines) {
    if (other.kind == Kind::send) all.insert(other.subject);
    if (other.kind == Kind::nudge) all.merge(nudged_by(other));
  }
  return {all.begin(), all.end()};
}

/// The messages that a nudge is about, of those that have been handed over.
std::set<std::string> Player::nudged_by(const StepLine& nudge) const {
  std::set<std::string> all;
  for (const auto& step : scenario_.steps)
    for (const auto& other : step.lines)
      if (other.kind == Kind::send && (nudge.subject.empty() || other.subject == nudge.subject) && !view_.token(other.subject).empty())
        all.insert(other.subject);
  return all;
}

/// Those of them that wait, as its queue has said since this event.
std::vector<std::string> Player::waiting(const scenario::Step& s, const StepLine& line, std::uint64_t since) const {
  auto messages = bringers(s, line);
  std::erase_if(messages, [&](const std::string& message) { return !judge::listed_since(view_, message, since); });
  return messages;
}

/// Whether one of them was tried and put off since this event. (Else a session that ended before it was used may be all that it was
/// put off for; or its queue has said so before it tried.)
bool Player::tried(const std::vector<std::string>& messages, std::uint64_t since) const {
  return std::ranges::any_of(messages, [&](const std::string& message) {
    return judge::seen(view_, {"keep", {message}, scenario::bind({"keep", {message}, {}})}, {since});
  });
}

/// When messages that wait while something is awaited of them are to be tried again: at once (after a while, where nothing was tried),
/// and once more when all that a sender may remember has run out. What comes of the second is the end of it (judge::hopeless), and nobody waits for
/// the whole deadline. Nothing, while none waits.
std::optional<Duration> Player::due_again(int again, bool untried) const {
  if (again == 0 && !untried) return Duration::zero();
  const auto pause = again == 0 ? stall : std::chrono::duration_cast<Duration>(std::chrono::duration<double>(judge::memory + 0.1));
  const auto ripe = step_began_ + pause;
  return std::max(Duration::zero(), ripe - std::chrono::steady_clock::now());
}

awaitable<void> Player::try_again(const StepLine& line, const std::vector<std::string>& messages) {
  std::vector<std::string> tokens;
  for (const auto& message : messages) {
    tokens.push_back(view_.token(message));
    // Written down before: some candidates have tried by the time that their command returns.
    auto data = about(line);
    data["text"] = "nudge " + message;
    write("did", std::move(data));
  }
  co_await stage_.nudge(tokens);
}

awaitable<bool> Player::settled(const scenario::Step& s, const StepLine& line) {
  std::optional<Stage::Interest> interest;
  const auto& is = line.act.bound.verb->is;
  Duration left = view_.deadline(line);
  bool in_time = false;
  if (is.queue || is.transport || is.home) interest.emplace(stage_);
  // A connection comes at once as a rule, and what the queue says before it is not what it says after it.
  const auto first = std::min<Duration>(left, stall);
  if (!interest && !bringers(s, line).empty()) {
    in_time = co_await within(first, seen_or_decided(s, line, false));
    left -= first;
    if (!in_time) interest.emplace(stage_);
  }
  if (!in_time) in_time = co_await within(left, seen_or_decided(s, line, true));
  const auto* passage = view_.passage(s.name);
  co_return in_time && passage && judge::met(view_, line.act, passage->window);
}

std::string Player::address(const std::string& user, const std::string& at) const {
  const auto& names = stage_.world().names(scenario_.id);
  if (at.empty()) return user + "@" + names.at("domain");
  if (const auto zone = names.find(at); zone != names.end()) return user + "@" + zone->second;
  return user + "@" + view_.resolved(at);
}

/// With spaces between.
std::string Player::recipients(const StepLine& line) const {
  std::string all = address(line.user, line.at);
  for (const auto& [user, at] : line.also) all += " " + address(user, at);
  return all;
}

awaitable<void> Player::breath(Duration pause) {
  const auto broken_off = [](const std::string& why, Signal& changed) -> awaitable<void> {
    while (why.empty()) co_await changed.wait();
  };
  co_await within(pause, broken_off(why_, changed_));
}

/// False when the candidate cannot be made to do it, which is told.
awaitable<bool> Player::carry_out(const StepLine& line) {
  const bool done = co_await done_now(line);
  const bool answers = line.kind == Kind::start || line.kind == Kind::stop || (line.kind == Kind::publish && !line.fault);
  if (done && answers && stage_.memory() > Duration::zero()) co_await breath(stage_.memory());
  co_return done;
}

awaitable<bool> Player::done_now(const StepLine& line) {
  auto& world = stage_.world();
  switch (line.kind) {
    case Kind::start: co_await world.start_attacker(scenario_.id, line.subject); break;
    case Kind::stop: co_await world.stop_attacker(scenario_.id, line.subject); break;
    case Kind::break_host: world.break_host(scenario_.id, line.subject, *line.fault); break;
    case Kind::mend_host: world.mend_host(scenario_.id, line.subject); break;
    case Kind::publish:
      if (line.fault) {
        world.break_host(scenario_.id, line.at, *line.fault);
        break;
      }
      co_await world.publish(scenario_.id, line.subject); break;
    case Kind::send:
      co_await stage_.send(scenario_.id, line.subject, recipients(line), line.options);
      break;
    case Kind::let: co_await breath(*line.within); break;
    case Kind::move_clock:
    case Kind::step_clock: {
      const auto by = std::chrono::duration_cast<std::chrono::seconds>(*line.within);
      const auto unmoved = co_await stage_.move_clock(scenario_.id, by, line.kind == Kind::move_clock);
      if (!unmoved.empty()) abort(unmoved);
      co_return unmoved.empty();
    }
    case Kind::restart:
    case Kind::kill: {
      const auto refused = co_await stage_.restart(line.kind == Kind::kill);
      if (!refused.empty()) abort(refused);
      break;
    }
    case Kind::nudge: {
      std::vector<std::string> tokens;
      for (const auto& message : nudged_by(line)) tokens.push_back(view_.token(message));
      co_return co_await stage_.nudge(tokens);
    }
    default: break;
  }
  co_return true;
}

}  // namespace gauntlet::run
