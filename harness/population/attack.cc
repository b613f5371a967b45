// See attack.h.
#include "harness/population/attack.h"

#include <algorithm>
#include <array>

namespace gauntlet::population {
namespace {

constexpr std::array table{
    Attack{.name = "nothing", .controls = "nothing"},
    Attack{.name = "listener", .controls = "a wire to the mail exchangers, to listen", .on_path = true},
    Attack{.name = "strip", .controls = "the path to the mail exchangers: takes STARTTLS away", .on_path = true, .strips = true},
    Attack{.name = "break-tls", .controls = "the path to the mail exchangers: breaks every handshake", .on_path = true, .breaks = true},
    Attack{.name = "self-signed", .controls = "the path to the mail exchangers: ends TLS with a certificate of its own making",
           .on_path = true, .terminates = true},
    Attack{.name = "trusted-ca", .controls = "the path to the mail exchangers, and a certificate for them by a CA that everybody trusts",
           .on_path = true, .terminates = true, .trusted = true},
    Attack{.name = "block-protected",
           .controls = "the path to the mail exchangers: blocks those with TLSA records, takes STARTTLS from the others",
           .on_path = true, .strips = true, .blocks_protected = true},
    Attack{.name = "redirect", .controls = "what the resolver is told: names a host of its own in the MX record", .redirects = true},
    Attack{.name = "hide-tlsa",
           .controls = "what the resolver is told, and the path to the mail exchangers: denies TLSA records, takes STARTTLS away",
           .on_path = true, .strips = true, .hides_tlsa = true},
    Attack{.name = "hide-policy",
           .controls = "what the resolver is told, and the paths: denies the policy, blocks its host, takes STARTTLS away",
           .on_path = true, .strips = true, .hides_policy = true},
    Attack{.name = "plant-policy",
           .controls = "what the resolver is told, and a certificate for the policy host by a CA that everybody trusts",
           .redirects = true, .plants_policy = true},
    Attack{.name = "zone-key", .controls = "the key of a zone above: whatever it says in DNS is validated",
           .redirects = true, .hides_policy = true, .signs = true},
    Attack{.name = "everything", .controls = "everything: DNS and its keys, a CA, the paths, the hosts' keys",
           .on_path = true, .terminates = true, .trusted = true, .redirects = true, .plants_policy = true, .signs = true, .has_key = true},
};

}  // namespace

std::span<const Attack> attacks() { return table; }

int attack_named(std::string_view name) {
  const auto found = std::ranges::find(table, name, &Attack::name);
  return found == table.end() ? -1 : static_cast<int>(found - table.begin());
}

}  // namespace gauntlet::population
