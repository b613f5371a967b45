// What stands in a play at which event: the faults of each exchanger, the attackers at their places.
// Follows the commands of the steps as the record says that they were carried out.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "fixtures/smtp/mx.h"
#include "harness/judge/play.h"

namespace gauntlet::judge {

class Stands {
 public:
  explicit Stands(const Play&);

  struct Fault {
    const smtp::MxFault* fault;
    std::string mx;
    Window window;
  };
  /// A fault of a host of another kind, of which the judge knows no more than its name.
  struct Foreign {
    net::DeviationPtr fault;
    std::string host;
    Window window;
  };
  struct Attack {
    const scenario::Attacker* attacker;
    Window window;
  };
  /// A flaw of the signatures in a zone.
  struct Flaw {
    const dns::FlawedRrset* flaw;
    std::string zone;
    Window window;
  };

  const std::vector<Fault>& faults() const { return faults_; }
  const std::vector<Foreign>& foreign() const { return foreign_; }
  const std::vector<Attack>& attacks() const { return attacks_; }
  const std::vector<Flaw>& flaws() const { return flaws_; }

  /// The fault of this kind that an exchanger has at an event, null when it has none.
  const smtp::MxFault* fault(const std::string& mx, smtp::MxFault::Kind, std::uint64_t n) const;
  /// True when something is put in place of the honest answer at this stage.
  bool spoken(const std::string& mx, smtp::Stage, std::uint64_t n) const;
  /// A fault has it say nothing then.
  bool mute(const std::string& mx, smtp::Stage, std::uint64_t n) const;

 private:
  void carry_out(const Play&, const scenario::StepLine&, std::uint64_t n);
  void add(const std::string& mx, const smtp::MxFault&, std::uint64_t n);
  void mend(const std::string& mx, std::uint64_t n);
  void publish(const Play&, const std::string& change, std::uint64_t n);

  std::vector<Fault> faults_;
  std::vector<Foreign> foreign_;
  std::vector<Attack> attacks_;
  std::vector<Flaw> flaws_;
};

}  // namespace gauntlet::judge
