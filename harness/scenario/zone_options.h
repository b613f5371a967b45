// How a scenario's zone is signed, and what its parent says of it.
#pragma once
#include "fixtures/dns/zone.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::scenario {

/// What follows `signed` or `unsigned`: `nsec3 opt-out`, `algorithm 15`, `ds sha1`, `by knot`, ... Throws Mistake.
void read_zone_options(dns::Zone&, Phrase&);

}  // namespace gauntlet::scenario
