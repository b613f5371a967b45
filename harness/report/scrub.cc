// Strangers' bytes, made fit for every writer in one place, so that a report made from memory and
// one made from results.json are the same.
#include <cmath>

#include "harness/report/explain.h"
#include "harness/report/mapping.h"

namespace gauntlet::report {
namespace {

struct Scrub {
  void operator()(std::string& text) const { text = clean(text); }
  void operator()(double& x) const { x = std::isfinite(x) ? std::round(x * 1000) / 1000 : 0; }
};

}  // namespace

Results scrubbed(Results r) {
  each_leaf(r, Scrub());
  return r;
}

}  // namespace gauntlet::report
