// How far each connection of a play has come: which answer of a host an event of the record calls for.
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/judge/stands.h"

namespace gauntlet::judge {

class Course {
 public:
  /// What is known of a connection so far.
  struct Conn {
    const record::Event* accept = nullptr;
    std::uint64_t starttls = 0, hello = 0;  ///< events
    std::string sni;
    bool asked = false;           ///< for a policy
    bool recipients = false;      ///< one was taken since the last MAIL FROM
    std::set<std::string> shown;  ///< by whoever has the connection
  };

  /// Both must outlive it.
  Course(const Play& play, const Stands& stands) : play_(play), stands_(stands) {}

  /// Takes an event in. To be called with each one, in the order of the record, before what is asked of it.
  void note(const record::Event&);

  /// The connection that the event belongs to.
  const Conn& at(const record::Event& event) const { return conns_.at(event.number("conn")); }
  /// The question to the resolver that the event answers; null when there was none.
  const record::Event* question(const record::Event&) const;
  /// The value of the mail exchanger of that name; null when the scenario has none such.
  const smtp::Mx* exchanger(const std::string& name) const;

  /// The candidate (or a relay) has done what this stage answers, and the host came to its fault there.
  bool reaches(smtp::Stage, const smtp::MxFault&, const record::Event&) const;
  /// A ClientHello that the fault was there for from the STARTTLS on; or we broke off without one.
  bool handshakes(const Stands::Fault&, const record::Event&) const;

 private:
  /// STARTTLS is not answered 502.
  bool offered(const record::Event&) const;
  /// Not one of the refusals that an exchanger gives in any case, before it comes to its faults.
  bool answered(const smtp::MxFault&, const record::Event&, const std::vector<std::string>& refusals) const;

  const Play& play_;
  const Stands& stands_;
  std::map<std::int64_t, Conn> conns_;
  std::map<std::int64_t, const record::Event*> asked_;
};

}  // namespace gauntlet::judge
