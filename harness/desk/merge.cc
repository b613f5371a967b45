// See merge.h.
#include "harness/desk/merge.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/desk/desk.h"
#include "harness/desk/suite.h"

namespace gauntlet::desk {
namespace {

namespace fs = std::filesystem;

/// A shard as it lies there; its texts and records are checked, its events not needed.
struct Part {
  std::string folder;
  RunFacts facts;
};

using All = std::vector<Complaint>;

void complain(All& all, const std::string& folder, std::string what) {
  all.push_back({folder, 0, std::move(what)});
}

/// Results of another version would be judged anew in silence.
void check_results(const std::string& folder) {
  const auto file = folder + "/results.json";
  if (fs::exists(file)) report::read_results(file);
}

Part opened(const std::string& folder) {
  check_results(folder);
  Part part{folder, RunFacts::load(folder)};
  check_suite(folder, part.facts.suite);
  for (const auto& cell : part.facts.cells) check_record(folder, cell);
  if (!part.facts.shard)
    throw Complaints(folder, 0, "it is no shard: it was played without --shard");
  return part;
}

std::vector<Part> open_all(const std::vector<std::string>& folders) {
  std::vector<Part> parts;
  All complaints;
  for (const auto& folder : folders) try {
      parts.push_back(opened(folder));
    } catch (const Complaints& found) {
      complaints.insert(complaints.end(), found.all().begin(), found.all().end());
    }
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  if (parts.empty())
    throw Complaints("gauntlet merge", 0, "no shard; folders of runs were expected");
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    return a.facts.shard->index < b.facts.shard->index;
  });
  return parts;
}

/// What all shards of one run have in common, beyond what one in two sittings has.
Identity common(const RunFacts& f) {
  auto all = identity(f);
  if (f.suite.changed) all.front().second += ", changed since the program was built";  // (the suite)
  all.insert(all.end(), {{"kind of run", f.certified ? "certified" : "ordinary"},
                         {"candidate's version", f.version},
                         {"number of shards", std::to_string(f.shard->count)}});
  return all;
}

void check_alike(const Part& part, const Part& first, All& all) {
  const auto own = common(part.facts), other = common(first.facts);
  for (size_t i = 0; i < own.size(); ++i)
    if (own[i].second != other[i].second)
      complain(all, part.folder,
               fmt::format("the {} is \"{}\", but \"{}\" in {}; all shards of a run have the same",
                           own[i].first, printable(own[i].second, 200),
                           printable(other[i].second, 200), first.folder));
}

void check_complete(const std::vector<Part>& parts, All& all) {
  const int count = parts.front().facts.shard->count;
  std::map<int, std::string> there;
  for (const auto& part : parts) {
    const auto [found, fresh] = there.emplace(part.facts.shard->index, part.folder);
    if (!fresh)
      complain(all, part.folder,
               fmt::format("shard {} of {} is there twice, in {}, too", found->first, count,
                           found->second));
  }
  // A count that somebody made up must not be counted to.
  if (count > 10'000) return complain(all, parts.front().folder, "at most 10000 shards are merged");
  for (int i = 1; i <= count; ++i)
    if (!there.contains(i))
      complain(all, parts.front().folder, fmt::format("shard {} of {} is missing", i, count));
}

/// What no shard has played, with a reason of its own where one is known.
std::vector<report::NotRun> not_run(const std::vector<Part>& parts,
                                    const std::set<std::string>& played, All& all) {
  std::map<std::string, std::string> reasons;
  for (const auto& part : parts)
    for (const auto& one : part.facts.not_run)
      if (!played.contains(one.id) && (reasons[one.id].empty() || one.reason != other_shard))
        reasons[one.id] = one.reason;
  std::vector<report::NotRun> out;
  for (const auto& [id, reason] : reasons) {
    if (reason == other_shard)
      complain(all, parts.front().folder, fmt::format("{} was played in no shard", id));
    out.push_back({id, reason});
  }
  return out;
}

std::string merged_id(const std::string& cell, const report::Shard& shard) {
  return fmt::format("{}.{}of{}", cell, shard.index, shard.count);
}

void add(const RunFacts& from, RunFacts& to) {
  for (auto cell : from.cells) {
    cell.id = merged_id(cell.id, *from.shard);
    to.cells.push_back(std::move(cell));
  }
  for (const auto& fault : from.faults)
    to.faults.push_back(fmt::format("shard {}: {}", from.shard->index, fault));
  to.started = std::min(to.started, from.started);
  to.seconds = std::max(to.seconds, from.seconds);
  to.interrupted = to.interrupted || from.interrupted;
}

RunFacts merged(const std::vector<Part>& parts) {
  All complaints;
  for (const auto& part : parts) check_alike(part, parts.front(), complaints);
  check_complete(parts, complaints);
  RunFacts facts = parts.front().facts;
  facts.cells.clear();
  facts.faults.clear();
  facts.shard.reset();
  std::set<std::string> played;
  for (const auto& part : parts) {
    add(part.facts, facts);
    played.insert(part.facts.scenarios.begin(), part.facts.scenarios.end());
  }
  facts.scenarios.assign(played.begin(), played.end());
  // (Where shards are missing, so is what they played: that need not be said of each scenario.)
  if (complaints.empty()) facts.not_run = not_run(parts, played, complaints);
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return facts;
}

void copy(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  if (!fs::exists(from, failed)) return;
  fs::create_directories(to.parent_path(), failed);
  if (!failed)
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing, failed);
  if (failed)
    throw Fault(
        fmt::format("{} cannot be copied to {}: {}", from.string(), to.string(), failed.message()));
}

void copy_all(const std::vector<Part>& parts, const std::string& to) {
  for (const auto& part : parts) {
    copy(part.folder + "/scenarios", to + "/scenarios");
    copy(part.folder + "/suite", to + "/suite");
    // What several shards have played, controls above all, has files of the same name.
    for (const char* kept : {"captures", "transcripts"})
      copy(part.folder + "/" + kept, fmt::format("{}/{}/{}of{}", to, kept, part.facts.shard->index, part.facts.shard->count));
    for (const auto& cell : part.facts.cells)
      copy(cell_folder(part.folder, cell.id),
           cell_folder(to, merged_id(cell.id, *part.facts.shard)));
  }
}

/// A new folder in `out`, which nobody else has: another merge may go on beside this one.
std::string folder_of_our_own(const std::string& out, const std::string& prefix) {
  std::error_code failed;
  fs::create_directories(out, failed);
  std::string path = out + "/" + prefix + "XXXXXX";
  if (failed || !::mkdtemp(path.data()))
    throw Fault(fmt::format("a folder in {} cannot be made: {}", out, failed ? failed.message() : std::strerror(errno)));
  fs::permissions(path, fs::perms(0755), failed);
  return path;
}

}  // namespace

std::string merge(const std::vector<std::string>& shards, const std::string& out) {
  const auto parts = open_all(shards);
  const auto facts = merged(parts);
  const auto folder = out + "/" + facts.candidate;
  std::error_code none;
  if (fs::exists(folder, none))
    throw Fault(fmt::format("{} is there already; merge writes a new folder only", folder));
  const auto beside = folder_of_our_own(out, "." + facts.candidate + ".new.");
  try {
    copy_all(parts, beside);
    facts.save(beside);
    fs::rename(beside, folder);
  } catch (const fs::filesystem_error& failed) {
    fs::remove_all(beside, none);
    throw Fault(fmt::format("{} cannot be made: {}", folder, failed.code().message()));
  } catch (const Fault&) {
    fs::remove_all(beside, none);
    throw;
  }
  return folder;
}

}  // namespace gauntlet::desk
