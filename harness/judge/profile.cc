// See profile.h.
#include "harness/judge/profile.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::judge {
namespace {

namespace fs = std::filesystem;
using scenario::Clause;
using scenario::unknown;

/// Which clauses were ruled on, and whether every ruling held.
std::map<std::string, bool> ruled_on(const std::vector<Verdict>& verdicts) {
  std::map<std::string, bool> met;
  for (const auto& verdict : verdicts) {
    // A known gap is a gap still: its scenario counts by what was seen.
    const auto result = verdict.verdict == Result::known ? verdict.raw : verdict.verdict;
    if (result != Result::pass && result != Result::warning && result != Result::fail) continue;
    for (const auto& ruling : verdict.rulings)
      if (ruling.decided)
        for (const auto& id : ruling.clauses) {
          const auto [entry, fresh] = met.emplace(id, ruling.held);
          if (!fresh) entry->second = entry->second && ruling.held;
        }
  }
  return met;
}

}  // namespace

Profile parse_profile(const std::string& id, const std::string& file, std::string_view text) {
  Profile profile{.id = id, .title = {}, .source = {}, .demand = {}, .clauses = {}, .file = file};
  std::vector<Complaint> complaints;
  for (const auto& block : parse_blocks(file, text)) {
    const auto word = block.head.substr(0, block.head.find_first_of(" \t"));
    const auto rest = trim(std::string_view(block.head).substr(word.size()));
    if (word == "title")
      profile.title = rest;
    else if (word == "source")
      profile.source = rest;
    else if (word == "demand")
      profile.demand = rest;
    else if (word == "clauses")
      for (const auto& line : block.body)
        for (const auto& clause : words(line.text)) profile.clauses.push_back(clause);
    else
      complaints.push_back(
          {file, block.line, unknown("block", word, {"title", "source", "demand", "clauses"})});
  }
  if (profile.title.empty()) complaints.push_back({file, 1, "no title; 'title TEXT' was expected"});
  if (profile.clauses.empty())
    complaints.push_back({file, 1, "no clauses; a block 'clauses' was expected"});
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return profile;
}

std::vector<Profile> read_profiles(const std::string& folder,
                                   const scenario::Catalogue& catalogue) {
  std::vector<Profile> all;
  std::vector<Complaint> complaints;
  std::error_code none;
  for (fs::directory_iterator at(folder, none), end; !none && at != end; at.increment(none)) {
    if (at->path().extension() != ".profile") continue;
    const auto file = at->path().string();
    try {
      all.push_back(parse_profile(at->path().stem().string(), file, read_file(file)));
      for (const auto& id : all.back().clauses)
        if (!catalogue.find(id)) {
          const auto meant = scenario::nearest(id, catalogue.ids());
          complaints.push_back(
              {file, 0,
               fmt::format("unknown clause '{}'{}", id,
                           meant.empty() ? "" : "; did you mean '" + meant + "'?")});
        }
    } catch (const Complaints& found) {
      complaints.insert(complaints.end(), found.all().begin(), found.all().end());
    }
  }
  if (none) throw Complaints(folder, 0, fmt::format("cannot be listed: {}", none.message()));
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  std::sort(all.begin(), all.end(), [](const Profile& a, const Profile& b) { return a.id < b.id; });
  return all;
}

Score score(const Profile& profile, const scenario::Catalogue& catalogue,
            const std::vector<Verdict>& verdicts) {
  const auto met = ruled_on(verdicts);
  Score score{.profile = profile.id, .unmet = {}, .unruled = {}};
  for (const auto& id : profile.clauses) {
    const auto* clause = catalogue.find(id);
    if (!clause || clause->level == "MAY") continue;
    const auto found = met.find(id);
    if (found == met.end()) {
      score.unruled.push_back(id);
      continue;
    }
    (clause->must() ? score.must_total : score.should_total) += 1;
    if (found->second)
      (clause->must() ? score.must_met : score.should_met) += 1;
    else
      score.unmet.push_back(id);
  }
  return score;
}

}  // namespace gauntlet::judge
