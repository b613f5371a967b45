// The scenario reader and the linter on arbitrary text: complaints are the only way out.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "fixtures/base/fault.h"
#include "fixtures/https/plan.h"
#include "fixtures/smtp/plan.h"
#include "harness/scenario/lint.h"
#include "harness/scenario/reader.h"

// Nobody stands a host up here: what would do it is not linked.
std::shared_ptr<gauntlet::net::Host> gauntlet::smtp::MxPlan::build(const net::Ground&, const net::Seat&, const net::Names&, int) const { std::abort(); }
std::shared_ptr<gauntlet::net::Host> gauntlet::https::SitePlan::build(const net::Ground&, const net::Seat&, const net::Names&, int) const { std::abort(); }

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const gauntlet::scenario::Catalogue none({});
  try {
    for (const auto& scenario : gauntlet::scenario::parse_scenarios("fuzz/x", "x", {reinterpret_cast<const char*>(data), size}))
      gauntlet::scenario::lint(scenario, none);
  } catch (const gauntlet::Complaints&) {
  }
  return 0;
}
