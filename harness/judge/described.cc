// One event as a short sentence for a report. See verbs.h.
#include <fmt/format.h>

#include "harness/judge/verbs.h"

namespace gauntlet::judge {

using record::Event;

std::string described(const Event& event) {
  const auto how = [&] {
    if (!event.flag("tls")) return std::string("in clear");
    const auto version = event.text("version");
    return version.empty() ? std::string("over TLS") : "over TLS " + version;
  };
  const auto& who = event.actor;
  const auto asked = event.text("name") + " " + event.text("type");
  if (event.what == "smtp.message") return fmt::format("{} accepted the message {}", who, how());
  if (event.what == "smtp.mail") return fmt::format("{} was offered the message {}", who, how());
  if (event.what == "smtp.in")
    return fmt::format("{} was told {} {}", who, event.text("line"), how());
  if (event.what == "smtp.out")
    return fmt::format("{} said {} {}", who, event.text("line"), how());
  if (event.what == "smtp.rcpt") return fmt::format("{} was told of the recipient {}", who, event.text("to"));
  if (event.what == "submit")
    return fmt::format("{} to {} was handed to the candidate as {}{}", event.text("msg"), event.text("to"),
                       event.text("token"), event.number("status") > 0 ? ", which refused it: " + event.text("output") : "");
  if (event.what == "step.begin" || event.what == "step.end") return event.text("step");
  if (event.what == "did" || event.what == "await.met" || event.what == "await.lost") return event.text("text");
  if (event.what == "play.end") return event.text("why");
  if (event.what == "attack.act") return event.text("did");
  if (event.what == "tcp.accept")
    return fmt::format("{} was connected to from {}", who, event.text("from"));
  if (event.what == "tcp.close")
    return fmt::format("the connection to {} was closed by {}", who, event.text("by"));
  if (event.what == "tls.hello")
    return fmt::format("{} was sent a ClientHello for '{}'", who, event.text("sni"));
  if (event.what == "tls.done")
    return fmt::format("{} and the sender agreed on TLS {}", who, event.text("version"));
  if (event.what == "tls.fail")
    return fmt::format("the handshake with {} failed: {} {}", who, event.text("reason"),
                       event.text("alert"));
  if (event.what == "dns.query") return fmt::format("the sender asked for {}", asked);
  if (event.what == "dns.answer")
    return fmt::format("{} was answered {}, {}", asked, event.text("rcode"),
                       event.flag("ad") ? "AD" : "no AD");
  if (event.what == "dns.dropped") return fmt::format("the question for {} was dropped", asked);
  if (event.what == "queue.kept")
    return fmt::format("the sender's queue lists it: {}", event.text("text"));
  if (event.what == "bounce") return "a delivery status notification came home: the message failed";
  if (event.what == "notice")
    return event.text("action").empty()
               ? "a notice about the message came home, without the fields of a delivery status notification"
               : fmt::format("a delivery status notification came home: the message is {}", event.text("action"));
  if (event.what == "helper.failed")
    return fmt::format("the manifest's `{}` {}: {}", event.text("helper"),
                       event.flag("timed_out") ? "did not end in time" : "ended with status " + event.text("status"),
                       event.text("output"));
  if (event.what == "candidate.exit")
    return fmt::format("the candidate ended, status {}", event.text("status"));
  if (event.what == "candidate.panic") return "a part of the candidate broke down: " + event.text("text");
  if (event.what == "candidate.restart") return "the candidate was started again";
  if (event.what == "server.silent")
    return fmt::format("our own {} did not answer for {} s", event.text("program"), event.text("seconds"));
  if (event.what == "attack.read")
    return fmt::format("{} read the message ({})", who, event.text("how"));
  return boost::json::serialize(event.data).substr(0, 300);
}

}  // namespace gauntlet::judge
