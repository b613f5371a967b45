// See shown.h. An occasion is an event at which the fault must have acted if it was there: the command
// that it answers, the question that it changes. It is looked for in what the record says anyway, so
// that a fault that is not there at all is missed, too.
#include "harness/judge/shown.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"
#include "fixtures/https/plan.h"
#include "harness/judge/course.h"
#include "harness/judge/stands.h"

namespace gauntlet::judge {
namespace {

using record::Event;
using smtp::Stage;
using MxDefect = smtp::MxFault::Kind;
using Wire = attack::Act;

/// An effect that comes after its occasion may be cut off by the end of the play, when nothing else
/// tells that it must have come; seconds.
constexpr double grace = 0.1;

/// Nobody stood between it and the host.
bool own(const Course::Conn& conn) { return conn.accept && conn.accept->text("via").empty(); }

/// Finds occasions, one event after the other.
class Occasions {
 public:
  explicit Occasions(const Play& play) : play_(play), stands_(play), course_(play, stands_) {}

  std::vector<std::string> missing() {
    for (const auto* event : play_.events()) {
      course_.note(*event);
      settle(*event);
      lifted(*event);
      for (const auto& one : stands_.faults()) look(one, *event);
      for (const auto& one : stands_.foreign()) look(one, *event);
      for (const auto& one : stands_.attacks()) look(one, *event);
      for (const auto& one : stands_.flaws()) look(one, *event);
      certificate(*event);
      if (event->what == "clock.astray" && astray_.insert(event->text("program")).second)
        sentences_.push_back(fmt::format("{} does not follow the room's clock (event {})", event->text("program"), event->n));
    }
    for (const auto& [what, claim] : claims_)
      if (claim.occasion && !claim.shown && (claim.settled || claim.due <= last()))
        sentences_.push_back(fmt::format("{} never took effect, though there was an occasion (event {})",
                                         what, claim.occasion->n));
    return std::move(sentences_);
  }

 private:
  struct Claim {
    const Event* occasion = nullptr;
    double due = 0;
    bool settled = false;  ///< what happened since can only follow upon the effect
    bool shown = false;
  };

  double last() const { return play_.events().empty() ? 0 : play_.events().back()->t; }

  void occasion(Claim& claim, const Event& event, double within = grace) {
    if (claim.occasion) return;
    claim.occasion = &event;
    claim.due = event.t + within;
    // What these tell of was shown before them, or not at all.
    claim.settled = event.what == "tcp.close" || event.what == "dns.answer";
  }

  /// Whoever went on has met what the fault did, or was spared it.
  void settle(const Event& event) {
    if (event.what == "shown" || event.what == "smtp.out") return;
    for (auto& [what, claim] : claims_) {
      if (!claim.occasion || claim.settled) continue;
      const auto& begin = *claim.occasion;
      const auto same = [&](std::string_view field) {
        return event.data.contains(field) && event.text(field) == begin.text(field);
      };
      // A sender that resets the connection at once may have cut the effect off.
      if (event.what == "tcp.close" && event.text("by") == "reset" && same("conn") && event.t < claim.due) {
        claim.occasion = nullptr;
        continue;
      }
      claim.settled = same("conn") || (event.what == "dns.answer" && same("name") && same("type"));
    }
  }

  /// What shows on a connection that began after it was mended or stopped was not lifted.
  void lifted(const Event& event) {
    const auto& accept = course_.at(event).accept;
    if (event.what != "shown" || !accept) return;
    const auto subject = event.text("subject"), what = event.text("what");
    bool known = false, stands = false;
    for (const auto& one : stands_.faults()) {
      if (one.mx != subject || name_of(*one.fault) != what) continue;
      known = true;
      stands |= one.window.has(accept->n) || one.window.has(event.n);
    }
    for (const auto& one : stands_.attacks()) {
      if (one.attacker->name != subject) continue;
      known = true;
      stands |= one.window.has(accept->n) || one.window.has(event.n);
    }
    if (known && !stands)
      sentences_.push_back(fmt::format("{}'s \"{}\" took effect when it was over (event {})", subject,
                                       what, event.n));
  }

  // --- Faults of an exchanger ---

  void look(const Stands::Fault& one, const Event& event) {
    if (event.n < one.window.first || event.actor != one.mx) return;
    const auto name = name_of(*one.fault);
    if (one.fault->kind == MxDefect::certificate) return;
    auto& claim = claims_[fmt::format("{}'s \"{}\"", one.mx, name)];
    if (event.what == "shown" && event.text("what") == name) claim.shown = true;
    if (one.window.has(event.n) && must_show(one, event)) occasion(claim, event);
  }

