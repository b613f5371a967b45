// What is looked for in a manifest beyond its keys: paths that stay in the room, names that exist.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "harness/candidate/manifest.h"

namespace gauntlet::candidate {

/// What is wrong with a path in the room, as the end of a sentence; "" when nothing is. A manifest
/// writes nowhere but in its room.
std::string path_mistake(const std::string& path);

/// Placeholders that nothing fills in, yet are nearly the name of something that is: {strategi}.
std::vector<Complaint> misspelt_placeholders(const Manifest& manifest,
                                             const std::vector<Block>& blocks);

/// Paths that nobody can write to in the room: the machine's, which are mounted read-only there.
std::vector<Complaint> unwritable_paths(const Manifest& manifest, const std::vector<Block>& blocks);

}  // namespace gauntlet::candidate
