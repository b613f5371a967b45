// See verbs.h.
#include "harness/judge/verbs.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "fixtures/https/site.h"
#include "harness/judge/answers.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::judge {
namespace {

using record::Event;
using scenario::Bound;

// --- What several verbs ask ---

bool over(const Quest& q, const Event& event) {
  if (q.act.said.contains("over tls")) return event.flag("tls");
  if (q.act.said.contains("in clear")) return !event.flag("tls");
  return true;
}

bool of_message(const Quest& q, const Event& event) {
  const auto token = q.play.token(q.act["MSG"]);
  return !token.empty() && event.text("token") == token;
}

bool at_mx(const Quest& q, const Event& event) {
  return !q.act.has("MX") || event.actor == q.act["MX"];
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
    return rule.act == attack::Act::swap && rule.host == event.actor;
  });
}

/// The first word of a command that the candidate gave to that mail exchanger.
bool command(const Quest& q, const Event& event, std::string_view verb) {
  if (event.what != "smtp.in" || !at_mx(q, event) || !candidates_own(q.play, event)) return false;
  const auto line = upper(trim(event.text("line")));
  return line.substr(0, line.find(' ')) == verb;
}

bool tls_with(const Quest& q, const Event& event, std::string_view what) {
  return event.what == what && event.actor == q.act["WHO"] && candidates_own(q.play, event);
}

// --- SMTP ---

/// One of the recipients that stand there is that user; where none is asked for, any will do.
bool for_user(const Quest& q, const Event& event, std::string_view field = "to") {
  if (!q.act.has("USER")) return true;
  const auto is_theirs = [&](const boost::json::value& to) {
    return to.is_string() && std::string_view(to.get_string()).starts_with(q.act["USER"] + "@");
  };
  const auto* to = event.data.if_contains(field);
  if (!to || !to->is_array()) return to && is_theirs(*to);
  return std::any_of(to->get_array().begin(), to->get_array().end(), is_theirs);
}

bool deliver(const Quest& q, const Event& event) {
  return event.what == "smtp.message" && event.flag("accepted") && at_mx(q, event) &&
         over(q, event) && of_message(q, event) && for_user(q, event) &&
         (!q.act.said.contains("with bare line ends") || event.flag("bare_ends")) &&
         (!q.act.said.contains("with eight bits") || event.flag("eight_bits"));
}

/// (What stands behind the header is nobody's to change on the way: RFC 5321, 3.6.3 and 6.4.)
bool alter(const Quest& q, const Event& event) {
  if (event.what != "smtp.message" || !event.flag("accepted") || !at_mx(q, event) || !of_message(q, event)) return false;
  const auto& all = q.play.events_of(q.play.token(q.act["MSG"]));
  const auto handed = std::ranges::find_if(all, [](const Event* e) { return e->what == "submit" && !e->text("body").empty(); });
  return handed != all.end() && (*handed)->text("body") != event.text("body");
}

/// No command has a colon at the end of its first word, and each field of a header has one.
bool spill(const Quest& q, const Event& event) {
  if (event.what != "smtp.in" || !at_mx(q, event) || !candidates_own(q.play, event)) return false;
  const auto line = event.text("line");
  return line.substr(0, line.find(' ')).ends_with(':');
}

/// MAIL FROM had any: the sender makes use of what the server, or somebody in its name, offered.
bool has_parameters(const Event& event) {
  const auto* all = event.data.if_contains("parameters");
  return all && all->is_array() && !all->get_array().empty();
}

/// Some look at the host between MAIL and RCPT (Sendmail's tls_rcpt): where MAIL was taken and no recipient was named behind it,
/// nothing was offered. (RFC 8461, 5: "MUST NOT deliver the message".)
bool went_on(const Play& play, const Event& mail) {
  if (!mail.text("reply").starts_with('2')) return true;
  const auto names = [&](const Event* e) { return e->n > mail.n && e->what == "smtp.rcpt" && e->number("conn") == mail.number("conn"); };
  return std::any_of(play.events().begin(), play.events().end(), names);
}

