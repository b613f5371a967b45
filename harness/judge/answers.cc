// See answers.h.
#include "harness/judge/answers.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::judge {

using record::Event;
using scenario::Bound;

std::string without_dot(std::string name) {
  if (name.ends_with('.')) name.pop_back();
  return lower(name);
}

namespace {

/// (A sender may ask for an alias, or in another order: where the type is the sender's affair, ANY stands for all.)
bool about(const Quest& q, const Event& event) {
  const auto type = q.act["TYPE"];
  return (type == "ANY" || event.text("type") == type) &&
         without_dot(event.text("name")) == q.play.host(q.act["NAME"]);
}

/// "b" of a record "a. 5 IN CNAME b." among the answers; "" when `name` has none there.
std::string alias_of(const std::string& name, const Event& event) {
  const auto* answers = event.data.if_contains("answers");
  if (!answers || !answers->is_array()) return {};
  for (const auto& rr : answers->get_array()) {
    const auto fields = rr.is_string() ? words(std::string_view(rr.get_string())) : std::vector<std::string>();
    if (fields.size() > 4 && fields[3] == "CNAME" && without_dot(fields[0]) == name) return without_dot(fields[4]);
  }
  return {};
}

/// A sender that asked for the alias by itself asks on at what it leads to: an answer there is one to the question that the
/// scenario is about.
bool about_its_alias(const Quest& q, const Event& event) {
  if (q.act["TYPE"] != "ANY" && event.text("type") != q.act["TYPE"]) return false;
  std::set<std::string> names{q.play.host(q.act["NAME"])};
  for (const auto* earlier : q.play.events()) {
    if (earlier->n >= event.n) break;
    if (earlier->what != "dns.answer" || earlier->text("type") != "CNAME") continue;
    if (const auto name = without_dot(earlier->text("name")); names.contains(name))
      if (auto target = alias_of(name, *earlier); !target.empty()) names.insert(std::move(target));
  }
  return names.size() > 1 && names.contains(without_dot(event.text("name")));
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

/// `secure`, `insecure nodata`, `servfail`, ... Of whatever type, what nothing vouches for is so with records or without.
bool in_state(const std::string& state, bool any, const Event& event) {
  const auto rcode = lower(event.text("rcode"));
  if (state == "truncated") return event.flag("tc");
  if (state == "servfail" || state == "refused" || state == "formerr") return rcode == state;
  if (state == "notimp") return rcode == "notimp" || rcode == "notimpl";
  const auto space = std::min(state.find(' '), state.size());
  const bool judged = state.starts_with("secure") || state.starts_with("insecure");
  if (judged && event.flag("ad") != state.starts_with("secure")) return false;
  const auto kind = !judged ? state : space < state.size() ? state.substr(space + 1) : "data";
  if (kind == "nxdomain") return rcode == "nxdomain";
  if (any && state == "insecure") return rcode == "noerror" && !event.flag("tc");
  return rcode == "noerror" && !event.flag("tc") && has_data(event) == (kind == "data");
}

/// The state that an `answer` names, "" when any will do.
std::string state_of(const Bound& act) {
  for (const auto& said : act.said)
    if (said != "over tcp") return said;
  return {};
}

/// Whether the event tells what the resolver makes of a question. One that did not ask for DNSSEC tells nothing of `secure`, and one with the
/// CD bit nothing at all.
bool tells(const Play& play, const std::string& state, const Event& event) {
  if (event.what != "dns.answer" || event.flag("tc")) return false;
  const auto asked = play.asked(event);
  return !asked.unchecked && (asked.dnssec || !state.starts_with("secure"));
}

/// A step that changes a zone, or what an attacker does to DNS.
bool changes_answers(const Event& did) {
  const auto verb = words(did.text("text"));
  return !verb.empty() && (verb[0] == "publish" || verb[0] == "start" || verb[0] == "stop");
}

}  // namespace

bool query(const Quest& q, const Event& event) {
  return event.what == "dns.query" && about(q, event);
}

bool answer(const Quest& q, const Event& event) {
  const auto state = state_of(q.act);
  if (event.what != (state == "dropped" ? "dns.dropped" : "dns.answer")) return false;
  if (!about(q, event) && !about_its_alias(q, event)) return false;
  if (q.act.said.contains("over tcp") && event.text("transport") != "tcp") return false;
  return state.empty() || state == "dropped" || in_state(state, q.act["TYPE"] == "ANY", event);
}

std::vector<std::uint64_t> contradictions(const Play& play, const scenario::Act& act,
                                          Window window) {
  std::vector<std::uint64_t> found;
  const auto state = state_of(act.bound);
  if (!act.bound.verb->is.answer || state.empty()) return found;
  const Quest quest{play, act.bound, window};
  for (auto at = first_in(play.events(), window); at != play.events().end() && window.has((*at)->n); ++at) {
    const auto& event = **at;
    if (tells(play, state, event) && about(quest, event) && !answer(quest, event)) found.push_back(event.n);
  }
  return found;
}

std::string recanted(const Play& play, const scenario::Act& act, Window window) {
  const auto state = state_of(act.bound);
  if (!act.bound.verb->is.answer || state.empty()) return {};
  const Quest quest{play, act.bound, window};
  std::map<std::pair<std::string, std::string>, const Event*> told;  // by name and type, since the scenario last changed what there is to tell
  for (auto at = first_in(play.events(), window); at != play.events().end() && window.has((*at)->n); ++at) {
    const auto& event = **at;
    if (event.what == "did" && changes_answers(event)) told.clear();
    if (!tells(play, state, event) || event.flag("injected")) continue;
    const std::pair question(event.text("name"), event.text("type"));
    const auto before = told.find(question);
    if (answer(quest, event)) told.try_emplace(question, &event);
    else if (before != told.end())
      return fmt::format("{} {} was answered in one way (event {}), and then in another (event {})", question.first, question.second,
                         before->second->n, event.n);
  }
  return {};
}

}  // namespace gauntlet::judge
