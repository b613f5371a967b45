// How reports for people show a verdict - sign, word, never colour alone - and a run in a sentence.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/report/results.h"

namespace gauntlet::report {

/// A sign that reads without colour and without an emoji font.
std::string_view icon(Verdict);
std::string_view icon(Conformance);

/// "It breaks a MUST in 3 of 118 scenarios; ...".
std::string in_a_sentence(const Results&);

/// Provenance, in the order in which it is shown: candidate, suite, program, resolver, isolation, what was not run.
std::vector<std::pair<std::string, std::string>> facts_of(const Results&);

}  // namespace gauntlet::report
