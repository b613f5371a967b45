// See plan.h.
#include "harness/run/plan.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "harness/scenario/reader.h"

namespace gauntlet::run {
namespace {

bool asked(const scenario::Scenario& s, const std::vector<std::string>& claims) {
  const auto made = [&](const auto& claim) { return std::find(claims.begin(), claims.end(), claim) != claims.end(); };
  return std::all_of(s.needs.begin(), s.needs.end(), made) && std::none_of(s.unless.begin(), s.unless.end(), made);
}

/// Many worlds of a few hundred plays each: of thousands at once the machine, or the candidate, has too much to do.
std::vector<Cell> dealt(const std::vector<std::string>& ids, size_t most) {
  const size_t worlds = (ids.size() + most - 1) / most;
  std::vector<Cell> cells;
  for (size_t w = 0; w < worlds; ++w) {
    cells.push_back({worlds == 1 ? "shared" : fmt::format("shared.{}", w + 1), Ground::shared, {}});
    // (What resembles each other stands together in the suite, and takes its time together.)
    for (size_t i = w; i < ids.size(); i += worlds) cells.back().scenarios.push_back(ids[i]);
  }
  return cells;
}

Cell own(Ground ground, const std::string& id) {
  return {fmt::format("{}.{}", name(ground), scenario::label(id)), ground, {id}};
}

}  // namespace

std::string name(Ground ground) {
  switch (ground) {
    case Ground::shared: return "shared";
    case Ground::alone: return "alone";
    case Ground::hazard: return "hazard";
    case Ground::suspect: return "suspect";
  }
  return "";
}

std::vector<std::string> in_shard(std::vector<std::string> ids, const Shard& shard) {
  std::sort(ids.begin(), ids.end());
  std::vector<std::string> part;
  for (size_t i = static_cast<size_t>(shard.index - 1); i < ids.size(); i += static_cast<size_t>(shard.count))
    part.push_back(ids[i]);
  return part;
}

std::vector<Cell> plan(const std::vector<scenario::Scenario>& scenarios, const std::vector<std::string>& claims,
                       std::optional<std::uint32_t> shuffle, size_t most) {
  std::vector<std::string> together;
  std::vector<Cell> cells;
  for (const auto& s : scenarios) {
    if (!asked(s, claims)) continue;
    if (s.hazard) cells.push_back(own(Ground::hazard, s.id));
    else if (scenario::wants_world(s)) cells.push_back(own(Ground::alone, s.id));
    else together.push_back(s.id);
  }
  if (shuffle) {
    std::mt19937 random(*shuffle);
    std::shuffle(together.begin(), together.end(), random);
    std::shuffle(cells.begin(), cells.end(), random);
  }
  auto all = dealt(together, most);
  all.insert(all.end(), cells.begin(), cells.end());
  return all;
}

std::vector<Cell> split(const Cell& crashed, const std::vector<std::string>& broken) {
  // Who was by itself in its world when the candidate ended has been found already.
  if (crashed.ground != Ground::shared || broken.empty()) return {};
  if (broken.size() == 1) return {own(Ground::suspect, broken.front())};
  const auto middle = broken.begin() + static_cast<std::ptrdiff_t>(broken.size() / 2);
  std::vector<Cell> halves;
  int number = 0;
  for (auto part : {std::vector<std::string>(broken.begin(), middle), std::vector<std::string>(middle, broken.end())}) {
    ++number;
    if (part.size() == 1) halves.push_back(own(Ground::suspect, part.front()));
    else halves.push_back({fmt::format("{}.{}", crashed.id, number), Ground::shared, std::move(part)});
  }
  return halves;
}

}  // namespace gauntlet::run
