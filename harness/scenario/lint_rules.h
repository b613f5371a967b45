// What the rules of the linter share; for lint.cc and lint_names.cc only.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "fixtures/base/fault.h"
#include "harness/scenario/clauses.h"
#include "harness/scenario/model.h"

namespace gauntlet::scenario {

/// The scenario at hand and where a rule writes what it finds.
struct View {
  const Scenario& scenario;
  const Catalogue& catalogue;
  std::vector<Complaint>& found;

  void complain(int line, std::string what) const {
    found.push_back({scenario.file, line, std::move(what)});
  }
};

inline void each_line(const Scenario& scenario,
                      const std::function<void(size_t step, const StepLine&)>& visit) {
  for (size_t i = 0; i < scenario.steps.size(); ++i)
    for (const auto& line : scenario.steps[i].lines) visit(i, line);
}

void places_have_names_known(const View&);  ///< mail exchangers, changes, attackers
void steps_have_names_known(const View&);
void nothing_stands_idle(const View&);

}  // namespace gauntlet::scenario
