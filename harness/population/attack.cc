// See attack.h.
#include "harness/population/attack.h"

#include <algorithm>
#include <array>

namespace gauntlet::population {
namespace {

constexpr std::string_view mx_path = "the path to the mail exchanger", mx_and_ca = "the path to the mail exchanger, and a CA that everybody trusts";

constexpr std::array every_attack{
    Attack{.name = "peace", .atlas = "peace", .controls = "nothing"},
    Attack{.name = "listen", .atlas = "on-path[listen]", .controls = mx_path, .on_path = true},
    Attack{.name = "strip", .atlas = "on-path[strip]", .controls = mx_path, .on_path = true, .strips = true},
    Attack{.name = "break-tls", .atlas = "on-path[break-tls]", .controls = mx_path, .on_path = true, .breaks = true},
    Attack{.name = "self-signed", .atlas = "on-path[self-signed]", .controls = mx_path, .on_path = true, .terminates = true},
    Attack{.name = "hostile-ca", .atlas = "on-path[hostile-ca]", .controls = mx_and_ca, .on_path = true, .terminates = true, .trusted = true},
    Attack{.name = "partial", .atlas = "partial", .controls = "the paths to the mail exchangers",
           .on_path = true, .strips = true, .blocks_protected = true},
    Attack{.name = "redirected", .atlas = "redirected[listed]",
           .controls = "the path to the name servers, and a mail exchanger of its own with all that one may have", .redirects = true},
    Attack{.name = "tlsa-denied", .atlas = "upstream[tlsa-denied]", .controls = "the path to the name servers, and that to the mail exchanger",
           .on_path = true, .terminates = true, .hides_tlsa = true},
    Attack{.name = "first-contact", .atlas = "first-contact[stripped]",
           .controls = "the path to the mail exchanger, and that to the policy host", .on_path = true, .strips = true, .hides_policy = true},
    Attack{.name = "impostor", .atlas = "impostor", .controls = "the path to the name servers, and a CA that everybody trusts",
           .redirects = true, .plants_policy = true},
    Attack{.name = "parent-key", .atlas = "parent-key", .controls = "the key of the zone above, or of the root", .redirects = true, .signs = true},
    Attack{.name = "everything", .atlas = "everything", .controls = "everything",
           .on_path = true, .terminates = true, .trusted = true, .redirects = true, .plants_policy = true, .signs = true, .has_key = true},
};

}  // namespace

std::span<const Attack> attacks() { return every_attack; }

int attack_named(std::string_view name) {
  const auto found = std::ranges::find_if(every_attack, [&](const Attack& a) { return a.name == name || a.atlas == name; });
  return found == every_attack.end() ? -1 : static_cast<int>(found - every_attack.begin());
}

}  // namespace gauntlet::population
