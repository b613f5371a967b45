// The texts that a run is judged by, kept in its folder: scenarios as they were played, clauses and
// profiles as they were then. DIR/suite/SHA256SUMS lists the whole suite, also what was not played,
// so that two folders can be told to be of one suite and a kept text that was changed is seen
// (`sha256sum --ignore-missing -c suite/SHA256SUMS` sees the same).
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/desk/facts.h"
#include "harness/scenario/model.h"

namespace gauntlet::desk {

using Sums = std::map<std::string, std::string>;  ///< path below a folder -> SHA-256

/// As `sha256sum` writes them, and `sha256sum -c` reads them.
std::string to_text(const Sums&);
/// Throws Complaints naming `file` and the line.
Sums read_sums(const std::string& file, std::string_view text);

/// The paths of kept texts below DIR.
std::string scenario_file(const std::string& folder, const std::string& id);
std::string clauses_folder(const std::string& folder);
std::string profiles_folder(const std::string& folder);
std::vector<std::string> controls_files(const std::string& folder);  ///< maps of authorities' controls, as far as there are any

/// Of scenarios' texts.
Sums sums_of(const std::vector<scenario::Scenario>&);

/// What `keep_suite` says of these, with nothing kept.
Suite suite_of(const std::vector<scenario::Scenario>& chosen, const Sums& others, const std::string& data);

/// Keeps the texts of `chosen`, and the clauses, profiles and maps of controls below `data` (the scenarios'
/// folder, with clauses/, profiles/ and controls/ in it). `others` are the suite's other scenarios: they count in
/// the hash. The order of neither matters, nor whether the chosen ones are among the others. Throws Fault when something cannot be written.
Suite keep_suite(const std::string& folder, const std::vector<scenario::Scenario>& chosen, const Sums& others, const std::string& data);

/// Of all texts below the suite's folder and the zones', whatever they are: the program was built with some, and says so of a
/// run with others.
std::string fingerprint(const std::string& scenarios, const std::string& zones);
bool is_changed(const std::string& scenarios, const std::string& zones);

/// Throws Complaints when a kept text is not what SHA256SUMS says, or that is not the suite of
/// run.json.
void check_suite(const std::string& folder, const Suite&);

}  // namespace gauntlet::desk
