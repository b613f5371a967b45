// See around.h.
#include "harness/judge/around.h"

#include <algorithm>
#include <regex>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/text.h"
#include "harness/scenario/steps.h"
#include "harness/scenario/verbs.h"
#include "harness/judge/verdict.h"

namespace gauntlet::judge {
namespace {

using record::Event;
using Kind = scenario::StepLine::Kind;

bool starts(const Event& event) {
  return event.what == "candidate.ready" || event.what == "candidate.restart";
}

bool ends(const Event& event) {
  return event.what == "candidate.panic" ||
         (event.what == "candidate.exit" && !event.flag("expected"));
}

/// How long the candidate has been waited for, bystander by bystander.
class Stall {
 public:
  void take(const Event& event) {
    if (event.what == "bystander.through") worked_ = true, since_ = -1;
    if (event.what == "bystander.sent" && since_ < 0) since_ = event.t;
    // One that was started anew has all its time again.
    if (event.what == "candidate.restart") since_ = -1;
  }
  double waited(double begin, double now) const {
    return worked_ && since_ >= 0 ? std::max(0.0, now - std::max(since_, begin)) : 0;
  }

 private:
  bool worked_ = false;
  double since_ = -1;
};

/// The first failure of one of the manifest's commands in the window, of this play or of nobody's.
const Event* failure(const Play& play, const Lab& lab, std::string_view helper, Window window) {
  const auto failed = [&](const Event* e) {
    return e->what == "helper.failed" && e->text("helper") == helper && window.has(e->n);
  };
  for (const auto* events : {&play.events(), &lab})
    if (const auto at = std::find_if(events->begin(), events->end(), failed); at != events->end())
      return *at;
  return nullptr;
}

std::string told(const Event* failure) {
  if (!failure) return {};
  const auto output = trim(failure->text("output"));
  return fmt::format("the manifest's `{}` {} (event {}){}{}", failure->text("helper"),
                     failure->flag("timed_out")           ? std::string("did not end in time")
                     : failure->number("status") == 0 ? "did not do its work"
                                                      : "ended with status " + failure->text("status"),
                     failure->n, output.empty() ? "" : ": ",
                     printable(output).substr(0, 200));
}

}  // namespace

const Event* ended(const Lab& lab, Window window) {
  for (const auto* seen : lab)
    if (window.has(seen->n) && ends(*seen)) return seen;
  return nullptr;
}

bool down(const Lab& lab, std::uint64_t n) {
  bool gone = false;
  for (const auto* seen : lab) {
    if (seen->n > n) break;
    if (seen->what == "candidate.exit") gone = true;
    if (starts(*seen)) gone = false;
  }
  return gone;
}

std::uint64_t last_end(const Lab& lab, Window window) {
  std::uint64_t last = 0;
  for (const auto* seen : lab)
    if (seen->what == "candidate.exit" && window.has(seen->n)) last = seen->n;
  return last;
}

double longest_stall(const Lab& lab, const Passage& passage) {
  Stall stall;
  double longest = 0;
  for (const auto* seen : lab) {
    if (seen->n > passage.window.last) break;
    longest = std::max(longest, stall.waited(passage.begin, seen->t));
    stall.take(*seen);
  }
  return std::max(longest, stall.waited(passage.begin, passage.end));
}

double last_stall(const Lab& lab, const Passage& passage) {
  Stall stall;
  for (const auto* seen : lab)
    if (seen->n <= passage.window.last) stall.take(*seen);
  return stall.waited(passage.begin, passage.end);
}

std::vector<std::string> breakdowns(const Play& play, const Lab& lab) {
  std::vector<std::string> all;
  for (const auto* seen : lab) {
    if (!play.whole().window.has(seen->n)) continue;
    if (seen->what == "child.exit")
      all.push_back(fmt::format("our own {} broke down during the play: {}", seen->text("program"),
                                seen->text("status")));
    if (seen->what == "server.silent")
      all.push_back(fmt::format("our own {} did not answer during the play, for {} s",
                                seen->text("program"), seen->text("seconds")));
    if (seen->what == "fault")
      all.push_back("our own harness broke down during the play: " + seen->text("text"));
  }
  for (const auto* seen : play.events())
    if (seen->what == "fault") all.push_back("the harness broke down: " + seen->text("text"));
  return all;
}

bool asked(const Play& play, Window window) {
  const auto does = [&](const Event* e) { return window.has(e->n) && (e->what == "dns.query" || e->what == "tcp.accept"); };
  return std::any_of(play.events().begin(), play.events().end(), does);
}

namespace {

/// The shortest time-out that a candidate is given, twice; seconds.
constexpr double bearable_delay = 2;

/// The passage until the sender was last seen to do something, or to have left it for later.
Passage until_last_sign(const Play& play, Passage passage) {
  double last = passage.begin;
  for (const auto* seen : play.events())
    if (passage.window.has(seen->n) && (seen->actor != "runner" || seen->what == "queue.kept")) last = seen->t;
  passage.end = std::min(passage.end, last);
  return passage;
}

double lateness(const Event* seen) { return static_cast<double>(seen->number("ms")) / 1000; }

/// What tells of lateness in the passage, its beginning and end cut by it included.
bool falls_in(const Event* seen, const Passage& passage) { return seen->t >= passage.begin && seen->t - lateness(seen) <= passage.end; }

/// Of what tells that one of our own servers was late, the worst. nullptr = none was.
const Event* latest_server(const Lab& lab, const Passage& passage) {
  const Event* worst = nullptr;
  for (const auto* seen : lab)
    if (seen->what == "server.slow" && falls_in(seen, passage) && (!worst || lateness(seen) > lateness(worst))) worst = seen;
  return worst;
}

std::string told_late(const Event* server) {
  return fmt::format("{}our own {} was {:.1f} s late (event {})", too_busy, server->text("program"), lateness(server), server->n);
}

/// How long our own loop did not turn in the passage, seconds.
double stood_still(const Lab& lab, const Passage& passage) {
  double all = 0;
  for (const auto* seen : lab)
    if (seen->what == "server.slow" && seen->text("program") == "harness" && falls_in(seen, passage))
      all += std::min(seen->t, passage.end) - std::max(seen->t - lateness(seen), passage.begin);
  return all;
}

std::string slow_in(const Lab& lab, const Passage& passage, bool idle) {
  // (Who has not so much as asked had all the rest of the time for it: that in which we did not stand still ourselves.)
  const double span = std::max(0.0, passage.end - passage.begin - stood_still(lab, passage));
  const double bearable = idle ? std::max(bearable_delay, span / 2) : bearable_delay;
  constexpr double hardly = 0.5;  // of a second
  double starved = 0, hindered = 0;
  for (const auto* seen : lab)
    if (seen->what == "candidate.starved" && falls_in(seen, passage)) (lateness(seen) < hardly ? hindered : starved) += lateness(seen);
  // Seconds that were half its own count where they are many: a quarter of all its time.
  const bool often = starved + hindered > std::max(bearable, span / 4);
  if (starved > bearable || often) return fmt::format("{}the candidate waited {:.1f} s for a processor", too_busy, starved + hindered);
  const auto* worst = latest_server(lab, passage);
  return !worst || (idle && lateness(worst) < bearable) ? std::string() : told_late(worst);
}

}  // namespace

std::string slowness(const Play& play, const Lab& lab, const Passage& passage, bool idle) {
  auto slow = slow_in(lab, passage, idle);
  return slow.empty() && !idle ? slow_in(lab, until_last_sign(play, passage), idle) : slow;
}

std::string unserved(const Lab& lab, const Passage& passage) {
  const auto* worst = latest_server(lab, passage);
  return worst && lateness(worst) > bearable_delay ? told_late(worst) : std::string();
}

std::string notice_held_up(const Play& play, const Lab& lab, const scenario::Act& act, Window window) {
  const Event* late = nullptr;
  for (const auto* seen : lab)
    if (seen->what == "notice.late" && seen->n >= play.whole().window.first && seen->n <= window.last) late = seen;
  if (!act.bound.verb->is.home || !late) return {};
  return fmt::format("a notice waits in the sender's queue on its way home: {} (event {})", late->text("text"), late->n);
}

std::string unread(const Play& play, Window window) {
  std::map<std::pair<std::string, std::string>, const Event*> answered;
  for (const auto* seen : play.events()) {
    if (!window.has(seen->n)) continue;
    const std::pair question(seen->text("name"), seen->text("type"));
    // (Who is told of a failure may ask again.)
    const bool told = seen->text("rcode") == "NOERROR" || seen->text("rcode") == "NXDOMAIN";
    if (seen->what == "dns.answer" && told && !seen->flag("injected") && !seen->flag("tc")) answered[question] = seen;
    if (seen->what != "dns.query" || !answered.contains(question)) continue;
    return fmt::format("{} {} was asked again (event {}), although it had been answered (event {})", question.first, question.second, seen->n,
                       answered[question]->n);
  }
  return {};
}

std::string given_up(const Play& play, std::uint64_t last) {
  std::map<std::int64_t, const Event*> asking;  // by connection, requests without an answer
  const Event* went_on = nullptr;
  for (const auto* seen : play.events()) {
    if (seen->n > last) break;
    if (seen->what == "http.request") asking[seen->number("conn")] = seen, went_on = nullptr;
    if (seen->what == "tcp.accept" && seen->number("port") == 25 && !asking.empty()) went_on = seen;
    if (seen->what != "http.response" || asking.erase(seen->number("conn")) == 0 || !went_on) continue;
    return fmt::format("it had gone on to a mail exchanger (event {}) before the policy host had answered (event {})", went_on->n, seen->n);
  }
  return {};
}

namespace {

/// Whether anything in the scenario may make a resolver say SERVFAIL: an attacker on the DNS, a flaw, a zone that is delegated
/// wrongly, or that it says so itself.
bool wants_servfail(const scenario::Scenario& s) {
  const auto attacks = [](const auto& attacker) { return !attacker.dns.empty() || !attacker.stub.empty(); };
  const auto flawed = [](const auto& zone) {
    return !zone.zone.flaws.empty() || zone.zone.ds != dns::Ds::right || zone.zone.unsupported_algorithm || zone.zone.nsec3;
  };
  const auto changes = [](const auto& change) { return !change.flaws.empty(); };
  return std::any_of(s.attackers.begin(), s.attackers.end(), attacks) || std::any_of(s.zones.begin(), s.zones.end(), flawed) ||
         std::any_of(s.changes.begin(), s.changes.end(), changes) || lower(s.text).find("servfail") != std::string::npos;
}

}  // namespace

std::string unasked_servfail(const Play& play, Window window) {
  if (wants_servfail(play.scenario())) return {};
  for (const auto* seen : play.events())
    if (window.has(seen->n) && seen->what == "dns.answer" && seen->text("rcode") == "SERVFAIL")
      return fmt::format("our own resolver failed: SERVFAIL to {} {} (event {}), which nothing in the scenario asks for", seen->text("name"),
                         seen->text("type"), seen->n);
  return {};
}

namespace {

/// A reply of the class 5yz in what a program printed, or one for the sake of the protocol or of the content (RFC 3463: x.5.z, x.6.z; "Bare LF").
bool refuses_for_good(const std::string& said) {
  static const std::regex reply(R"((^|[ :(\n])(5[0-9][0-9]([- )\n]|$)|4[0-9][0-9][- ](4\.[56]\.|[Bb]are ([Ll]ine|LF|CR))))");
  return std::regex_search(said, reply);
}

}  // namespace

std::string takes_none_like_it(const Play& play) {
  for (const auto& step : play.scenario().steps)
    for (const auto& line : step.lines) {
      if (!scenario::is_odd(line)) continue;
      for (const auto* seen : play.events_of(play.token(line.subject)))
        if (seen->what == "submit" && seen->number("status") > 0 && refuses_for_good(seen->text("output")))
          return fmt::format("the candidate takes no message like {}: {} (event {})", line.subject, seen->text("output"), seen->n);
    }
  return {};
}

bool turned_away(const Play& play, const scenario::Act& act, Window window) {
  const auto token = act.bound.has("MSG") ? play.token(act.bound["MSG"]) : "";
  const auto host = act.bound.has("MX") ? act.bound["MX"] : "";
  const bool for_one = act.bound.has("USER");
  std::set<std::int64_t> named;
  for (const auto* seen : play.events()) {
    // (Also before the window: the QUIT behind an earlier message refuses nothing.)
    if (seen->what == "smtp.mail") named.insert(seen->number("conn"));
    if (!window.has(seen->n)) continue;
    const bool elsewhere = !host.empty() && seen->actor != host;
    const bool of_this = token.empty() || seen->text("token") == token;
    if (seen->what == "smtp.message" && seen->flag("accepted") && of_this && !(for_one && elsewhere)) return true;
    if (elsewhere) continue;
    const bool quits = seen->what == "smtp.in" && lower(seen->text("line")).starts_with("quit");
    if (!seen->text("alert").empty() || (quits && !named.contains(seen->number("conn")))) return true;
  }
  return false;
}

bool circled(const Play& play, const Lab& lab, Window window) {
  const auto itself = [&](const Event* e) { return e->what == "tcp.self" && window.has(e->n); };
  const auto named = [&](const Event* e) {
    return itself(e) && play.scenario().text.find(e->text("to")) != std::string::npos;
  };
  return std::any_of(play.events().begin(), play.events().end(), itself) ||
         std::any_of(lab.begin(), lab.end(), named);
}

namespace {

/// A client that names its newest version alone says nothing of older ones (RFC 8446 4.2.1).
std::string unsaid(const Play& play, const scenario::Act& act, Window window) {
  if (act.verb != "propose" || !act.bound.has("VERSION")) return {};
  for (const auto* seen : play.events()) {
    if (seen->what != "tls.hello" || !window.has(seen->n) || seen->actor != act.bound["WHO"]) continue;
    const auto* versions = seen->data.if_contains("versions");
    const bool newer = versions && versions->is_array() && !versions->get_array().empty() &&
                       versions->get_array()[0].as_string() > act.bound["VERSION"];
    if (seen->flag("newest_only") && newer)
      return fmt::format("the ClientHello (event {}) named the newest version alone: whether an "
                         "older one would do is not said",
                         seen->n);
  }
  return {};
}

/// Of what a person handed over, nobody here knows the text.
std::string unread_text(const Play& play, const scenario::Act& act) {
  if (act.verb != "alter") return {};
  const Event* submitted = nullptr;
  for (const auto* seen : play.events_of(play.token(act.bound["MSG"]))) {
    if (seen->what != "submit") continue;
    if (!seen->text("body").empty()) return {};
    submitted = seen;
  }
  return submitted ? fmt::format("how the text of message {} read when it was handed over (event {}) is not known", act.bound["MSG"], submitted->n)
                   : std::string();
}

}  // namespace

std::string unheard(const Play& play, const Lab& lab, const scenario::Act& act, Window window) {
  for (auto why : {unsaid(play, act, window), unread_text(play, act)})
    if (!why.empty()) return why;
  const auto& is = act.bound.verb->is;
  const Event* failed = nullptr;
  if (is.queue) failed = failure(play, lab, "queue", window);
  if (!failed && is.home) failed = failure(play, lab, "bounces", window);
  if (!failed && act.bound.has("MSG")) {
    const Window before{play.whole().window.first, window.last};
    for (const auto* seen : play.events())
      if (!failed && seen->what == "helper.failed" && seen->text("helper") == "submit" &&
          before.has(seen->n) &&
          (!seen->data.contains("token") ||
           seen->text("token") == play.token(act.bound["MSG"])))
        failed = seen;
  }
  return told(failed);
}

std::string not_nudged(const Play& play, const Lab& lab, const scenario::Step& step,
                       Window window) {
  const auto nudges = [](const auto& line) { return line.kind == Kind::nudge; };
  if (std::none_of(step.lines.begin(), step.lines.end(), nudges)) return {};
  return told(failure(play, lab, "nudge", window));
}

std::string stray(const Event& alarm, const std::vector<const scenario::Scenario*>& scenarios) {
  const auto to = alarm.text("to");
  for (const auto* scenario : scenarios)
    if (scenario->text.find(to) != std::string::npos) return {};
  return fmt::format("the candidate sent a packet to {} port {}, an address that nobody declared "
                     "(event {})",
                     to, alarm.text("port"), alarm.n);
}

}  // namespace gauntlet::judge
