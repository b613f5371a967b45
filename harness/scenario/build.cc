// See build.h.
#include "harness/scenario/build.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/cores.h"
#include "fixtures/world/trial.h"
#include "harness/scenario/reader.h"
#include "harness/scenario/table.h"

namespace gauntlet::scenario {
namespace {

/// A sender may cache for as long as the record says; seconds.
constexpr std::uint32_t longest_ttl = 10;

struct Doings {
  std::vector<std::string> published;
  std::vector<std::pair<std::string, net::DeviationPtr>> faults;
};

Doings doings_of(const Scenario& scenario) {
  Doings doings;
  for (const auto& step : scenario.steps)
    for (const auto& line : step.lines) {
      if (line.kind == StepLine::Kind::publish && !line.fault) doings.published.push_back(line.subject);
      if (line.kind == StepLine::Kind::publish && line.fault) doings.faults.emplace_back(line.at, line.fault);
      if (line.kind == StepLine::Kind::break_host) doings.faults.emplace_back(line.subject, line.fault);
    }
  return doings;
}

std::vector<Complaint> wrong_with(const Scenario& scenario, world::Trial& trial) {
  const auto doings = doings_of(scenario);
  std::vector<Complaint> found, late;
  found = trial.of(plot_of(scenario, label(scenario.id)), doings.published, doings.faults, [&](const world::Trial::Published& record) {
    if (record.ttl > longest_ttl)
      late.push_back({scenario.file, record.line,
                      fmt::format("a TTL of {} s outlives the step: a sender that caches would not see what is changed; "
                                  "{} s at most was expected",
                                  record.ttl, longest_ttl)});
  });
  found.insert(found.end(), late.begin(), late.end());
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
  // A record that a change leaves alone is built twice.
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace

world::Plot plot_of(const Scenario& s, const std::string& name) {
  return {s.id, name, s.file, s.zones, s.changes, s.hosts, s.attackers};
}

std::vector<Complaint> buildable(const std::vector<Scenario>& scenarios) {
  std::vector<world::Trial> trials(cores());
  try {
    on_all_cores(scenarios.size(), [&](size_t i, size_t who) {
      if (auto wrong = wrong_with(scenarios[i], trials[who]); !wrong.empty()) throw Complaints(std::move(wrong));
    });
  } catch (const Complaints& found) {
    return each_once(found.all());
  }
  return {};
}

}  // namespace gauntlet::scenario
