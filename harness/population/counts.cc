// See counts.h.
#include "harness/population/counts.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/fault.h"

namespace gauntlet::population {
namespace json = boost::json;
namespace {

constexpr int format = 1;

json::object to_json(const Tally& t) {
  return {{"sent", t.sent}, {"delivered", t.delivered}, {"delayed", t.delayed}, {"lost", t.lost}, {"read", t.read}};
}

Tally tally_from(const json::value& value) {
  const auto number = [&](const char* name) { return value.at(name).to_number<std::uint64_t>(); };
  return {number("sent"), number("delivered"), number("delayed"), number("lost"), number("read")};
}

Counts counts_from(const json::value& v) {
  if (v.at("format").as_int64() != format) throw std::runtime_error("another format");
  const auto text = [&](const char* name) { return std::string(v.at(name).as_string()); };
  const auto number = [](const json::value& from, const char* name) { return from.at(name).to_number<std::uint64_t>(); };
  Counts out;
  out.version = text("version"), out.profile = text("profile"), out.digest = text("digest"), out.title = text("title");
  out.seed = number(v, "seed"), out.domains = number(v, "domains"), out.from = number(v, "from"), out.to = number(v, "to");
  for (const auto& name : v.at("attacks").as_array()) out.attacks.emplace_back(name.as_string());
  for (const auto& name : v.at("defences").as_array()) out.defences.emplace_back(name.as_string());
  for (const auto& attack : out.attacks) {
    auto& row = out.tallies.emplace_back();
    for (const auto& defence : out.defences) row.push_back(tally_from(v.at("tallies").at(attack).at(defence)));
  }
  for (const auto& [name, count] : v.at("drawn").as_object()) out.drawn[std::string(name)] = count.to_number<std::uint64_t>();
  return out;
}

/// What parts of one population have in common, and the name of what they do not.
std::string difference(const Counts& a, const Counts& b) {
  if (a.version != b.version) return fmt::format("version {} of the program, not {}", b.version, a.version);
  if (a.profile != b.profile || a.digest != b.digest)
    return fmt::format("another profile ({}, not {}, or another text of it)", b.profile, a.profile);
  if (a.seed != b.seed) return fmt::format("seed {}, not {}", b.seed, a.seed);
  if (a.domains != b.domains) return fmt::format("a population of {} domains, not {}", b.domains, a.domains);
  if (a.attacks != b.attacks) return "other attacks";
  return a.defences != b.defences ? "other defences" : "";
}

}  // namespace

std::pair<std::uint64_t, std::uint64_t> part_of(std::uint64_t domains, int k, int n) {
  const auto border = [&](int i) { return domains / n * i + domains % n * i / n; };
  return {border(k - 1), border(k)};
}

json::object to_json(const Counts& c) {
  json::object out{{"format", format}, {"version", c.version}, {"profile", c.profile}, {"title", c.title}, {"digest", c.digest},
                   {"seed", c.seed}, {"domains", c.domains}, {"from", c.from}, {"to", c.to}};
  out["attacks"] = json::value_from(c.attacks);
  out["defences"] = json::value_from(c.defences);
  json::object drawn, tallies;
  for (const auto& [name, count] : c.drawn) drawn[name] = count;
  for (std::size_t a = 0; a < c.attacks.size(); ++a) {
    json::object row;
    for (std::size_t d = 0; d < c.defences.size(); ++d) row[c.defences[d]] = to_json(c.tallies[a][d]);
    tallies[c.attacks[a]] = std::move(row);
  }
  out["drawn"] = std::move(drawn);
  out["tallies"] = std::move(tallies);
  return out;
}

Counts from_json(const std::string& file, std::string_view text) {
  try {
    return counts_from(json::parse(json::string_view(text.data(), text.size())));
  } catch (const std::exception& e) {
    throw Complaints(file, 0, fmt::format("these are no counts that `gauntlet population` has written ({})", e.what()));
  }
}

Counts merged(std::vector<Part> parts) {
  std::ranges::sort(parts, {}, [](const Part& p) { return std::pair(p.counts.from, p.counts.to); });
  const Part& first = parts.front();
  Counts out = first.counts;
  const auto refuse = [](const Part& p, std::string why) { throw Complaints(p.file, 0, std::move(why)); };
  if (out.from != 0) refuse(first, fmt::format("the part before domain {} is missing", out.from));
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto& next = parts[i];
    if (const auto other = difference(first.counts, next.counts); !other.empty())
      refuse(next, fmt::format("of {}, as in {}", other, first.file));
    if (next.counts.from < out.to)
      refuse(next, fmt::format("domains {} to {} are counted in {}, too", next.counts.from, std::min(out.to, next.counts.to) - 1,
                               parts[i - 1].file));
    if (next.counts.from > out.to) refuse(next, fmt::format("domains {} to {} are in no part", out.to, next.counts.from - 1));
    out.to = next.counts.to;
    for (const auto& [name, count] : next.counts.drawn) out.drawn[name] += count;
    for (std::size_t a = 0; a < out.tallies.size(); ++a)
      for (std::size_t d = 0; d < out.tallies[a].size(); ++d) out.tallies[a][d] += next.counts.tallies[a][d];
  }
  if (!out.whole()) refuse(parts.back(), fmt::format("domains {} to {} are in no part", out.to, out.domains - 1));
  return out;
}

}  // namespace gauntlet::population
