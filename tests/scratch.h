// A new folder for one test's files.
#pragma once
#include <filesystem>
#include <string>

#include <stdlib.h>

#include "fixtures/base/fault.h"

namespace gauntlet::testing {

/// In a lab test it lies in the namespace's own memory (`in-namespace`) and goes with it: nobody has
/// to clear up behind servers that were killed and are tidying up themselves. Throws Fault.
inline std::string scratch() {
  std::string pattern = std::filesystem::temp_directory_path() / "gXXXXXX";
  if (!::mkdtemp(pattern.data())) throw Fault(pattern + " cannot be made");
  return pattern;
}

}  // namespace gauntlet::testing
