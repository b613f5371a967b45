// What was counted over a population or a part of it: numbers of messages by attack and defence, and how many domains were drawn of
// what kind. Counts of parts add up exactly.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "harness/population/life.h"

namespace gauntlet::population {

struct Counts {
  std::string version;           ///< of the program
  std::string profile, digest;   ///< name and digest of the profile
  std::string title;             ///< of the profile
  std::uint64_t seed = 0, domains = 0;  ///< of the whole population
  std::uint64_t from = 0, to = 0;       ///< the domains counted here; `to` is not among them
  std::vector<std::string> attacks, defences;
  std::vector<std::vector<Tally>> tallies;      ///< [attack][defence]
  std::map<std::string, std::uint64_t> drawn;   ///< domains by what they have

  bool whole() const { return from == 0 && to == domains; }
  bool operator==(const Counts&) const = default;
};

/// The domains of the k-th of n parts, from 1.
std::pair<std::uint64_t, std::uint64_t> part_of(std::uint64_t domains, int k, int n);

boost::json::object to_json(const Counts&);
/// Throws Complaints for what to_json has not written.
Counts from_json(const std::string& file, std::string_view text);

/// A part and the file that it was read from.
struct Part {
  std::string file;
  Counts counts;
};
/// The whole of the parts. Throws Complaints when they are not of one population, overlap, or leave a gap.
Counts merged(std::vector<Part> parts);

}  // namespace gauntlet::population
