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

bool does(const Scenario& scenario, std::initializer_list<StepLine::Kind> kinds) {
  for (const auto& step : scenario.steps)
    for (const auto& line : step.lines)
      if (std::find(kinds.begin(), kinds.end(), line.kind) != kinds.end()) return true;
  return false;
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

bool sends_without_sender(const Scenario& scenario) {
  const auto nameless = [](const StepLine& line) {
    return line.kind == StepLine::Kind::send && std::ranges::find(line.options, "without-sender") != line.options.end();
  };
  return std::ranges::any_of(scenario.steps, [&](const Step& step) { return std::ranges::any_of(step.lines, nameless); });
}

bool wants_world(const Scenario& scenario) {
  return scenario.alone || moves_clock(scenario) || restarts(scenario) || sends_without_sender(scenario);
}

}  // namespace gauntlet::scenario
