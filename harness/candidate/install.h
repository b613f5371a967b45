// Layers: Debian packages fetched and unpacked into the cache, never installed. No package script runs and no
// daemon starts; the machine's package state is only read.
#pragma once
#include <string>
#include <vector>

#include "fixtures/base/within.h"

namespace gauntlet::candidate {

/// Fetches `packages` and those of their dependencies that the machine lacks, checks their SHA-256 against
/// the archive's index (apt does) and unpacks them to layers/NAME. Does nothing when the layer is complete and made of
/// the same packages. Returns a sentence that says what was done. Throws Fault.
awaitable<std::string> install_layer(std::string name, std::vector<std::string> packages);

}  // namespace gauntlet::candidate