  bool must_show(const Stands::Fault& one, const Event& event) {
    const auto& fault = *one.fault;
    if (at_a_stage(fault.kind)) return course_.reaches(fault.stage, fault, event);
    if (fault.kind == MxDefect::pieces) return course_.reaches(fault.stage, fault, event) && !stands_.mute(one.mx, fault.stage, event.n);
    if (fault.kind == MxDefect::recipient)
      return course_.reaches(Stage::rcpt, fault, event) && event.text("to").starts_with(fault.text.substr(0, fault.text.find(' ')) + "@");
    const bool clear = !event.flag("tls");
    const auto& conn = course_.at(event);
    const auto has = [&](MxDefect kind) { return stands_.fault(one.mx, kind, event.n) != nullptr; };
    const auto reached = [&](Stage stage) {
      return course_.reaches(stage, fault, event) && !stands_.spoken(one.mx, stage, event.n);
    };
    switch (fault.kind) {
      case MxDefect::no_starttls:
      case MxDefect::capability_before:
        return reached(Stage::ehlo);
      case MxDefect::capability:
        return reached(Stage::ehlo) && !has(MxDefect::no_starttls);
      case MxDefect::capability_after:
      case MxDefect::renews_key:
        return reached(Stage::ehlo_tls);
      case MxDefect::starttls_inside:
        return reached(Stage::ehlo_tls) && !has(MxDefect::no_starttls);
      case MxDefect::late:
        return course_.reaches(Stage::banner, fault, event);
      case MxDefect::early_data:
        return clear && reached(Stage::starttls);
      case MxDefect::alert:
      case MxDefect::alert_once:
        return course_.handshakes(one, event);
      case MxDefect::protocols:
      case MxDefect::anonymous:
      case MxDefect::null_cipher:
      case MxDefect::dh1024:
      case MxDefect::groups:
      case MxDefect::ciphers:
      case MxDefect::asks_certificate:
      case MxDefect::demands_certificate:
        return course_.handshakes(one, event) && !has(MxDefect::alert);
      case MxDefect::invites_early_data:
        return event.what == "tls.done" && event.text("version") == "1.3" && one.window.has(conn.starttls);
      case MxDefect::warns_of_name:
        return event.what == "tls.done" && event.text("version") != "1.3" && !event.text("sni").empty() && one.window.has(conn.starttls);
      case MxDefect::sni_required:
        return sent_certificate(event) && one.window.has(conn.starttls);
      // Whether a session is resumed, or anything sent to a host that stays in clear, is the sender's affair.
      case MxDefect::takes_tickets:
      case MxDefect::stays_in_clear:
        return false;
      case MxDefect::reply:
      case MxDefect::silence:
      case MxDefect::close:
      case MxDefect::cut:
      case MxDefect::garbage:
      case MxDefect::pieces:
      case MxDefect::recipient:
      case MxDefect::certificate:
        break;  // as above
    }
    return false;
  }

  // --- Certificates ---

  static bool sent_certificate(const Event& event) {
    return (event.what == "tls.done" || event.what == "tls.fail") && !event.flag("reused") &&
           !event.text("certificate").empty();
  }

  /// Every certificate that was sent must be the one that stands there, with all its flaws.
  void certificate(const Event& event) {
    if (!sent_certificate(event)) return;
    const auto& conn = course_.at(event);
    const auto* mx = course_.exchanger(event.actor);
    if (!mx) return;
    const auto early = wanted(*mx, conn, conn.starttls), late = wanted(*mx, conn, conn.hello);
    if (!conn.shown.contains(early) && !conn.shown.contains(late))
      sentences_.push_back(fmt::format("{}'s \"{}\" was not what it sent (event {})", event.actor,
                                       late, event.n));
  }

  /// What the certificate for this connection is called that stands there at an event.
  std::string wanted(const smtp::Mx& mx, const Course::Conn& conn, std::uint64_t n) const {
    const auto* instead = stands_.fault(mx.name, MxDefect::certificate, n);
    const auto* required = stands_.fault(mx.name, MxDefect::sni_required, n);
    if (!instead)
      for (const auto& [sni, certificate] : mx.by_sni)
        if (play_.host(sni) == conn.sni) return "sni " + name_of(certificate);
    if (required && play_.host(required->text) != conn.sni)
      return "unrelated cert self-signed but wrong-name";
    return instead ? name_of(*instead) : name_of(mx.certificate);
  }

  // --- Hosts of other kinds ---

  /// Whoever has spoken to the host to the end has met its fault.
  void look(const Stands::Foreign& one, const Event& event) {
    if (event.actor != one.host) return;
    auto& claim = claims_[fmt::format("{}'s \"{}\"", one.host, one.fault->name())];
    if (event.what == "shown") claim.shown |= event.text("what") == one.fault->name();
    const auto& conn = course_.at(event);
    const auto* site = https::site_fault(*one.fault);
    if (site && !of_handshake(site->kind) && !conn.asked) return;  // it left before the answer
    if (site && of_handshake(site->kind) && !conn.hello) return;
    if (event.what == "tcp.close" && conn.accept && one.window.has(conn.accept->n) && own(conn)) occasion(claim, event);
  }

  // --- Attackers ---

  void look(const Stands::Attack& one, const Event& event) {
    if (event.n < one.window.first) return;
    for (const auto& rule : one.attacker->wire) look(one, rule, event);
    for (const auto& [zone, rule] : one.attacker->dns) look(one, rule, event, "dns.upstream");
    for (const auto& [zone, rule] : one.attacker->stub) look(one, rule, event, "dns.answer");
  }

