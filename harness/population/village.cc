// See village.h.
#include "harness/population/village.h"

#include <map>

#include <fmt/format.h>

#include "harness/judge/play.h"
#include "harness/judge/verbs.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::population {
namespace {

using Certificate = Shape::Certificate;

/// One scenario as it is written.
class Text {
 public:
  explicit Text(const Shape& shape) : s_(shape) {}

  std::string of(std::uint64_t domain, const std::vector<std::size_t>& sequence) {
    out_ = fmt::format("title Domain {} of a population\n\n", domain);
    zones();
    hosts();
    if (s_.sts != Shape::Sts::none) policy();
    lair();
    std::vector<bool> there(attacks().size());
    for (const auto row : sequence)
      if (row != 0 && !there[row]) attacker(attacks()[row]), there[row] = true;
    for (std::size_t i = 0; i < sequence.size(); ++i) step(i, attacks()[sequence[i]]);
    return out_;
  }

 private:
  template <typename... Args>
  void line(fmt::format_string<Args...> text, Args&&... args) {
    out_ += "    " + fmt::format(text, std::forward<Args>(args)...) + "\n";
  }
  void block(const std::string& head) { out_ += head + "\n"; }

  static std::string mx(int i) { return fmt::format("mx{}", i + 1); }
  bool has_tlsa(int i) const { return s_.dane == Shape::Dane::all || (s_.dane == Shape::Dane::some && i == 0); }
  /// Behind a name of the hosts' zone.
  std::string where() const { return s_.hosted ? "@provider" : ""; }
  /// The owner name of the i-th host's TLSA records, and of its address.
  std::string tlsa_owner(int i) const { return s_.mx ? fmt::format("_25._tcp.{}", mx(i)) : "_25._tcp"; }

  /// The records of the hosts.
  void host_records() {
    for (int i = 0; i < s_.hosts(); ++i) {
      line("{} A {{{}}}", s_.mx ? mx(i) : "@", mx(i));
      if (has_tlsa(i) && s_.mismatch) line("{} TLSA 3 1 1 {:064}", tlsa_owner(i), 0);
      else if (has_tlsa(i)) line("{} TLSA 3 1 1 {{{}.key}}", tlsa_owner(i), mx(i));
    }
  }

  void zones() {
    block(s_.is_signed ? "zone signed" : "zone unsigned");
    for (int i = 0; i < s_.hosts() && s_.mx; ++i) line("@ MX {} {}{}", 10 * (i + 1), mx(i), s_.hosted ? ".{provider}." : "");
    if (!s_.hosted) host_records();
    if (s_.sts != Shape::Sts::none) {
      line("mta-sts A {{web}}");
      line("_mta-sts TXT \"v=STSv1; id=genuine;\"");
    }
    if (!s_.hosted) return;
    block(s_.provider_signed ? "\nzone provider signed" : "\nzone provider unsigned");
    host_records();
  }

  void hosts() {
    for (int i = 0; i < s_.hosts(); ++i) {
      block(fmt::format("\nmx {}{}", mx(i), s_.hosted ? " at provider" : ""));
      const std::string names = s_.mx ? "" : " for {domain}";
      if (s_.certificate == Certificate::self_signed) line("cert self-signed{}", names);
      else if (s_.certificate == Certificate::expired) line("cert trusted-ca{} but expired", names);
      else line("cert trusted-ca{}{}", names, s_.certificate == Certificate::wrong_name ? " but wrong-name" : "");
      if (!s_.starttls) line("fault no-starttls");
    }
  }

  void policy() {
    block("\npolicy own");
    line("version: STSv1");
    line("mode: {}", s_.sts == Shape::Sts::enforce ? "enforce" : "testing");
    for (int i = 0; i < s_.hosts(); ++i)
      line("mx: {}", s_.flaw == Shape::Flaw::unlisted ? "elsewhere.{domain}" : s_.mx ? fmt::format("{{{}.host}}", mx(i)) : "{domain}");
    line("max_age: 604800");
    block("\nhttps web");
    line("serve own");
    if (s_.flaw == Shape::Flaw::unfetchable) line("fault status 404");
  }

  /// What the attackers have of their own: a host under unsigned names, one under signed names with TLSA records, a policy.
  void lair() {
    block("\nzone lair unsigned\n    evil A {evil}\n\nzone den signed\n    worse A {worse}\n    _25._tcp.worse TLSA 3 1 1 {worse.key}");
    block("\nmx evil at lair\n    cert trusted-ca\n\nmx worse at den\n    cert self-signed");
    block("\npolicy planted\n    version: STSv1\n    mode: enforce\n    mx: {evil.host}\n    max_age: 31557600");
    block("\nhttps shop at lair\n    cert hostile-ca for mta-sts.{domain}\n    serve planted");
  }

