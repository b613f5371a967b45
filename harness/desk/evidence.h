// Everything that bears on one scenario: what was seen of it in the cells that played it, and what the candidate's log has
// about its messages. As a text for people, and piece by piece for reports.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "harness/desk/desk.h"

namespace gauntlet::desk {

/// A scenario in one cell.
struct Play {
  const judge::Cell* cell = nullptr;
  std::vector<const record::Event*> events;  ///< in order; of the lab's own, those that can explain the play
  size_t more = 0;                           ///< events that were left out
  std::vector<std::string> log;              ///< of the candidate, about the scenario's messages
  size_t more_log = 0;                       ///< lines that were left out
};

class Evidence {
 public:
  /// The desk must outlive it.
  explicit Evidence(const Desk& desk) : desk_(desk) {}

  /// The cell that the verdict is from comes first: several shards may have played a control.
  std::vector<Play> plays(const report::Scenario&);

  /// At most some megabytes; what is left out is counted.
  std::string of(const report::Scenario&);

 private:
  /// The cell's events by their tag; "" = the lab's own.
  using Index = std::map<std::string, std::vector<const record::Event*>>;

  Play play(const judge::Cell& cell, const std::string& id);
  const Index& index(const judge::Cell& cell);
  /// The lines of all logs that the candidate left in a cell.
  const std::vector<std::string>& log(const std::string& cell);

  const Desk& desk_;
  std::map<std::string, Index> indices_;
  std::map<std::string, std::vector<std::string>> logs_;
};

}  // namespace gauntlet::desk
