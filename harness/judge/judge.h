// Rules on a whole run: a pure function of scenarios, records and what the candidate's manifest
// claims. It includes no socket and knows no candidate; running it again over old records gives
// the same verdicts.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "fixtures/record/event.h"
#include "harness/judge/verdict.h"
#include "harness/scenario/model.h"

namespace gauntlet::judge {

/// One world of a run and what was seen in it. Event numbers count from 1 in every cell.
struct Cell {
  std::string id;                      ///< "shared", "alone.dane-x", "hazard.mx-y"
  bool hazard = false;                 ///< an end or a stall of the candidate is its failure here
  /// Played alone because the candidate ended while these scenarios were under way elsewhere: an
  /// end is its failure here, too, and it explains the plays that it cut short there.
  bool suspect = false;
  std::vector<std::string> scenarios;  ///< the ids that were to be played in it
  std::vector<record::Event> events;
};

/// A gap that the candidate's manifest accepts.
struct Known {
  std::string scenario, reason, link;
  std::string until;  ///< the last day on which it holds; "" = no end
};

/// What the judge must know of the candidate.
struct Facts {
  std::set<std::string> claims;  ///< dane, mta-sts, tlsrpt, requiretls
  std::vector<Known> known;      ///< only those whose condition holds
};

/// One verdict per scenario, in their order. A scenario that stands in several cells gets the worst
/// of its verdicts; one that needs a claim which is not made is not applicable, played or not.
/// Claims, traits and known gaps are settled over all cells together.
std::vector<Verdict> judge(const std::vector<scenario::Scenario>&, const std::vector<Cell>&,
                           const Facts&);

/// Why the scenario is not asked of a candidate with these claims, in a sentence: it needs one that is not made, or is not
/// asked of those who make one. "" when it is.
std::string not_asked(const scenario::Scenario&, const std::set<std::string>& claims);

/// Packets of the candidate to addresses that no scenario of their cell names, a sentence each: what
/// it does behind its task, or a hole in our world. Not to be laid at any one scenario's door.
std::vector<std::string> stray_packets(const std::vector<scenario::Scenario>&,
                                       const std::vector<Cell>&);

}  // namespace gauntlet::judge
