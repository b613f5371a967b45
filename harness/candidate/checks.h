// What is looked for in a manifest beyond its keys: paths that can be written to, names that exist.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "harness/candidate/manifest.h"

namespace gauntlet::candidate {

/// The names that something fills in in a block with this head.
std::set<std::string> names_in(const Manifest& manifest, const std::string& head);

/// Paths that nobody can write to in the room: the machine's, which are mounted read-only there.
std::vector<Complaint> unwritable_paths(const Manifest& manifest, const std::vector<Block>& blocks);

}  // namespace gauntlet::candidate
