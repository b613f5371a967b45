// See verbs.h.
#include "harness/judge/verbs.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::judge {
namespace {

using record::Event;
using scenario::Bound;

// --- What several verbs ask ---

bool over(const Bound& act, const Event& event) {
  if (act.said.contains("over tls")) return event.flag("tls");
  if (act.said.contains("in clear")) return !event.flag("tls");
  return true;
}

bool of_message(const Play& play, const Bound& act, const Event& event) {
  const auto token = play.token(act["MSG"]);
  return !token.empty() && event.text("token") == token;
}

bool at_mx(const Bound& act, const Event& event) {
  return !act.has("MX") || event.actor == act["MX"];
}

const scenario::Attacker* attacker(const Play& play, const std::string& name) {
  for (const auto& attacker : play.scenario().attackers)
    if (attacker.name == name) return &attacker;
  return nullptr;
}

/// An attacker that swaps speaks TLS of its own with the mail exchanger; any other passes on what
/// the candidate says.
bool candidates_own(const Play& play, const Event& event) {
  const auto* relay = attacker(play, play.via(event.number("conn")));
  return !relay || std::none_of(relay->wire.begin(), relay->wire.end(), [&](const auto& rule) {
    return rule.act == attack::Act::swap && rule.mx == event.actor;
  });
}

/// The first word of a command that the candidate gave to that mail exchanger.
bool command(const Play& play, const Bound& act, const Event& event, std::string_view verb) {
  if (event.what != "smtp.in" || !at_mx(act, event) || !candidates_own(play, event)) return false;
  const auto line = upper(trim(event.text("line")));
  return line.substr(0, line.find(' ')) == verb;
}

bool tls_with(const Play& play, const Bound& act, const Event& event, std::string_view what) {
  return event.what == what && event.actor == act["WHO"] && candidates_own(play, event);
}

/// "TLSv1.3" and "1.3" alike.
std::string version_number(std::string_view text) {
  const auto digit = text.find_first_of("0123456789");
  auto number = std::string(digit == text.npos ? "" : text.substr(digit));
  return number == "1" ? "1.0" : number;
}

std::string without_dot(std::string name) {
  if (name.ends_with('.')) name.pop_back();
  return lower(name);
}

// --- SMTP ---

bool deliver(const Play& play, const Bound& act, const Event& event) {
  return event.what == "smtp.message" && event.flag("accepted") && at_mx(act, event) &&
         over(act, event) && of_message(play, act, event);
}

bool offer(const Play& play, const Bound& act, const Event& event) {
  if (event.what != "smtp.mail" || !at_mx(act, event) || !over(act, event)) return false;
  if (act.said.contains("with requiretls") &&
      upper(event.text("parameters")).find("REQUIRETLS") == std::string::npos)
    return false;
  return of_message(play, act, event);
}

/// Connections that a relay opened are the attacker's; those that it accepted, the sender's.
bool attempt(const Play& play, const Bound& act, const Event& event) {
  if (event.what != "tcp.accept") return false;
  const auto mx = act["MX"];
  if (event.actor == mx) return event.text("via").empty();
  const auto* other = attacker(play, event.actor);
  if (!other) return false;
  const auto on = [&](const auto& rule) { return rule.mx == mx; };
  if (std::none_of(other->wire.begin(), other->wire.end(), on)) return false;
  if (std::all_of(other->wire.begin(), other->wire.end(), on)) return true;
  const auto to = event.text("to");
  for (const auto* address : {"{}", "{}.v6"}) {
    const auto name = "{" + fmt::format(fmt::runtime(address), mx) + "}";
    const auto value = play.resolved(name);
    if (to == value || to.starts_with(value + ":") || to.starts_with("[" + value + "]"))
      return true;
  }
  return false;
}

/// RFC 5321, 2.3.5: a domain of more than one label, or an address literal.
bool qualified(const Event& event) {
  const auto line = trim(event.text("line"));
  const size_t space = line.find(' ');
  const auto name = space == line.npos ? std::string() : trim(line.substr(space));
  return name.starts_with('[') || name.substr(0, name.find_last_not_of('.') + 1).find('.') != name.npos;
}

bool greet(const Play& play, const Bound& act, const Event& event) {
  if (!over(act, event) || (act.said.contains("unqualified") && qualified(event))) return false;
  const bool ehlo = !act.said.contains("with helo") && command(play, act, event, "EHLO");
  return ehlo || (!act.said.contains("with ehlo") && command(play, act, event, "HELO"));
}

bool starttls(const Play& play, const Bound& act, const Event& event) {
  return over(act, event) && command(play, act, event, "STARTTLS");
}

bool quit(const Play& play, const Bound& act, const Event& event) {
  return command(play, act, event, "QUIT");
}

bool leave(const Play& play, const Bound& act, const Event& event) {
  return event.what == "tcp.close" && at_mx(act, event) && candidates_own(play, event) &&
         (event.text("by") == "peer" || event.text("by") == "reset");
}

// --- TLS ---

bool propose(const Play& play, const Bound& act, const Event& event) {
  if (!tls_with(play, act, event, "tls.hello")) return false;
  const auto* versions = event.data.if_contains("versions");
  if (!versions || !versions->is_array()) return false;
  const auto& all = versions->get_array();
  return std::any_of(all.begin(), all.end(), [&](const boost::json::value& v) {
    return v.is_string() && version_number(std::string_view(v.get_string())) == act["VERSION"];
  });
}

bool sni(const Play& play, const Bound& act, const Event& event) {
  return tls_with(play, act, event, "tls.hello") &&
         without_dot(event.text("sni")) == play.host(act["NAME"]);
}

bool no_sni(const Play& play, const Bound& act, const Event& event) {
  return tls_with(play, act, event, "tls.hello") && event.text("sni").empty();
}

bool handshake(const Play& play, const Bound& act, const Event& event) {
  return tls_with(play, act, event, "tls.done") &&
         (!act.has("VERSION") || version_number(event.text("version")) == act["VERSION"]);
}

bool resume(const Play& play, const Bound& act, const Event& event) {
  return tls_with(play, act, event, "tls.done") && event.flag("reused");
}

bool refuse(const Play& play, const Bound& act, const Event& event) {
  return tls_with(play, act, event, "tls.fail");
}

// --- DNS ---

bool about(const Play& play, const Bound& act, const Event& event) {
  return event.text("type") == act["TYPE"] &&
         without_dot(event.text("name")) == play.host(act["NAME"]);
}

bool query(const Play& play, const Bound& act, const Event& event) {
  return event.what == "dns.query" && about(play, act, event);
}

/// True when a record of the type asked for is among the answers (an alias alone is not).
bool has_data(const Event& event) {
  const auto* answers = event.data.if_contains("answers");
  if (!answers || !answers->is_array()) return false;
  const auto& all = answers->get_array();
  return std::any_of(all.begin(), all.end(), [&](const boost::json::value& rr) {
    if (!rr.is_string()) return false;
    const auto fields = words(std::string_view(rr.get_string()));
    return fields.size() > 3 && fields[3] == event.text("type");
  });
}

/// `secure`, `insecure nodata`, `servfail`, ...
bool in_state(const std::string& state, const Event& event) {
  const auto rcode = lower(event.text("rcode"));
  if (state == "truncated") return event.flag("tc");
  if (state == "servfail" || state == "refused" || state == "formerr") return rcode == state;
  if (state == "notimp") return rcode == "notimp" || rcode == "notimpl";
  const auto space = std::min(state.find(' '), state.size());
  const bool judged = state.starts_with("secure") || state.starts_with("insecure");
  if (judged && event.flag("ad") != state.starts_with("secure")) return false;
  const auto kind = !judged ? state : space < state.size() ? state.substr(space + 1) : "data";
  if (kind == "nxdomain") return rcode == "nxdomain";
  return rcode == "noerror" && !event.flag("tc") && has_data(event) == (kind == "data");
}

/// The state that an `answer` names, "" when any will do.
std::string state_of(const Bound& act) {
  for (const auto& said : act.said)
    if (said != "over tcp") return said;
  return {};
}

bool answer(const Play& play, const Bound& act, const Event& event) {
  const auto state = state_of(act);
  if (event.what != (state == "dropped" ? "dns.dropped" : "dns.answer") || !about(play, act, event))
    return false;
  if (act.said.contains("over tcp") && event.text("transport") != "tcp") return false;
  return state.empty() || state == "dropped" || in_state(state, event);
}

// --- The message's fate ---

/// The runner lists the candidate's queue: a message that has not been tried yet is no proof of
/// anything.
bool keep(const Play& play, const Bound& act, const Event& event) {
  return event.what == "queue.kept" && event.text("state") == "deferred" &&
         of_message(play, act, event);
}

bool bounce(const Play& play, const Bound& act, const Event& event) {
  return event.what == "bounce" && of_message(play, act, event);
}

bool decide(const Play& play, const Bound& act, const Event& event) {
  return deliver(play, act, event) || keep(play, act, event) || bounce(play, act, event);
}

bool read(const Play& play, const Bound& act, const Event& event) {
  return event.what == "attack.read" && (!act.has("ATTACKER") || event.actor == act["ATTACKER"]) &&
         of_message(play, act, event);
}

using Predicate = bool (*)(const Play&, const Bound&, const Event&);

const std::map<std::string, Predicate>& table() {
  static const std::map<std::string, Predicate> all{
      {"deliver", deliver},     {"offer", offer},     {"attempt", attempt}, {"greet", greet},
      {"starttls", starttls},   {"propose", propose}, {"sni", sni},         {"no-sni", no_sni},
      {"handshake", handshake}, {"resume", resume},   {"refuse", refuse},   {"quit", quit},
      {"leave", leave},         {"query", query},     {"answer", answer},   {"keep", keep},
      {"bounce", bounce},       {"decide", decide},   {"read", read}};
  return all;
}

/// The play's events in the window.
std::vector<const Event*>::const_iterator first_in(const Play& play, Window window) {
  return std::lower_bound(play.events().begin(), play.events().end(), window.first,
                          [](const Event* event, std::uint64_t n) { return event->n < n; });
}

}  // namespace

