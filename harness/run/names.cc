// See names.h.
#include "harness/run/names.h"

#include <random>

#include <fmt/format.h>

#include "fixtures/base/text.h"

namespace gauntlet::run {

std::string fresh_name(std::uint32_t seed, std::string_view what, int letters) {
  std::string name, digest;
  for (int round = 0; static_cast<int>(name.size()) < letters; ++round) {
    digest = sha256(fmt::format("{}/{}/{}", seed, round, what));
    // Two digits of hexadecimal are a letter; the few values above 26 * 9 would make the first ones likelier.
    for (size_t i = 0; i + 1 < digest.size() && static_cast<int>(name.size()) < letters; i += 2)
      if (const int byte = std::stoi(digest.substr(i, 2), nullptr, 16); byte < 26 * 9) name += static_cast<char>('a' + byte % 26);
  }
  return name;
}

std::uint32_t any_seed() { return std::random_device()(); }

}  // namespace gauntlet::run