  void look(const Stands::Attack& one, const attack::PathRule& rule, const Event& event) {
    const auto& who = one.attacker->name;
    auto& claim = claims_[fmt::format("{}'s \"{}\" on {}", who, name_of(rule), rule.host)];
    if (event.what == "shown" && event.text("subject") == who &&
        event.text("what") == name_of(rule) && event.text("mx") == rule.host)
      claim.shown = rule.act != Wire::refuse || !claim.occasion;
    if (!one.window.has(event.n) || hindered(one, rule, event.n)) return;
    if (!must_show(one, rule, event)) return;
    // Of connections that are refused there is no event: one that is accepted was not.
    if (rule.act == Wire::refuse) claim.shown = false;
    occasion(claim, event);
  }

  bool must_show(const Stands::Attack& one, const attack::PathRule& rule, const Event& event) {
    if (rule.act == Wire::swap && event.what == "tls.hello" && event.actor == one.attacker->name)
      return true;
    if (event.actor != rule.host) return false;
    const auto& conn = course_.at(event);
    if (!conn.accept || !one.window.has(conn.accept->n)) return false;
    const auto asks = [&](Stage stage) {
      return !event.flag("tls") && course_.reaches(stage, {.kind = MxDefect::close}, event) &&
             !stands_.spoken(rule.host, stage, event.n);
    };
    switch (rule.act) {
      case Wire::strip:
        return asks(Stage::ehlo);
      case Wire::inject:
      case Wire::downgrade:
        return asks(Stage::starttls);
      case Wire::swap:
        return asks(Stage::starttls) && !conn.accept->flag("own_tls");
      default:
        return event.what == "tcp.accept" && own(conn);
    }
  }

  /// Another attacker stands on the same path, and the two cannot both have their way.
  bool hindered(const Stands::Attack& one, const attack::PathRule& rule, std::uint64_t n) const {
    for (const auto& other : stands_.attacks())
      if (other.attacker != one.attacker && other.window.has(n))
        for (const auto& theirs : other.attacker->wire)
          if (!clash(theirs, rule).empty() || !clash(rule, theirs).empty()) return true;
    return false;
  }

  void look(const Stands::Attack& one, const dns::Rule& rule, const Event& event,
            std::string_view what) {
    if ((event.what != what && event.what != "shown") || !fits(rule, event)) return;
    const auto& who = one.attacker->name;
    auto& claim = claims_[fmt::format("{}'s \"{}\" of {} {}", who, name_of(rule.act),
                                      play_.resolved(rule.owner), rule.type)];
    if (event.what == "shown") {
      claim.shown |= event.text("subject") == who && event.text("what") == name_of(rule.act);
      return;
    }
    const auto* query = course_.question(event);
    const auto& begin = what == "dns.answer" && query ? *query : event;
    const bool can = (rule.act != dns::Act::truncate || event.text("transport") == "udp") &&
                     (rule.act != dns::Act::clear_ad || play_.asked(event).dnssec);
    const bool late = what == "dns.upstream";
    if (can && one.window.has(begin.n) && one.window.has(event.n))
      occasion(claim, event, grace + (late ? std::chrono::duration<double>(rule.delay).count() : 0));
  }

  bool fits(const dns::Rule& rule, const Event& event) const {
    const auto name = lower(event.text("name"));
    return (rule.type == "ANY" || rule.type == event.text("type")) &&
           (rule.owner.starts_with("*") || play_.host(rule.owner) == play_.host(name));
  }

  // --- Flaws of a zone's signatures ---

  /// Who asks a validating resolver without CD for such records is told SERVFAIL.
  void look(const Stands::Flaw& one, const Event& event) {
    if (event.what != "dns.answer" || event.flag("injected") || !one.window.has(event.n)) return;
    const auto zone = one.zone.empty() ? std::string("domain") : one.zone;
    const auto owner = one.flaw->owner == "@" ? "{" + zone + "}" : one.flaw->owner + ".{" + zone + "}";
    if (event.text("type") != one.flaw->type || play_.host(event.text("name")) != lower(play_.resolved(owner)))
      return;
    const auto* query = course_.question(event);
    if (!query || query->flag("cd") || !one.window.has(query->n)) return;
    auto& claim = claims_[fmt::format("the flawed signature of {} {}", play_.resolved(owner), one.flaw->type)];
    claim.shown |= event.text("rcode") == "SERVFAIL";
    occasion(claim, event);
  }

  const Play& play_;
  const Stands stands_;
  Course course_;
  std::map<std::string, Claim> claims_;
  std::set<std::string> astray_;  ///< programs that do not follow the room's clock
  std::vector<std::string> sentences_;
};

}  // namespace

std::vector<std::string> unshown(const Play& play) {
  return play.begun() ? Occasions(play).missing() : std::vector<std::string>();
}

}  // namespace gauntlet::judge
