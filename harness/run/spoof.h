// How long whoever is off the path needs to spoof an answer, measured: a resolver asks an authority that is held silent, and is flooded with
// guesses (dns/spoofer.h) until it believes one or the time is up. Kaminsky's way: a question that fails is followed by one for another name.
#pragma once
#include <span>
#include <string_view>

#include "fixtures/dns/spoofer.h"
#include "harness/run/inner.h"

namespace gauntlet::run {

/// What a resolver has against guesses, as it is configured by default, or with that taken away.
struct Guard {
  std::string_view resolver;  ///< its file's name
  std::string_view manner;    ///< "default" or "unguarded": source port fixed, no 0x20
  std::uint16_t first_port, last_port;  ///< that questions go from
  bool mixes_case;            ///< 0x20
  std::string_view file, instead_of, put;  ///< how that is taken away: a text of one of its files; instead of "" = at the end
  bool by_kernel = false;     ///< the ports are the kernel's choice, of which no fewer are left
  std::string_view sentence;  ///< both, for people
  std::chrono::milliseconds race{0};  ///< the authority answers after so long; 0: it is held silent
};
std::span<const Guard> guards();
const Guard& guard_of(std::string_view resolver, std::string_view manner);

/// The resolver of an order: for `spoof`, without its guards where `fault` says so.
dns::Product resolver_of(const Order&);

/// `spoof`: of the resolver, for `domains` seconds at most. Tells two measurements: the seconds until it believed (`text` "believed") or the
/// time was up, and how many names were asked for; then the seconds of guessing and how many guesses.
awaitable<int> measure_spoof(Inner&);

}  // namespace gauntlet::run
