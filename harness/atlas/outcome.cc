// See outcome.h.
#include "harness/atlas/outcome.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/text.h"

namespace gauntlet::atlas {
namespace {

constexpr std::array names{std::pair{Got::read, std::string_view("read")}, std::pair{Got::stopped, std::string_view("stopped")},
                           std::pair{Got::nothing, std::string_view("nothing")}, std::pair{Got::not_asked, std::string_view("not asked")}};

/// What the record has of the message and of the attack.
struct Seen {
  std::vector<std::uint64_t> read, shown, delivered, kept, returned;
  std::string how_read, where, reason;
};

bool among(const std::vector<std::string>& all, const std::string& name) { return std::ranges::find(all, name) != all.end(); }

Seen seen(const judge::Play& play, const std::string& token) {
  const auto& scenario = play.scenario();
  const auto is_attacker = [&](const std::string& name) {
    return std::ranges::any_of(scenario.attackers, [&](const auto& a) { return a.name == name; });
  };
  Seen out;
  for (const auto* event : play.events()) {
    if (event->what == "shown" && is_attacker(event->text("subject"))) out.shown.push_back(event->n);
    if (event->text("token") != token) continue;
    if (event->what == "attack.read") {
      out.read.push_back(event->n);
      out.how_read = event->text("how") == "clear" ? "in clear" : "inside the TLS that it terminated";
    } else if (event->what == "smtp.message" && among(scenario.holds, event->actor)) {
      out.read.push_back(event->n);
      out.how_read = fmt::format("at {}, a host of its own", event->actor);
    } else if (event->what == "smtp.message" && event->flag("accepted")) {
      out.delivered.push_back(event->n);
      out.where = event->actor;
    } else if (event->what == "queue.kept") {
      out.kept.push_back(event->n);
      out.reason = event->text("text");
    } else if (event->what == "bounce") {
      out.returned.push_back(event->n);
    }
  }
  return out;
}

/// Whether a connection of the sender was open, or a question of it without an answer, when the play ended: then its mind was not made up.
bool was_at_it(const judge::Play& play) {
  std::set<std::int64_t> connections, questions;
  for (const auto* event : play.events()) {
    if (event->what == "play.end") break;
    if (event->what == "tcp.accept" && event->text("via").empty()) connections.insert(event->number("conn"));
    if (event->what == "tcp.close") connections.erase(event->number("conn"));
    if (event->what == "dns.query") questions.insert(event->number("id"));
    if (event->what == "dns.answer") questions.erase(event->number("id"));
  }
  return !connections.empty() || !questions.empty();
}

/// From the submission of the note on: what the sender did with earlier messages says nothing of it.
judge::Window since_note(const judge::Play& play) {
  judge::Window after;
  for (const auto* event : play.events())
    if (event->what == "submit" && event->text("token") == play.token("note")) after.first = event->n;
  return after;
}

Outcome of_undelivered(const judge::Play& play, Seen seen) {
  if (!play.submitted("note")) return {Got::not_asked, "the sender did not take it at submission", {}};
  if (!seen.returned.empty()) return {Got::stopped, "it was returned to its author", std::move(seen.returned)};
  if (seen.kept.empty() && was_at_it(play)) return {Got::not_asked, "the sender was still at it when the play ended", {}};
  if (seen.kept.empty()) return {Got::stopped, play.tried(since_note(play)) ? "the sender was done with it, and nothing more was heard of it" : "the sender tried nothing", {}};
  const auto last = seen.kept.back();
  return {Got::stopped, "it waits in the queue" + (seen.reason.empty() ? "" : ": " + printable(seen.reason, 200)), {last}};
}

/// Whether the sender took every message that was given to it.
bool took_all(const judge::Play& play) {
  for (const auto& step : play.scenario().steps)
    for (const auto& line : step.lines)
      if (line.kind == scenario::StepLine::Kind::send && !play.token(line.subject).empty() && !play.submitted(line.subject)) return false;
  return true;
}

}  // namespace

Outcome outcome_of(const judge::Play& play) {
  if (!play.begun()) return {Got::not_asked, "it was not played", {}};
  const std::string token = play.token("note");
  if (token.empty() && play.ended() && play.why() == "await lost" && !play.tried({}) && took_all(play))
    return {Got::stopped, "the sender tried nothing with an earlier message, which is part of the attack", {}};
  if (token.empty()) return {Got::not_asked, fmt::format("the message was never written: {}", play.ended() ? play.why() : "the play broke off"), {}};
  auto found = seen(play, token);
  if (!found.read.empty()) return {Got::read, fmt::format("the attacker read it {}", found.how_read), std::move(found.read)};
  const bool broken_off = !play.ended() || (play.why() != "over" && play.why() != "await lost");
  if (broken_off) return {Got::not_asked, play.ended() ? play.why() : "the play broke off", {}};
  if (found.delivered.empty()) return of_undelivered(play, std::move(found));
  auto proof = found.delivered;
  const auto stands = [](const scenario::Attacker& a) { return !a.dns.empty() || !a.stub.empty() || !a.wire.empty(); };
  if (std::ranges::none_of(play.scenario().attackers, stands) && play.scenario().holds.empty())
    return {Got::nothing, fmt::format("it arrived at {}", found.where), std::move(proof)};
  if (found.shown.empty())
    return {Got::not_asked, fmt::format("it arrived at {}, and nothing shows that the attack reached the sender", found.where), std::move(proof)};
  proof.insert(proof.begin(), found.shown.front());
  return {Got::nothing, fmt::format("it arrived at {}, unread", found.where), std::move(proof)};
}

std::string_view name_of(Got got) { return std::ranges::find(names, got, [](const auto& n) { return n.first; })->second; }

}  // namespace gauntlet::atlas
