// See situations.h.
#include "harness/scenario/situations.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/scenario/files.h"
#include "harness/scenario/phrase.h"
#include "harness/scenario/table.h"

namespace gauntlet::scenario {
namespace {

namespace fs = std::filesystem;

const std::vector<std::pair<std::string, Situation::Status>> situation_statuses{{"tested", Situation::Status::tested},
                                                           {"implicit", Situation::Status::implicit},
                                                           {"untestable", Situation::Status::untestable},
                                                           {"out-of-scope", Situation::Status::out_of_scope},
                                                           {"open", Situation::Status::open}};

Situation situation(const std::string& head) {
  Phrase phrase(head);
  Situation out;
  out.id = phrase.next("an id");
  const auto slash = out.id.find('/');
  if (slash == out.id.npos || slash + 1 == out.id.size())
    throw Mistake{fmt::format("found '{}'; the id of a situation such as RFC8461-3.1-2/a was expected", printable(out.id, 60))};
  out.clause = out.id.substr(0, slash);
  out.status = pick(situation_statuses, phrase.next("a status"), "status");
  auto rest = phrase.until("");
  if (rest.empty()) throw Mistake{out.status == Situation::Status::tested ? "the line ends; scenarios were expected" : "the line ends; a reason was expected"};
  if (out.status == Situation::Status::tested) out.scenarios = std::move(rest);
  else out.reason = joined(rest);
  return out;
}

}  // namespace

std::string to_text(Situation::Status status) {
  for (const auto& [word, one] : situation_statuses)
    if (one == status) return word;
  return {};
}

std::vector<Situation> parse_situations(const std::string& file, std::string_view text) {
  std::vector<Situation> all;
  std::vector<Complaint> complaints;
  for (const auto& block : parse_blocks(file, text)) {
    try {
      all.push_back(situation(block.head));
      all.back().file = file;
      all.back().line = block.line;
      if (!block.body.empty()) complaints.push_back({file, block.body.front().number, "an indented line; a situation has one line"});
    } catch (const Mistake& mistake) {
      complaints.push_back({file, block.line, mistake.what});
    }
  }
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return all;
}

std::vector<Situation> read_situations(const std::string& folder, const Catalogue& catalogue, const std::vector<Scenario>& scenarios) {
  std::set<std::string> known, ids;
  for (const auto& scenario : scenarios) known.insert({scenario.id, without_row(scenario.id)});
  std::vector<Situation> all;
  std::vector<Complaint> complaints;
  for (const auto& file : fs::exists(folder) ? files_in(folder, ".situations") : std::vector<std::string>())
    for (auto& one : parse_situations(file, read_file(file))) {
      const auto complain = [&](const std::string& what) { complaints.push_back({one.file, one.line, what}); };
      if (!ids.insert(one.id).second) complain(fmt::format("a second {}", one.id));
      if (!catalogue.find(one.clause)) complain(unknown("clause", one.clause, catalogue.ids()));
      for (const auto& id : one.scenarios)
        if (!known.contains(id)) complain(unknown("scenario", id, {known.begin(), known.end()}));
      all.push_back(std::move(one));
    }
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return all;
}

}  // namespace gauntlet::scenario
