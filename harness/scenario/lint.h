// Small rules that a well-written scenario keeps: that its bans prove something, that nothing
// stands idle, that no ruling is stricter than its clause. How things are written is the reader's
// business.
#pragma once
#include <vector>

#include "fixtures/base/fault.h"
#include "harness/scenario/clauses.h"
#include "harness/scenario/model.h"

namespace gauntlet::scenario {

/// What is wrong with one scenario, ordered by line.
std::vector<Complaint> lint(const Scenario&, const Catalogue&);

/// What is wrong with each, and with all together: traits that nobody teaches, labels that collide.
std::vector<Complaint> lint_all(const std::vector<Scenario>&, const Catalogue&);

}  // namespace gauntlet::scenario
