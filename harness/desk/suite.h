// The texts that a run is judged by, kept in its folder: scenarios as they were played, clauses and
// profiles as they were then. DIR/suite/SHA256SUMS lists the whole suite, also what was not played,
// so that two folders can be told to be of one suite and a kept text that was changed is seen
// (`sha256sum --ignore-missing -c suite/SHA256SUMS` sees the same).
#pragma once
#include <string>
#include <vector>

#include "harness/desk/facts.h"
#include "harness/scenario/model.h"

namespace gauntlet::desk {

/// The paths of kept texts below DIR.
std::string scenario_file(const std::string& folder, const std::string& id);
std::string clauses_folder(const std::string& folder);
std::string profiles_folder(const std::string& folder);

/// Keeps the texts of `chosen`, and the clauses and profiles below `data` (the scenarios' folder,
/// with clauses/ and profiles/ in it). `left_out` are the suite's other scenarios: they count in
/// the hash. The order of neither matters. Throws Fault when something cannot be written.
Suite keep_suite(const std::string& folder, const std::vector<scenario::Scenario>& chosen,
                 const std::vector<scenario::Scenario>& left_out, const std::string& data);

/// Throws Complaints when a kept text is not what SHA256SUMS says, or that is not the suite of
/// run.json.
void check_suite(const std::string& folder, const Suite&);

}  // namespace gauntlet::desk
