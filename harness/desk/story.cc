// See story.h.
#include "harness/desk/story.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/text.h"
#include "harness/judge/verbs.h"

namespace gauntlet::desk {
namespace {

using record::Event;
using report::Moment;

constexpr const char *sender = "sender", *resolver = "resolver", *authority = "authority", *bench = "test bench";
constexpr size_t most_of_label = 160;  // signs along an arrow; the timeline has all of them

/// Who is at the other end of a connection, by its number.
using Peers = std::map<std::int64_t, std::string>;

void arrow(Moment& m, const std::string& from, const std::string& to, const std::string& label) {
  m.from = from;
  m.to = to;
  m.label = printable(label, most_of_label);
}

/// Something that happened at one place.
void note(Moment& m, const std::string& at, const std::string& label) { arrow(m, at, at, label); }

std::string peer(const Event& e, const Peers& peers) {
  if (const auto via = e.text("via"); !via.empty()) return via;
  const auto found = peers.find(e.number("conn"));
  return found == peers.end() ? sender : found->second;
}

/// "TLSA _25._tcp.mx1.one.test", without the final dot.
std::string asked(const Event& e) {
  auto name = e.text("name");
  if (name.size() > 1 && name.ends_with('.')) name.pop_back();
  return e.text("type") + " " + name;
}

std::string answered(const Event& e) {
  const auto* answers = e.data.if_contains("answers");
  const auto n = answers && answers->is_array() ? answers->as_array().size() : 0;
  return fmt::format("{} {}{}, {} record{}{}", e.text("type"), e.text("rcode"), e.flag("ad") ? " AD" : "", n, n == 1 ? "" : "s",
                     e.flag("tc") ? ", cut" : "");
}

using Draw = void (*)(Moment&, const Event&, const Peers&);

/// What of the record goes into a sequence diagram. What is said twice there (smtp.mail beside the line itself) does not.
const std::map<std::string, Draw>& drawn() {
  static const std::map<std::string, Draw> all{
      {"submit", [](Moment& m, const Event& e, const Peers&) { arrow(m, bench, sender, e.text("msg") + " to " + e.text("to")); }},
      {"dns.query", [](Moment& m, const Event& e, const Peers&) { arrow(m, sender, e.text("to").empty() ? resolver : authority, asked(e) + "?"); }},
      {"dns.elsewhere", [](Moment& m, const Event& e, const Peers&) { note(m, sender, asked(e) + "? asked of " + e.text("to")); }},
      {"dns.answer",
       [](Moment& m, const Event& e, const Peers&) {
         if (e.flag("beside")) note(m, authority, "validated: " + answered(e));
         else arrow(m, resolver, sender, answered(e));
       }},
      {"dns.unanswered", [](Moment& m, const Event& e, const Peers&) { note(m, resolver, asked(e) + ": " + e.text("why")); }},
      {"dns.dropped", [](Moment& m, const Event& e, const Peers&) { note(m, resolver, asked(e) + ": no answer"); }},
      {"dns.upstream", [](Moment& m, const Event& e, const Peers&) { arrow(m, resolver, authority, asked(e) + "? " + e.text("action")); }},
      {"tcp.accept",
       [](Moment& m, const Event& e, const Peers& peers) {
         const auto taken = e.text("taken");
         arrow(m, peer(e, peers), taken.empty() ? e.actor : taken, fmt::format("connects to {} port {}", e.actor, e.text("port")));
       }},
      {"tcp.close",
       [](Moment& m, const Event& e, const Peers& peers) {
         const auto alert = e.text("alert");
         const auto label = "closes" + (alert.empty() ? "" : ", TLS alert: " + alert);
         if (e.text("by") == "us") arrow(m, e.actor, peer(e, peers), label);
         else arrow(m, peer(e, peers), e.actor, label);
       }},
      {"smtp.in", [](Moment& m, const Event& e, const Peers& peers) { arrow(m, peer(e, peers), e.actor, e.text("line")); }},
      {"smtp.out", [](Moment& m, const Event& e, const Peers& peers) { arrow(m, e.actor, peer(e, peers), e.text("line")); }},
      {"smtp.message",
       [](Moment& m, const Event& e, const Peers& peers) {
         arrow(m, peer(e, peers), e.actor, std::string("the message, ") + (e.flag("tls") ? "over TLS" : "in clear") + ": " + e.text("reply"));
       }},
      {"tls.hello",
       [](Moment& m, const Event& e, const Peers& peers) {
         const auto sni = e.text("sni");
         arrow(m, peer(e, peers), e.actor, "ClientHello, " + (sni.empty() ? "no SNI" : "SNI " + sni));
       }},
      {"tls.done",
       [](Moment& m, const Event& e, const Peers& peers) { arrow(m, e.actor, peer(e, peers), "TLS " + e.text("version") + " " + e.text("cipher")); }},
      {"tls.fail",
       [](Moment& m, const Event& e, const Peers& peers) {
         const auto alert = e.text("alert");
         if (alert.empty()) note(m, e.actor, "TLS fails: " + e.text("reason"));
         else arrow(m, peer(e, peers), e.actor, "TLS alert: " + alert);
       }},
      {"http.request",
       [](Moment& m, const Event& e, const Peers& peers) { arrow(m, peer(e, peers), e.actor, e.text("method") + " " + e.text("target")); }},
      {"http.response",
       [](Moment& m, const Event& e, const Peers& peers) {
         arrow(m, e.actor, peer(e, peers), fmt::format("{}, {} bytes", e.text("status"), e.text("bytes")));
       }},
      {"attack.start", [](Moment& m, const Event& e, const Peers&) { note(m, e.actor, "the attack begins"); }},
      {"attack.stop", [](Moment& m, const Event& e, const Peers&) { note(m, e.actor, "the attack ends"); }},
      {"attack.act", [](Moment& m, const Event& e, const Peers&) { note(m, e.actor, e.text("did")); }},
      {"attack.read", [](Moment& m, const Event& e, const Peers&) { note(m, e.actor, "reads the message: " + e.text("how")); }},
      {"shown", [](Moment& m, const Event& e, const Peers&) { note(m, e.text("subject"), e.text("what") + " takes effect"); }},
      {"queue.kept", [](Moment& m, const Event& e, const Peers&) { note(m, sender, "keeps it: " + e.text("text")); }},
      {"attempt.over", [](Moment& m, const Event&, const Peers&) { note(m, sender, "is silent"); }},
      {"bounce", [](Moment& m, const Event&, const Peers&) { arrow(m, sender, bench, "delivery status notification"); }},
      {"notice", [](Moment& m, const Event& e, const Peers&) { arrow(m, sender, bench, "notice: " + e.text("action")); }},
      {"await.lost", [](Moment& m, const Event& e, const Peers&) { note(m, bench, "did not come: " + e.text("text")); }},
      {"candidate.exit", [](Moment& m, const Event& e, const Peers&) { note(m, sender, "ends, status " + e.text("status")); }},
      {"candidate.restart", [](Moment& m, const Event&, const Peers&) { note(m, sender, "is started again"); }}};
  return all;
}

Moment moment(const Event& e, double begin, const Peers& peers) {
  Moment m{.n = e.n, .t = e.t - begin, .actor = e.actor, .what = e.what, .text = printable(judge::described(e), 600)};
  m.tls = e.flag("tls");
  if (const auto draw = drawn().find(e.what); draw != drawn().end()) draw->second(m, e, peers);
  return m;
}

/// Where the scenario's attackers stand, in words.
std::vector<std::pair<std::string, std::string>> places_of(const scenario::Scenario& s) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& attacker : s.attackers) {
    std::vector<std::string> places;
    if (!attacker.stub.empty()) places.push_back("between the sender and its resolver");
    if (!attacker.dns.empty()) places.push_back("between the resolver and the authority");
    std::set<std::string> hosts;
    for (const auto& rule : attacker.wire) hosts.insert(rule.host);
    if (!hosts.empty()) places.push_back(fmt::format("on the path to {}", fmt::join(hosts, ", ")));
    all.emplace_back(attacker.name, fmt::format("{}", fmt::join(places, " and ")));
  }
  return all;
}

}  // namespace

report::Story story(const Play& play, const scenario::Scenario* scenario) {
  report::Story out;
  if (scenario) {
    out.scenario = scenario->text;
    out.attackers = places_of(*scenario);
  }
  out.more = play.more;
  out.log = play.log;
  out.more_log = play.more_log;
  double begin = play.events.empty() ? 0 : play.events.front()->t;
  for (const auto* e : play.events)
    if (e->what == "play.begin") begin = e->t;
  Peers peers;
  for (const auto* e : play.events) {
    if (e->what == "tcp.accept") peers[e->number("conn")] = peer(*e, {});
    out.moments.push_back(moment(*e, begin, peers));
  }
  return out;
}

}  // namespace gauntlet::desk
