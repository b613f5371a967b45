// One event as a short sentence for a report. See verbs.h.
#include <map>

#include <fmt/format.h>

#include "harness/judge/verbs.h"

namespace gauntlet::judge {
namespace {

using record::Event;

std::string how(const Event& e) {
  if (!e.flag("tls")) return "in clear";
  const auto version = e.text("version");
  return version.empty() ? "over TLS" : "over TLS " + version;
}

std::string asked(const Event& e) { return e.text("name") + " " + e.text("type"); }

/// ": text", or nothing.
std::string after_colon(const std::string& text) { return text.empty() ? "" : ": " + text; }

std::string submitted(const Event& e) {
  const auto refused = e.number("status") > 0 ? ", which refused it: " + e.text("output") : "";
  return fmt::format("{} to {} was handed to the candidate as {}{}", e.text("msg"), e.text("to"),
                     e.text("token"), refused);
}

std::string effect(const Event& e) {
  const auto mx = e.text("mx"), name = e.text("name");
  return fmt::format("{}'s {}{}{} took effect", e.text("subject"), e.text("what"),
                     mx.empty() ? "" : " on " + mx, name.empty() ? "" : " of " + asked(e));
}

std::string the_text(const Event& e) { return e.text("text"); }
std::string the_step(const Event& e) { return e.text("step"); }

using Sentence = std::string (*)(const Event&);

/// One sentence per kind of the record's schema (fixtures/record/kinds.cc).
const std::map<std::string, Sentence>& sentences() {
  using std::string;
  static const std::map<string, Sentence> all{
      {"dns.query",
       [](const Event& e) {
         const auto to = e.text("to");
         return to.empty() ? "the sender asked for " + asked(e) : fmt::format("the sender's own resolver asked our authority {} for {}", to, asked(e));
       }},
      {"dns.elsewhere",
       [](const Event& e) { return fmt::format("{} asked {} for {}, which is not the server that it was given", e.text("from"), e.text("to"), asked(e)); }},
      {"dns.answer",
       [](const Event& e) {
         if (e.flag("beside"))
           return fmt::format("to the question for {} a validating resolver of ours gives {}, {}; what the sender's own gave was not seen", asked(e), e.text("rcode"),
                              e.flag("ad") ? "AD" : "no AD");
         return fmt::format("{} was answered {}, {}", asked(e), e.text("rcode"),
                            e.flag("ad") ? "AD" : "no AD");
       }},
      {"dns.unanswered",
       [](const Event& e) { return fmt::format("what a validating resolver answers to {} is not known: {}", asked(e), e.text("why")); }},
      {"dns.dropped",
       [](const Event& e) { return fmt::format("the question for {} was dropped", asked(e)); }},
      {"dns.malformed",
       [](const Event& e) {
         return fmt::format("{} sent {} bytes that are no question", e.text("from"), e.text("bytes"));
       }},
      {"dns.upstream",
       [](const Event& e) {
         return fmt::format("the question for {} reached the authority: {}", asked(e), e.text("action"));
       }},
      {"tcp.accept",
       [](const Event& e) {
         return fmt::format("{} was connected to from {}", e.actor, e.text("from"));
       }},
      {"tcp.close",
       [](const Event& e) {
         return fmt::format("the connection to {} was closed by {}", e.actor, e.text("by"));
       }},
      {"smtp.in",
       [](const Event& e) {
         return fmt::format("{} was told {} {}", e.actor, e.text("line"), how(e));
       }},
      {"smtp.out",
       [](const Event& e) { return fmt::format("{} said {} {}", e.actor, e.text("line"), how(e)); }},
      {"smtp.mail",
       [](const Event& e) { return fmt::format("{} was offered the message {}", e.actor, how(e)); }},
      {"smtp.rcpt",
       [](const Event& e) {
         return fmt::format("{} was told of the recipient {}", e.actor, e.text("to"));
       }},
      {"smtp.message",
       [](const Event& e) {
         return fmt::format("{} {} the message {}", e.actor,
                            e.flag("accepted") ? "accepted" : "did not accept", how(e));
       }},
      {"tls.hello",
       [](const Event& e) {
         return fmt::format("{} was sent a ClientHello for '{}'", e.actor, e.text("sni"));
       }},
      {"tls.done",
       [](const Event& e) {
         return fmt::format("{} and the sender agreed on TLS {}", e.actor, e.text("version"));
       }},
      {"tls.fail",
       [](const Event& e) {
         return fmt::format("the handshake with {} failed: {} {}", e.actor, e.text("reason"),
                            e.text("alert"));
       }},
      {"attack.start", [](const Event& e) { return e.actor + " began"; }},
      {"attack.stop", [](const Event& e) { return e.actor + " ended"; }},
      {"attack.act", [](const Event& e) { return e.text("did"); }},
      {"attack.read",
       [](const Event& e) { return fmt::format("{} read the message ({})", e.actor, e.text("how")); }},
      {"shown", effect},
      {"alarm.packet",
       [](const Event& e) {
         return fmt::format("a packet went to {} port {}, where nobody is", e.text("to"), e.text("port"));
       }},
      {"tcp.self",
       [](const Event& e) {
         return fmt::format("the sender connected to itself at {} port {}", e.text("to"), e.text("port"));
       }},
      {"child.exit",
       [](const Event& e) {
         return fmt::format("our own {} ended, status {}", e.text("program"), e.text("status"));
       }},
      {"server.slow",
       [](const Event& e) {
         return fmt::format("our own {} was {} ms late", e.text("program"), e.text("ms"));
       }},
      {"candidate.starved",
       [](const Event& e) {
         return fmt::format("the candidate waited {} ms for a processor", e.text("ms"));
       }},
      {"server.silent",
       [](const Event& e) {
         return fmt::format("our own {} did not answer for {} s", e.text("program"), e.text("seconds"));
       }},
      {"world.begin", [](const Event&) { return string("the world stood"); }},
      {"world.end", [](const Event&) { return string("the world ended"); }},
      {"play.begin", [](const Event&) { return string("the play began"); }},
      {"play.end", [](const Event& e) { return e.text("why"); }},
      {"step.begin", the_step},
      {"step.end", the_step},
      {"did", the_text},
      {"submit", submitted},
      {"notice.late", [](const Event& e) { return "a notice waits in the sender's queue: " + e.text("text"); }},
      {"queue.kept", [](const Event& e) { return "the sender's queue lists it: " + e.text("text"); }},
      {"attempt.over", [](const Event& e) { return "nothing was heard of the message for " + e.text("seconds") + " s after an attempt"; }},
      {"bounce", [](const Event&) { return string("a delivery status notification came home"); }},
      {"notice",
       [](const Event& e) { return "a notice came home" + after_colon(e.text("action")); }},
      {"await.met", the_text},
      {"await.lost", the_text},
      {"helper.failed",
       [](const Event& e) {
         const auto end = e.flag("timed_out") ? "took too long" : "ended with status " + e.text("status");
         return fmt::format("the candidate's command {} {}{}", e.text("helper"), end,
                            after_colon(e.text("output")));
       }},
      {"helper.works",
       [](const Event& e) {
         return fmt::format("the candidate's command {} works again", e.text("helper"));
       }},
      {"candidate.panic",
       [](const Event& e) { return "a part of the candidate broke down" + after_colon(e.text("text")); }},
      {"candidate.flood",
       [](const Event& e) { return "the candidate printed more than is kept in " + e.text("file"); }},
      {"candidate.ready", [](const Event&) { return string("the candidate was ready"); }},
      {"candidate.late", [](const Event&) { return string("the candidate was not ready in time"); }},
      {"candidate.exit",
       [](const Event& e) { return "the candidate ended, status " + e.text("status"); }},
      {"candidate.restart", [](const Event&) { return string("the candidate was started again"); }},
      {"http.request",
       [](const Event& e) { return fmt::format("the sender asked {} for {}", e.actor, e.text("target")); }},
      {"http.response",
       [](const Event& e) {
         const auto status = e.number("status") ? fmt::format("status {}", e.number("status")) : string("what is no HTTP");
         return fmt::format("{} answered with {}{}", e.actor, status, e.flag("whole") ? "" : ", and not to the end");
       }},
      {"http.malformed", [](const Event& e) { return e.actor + " was sent what is no request" + after_colon(e.text("reason")); }},
      {"http.policy", [](const Event& e) { return e.actor + " serves another policy from now on"; }},
      {"clock.moved",
       [](const Event& e) {
         return fmt::format("the room's clock is {} s ahead from now on, its monotonic clock {} s", e.number("wall"), e.number("monotonic"));
       }},
      {"clock.astray", [](const Event& e) { return e.text("program") + " does not follow the room's clock"; }},
      {"operator", [](const Event& e) {
         const auto name = e.text("name").empty() ? "without a name" : e.text("name");
         return fmt::format("{} the operator ({}): {}{}", e.text("at"), name, e.text("did"), after_colon(e.text("text")));
       }},
      {"bystander.sent", [](const Event&) { return string("a bystander's message was sent"); }},
      {"bystander.through", [](const Event&) { return string("a bystander's message arrived"); }},
      {"fault", the_text}};
  return all;
}

}  // namespace

std::string described(const Event& event) {
  const auto found = sentences().find(event.what);
  return found == sentences().end() ? boost::json::serialize(event.data).substr(0, 300)
                                    : found->second(event);
}

}  // namespace gauntlet::judge
