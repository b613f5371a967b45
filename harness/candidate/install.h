// Layers: Debian packages fetched and unpacked into the cache, never installed. No package script
// runs and no daemon starts; the machine's package state is only read. A layer goes by the packages
// that it is made of, whatever the manifest that names them is called.
#pragma once
#include <string>
#include <vector>

#include "fixtures/base/within.h"
#include "harness/candidate/manifest.h"

namespace gauntlet::candidate {

/// The folder of the layer that a manifest needs: that of its `layer`, else one made of just its
/// `packages`. "" when it needs none, or when it is not there.
std::string layer_of(const Manifest&);

/// Why a manifest cannot be run on this machine, in one sentence: its packages or a folder are
/// missing. "" when nothing is.
std::string missing(const Manifest&);

/// Fetches the manifest's packages into its layer; returns a sentence that says what was done.
/// Throws Fault.
awaitable<std::string> install(Manifest);

/// Fetches `packages` and those of their dependencies that the machine lacks, checks their SHA-256
/// against the archive's index (apt does) and unpacks them to layers/NAME. Does nothing when the
/// layer is complete and made of the same packages. Returns a sentence that says what was done.
/// Throws Fault.
awaitable<std::string> install_layer(std::string name, std::vector<std::string> packages);

}  // namespace gauntlet::candidate
