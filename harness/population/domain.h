// One mail domain as it is drawn: how it is set up, and when it is written to. Domain i of seed s depends on (s, i) and the profile
// alone: whoever draws a part of a population needs to know nothing of the other parts.
#pragma once
#include <cstdint>

#include "harness/population/profile.h"

namespace gauntlet::population {

/// How a domain is set up. Two domains of one shape fare alike.
struct Shape {
  enum class Certificate : std::uint8_t { valid, self_signed, expired, wrong_name };
  enum class Dane : std::uint8_t { none, all, some };  ///< some: on the better of two hosts
  enum class Sts : std::uint8_t { none, testing, enforce };
  enum class Flaw : std::uint8_t { none, unfetchable, unlisted };  ///< of the policy; unlisted: it names other hosts

  bool mx = true, starttls = true, is_signed = false, hosted = false, provider_signed = false;
  Certificate certificate = Certificate::valid;
  Dane dane = Dane::none;
  bool mismatch = false;
  Sts sts = Sts::none;
  Flaw flaw = Flaw::none;
  bool operator==(const Shape&) const = default;

  bool hosts_signed() const { return hosted ? provider_signed : is_signed; }  ///< the zone that the hosts' names stand in
  int hosts() const { return dane == Dane::some ? 2 : 1; }

  /// A number below `shapes`, and back.
  std::uint32_t index() const;
  static Shape of(std::uint32_t index);
};
inline constexpr std::uint32_t shapes = 1 << 14;

struct Domain {
  Shape shape;
  bool hijackable = false;
  std::int64_t max_age = 0, interval = 0, first = 0;  ///< hours; first: when the first message is sent
  double attack = 0;  ///< when the attacker comes, as a part of the horizon
};

Domain draw(const Profile&, std::uint64_t seed, std::uint64_t i);

}  // namespace gauntlet::population
