// See model.h.
#include "harness/scenario/model.h"

#include "harness/scenario/phrase.h"

namespace gauntlet::scenario {

std::string Act::text() const {
  std::vector<std::string> all{verb};
  all.insert(all.end(), args.begin(), args.end());
  return joined(all);
}

}  // namespace gauntlet::scenario