/// The recipient's MAIL, on its connection, said of no message which one it is: it had no sender (RFC 5321, 4.5.5).
bool of_nobody(const Play& play, const Event& rcpt) {
  const auto& all = play.events();
  for (auto at = std::ranges::lower_bound(all, rcpt.n, {}, &Event::n); at != all.begin();) {
    const auto& seen = **--at;
    if (seen.what == "smtp.mail" && seen.number("conn") == rcpt.number("conn")) return seen.text("token").empty();
  }
  return false;
}

bool said_starttls(const Play& play, const Event& later) {
  const auto says = [&](const Event* e) {
    return e->n < later.n && e->what == "smtp.in" && e->number("conn") == later.number("conn") && upper(trim(e->text("line"))) == "STARTTLS";
  };
  return std::any_of(play.events().begin(), play.events().end(), says);
}

/// What names the message: its sender, or, where it has none, its recipient.
bool offer(const Quest& q, const Event& event) {
  const bool named = q.act.has("USER") ? event.what == "smtp.rcpt"
                                       : event.what == "smtp.mail" || (event.what == "smtp.rcpt" && of_nobody(q.play, event));
  if (!named || !at_mx(q, event) || !over(q, event)) return false;
  if (q.act.said.contains("with requiretls") &&
      upper(event.text("parameters")).find("REQUIRETLS") == std::string::npos)
    return false;
  if (q.act.said.contains("with parameters") && !has_parameters(event)) return false;
  if (q.act.said.contains("nested") && !event.flag("nested")) return false;
  if (q.act.said.contains("behind starttls") && !said_starttls(q.play, event)) return false;
  return of_message(q, event) && for_user(q, event) && (event.what != "smtp.mail" || went_on(q.play, event));
}

/// Connections that a relay opened are the attacker's; those that an attacker took in the mail
/// exchanger's place are told by the mail exchanger.
bool attempt(const Quest& q, const Event& event) {
  return event.what == "tcp.accept" && at_mx(q, event) && event.text("via").empty();
}

/// RFC 5321, 2.3.5: a domain of more than one label, or an address literal.
bool qualified(const Event& event) {
  const auto line = trim(event.text("line"));
  const size_t space = line.find(' ');
  const auto name = space == line.npos ? std::string() : trim(line.substr(space));
  return name.starts_with('[') || name.substr(0, name.find_last_not_of('.') + 1).find('.') != name.npos;
}

bool greet(const Quest& q, const Event& event) {
  if (!over(q, event) || (q.act.said.contains("unqualified") && qualified(event))) return false;
  const bool ehlo = !q.act.said.contains("with helo") && command(q, event, "EHLO");
  return ehlo || (!q.act.said.contains("with ehlo") && command(q, event, "HELO"));
}

bool run_ahead(const Quest& q, const Event& event) {
  return event.what == "smtp.in" && event.flag("more") && at_mx(q, event) && over(q, event) && candidates_own(q.play, event);
}

bool starttls(const Quest& q, const Event& event) {
  return over(q, event) && command(q, event, "STARTTLS");
}

bool quit(const Quest& q, const Event& event) {
  return command(q, event, "QUIT");
}

bool leave(const Quest& q, const Event& event) {
  return event.what == "tcp.close" && at_mx(q, event) && candidates_own(q.play, event) &&
         (event.text("by") == "peer" || event.text("by") == "reset");
}

// --- TLS ---

/// IANA's number of a suite or an extension, of a ClientHello.
bool lists(const Event& hello, std::string_view what, std::string_view number) {
  const auto all = words(hello.text(what));
  return std::ranges::find(all, number) != all.end();
}

bool offers(const Event& hello, std::string_view version) {
  const auto* versions = hello.data.if_contains("versions");
  return versions && versions->is_array() &&
         std::ranges::any_of(versions->get_array(), [&](const boost::json::value& v) { return v.is_string() && v.get_string() == version; });
}

/// What TLS 1.3 has no need of is owed by who offers something older, too. (A record of old does not tell the extensions.)
bool owes(const Event& hello, std::string_view extension) {
  const bool old = offers(hello, "1.2") || offers(hello, "1.1") || offers(hello, "1.0");
  return old && hello.data.contains("extensions") && !lists(hello, "extensions", extension);
}

