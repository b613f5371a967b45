// See attempt.h.
#include "harness/population/attempt.h"

#include "fixtures/base/cores.h"

namespace gauntlet::population {
namespace {

using sender::Decision;
using sender::Known;
using sender::Seen;
using sender::Strategy;

/// Whether the attacker is believed in what it says of a zone: it is not signed, or the attacker can sign.
bool forges(const Attack& a, bool zone_is_signed) { return !zone_is_signed || a.signs; }

/// What the TXT record announces (RFC 8461, 3.1). A lookup that fails announces nothing, as one without records does.
Memory announced(const Shape& s, const Attack& a) {
  if (a.plants_policy) return forges(a, s.is_signed) ? Memory::attackers : Memory::nothing;
  return s.sts == Shape::Sts::none ? Memory::nothing : Memory::genuine;
}

/// What the policy host serves. (Who plants a policy leads to a host of its own by what it says in DNS.)
Memory served(const Shape& s, const Attack& a) {
  if (a.plants_policy) return forges(a, s.is_signed) ? Memory::attackers : Memory::nothing;
  if (a.hides_policy || s.sts == Shape::Sts::none || s.flaw == Shape::Flaw::unfetchable) return Memory::nothing;
  return Memory::genuine;
}

/// The policy that binds, after TXT record and policy host were asked where that is called for.
void look_up_policy(const Shape& s, const Attack& a, Attempted& out) {
  const Memory said = announced(s, a);
  if (said == Memory::nothing || said == out.memory) return;
  const Memory fetched = served(s, a);
  if (fetched == Memory::nothing) return;
  out.memory = fetched;
  out.renewed = true;
}

/// A host as the sender comes to know and see it.
struct Face {
  bool secure = false;  ///< its name stands in a validated zone
  bool tlsa = false;
  bool attackers = false;  ///< it is the attacker's own
  bool first = true;       ///< the best one, whose key is the one that is remembered
};

Known known_of(const Shape& s, const Attack& a, Strategy strategy, Memory memory, bool mx_secure, const Face& host) {
  Known out;
  out.mx_secure = mx_secure;
  if (sender::remembers(strategy)) out.tls_remembered = out.key_remembered = memory != Memory::nothing;
  if (sender::asks_dane(strategy) && host.secure) {
    // (Of a signed host without TLSA records the resolver has the genuine proof that there are none.)
    const bool denied = a.hides_tlsa && host.tlsa && !host.attackers;
    if (denied && !a.signs) out.records = Known::Records::failed;
    else if (host.tlsa && !denied) out.records = Known::Records::usable;
  }
  if (sender::asks_sts(strategy)) {
    const bool enforced = memory == Memory::attackers || (memory == Memory::genuine && s.sts == Shape::Sts::enforce);
    const bool listed = memory == Memory::attackers ? host.attackers : !host.attackers && s.flaw != Shape::Flaw::unlisted;
    if (enforced) out.policy = listed ? Known::Policy::listed : Known::Policy::unlisted;
  }
  return out;
}

Seen seen_of(const Shape& s, const Attack& a, Memory memory, const Face& host) {
  if (host.attackers)
    return {.offered = true, .handshake = true, .trusted = a.certified(), .matches = host.tlsa,
            .same_key = a.has_key || memory == Memory::attackers};
  Seen out;
  // (Who ends TLS himself offers it, whatever the host behind does.)
  out.offered = (s.starttls || a.terminates) && !a.strips;
  out.handshake = out.offered && !a.breaks;
  out.trusted = a.terminates ? a.trusted : s.certificate == Shape::Certificate::valid;
  out.matches = host.tlsa && (a.terminates ? a.has_key || a.signs : !s.mismatch);
  const Memory shown = a.terminates && !a.has_key ? Memory::attackers : Memory::genuine;
  out.same_key = memory == shown && host.first;
  return out;
}

/// Whether the message is handed over here.
bool hand_over(const Shape& s, const Attack& a, Strategy strategy, bool mx_secure, const Face& host, Attempted& out) {
  const auto demand = sender::demand(strategy, known_of(s, a, strategy, out.memory, mx_secure, host));
  if (!demand.connect || (a.blocks_protected && host.tlsa && !host.attackers)) return false;
  const Decision decision = sender::decide(strategy, demand, seen_of(s, a, out.memory, host));
  if (decision == Decision::not_here) return false;
  const bool over_tls = decision == Decision::over_tls;
  const bool ended_by_attacker = host.attackers || (over_tls && a.terminates);
  out.delivered = true;
  out.read = ended_by_attacker || (!over_tls && a.on_path);
  if (!sender::remembers(strategy) || !over_tls) return true;
  if (out.memory == Memory::nothing) out.memory = ended_by_attacker && !a.has_key ? Memory::attackers : Memory::genuine;
  out.renewed = true;
  return true;
}

}  // namespace

Attempted attempt(const Shape& s, const Attack& a, Strategy strategy, Memory memory) {
  Attempted out{.memory = memory};
  if (sender::asks_sts(strategy)) look_up_policy(s, a, out);
  if (a.redirects) {
    // RFC 7672, 2.1.2: what a validating resolver refuses is a failed lookup, and the mail waits.
    if (!forges(a, s.is_signed)) return out;
    hand_over(s, a, strategy, a.signs, {.secure = a.signs, .tlsa = a.signs, .attackers = true}, out);
    return out;
  }
  for (int i = 0; i < s.hosts() && !out.delivered; ++i) {
    const bool tlsa = s.dane == Shape::Dane::all || (s.dane == Shape::Dane::some && i == 0);
    hand_over(s, a, strategy, s.is_signed, {.secure = s.hosts_signed(), .tlsa = tlsa, .first = i == 0}, out);
  }
  return out;
}

Memory refreshed(const Shape& s, const Attack& a) { return served(s, a); }

Table::Table() : attacks_(attacks().size()), all_(shapes * attacks_ * strategies * 3) {
  constexpr std::uint32_t piece = shapes / 64;
  on_all_cores(64, [this](std::size_t part) {
    auto* out = all_.data() + part * piece * attacks_ * strategies * 3;
    for (std::uint32_t i = 0; i < piece; ++i) {
      const auto shape = Shape::of(static_cast<std::uint32_t>(part) * piece + i);
      for (const auto& attack : attacks())
        for (std::size_t strategy = 0; strategy < strategies; ++strategy)
          for (int memory = 0; memory < 3; ++memory)
            *out++ = attempt(shape, attack, static_cast<Strategy>(strategy), static_cast<Memory>(memory));
    }
  });
}

}  // namespace gauntlet::population
