// The evidence of a run as one file that a third party checks without us: a run's folder as it was left, what it is about, the
// SHA-256 of everything, and an attestation of it that can be signed.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "harness/desk/desk.h"

namespace gauntlet::bundle {

/// What a bundle has beside the run's own files, below its folder.
inline constexpr const char* sums_file = "SHA256SUMS";  ///< of all but itself and attestation/
inline constexpr const char* about_file = "about.txt";
inline constexpr const char* statement_file = "attestation/statement.json";  ///< in-toto, names the SHA-256 of SHA256SUMS
inline constexpr const char* predicate_file = "attestation/predicate.json";
inline constexpr const char* envelope_file = "attestation/envelope.json";  ///< DSSE, where there was a key

/// The paths of the run's own files, sorted: all plain files but those that only this machine needs and the page that a bundle has of its own. Throws Complaints for a
/// name that cannot stand in a list of lines.
std::vector<std::string> files_of(const std::string& folder);

/// about.txt: product, suite, harness, verdict, doubts, how to reproduce and to check. A pure function of results.
std::string about(const report::Results&);

/// Reports beside those that the run itself has written, by their paths: pure functions of the folder, as far as it holds what they
/// are made of. Throws Complaints.
std::map<std::string, std::string> further_reports(const std::string& folder);

/// The results in results.json, when they are what this program rules on the record; throws Complaints when they are not, which
/// `gauntlet judge` mends.
report::Results results_of(const desk::Desk&);

/// Writes the bundle of a run's folder, signed where `key_file` is not "". Throws Complaints for a folder that is not as its
/// run left it, and Fault.
void make(const std::string& folder, const std::string& file, const std::string& key_file);

}  // namespace gauntlet::bundle