bool propose(const Quest& q, const Event& event) {
  constexpr auto truncated_hmac = "0004", extended_master_secret = "0017", early_data = "002a", renegotiation_info = "ff01",
                 empty_renegotiation_info = "00ff";
  const auto& said = q.act.said;
  if (!tls_with(q, event, "tls.hello")) return false;
  if (said.contains("raw-keys")) return event.flag("raw_keys");
  if (said.contains("old-key-exchange")) return event.flag("old_key_exchange");
  if (said.contains("weak-suites")) return event.flag("weak_suites");
  if (said.contains("rc4")) return event.flag("rc4");
  if (said.contains("compression")) return event.flag("compression");
  if (said.contains("truncated-hmac")) return lists(event, "extensions", truncated_hmac);
  if (said.contains("early-data")) return lists(event, "extensions", early_data);
  if (said.contains("unbound-secret")) return owes(event, extended_master_secret);
  if (said.contains("unsafe-renegotiation"))
    return owes(event, renegotiation_info) && !lists(event, "suites", empty_renegotiation_info);
  if (said.contains("old-tls alone")) return event.data.contains("versions") && !offers(event, "1.2") && !offers(event, "1.3");
  return offers(event, q.act["VERSION"]);
}

bool sni(const Quest& q, const Event& event) {
  return tls_with(q, event, "tls.hello") &&
         without_dot(event.text("sni")) == q.play.host(q.act["NAME"]);
}

bool no_sni(const Quest& q, const Event& event) {
  return tls_with(q, event, "tls.hello") && event.text("sni").empty();
}

bool handshake(const Quest& q, const Event& event) {
  return tls_with(q, event, "tls.done") &&
         (!q.act.has("VERSION") || event.text("version") == q.act["VERSION"]);
}

bool go_on(const Quest& q, const Event& event) {
  return tls_with(q, event, "tls.done") || (tls_with(q, event, "tls.fail") && event.flag("went_on"));
}

bool resume(const Quest& q, const Event& event) {
  return tls_with(q, event, "tls.done") && event.flag("reused");
}

bool refuse(const Quest& q, const Event& event) {
  return tls_with(q, event, "tls.fail");
}

// --- HTTPS ---

/// RFC 8461, 3.2: a GET at the policy's place, of the host that the domain's own name has ("mta-sts" in front).
bool asks_for_policy(const Event& event) {
  return event.text("method") == "GET" && event.text("target") == https::well_known && lower(event.text("host")).starts_with("mta-sts.");
}

bool fetch(const Quest& q, const Event& event) {
  const bool full = q.act.said.contains("in full");
  if (event.what != (full ? "http.response" : "http.request") || event.actor != q.act["HOST"]) return false;
  return asks_for_policy(event) && (!full || event.flag("whole")) && candidates_own(q.play, event);
}

// --- The message's fate ---

/// A listing may tell of what was tried before the window, or of what was not tried at all (the
/// host's retry time has not come): it counts when something had been tried before it was asked
/// for.
bool keep(const Quest& q, const Event& event) {
  if (event.what != "queue.kept" || event.text("state") != "deferred" || !of_message(q, event))
    return false;
  const auto asked = event.number("asked");
  return q.play.tried({q.window.first, asked < 0 ? event.n : static_cast<std::uint64_t>(asked)});
}

/// Whether the question that the act names was put since the window began, before this event.
bool asked_before(const Quest& q, const Event& event) {
  return std::any_of(q.play.events().begin(), q.play.events().end(), [&](const Event* earlier) {
    return q.window.has(earlier->n) && earlier->n < event.n && query(q, *earlier);
  });
}

/// It does not say whom it is about, and the act asks for one of several recipients.
bool about_whom_is_open(const Quest& q, const Event& event) {
  if (event.what != "bounce" || event.data.contains("failed") || !q.act.has("USER") || !of_message(q, event)) return false;
  const auto to_several = [](const Event* e) { return e->what == "submit" && e->text("to").find(' ') != std::string::npos; };
  return std::ranges::any_of(q.play.events_of(q.play.token(q.act["MSG"])), to_several);
}

bool bounce(const Quest& q, const Event& event) {
  if (event.what != "bounce" || !of_message(q, event)) return false;
  if (q.act.said.contains("with a sender") && event.text("from").empty()) return false;
  if (about_whom_is_open(q, event) || (event.data.contains("failed") && !for_user(q, event, "failed"))) return false;
  return !q.act.has("NAME") || !asked_before(q, event);
}

