// The scenario reader and the linter on arbitrary text: complaints are the only way out.
#include <cstdint>
#include <string_view>

#include "fixtures/base/fault.h"
#include "harness/scenario/lint.h"
#include "harness/scenario/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const gauntlet::scenario::Catalogue none({});
  try {
    for (const auto& scenario : gauntlet::scenario::parse_scenarios("fuzz/x", "x", {reinterpret_cast<const char*>(data), size}))
      gauntlet::scenario::lint(scenario, none);
  } catch (const gauntlet::Complaints&) {
  }
  return 0;
}
