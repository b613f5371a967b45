// See resume.h.
#include "harness/run/resume.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"

namespace gauntlet::run {

void check_same(const desk::RunFacts& begun, const desk::RunFacts& now, const std::string& folder) {
  const auto check = [&](const std::string& what, bool same) {
    if (!same)
      throw Complaints(folder, 0,
                       fmt::format("it was played with another {}, so that its rest cannot be played now; all of it has to be played anew", what));
  };
  const auto then = desk::identity(begun), here = desk::identity(now);
  for (size_t i = 0; i < then.size(); ++i) check(then[i].first, then[i] == here[i]);
  check("choice of scenarios", std::ranges::is_permutation(begun.scenarios, now.scenarios));
}

}  // namespace gauntlet::run
