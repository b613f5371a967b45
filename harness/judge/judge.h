// Rules on a whole run: a pure function of scenarios, record and what the candidate's manifest
// claims. It includes no socket and knows no candidate; running it again over an old record gives
// the same verdicts.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "fixtures/record/event.h"
#include "harness/judge/verdict.h"
#include "harness/scenario/model.h"

namespace gauntlet::judge {

/// A gap that the candidate's manifest accepts.
struct Known {
  std::string scenario, reason, link;
};

/// What the judge must know of the candidate.
struct Facts {
  std::set<std::string> claims;  ///< dane, mta-sts, tlsrpt, requiretls
  std::vector<Known> known;      ///< only those whose condition holds
  bool strict = false;           ///< a broken SHOULD is a failure
};

/// One verdict per scenario, in their order.
std::vector<Verdict> judge(const std::vector<scenario::Scenario>&,
                           const std::vector<record::Event>&, const Facts&);

}  // namespace gauntlet::judge
