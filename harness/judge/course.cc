#include "harness/judge/course.h"

#include <algorithm>

#include "fixtures/base/text.h"
#include "fixtures/https/plan.h"
#include "fixtures/smtp/plan.h"

namespace gauntlet::judge {

using record::Event;
using smtp::Stage;
using MxDefect = smtp::MxFault::Kind;

namespace {

std::string verb_of(const Event& event) {
  const auto line = upper(trim(event.text("line")));
  return line.substr(0, line.find(' '));
}

}  // namespace

void Course::note(const Event& event) {
  if (event.what == "dns.query") asked_[event.number("id")] = &event;
  auto& conn = conns_[event.number("conn")];
  if (event.what == "tcp.accept") conn = Conn{.accept = &event, .sni = {}, .shown = {}};
  if (event.what == "shown") conn.shown.insert(event.text("what"));
  if (event.what == "tls.hello") conn.hello = event.n, conn.sni = event.text("sni");
  if (event.what == "http.request") conn.asked = event.text("target") == https::well_known;
  if (event.what == "smtp.rcpt") conn.recipients |= event.text("reply").starts_with("2");
  if (event.what == "smtp.message") conn.recipients = false;
  if (event.what != "smtp.in") return;
  const auto verb = verb_of(event);
  if (verb == "STARTTLS") conn.starttls = event.n;
  if (verb == "EHLO" || verb == "HELO" || verb == "RSET" || verb == "STARTTLS") conn.recipients = false;
}

const Event* Course::question(const Event& event) const {
  const auto query = asked_.find(event.number("id"));
  return query == asked_.end() ? nullptr : query->second;
}

const smtp::Mx* Course::exchanger(const std::string& name) const {
  for (const auto& host : play_.scenario().hosts)
    if (host.name == name) return smtp::mx_of(*host.plan);
  return nullptr;
}

bool Course::reaches(Stage stage, const smtp::MxFault& fault, const Event& event) const {
  const auto says = [&](const char* verb, bool tls) {
    return event.what == "smtp.in" && verb_of(event) == verb && event.flag("tls") == tls;
  };
  switch (stage) {
    case Stage::banner:
      return event.what == "tcp.accept" && event.text("taken").empty();
    case Stage::ehlo:
      return says("EHLO", false);
    case Stage::ehlo_tls:
      return says("EHLO", true);
    case Stage::starttls:
      return offered(event) && upper(trim(event.text("line"))) == "STARTTLS";
    case Stage::handshake:
      return event.what == "tls.hello";
    case Stage::mail:
      return event.what == "smtp.mail" && answered(fault, event, {"501", "503", "552", "555"});
    case Stage::rcpt:
      return event.what == "smtp.rcpt" && answered(fault, event, {"452", "501", "503"});
    case Stage::data:
      return (says("DATA", false) || says("DATA", true)) && at(event).recipients;
    case Stage::message:
      return event.what == "smtp.message";
    case Stage::quit:
      return says("QUIT", false) || says("QUIT", true);
  }
  return false;
}

bool Course::offered(const Event& event) const {
  if (event.what != "smtp.in" || stands_.fault(event.actor, MxDefect::no_starttls, event.n)) return false;
  if (event.flag("tls")) return stands_.fault(event.actor, MxDefect::starttls_inside, event.n);
  const auto* mx = exchanger(event.actor);
  return mx && mx->has_certificate;
}

bool Course::answered(const smtp::MxFault& fault, const Event& event, const std::vector<std::string>& refusals) const {
  const auto reply = event.text("reply");
  if (fault.kind == MxDefect::reply && reply == play_.resolved(fault.text)) return true;
  return std::none_of(refusals.begin(), refusals.end(),
                      [&](const std::string& code) { return reply.starts_with(code); });
}

bool Course::handshakes(const Stands::Fault& one, const Event& event) const {
  const auto& conn = at(event);
  const bool broke_off = event.what == "tcp.close" && event.text("by") == "us" &&
                         event.text("during") == "handshake" && conn.hello == 0;
  return (event.what == "tls.hello" || broke_off) && one.window.has(conn.starttls) &&
         !stands_.spoken(one.mx, Stage::handshake, event.n);
}

}  // namespace gauntlet::judge
