// The cases that a profile's authority numbers, for people: one by one, or as a table where their ids span one.
#pragma once
#include <string>

#include "harness/report/results.h"

namespace gauntlet::report {

/// Cases whose ids are all ROW/COLUMN ("bogus/testing"): a line for each ROW, in the profile's order; what no case is named
/// for stays empty. "" where an id is no such pair.
std::string grid(const std::vector<ProfileCase>&, bool colour);

/// The table, if there is one, then the cases line by line: of a table only those that are not met. `width` as in TerminalOptions.
std::string cases(const Profile&, size_t width, bool colour);

}  // namespace gauntlet::report