std::vector<std::uint64_t> sightings(const Play& play, const scenario::Act& act, Window window,
                                     size_t most) {
  const auto predicate = table().find(act.verb);
  if (predicate == table().end()) throw Fault("no predicate for the verb " + act.verb);
  const auto bound = scenario::bind(act);
  const size_t least = bound.has("N") ? std::stoul(bound["N"]) : 1;
  std::vector<std::uint64_t> found;
  for (auto at = first_in(play, window); at != play.events().end() && window.has((*at)->n); ++at) {
    if (found.size() >= std::max(most, least)) break;
    if (predicate->second(play, bound, **at)) found.push_back((*at)->n);
  }
  if (found.size() < least) found.clear();
  return found;
}

bool seen(const Play& play, const scenario::Act& act, Window window) {
  return !sightings(play, act, window, 1).empty();
}

std::vector<std::uint64_t> contradictions(const Play& play, const scenario::Act& act,
                                          Window window) {
  if (act.verb != "answer") return {};
  const auto bound = scenario::bind(act);
  const auto state = state_of(bound);
  std::vector<std::uint64_t> found;
  if (state.empty()) return found;
  for (auto at = first_in(play, window); at != play.events().end() && window.has((*at)->n); ++at) {
    const auto& event = **at;
    if (event.what != "dns.answer" || !about(play, bound, event) || event.flag("tc")) continue;
    if (state.starts_with("secure") && !play.asked_for_ad(event)) continue;
    if (!answer(play, bound, event)) found.push_back(event.n);
  }
  return found;
}

std::vector<std::string> predicates() {
  std::vector<std::string> all;
  for (const auto& [name, predicate] : table()) all.push_back(name);
  return all;
}

}  // namespace gauntlet::judge
