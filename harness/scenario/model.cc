// See model.h.
#include "harness/scenario/model.h"

#include <algorithm>

#include "harness/scenario/phrase.h"

namespace gauntlet::scenario {

std::string Act::text() const {
  std::vector<std::string> all{verb};
  all.insert(all.end(), args.begin(), args.end());
  return joined(all);
}

namespace {

template <typename Fits>
bool any_line(const Scenario& scenario, Fits fits) {
  return std::ranges::any_of(scenario.steps, [&](const Step& step) { return std::ranges::any_of(step.lines, fits); });
}

bool does(const Scenario& scenario, std::initializer_list<StepLine::Kind> kinds) {
  return any_line(scenario, [&](const StepLine& line) { return std::ranges::find(kinds, line.kind) != kinds.end(); });
}

bool sends_without_sender(const Scenario& scenario) {
  return any_line(scenario, [](const StepLine& line) {
    return line.kind == StepLine::Kind::send && std::ranges::find(line.options, "without-sender") != line.options.end();
  });
}

}  // namespace

bool moves_clock(const Scenario& scenario) {
  return does(scenario, {StepLine::Kind::move_clock, StepLine::Kind::step_clock});
}

std::vector<std::string> premises(const Scenario& scenario) {
  auto all = scenario.needs;
  if (moves_clock(scenario)) all.push_back(clock_premise);
  return all;
}

bool restarts(const Scenario& scenario) { return does(scenario, {StepLine::Kind::restart, StepLine::Kind::kill}); }

bool wants_world(const Scenario& scenario) {
  return scenario.alone || moves_clock(scenario) || restarts(scenario) || sends_without_sender(scenario);
}

}  // namespace gauntlet::scenario
