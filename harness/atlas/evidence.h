// One run of the attacks, read: what came of each play, and the play as a text for whoever doubts it.
#pragma once
#include <map>
#include <string>

#include "harness/atlas/outcome.h"
#include "harness/desk/desk.h"

namespace gauntlet::atlas {

class Plays {
 public:
  /// The desk must outlive it.
  explicit Plays(const desk::Desk&);

  /// Of the scenario with this id; not asked, where it was played in no cell.
  Outcome outcome(const std::string& id) const;
  /// What the attacker controls, what is done, what was seen, with a mark at the events that show the outcome, and where the record lies.
  std::string evidence(const std::string& id, const Outcome&) const;

 private:
  struct One {
    judge::Play play;
    std::string cell;
  };
  const desk::Desk& desk_;
  std::map<std::string, One> plays_;
};

}  // namespace gauntlet::atlas
