// What the suite says of every fault of the reference sender, as a table, and the smallest part of it that decides:
// the map. Pure.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/report/results.h"

namespace gauntlet::cli {

/// Verdicts and seconds per scenario, with one fault; "" is the faultless sender.
struct FaultTable {
  struct Cell {
    report::Verdict verdict = report::Verdict::error;
    double seconds = 0;
  };
  using Column = std::map<std::string, Cell>;
  std::map<std::string, Column> columns;
  std::vector<std::string> broken;  ///< faults whose run had an error
  std::vector<std::string> scored;  ///< "FAULT: PROFILE SCORE" of blunt senders, which deserve none

  /// The scenario was played with the fault and objects to it.
  bool catches(const std::string& fault, const std::string& scenario) const;
  std::vector<std::string> caught_by(const std::string& fault) const;
  std::vector<std::string> catches_of(const std::string& scenario) const;
};

/// The bluntest senders: no scenario may be passed by all of them.
inline constexpr const char* blunt_faults[] = {"never-sends", "refuses-all-tls", "ignores-every-policy"};

/// Fault -> the scenarios that decide on it. Every fault has up to three that catch it; every scenario stands with
/// one fault that it catches, the one that it catches soonest.
using FaultMap = std::map<std::string, std::set<std::string>>;

FaultMap decisive(const FaultTable&, const std::vector<std::string>& scenarios);

/// "fault: scenario scenario ..." lines, sorted. Throws Complaints with file:line.
FaultMap read_fault_map(const std::string& file);
std::string to_text(const FaultMap&);

}  // namespace gauntlet::cli