bool warn(const Quest& q, const Event& event) {
  return event.what == "notice" && event.text("action") == "delayed" && of_message(q, event);
}

/// RFC 7505, 4.1: who looks the domain up while the message is handed in refuses it there. (Over a
/// program it cannot be told for how long a refusal is meant.)
bool refused_for_good(const Quest& q, const Event& event) {
  return event.what == "submit" && event.number("status") == 1 && of_message(q, event) &&
         event.text("output").starts_with('5') && q.play.tried({q.window.first, event.n});
}

bool came_back(const Quest& q, const Event& event) {
  return bounce(q, event) || refused_for_good(q, event);
}

bool decide(const Quest& q, const Event& event) {
  return deliver(q, event) || keep(q, event) || came_back(q, event);
}

bool read(const Quest& q, const Event& event) {
  return event.what == "attack.read" && (!q.act.has("ATTACKER") || event.actor == q.act["ATTACKER"]) &&
         of_message(q, event);
}

using Predicate = bool (*)(const Quest&, const Event&);

const std::map<std::string, Predicate>& table() {
  static const std::map<std::string, Predicate> all{
      {"deliver", deliver},     {"alter", alter},     {"offer", offer},     {"attempt", attempt}, {"greet", greet},
      {"run-ahead", run_ahead}, {"starttls", starttls},   {"propose", propose}, {"sni", sni},         {"no-sni", no_sni},
      {"handshake", handshake}, {"go-on", go_on}, {"resume", resume},   {"refuse", refuse},   {"quit", quit},
      {"leave", leave},         {"fetch", fetch},     {"query", query},     {"answer", answer},   {"keep", keep},
      {"spill", spill},         {"bounce", bounce},       {"warn", warn},       {"decide", decide},   {"read", read},
      {"return", came_back}};
  return all;
}

using Events = std::vector<const Event*>;

/// The events among which the act may be: what shows a message's fate bears its token (every predicate of a verb with MSG asks of_message).
const Events& where(const Play& play, const Bound& act) { return act.has("MSG") ? play.events_of(play.token(act["MSG"])) : play.events(); }

}  // namespace

std::vector<std::uint64_t> sightings(const Play& play, const scenario::Act& act, Window window,
                                     size_t most) {
  const auto predicate = table().find(act.verb);
  if (predicate == table().end()) throw Fault("no predicate for the verb " + act.verb);
  const Quest quest{play, act.bound, window};
  const size_t least = times(act);
  std::vector<std::uint64_t> found;
  const auto& events = where(play, act.bound);
  for (auto at = first_in(events, window); at != events.end() && window.has((*at)->n); ++at) {
    if (found.size() >= std::max(most, least)) break;
    if (predicate->second(quest, **at)) found.push_back((*at)->n);
  }
  if (found.size() < least) found.clear();
  return found;
}

std::uint64_t attempt_over(const Play& play, const scenario::Act& act, Window window) {
  if (act.verb != "keep" && act.verb != "decide") return 0;
  for (const auto* event : where(play, act.bound))
    if (event->what == "attempt.over" && window.has(event->n) && play.tried({window.first, event->n})) return event->n;
  return 0;
}

bool met(const Play& play, const scenario::Act& act, Window window) {
  return seen(play, act, window) || attempt_over(play, act, window) != 0;
}

bool seen(const Play& play, const scenario::Act& act, Window window) {
  return !sightings(play, act, window, 1).empty();
}

size_t times(const scenario::Act& act) {
  return act.bound.has("N") ? std::stoul(act.bound["N"]) : 1;
}

std::string unreadable_notice(const Play& play, const scenario::Act& act, Window window) {
  if (!act.bound.verb->is.home) return {};
  const Quest quest{play, act.bound, window};
  for (auto at = first_in(play.events(), window); at != play.events().end() && window.has((*at)->n); ++at)
    if ((*at)->what == "notice" && (*at)->text("action").empty() && of_message(quest, **at))
      return fmt::format(
          "a notice came home (event {}) without the fields of a delivery status notification: "
          "whether it returns the message or only warns cannot be told",
          (*at)->n);
    else if (about_whom_is_open(quest, **at))
      return fmt::format("a notice came home (event {}) that does not say which of the recipients it is about", (*at)->n);
  return {};
}

}  // namespace gauntlet::judge