  void on_path(const Attack& a) {
    for (int i = 0; i < s_.hosts(); ++i) {
      if (a.blocks_protected && has_tlsa(i)) line("wire {} 25 refuse", mx(i));
      else if (a.strips) line("wire {} 25 strip STARTTLS", mx(i));
      else if (a.breaks) line("wire {} 25 break-tls", mx(i));
      else if (a.terminates)
        line("wire {} 25 swap cert {}{}", mx(i), a.trusted ? "hostile-ca" : "self-signed", s_.mx ? "" : " for {domain}");
      else line("wire {} 25 listen", mx(i));
    }
  }

  void attacker(const Attack& a) {
    block(fmt::format("\nattacker {}", a.name));
    if (a.on_path) on_path(a);
    if (a.redirects && !a.signs) line("dns @ MX forge \"10 {{evil.host}}.\"");
    if (a.redirects && a.signs) {
      line("stub @ MX forge \"10 {{worse.host}}.\"");
      line("stub @ MX set-ad");
    }
    for (int i = 0; i < s_.hosts() && a.hides_tlsa; ++i) line("dns {}{} TLSA nodata", tlsa_owner(i), where());
    if (a.hides_policy && s_.sts != Shape::Sts::none) line("wire web 443 refuse");
    if (a.plants_policy) {
      line("dns _mta-sts TXT forge \"\\\"v=STSv1; id=planted;\\\"\"");
      line("dns mta-sts A forge \"{{shop}}\"");
    }
  }

  void step(std::size_t i, const Attack& a) {
    const bool attacked = a.name != attacks()[0].name;
    block(fmt::format("\nstep s{}", i));
    if (attacked) line("start {}", a.name);
    line("send m{} to ann", i);
    line("await decide m{} within 60s", i);
    if (attacked) line("stop {}", a.name);
  }

  const Shape& s_;
  std::string out_;
};

scenario::Act act(std::string verb, std::vector<std::string> args) {
  scenario::Act out{std::move(verb), std::move(args), {}};
  out.bound = scenario::bind(out);
  return out;
}

Fate fate_of(const judge::Play& play, std::size_t nth) {
  const auto* passage = play.passage(fmt::format("s{}", nth));
  const auto message = fmt::format("m{}", nth);
  if (!passage || !judge::seen(play, act("decide", {message}), passage->window)) return {};
  const auto seen = [&](std::string verb, std::vector<std::string> args) {
    return judge::seen(play, act(std::move(verb), std::move(args)), passage->window);
  };
  const bool taken = seen("deliver", {message, "to", "evil"}) || seen("deliver", {message, "to", "worse"});
  return {.played = true, .delivered = seen("deliver", {message}), .read = taken || seen("read", {message})};
}

}  // namespace

bool playable(const Attack& a) { return !a.has_key; }

std::vector<std::size_t> sequence() {
  const auto hidden = static_cast<std::size_t>(attack_named("first-contact"));
  const auto planted = static_cast<std::size_t>(attack_named("impostor"));
  std::vector<std::size_t> out{hidden, 0};
  for (std::size_t i = 1; i < attacks().size(); ++i)
    if (playable(attacks()[i]) && i != hidden && i != planted) out.push_back(i);
  // (What is planted stays.)
  out.push_back(hidden), out.push_back(planted), out.push_back(0);
  return out;
}

std::string id_of(std::uint64_t domain) { return fmt::format("population/d{}", domain); }

std::string scenario_of(std::uint64_t domain, const Shape& shape, const std::vector<std::size_t>& sequence) {
  return Text(shape).of(domain, sequence);
}

std::string described(const Fate& f) {
  if (!f.played) return "not played";
  return fmt::format("{}{}", f.delivered ? "delivered" : "kept", f.read ? " and read" : "");
}

std::vector<Fate> reckoned(const Shape& shape, sender::Strategy strategy, const std::vector<std::size_t>& sequence) {
  std::vector<Fate> out;
  Memory memory = Memory::nothing;
  std::size_t whose = 0;  // the attack whose key is remembered, where one is
  for (const auto row : sequence) {
    const auto& attack = attacks()[row];
    // (Each attacker of a village has a key of its own, and a stranger's is not the one that is remembered.)
    const bool stranger = strategy == sender::Strategy::remembered_key && memory == Memory::attackers && row != whose &&
                          (attack.terminates || attack.redirects);
    const auto one = attempt(shape, attack, strategy, stranger ? Memory::genuine : memory);
    if (!stranger && one.memory != memory) memory = one.memory, whose = row;
    out.push_back({.played = true, .delivered = one.delivered, .read = one.read});
  }
  return out;
}

std::vector<std::vector<Fate>> played(const std::vector<record::Event>& events, const std::vector<scenario::Scenario>& scenarios,
                                      std::size_t messages) {
  std::map<std::string_view, judge::Play> plays;
  for (const auto& s : scenarios) plays.try_emplace(s.id, s);
  for (const auto& event : events)
    if (const auto found = plays.find(event.tag); found != plays.end()) found->second.view(event);
  std::vector<std::vector<Fate>> out;
  for (const auto& s : scenarios) {
    auto& fates = out.emplace_back();
    for (std::size_t i = 0; i < messages; ++i) fates.push_back(fate_of(plays.at(s.id), i));
  }
  return out;
}

}  // namespace gauntlet::population
