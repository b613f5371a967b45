// Shards of one run, put together into a folder that is as if one machine had played it all.
#pragma once
#include <string>
#include <vector>

#include "harness/desk/facts.h"

namespace gauntlet::desk {

/// `shards` are folders of runs (OUT/<candidate>). Throws Complaints, a sentence for everything
/// that does not fit: a shard that is missing or there twice, another suite, candidate (name,
/// digest, options, version), harness or results of version 1. Makes OUT/<candidate>/ with all
/// cells, whose ids get their shard ("shared.2of4"); judging it is the caller's. Returns that
/// folder; throws Fault when it is there already or cannot be written.
std::string merge(const std::vector<std::string>& shards, const std::string& out);

}  // namespace gauntlet::desk
