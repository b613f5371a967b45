// Another kind of host than a mail exchanger, and a tiny one: it says over TLS what a clock on the wall says (RFC 867, with TLS
// from the start), or, with its only fault, "stopped". All that a new kind takes stands here: a value, a host, a row.
#pragma once
#include "fixtures/net/wire.h"
#include "harness/scenario/actors.h"
#include "harness/scenario/hosts.h"

namespace gauntlet::testing {

class Stopped final : public net::Deviation {
 public:
  std::string name() const override { return "fault stopped"; }
  net::DeviationPtr resolved(const net::Names&, const std::string&) const override { return std::make_shared<Stopped>(); }
};

class ClockHost final : public net::Host, public std::enable_shared_from_this<ClockHost> {
 public:
  ClockHost(net::Ground ground, net::Seat seat, pki::Certificate certificate)
      : ground_(ground), seat_(std::move(seat)), certificate_(std::move(certificate)) {}

  void take(net::tcp::socket socket, net::Arrival arrival) override {
    asio::co_spawn(ground_.executor, serve(shared_from_this(), std::make_unique<net::Wire>(std::move(socket)), arrival.conn),
                   out_of_run);
  }
  void break_with(const net::Deviation&) override { stopped_ = true; }
  void mend() override { stopped_ = false; }
  tls::IdentityPtr identity() override {
    if (!identity_) identity_ = std::make_shared<pki::Identity>(ground_.authorities.mint(certificate_));
    return identity_;
  }

 private:
  static awaitable<void> serve(std::shared_ptr<ClockHost> self, std::unique_ptr<net::Wire> wire, std::uint64_t conn) {
    auto terms = std::make_shared<tls::Terms>();
    terms->identity = self->identity();
    const tls::Witness witness{self->ground_.log, self->seat_.tag, self->seat_.name, conn, ""};
    const auto facts = co_await wire->accept_tls(self->ground_.contexts, terms, witness, 10s);
    if (facts.done) {
      wire->say(self->stopped_ ? "stopped\r\n" : "noon\r\n");
      co_await wire->finish(2s);
    }
    if (self->stopped_) self->write("shown", {{"subject", self->seat_.name}, {"what", Stopped().name()}, {"conn", conn}});
    wire->close();
    self->write("tcp.close", {{"conn", conn}, {"by", net::text_of(wire->end())}, {"during", "time"}});
  }
  void write(const std::string& what, boost::json::object data) { ground_.log.write(seat_.tag, seat_.name, what, std::move(data)); }

  net::Ground ground_;
  net::Seat seat_;
  pki::Certificate certificate_;
  tls::IdentityPtr identity_;
  bool stopped_ = false;
};

class ClockPlan final : public net::Plan {
 public:
  pki::Certificate certificate;
  bool stopped = false;

  unsigned short port() const override { return 13; }
  bool tls_at_once() const override { return true; }
  std::vector<net::DeviationPtr> faults() const override {
    std::vector<net::DeviationPtr> all;
    if (stopped) all.push_back(std::make_shared<Stopped>());
    return all;
  }
  std::shared_ptr<net::Host> build(const net::Ground& ground, const net::Seat& seat, const net::Names& names, int line) const override {
    auto host = std::make_shared<ClockHost>(ground, seat, names.resolve(certificate, seat.host, line));
    if (stopped) host->break_with(Stopped());
    return host;
  }
};

inline net::DeviationPtr clock_fault(const std::string&, scenario::Phrase& phrase) {
  scenario::pick<int>({{"stopped", 0}}, phrase.next("a fault"), "fault");
  return std::make_shared<Stopped>();
}

inline void clock_line(net::Plan& plan, const std::string& name, scenario::Phrase& phrase) {
  auto& clock = dynamic_cast<ClockPlan&>(plan);
  const auto word = scenario::pick<std::string>({{"cert", "cert"}, {"fault", "fault"}}, phrase.next("cert or fault"), "property of a clock");
  if (word == "cert") clock.certificate = scenario::certificate(phrase, name);
  else clock_fault(name, phrase), clock.stopped = true;
  phrase.end();
}

inline scenario::HostKind clock_kind() {
  return {"clock", "a clock", [](const std::string&) -> std::shared_ptr<net::Plan> { return std::make_shared<ClockPlan>(); },
          clock_line, clock_fault};
}

}  // namespace gauntlet::testing
