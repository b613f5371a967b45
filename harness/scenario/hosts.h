// The kinds of hosts that a scenario can speak of, one row each: the word that opens its block, how its lines and its faults
// are read. What a host of that kind is and does is a folder of fixtures/ (net::Plan).
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "harness/scenario/model.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::scenario {

struct HostKind {
  std::string word;  ///< "mx"
  std::string what;  ///< "a mail exchanger"
  std::shared_ptr<net::Plan> (*make)(const std::string& name);
  void (*line)(net::Plan&, const std::string& name, Phrase&);  ///< a line of its block; throws Mistake
  net::DeviationPtr (*fault)(const std::string& name, Phrase&);    ///< what `break NAME` is followed by; throws Mistake
};

/// All kinds. (A program that has another adds its row before it reads scenarios.)
std::vector<HostKind>& host_kinds();

/// The kind of a block; null for a block of something else.
const HostKind* host_kind(const std::string& word);

/// What a `break` line says of a host of this kind. Throws Mistake.
net::DeviationPtr fault_of(const HostKind&, const StepLine&);

/// The scenario's host of that name; null when there is none.
const Host* host_named(const Scenario&, const std::string& name);

}  // namespace gauntlet::scenario
