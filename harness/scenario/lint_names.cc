// The linter's rules about names: every one that is used is there, every one that is there is used.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/text.h"
#include "fixtures/https/plan.h"
#include "fixtures/smtp/plan.h"
#include "harness/scenario/hosts.h"
#include "harness/scenario/lint_rules.h"
#include "harness/scenario/phrase.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::scenario {
namespace {

using Kind = StepLine::Kind;
using Names = std::vector<std::string>;

template <typename T>
Names names(const std::vector<T>& things) {
  Names all;
  for (const auto& thing : things) all.push_back(thing.name);
  return all;
}

Names mx_names(const Scenario& scenario) {
  Names all;
  for (const auto& host : scenario.hosts)
    if (smtp::mx_of(*host.plan)) all.push_back(host.name);
  return all;
}

Names site_names(const Scenario& scenario) {
  Names all;
  for (const auto& host : scenario.hosts)
    if (https::site_of(*host.plan)) all.push_back(host.name);
  return all;
}

Names with(Names all, const Names& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

bool among(const Names& all, const std::string& name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

/// Complains unless the name is empty or one of them.
void known(const View& view, int line, const Names& all, std::string_view what,
           const std::string& name) {
  if (!name.empty() && !among(all, name)) view.complain(line, unknown(what, name, all));
}

/// Whom messages are sent to, each with the zone or address that it is at.
std::vector<std::pair<std::string, std::string>> recipients(const StepLine& line) {
  auto all = line.also;
  if (line.kind == Kind::send) all.insert(all.begin(), {line.user, line.at});
  return all;
}

Names users(const Scenario& scenario) {
  Names all;
  each_line(scenario, [&](size_t, const StepLine& line) {
    for (const auto& [user, at] : recipients(line)) all.push_back(user);
  });
  return all;
}

void act_names(const View& view, int line, const Act& written, const Names& sent) {
  const auto& act = written.bound;
  const auto mxs = mx_names(view.scenario), attackers = names(view.scenario.attackers);
  known(view, line, sent, "message", act["MSG"]);
  // (Any host is attempted and left; the other acts are of SMTP.)
  const bool any = written.verb == "attempt" || written.verb == "leave";
  known(view, line, any ? names(view.scenario.hosts) : mxs, any ? "host" : "mail exchanger", act["MX"]);
  known(view, line, site_names(view.scenario), "policy host", act["HOST"]);
  known(view, line, with(names(view.scenario.hosts), attackers), "host or attacker", act["WHO"]);
  known(view, line, attackers, "attacker", act["ATTACKER"]);
  if (act.has("USER")) known(view, line, users(view.scenario), "recipient", act["USER"]);
  if (act.has("NAME"))
    known(view, line, names(view.scenario.zones), "zone", absolute(act["NAME"]).zone);
}

void sent_names(const View& view, const StepLine& line, Names& sent) {
  const auto zones = names(view.scenario.zones);
  if (among(sent, line.subject))
    view.complain(
        line.line,
        fmt::format("a second message named '{}'; each needs a name of its own", line.subject));
  sent.push_back(line.subject);
  for (const auto& [user, at] : recipients(line)) {
    if (at.empty() && !among(zones, ""))
      view.complain(line.line,
                    "a message to the own domain, which has no zone; a block 'zone signed|unsigned' "
                    "was expected");
    // An address literal or another domain than the scenario's is the writer's affair.
    if (at.find_first_of("[.{") == at.npos) known(view, line.line, zones, "zone", at);
  }
}

/// Everything in which a placeholder can stand.
std::string text_with_placeholders(const Scenario& scenario) {
  std::string all;
  auto add = [&](const std::string& text) { all += text + "\n"; };
  for (const auto& zone : scenario.zones)
    for (const auto& line : zone.zone.records) add(line.text);
  for (const auto& change : scenario.changes)
    for (const auto& line : change.records) add(line.text);
  for (const auto& attacker : scenario.attackers)
    for (const auto* rules : {&attacker.dns, &attacker.stub})
      for (const auto& [zone, rule] : *rules) {
        add(rule.owner);
        for (const auto& rdata : rule.rdata) add(rdata);
      }
  each_line(scenario, [&](size_t, const StepLine& line) {
    add(line.at);
    for (const auto& [user, at] : line.also) add(at);
  });
  return all;
}

bool mentions(const std::string& text, const std::string& name) {
  return text.find("{" + name + "}") != text.npos || text.find("{" + name + ".") != text.npos;
}

/// The host answers at that port, and speaks what the act is about.
void path_is_there(const View& view, int line, const attack::PathRule& rule) {
  const auto* host = host_named(view.scenario, rule.host);
  if (!host) return;
  if (rule.port != host->plan->port())
    view.complain(line, fmt::format("found port {}; {} answers at {}", rule.port, rule.host, host->plan->port()));
  if (attack::of_smtp(rule.act) && !smtp::mx_of(*host->plan))
    view.complain(line, fmt::format("\"{}\" on the path to {}, which is no mail exchanger; an act of any protocol was expected",
                                    name_of(rule), rule.host));
}

/// A zone that its server signs by itself: what we cannot do to it, and what only can be done there.
void signers_are_let_alone(const View& view) {
  const auto& scenario = view.scenario;
  const auto signs_itself = [&](const std::string& name) {
    return std::ranges::any_of(scenario.zones, [&](const Zone& zone) { return zone.name == name && !zone.zone.signer.empty(); });
  };
  for (const auto& zone : scenario.zones) {
    if (!zone.cut.empty() && signs_itself(zone.above)) view.complain(zone.line, "a zone cannot be delegated by one that its server signs by itself");
    if (!zone.zone.signer.empty() && !zone.zone.flaws.empty()) view.complain(zone.line, "whose signatures are its server's own has no flaws of ours");
  }
  for (const auto& change : scenario.changes) {
    const bool rolls = change.key_begins || change.key_ends;
    const bool other = change.new_key || !change.records.empty() || !change.dropped.empty() || !change.flaws.empty();
    if (rolls != signs_itself(change.zone) || (rolls && other))
      view.complain(change.line, "'new-key begins' and 'new-key ends' are the changes of a zone that is 'signed by' a server, which has no others");
  }
  for (const auto& attacker : scenario.attackers)
    for (const auto& [zone, rule] : attacker.dns)
      if (signs_itself(zone)) view.complain(attacker.line, "nobody stands between the resolver and a server that signs by itself");
}

const Names types_with_names = {"MX", "CNAME", "DNAME", "NS", "SRV", "PTR"};

/// A domain's name that is filled in is whole; without a dot behind it a zone's text takes it for one of its own.
void filled_name_ends(const View& view, int line, const std::string& rdata) {
  const auto name = rdata.substr(rdata.find_last_of(" \t") + 1);
  if (name.ends_with('}')) view.complain(line, fmt::format("{} is relative here, and would end with the zone's name; a dot behind it was expected", name));
}

void filled_names_end(const View& view, const std::vector<Line>& records) {
  for (const auto& record : records) {
    auto all = words(record.text);
    if (!all.empty()) all.erase(all.begin());  // the owner, which may be called like a type
    if (std::ranges::any_of(all, [](const auto& word) { return among(types_with_names, upper(word)); })) filled_name_ends(view, record.number, record.text);
  }
}

}  // namespace

void places_have_names_known(const View& view) {
  const auto& scenario = view.scenario;
  const auto hosts = names(scenario.hosts), zones = names(scenario.zones);
  for (const auto& host : scenario.hosts) known(view, host.line, zones, "zone", host.zone);
  for (const auto& change : scenario.changes) {
    known(view, change.line, zones, "zone", change.zone);
    const auto cut = [&](const Zone& zone) { return zone.name == change.zone && !zone.cut.empty() && zone.zone.is_signed; };
    if (change.new_key && std::none_of(scenario.zones.begin(), scenario.zones.end(), cut))
      view.complain(change.line, "new-key: the zone above must be the scenario's own, too; a signed zone that stands 'at OWNER@ZONE' was expected");
  }
  signers_are_let_alone(view);
  for (const auto& zone : scenario.zones) filled_names_end(view, zone.zone.records);
  for (const auto& change : scenario.changes) filled_names_end(view, change.records);
  for (const auto& name : scenario.holds) known(view, 1, hosts, "host", name);
  for (const auto& attacker : scenario.attackers) {
    for (const auto* rules : {&attacker.dns, &attacker.stub})
      for (const auto& [zone, rule] : *rules) {
        known(view, attacker.line, zones, "zone", zone);
        for (const auto& rdata : rule.rdata)
          if (among(types_with_names, rule.type)) filled_name_ends(view, attacker.line, rdata);
      }
    for (const auto& rule : attacker.wire) {
      known(view, attacker.line, hosts, "host", rule.host);
      if (rule.act == attack::Act::redirect) known(view, attacker.line, hosts, "host", rule.text);
      path_is_there(view, attacker.line, rule);
    }
  }
}

void steps_have_names_known(const View& view) {
  const auto& scenario = view.scenario;
  const auto hosts = names(scenario.hosts), attackers = names(scenario.attackers),
             changes = names(scenario.changes);
  Names sent;
  each_line(scenario, [&](size_t, const StepLine& line) {
    switch (line.kind) {
      case Kind::start:
      case Kind::stop:
        return known(view, line.line, attackers, "attacker", line.subject);
      case Kind::break_host:
      case Kind::mend_host:
        return known(view, line.line, hosts, "host", line.subject);
      case Kind::publish:
        if (line.at.empty()) return known(view, line.line, changes, "change", line.subject);
        return known(view, line.line, site_names(scenario), "policy host", line.at);
      case Kind::nudge:
        return known(view, line.line, sent, "message", line.subject);
      case Kind::send:
        return sent_names(view, line, sent);
      case Kind::let:
      case Kind::move_clock:
      case Kind::step_clock:
      case Kind::restart:
      case Kind::kill:
        return;
      case Kind::await:
      case Kind::ruling:
        return act_names(view, line.line, line.act, sent);
    }
  });
  if (scenario.learns) act_names(view, 1, scenario.learns->second, sent);
}

void nothing_stands_idle(const View& view) {
  const auto& scenario = view.scenario;
  const auto text = text_with_placeholders(scenario);
  std::set<std::string> started, published, zones;
  for (const auto& host : scenario.hosts) zones.insert(host.zone);
  for (const auto& zone : scenario.zones) zones.insert(zone.above);
  for (const auto& change : scenario.changes) zones.insert(change.zone);
  for (const auto& attacker : scenario.attackers)
    for (const auto* rules : {&attacker.dns, &attacker.stub})
      for (const auto& [zone, rule] : *rules) zones.insert(zone);
  each_line(scenario, [&](size_t, const StepLine& line) {
    if (line.kind == Kind::start) started.insert(line.subject);
    if (line.kind == Kind::publish) published.insert(line.subject);
    for (const auto& [user, at] : recipients(line)) zones.insert(at);
  });
  for (const auto& attacker : scenario.attackers)
    if (!started.contains(attacker.name))
      view.complain(attacker.line, fmt::format("attacker '{}' is never started", attacker.name));
  for (const auto& change : scenario.changes)
    if (!published.contains(change.name))
      view.complain(change.line, fmt::format("change '{}' is never published", change.name));
  for (const auto& host : scenario.hosts)
    if (!mentions(text, host.name) &&
        std::none_of(scenario.attackers.begin(), scenario.attackers.end(), [&](const Attacker& a) {
          return std::any_of(a.wire.begin(), a.wire.end(), [&](const attack::PathRule& rule) {
            return rule.act == attack::Act::redirect && rule.text == host.name;
          });
        }))
      view.complain(host.line, fmt::format("no record leads to host '{0}': {{{0}}} stands nowhere", host.name));
  for (const auto& zone : scenario.zones)
    // (A zone that lies below another is led to by its own name.)
    if (!zone.name.empty() && zone.cut.empty() && !zones.contains(zone.name) && !mentions(text, zone.name))
      view.complain(zone.line, fmt::format("zone '{}' is never used", zone.name));
}

}  // namespace gauntlet::scenario
