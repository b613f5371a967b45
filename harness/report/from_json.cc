// results.json, read back: for rendering again, merging shards and verifying. A file is believed
// only as far as its own scenarios bear it out.
#include <set>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"
#include "harness/report/mapping.h"

namespace gauntlet::report {
namespace {

namespace json = boost::json;

void check_schema(const Place& p) {
  const auto found = p["schema"].text();
  if (found == schema_name) return;
  if (found == "gauntlet-results/1")
    p["schema"].complain(
        "results of version 1, written by an older gauntlet; this one reads gauntlet-results/2 "
        "only, "
        "so the run has to be played again");
  p["schema"].complain(fmt::format("found {}, expected {}", printable(found, 60), schema_name));
}

void check_scenario(const Scenario& s, const Place& p) {
  if (s.verdict == Verdict::known && !s.known) p["verdict"].complain("known, but no gap is named");
  // Whether the play came to its end only its judge knew.
  const bool fits =
      s.verdict == Verdict::known ? judge::excusable(s.raw, true) : s.raw == s.verdict;
  if (!fits) p["raw"].complain("does not go with the verdict");
}

void check_profile(const Profile& profile, const Place& p) {
  for (const auto* key : {"must", "should"}) {
    const auto& share = *key == 'm' ? profile.must : profile.should;
    if (share.met > share.ruled || share.ruled > share.total)
      p[key].complain("more met than ruled on, or more ruled on than there are");
  }
  if (profile.score.has_value() != profile.withheld.empty())
    p["score"].complain("has to stand there, or the reason why it is withheld");
}

void check(const Results& r, const Place& p) {
  std::set<std::string> seen, cells;
  for (const auto& cell : r.cells)
    if (!cells.insert(cell.id).second)
      p["cells"].complain(fmt::format("{} stands there twice", printable(cell.id, 200)));
  for (size_t i = 0; i < r.scenarios.size(); ++i) {
    const auto& s = r.scenarios[i];
    const auto at = p["scenarios"].item(i);
    if (!seen.insert(s.id).second)
      p["scenarios"].complain(fmt::format("{} stands there twice", printable(s.id, 200)));
    if (!s.cell.empty() && !cells.contains(s.cell)) at["cell"].complain("is not among the cells");
    check_scenario(s, at);
  }
  for (size_t i = 0; i < r.profiles.size(); ++i)
    check_profile(r.profiles[i], p["profiles"].item(i));
  if (r.shard && (r.shard->index < 1 || r.shard->index > r.shard->count))
    p["shard"].complain("an index from 1 to count was expected");
  Results again = r;
  finish(again);
  if (again.counts != r.counts) p["counts"].complain("not what the scenarios add up to");
  if (again.verdict != r.verdict)
    p["verdict"].complain(
        fmt::format("{}, but the scenarios say {}", name(r.verdict), name(again.verdict)));
  if (again.not_certifiable != r.not_certifiable || again.certifiable != r.certifiable)
    p["not_certifiable"].complain("not what follows from the rest of the document");
}

}  // namespace

Results from_json(const json::value& value, const std::string& file) {
  const Place p(value, "", file);
  check_schema(p);
  Results r;
  read(p, r);
  check(r, p);
  return r;
}

Results from_text(std::string_view text, const std::string& file) {
  auto value = parsed(text, file, schema_name);
  // (Results that were written before systems elsewhere were looked at part by part have none.)
  if (value.is_object()) value.as_object().emplace("components", json::array());
  return from_json(value, file);
}

Results read_results(const std::string& file) {
  return from_text(read_file(file), file);
}

}  // namespace gauntlet::report
