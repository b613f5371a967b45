// The situations that requirements were taken apart into, one by one, and where each stands: which scenarios put a sender
// into it, or why none does. scenarios/clauses/*.situations holds the data, a line each.
#pragma once
#include <string>
#include <vector>

#include "harness/scenario/clauses.h"

namespace gauntlet::scenario {

struct Situation {
  enum class Status { tested, implicit, untestable, out_of_scope, open };
  std::string id;      ///< of its clause, with a letter: "RFC8461-3.1-2/a"
  std::string clause;  ///< "RFC8461-3.1-2"
  Status status = Status::open;
  std::vector<std::string> scenarios;  ///< tested: ids; of a table's file without a row, all its rows
  std::string reason;                  ///< else
  std::string file;
  int line = 0;
};

std::string to_text(Situation::Status);  ///< "tested", "out-of-scope"

/// "RFC8461-3.1-2/a  tested SCENARIO...", "RFC8461-3.1-6/a  untestable REASON". Throws Complaints.
std::vector<Situation> parse_situations(const std::string& file, std::string_view text);

/// Every *.situations file in `folder`. Throws Complaints, also for a clause or scenario that is not there and for an id
/// that occurs twice.
std::vector<Situation> read_situations(const std::string& folder, const Catalogue&, const std::vector<Scenario>&);

}  // namespace gauntlet::scenario
