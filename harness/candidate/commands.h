// What came of a manifest's command, as the files of `Candidate` tell it.
#pragma once
#include <string>

#include "fixtures/lab/child.h"

namespace gauntlet::candidate {

inline bool failed(const lab::Result& result) {
  return result.status != 0 || result.timed_out;
}

/// The beginning of what a command printed, fit to print.
std::string first_lines(const std::string& text);

}  // namespace gauntlet::candidate
