// See difference.h.
#include "harness/report/difference.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "harness/report/explain.h"

namespace gauntlet::report {
namespace {

using All = std::map<std::string, std::vector<const Scenario*>>;

/// 0 pass, 1 a SHOULD missed, 2 a MUST broken; -1: nothing was ruled.
int rank(Verdict v) {
  switch (v) {
    case Verdict::pass: return 0;
    case Verdict::warning: return 1;
    case Verdict::fail:
    case Verdict::known: return 2;
    default: return -1;
  }
}

int weight(Change c) {
  switch (c) {
    case Change::worse: return 0;
    case Change::better: return 1;
    case Change::other: return 2;
    case Change::gone: return 3;
    case Change::appeared: return 4;
    case Change::same: break;
  }
  return 5;
}

std::string verdict_of(const Scenario* s) {
  if (!s) return "not run";
  return s->verdict == Verdict::known ? "known (" + name(s->raw) + ")" : name(s->verdict);
}

void remark(Difference& d, std::string_view what, const std::string& a, const std::string& b) {
  if (a != b) d.remarks.push_back(fmt::format("{}: {} before, {} now", what, one_line(a, 200), one_line(b, 200)));
}

}  // namespace

const Scenario& Row::any() const {
  return **std::find_if(scenarios.begin(), scenarios.end(), [](const auto* s) { return s != nullptr; });
}

std::vector<Row> side_by_side(const std::vector<Run>& runs) {
  All all;
  for (size_t i = 0; i < runs.size(); ++i)
    for (const auto& s : runs[i].results.scenarios) {
      auto& row = all[s.id];
      row.resize(runs.size());
      row[i] = &s;
    }
  std::vector<Row> rows;
  for (const auto& [id, found] : all) {
    const auto* first = found.front();
    const bool differs = std::any_of(found.begin(), found.end(), [&](const auto* s) {
      return !s != !first || (s && s->verdict != first->verdict);
    });
    rows.push_back({id, found, differs});
  }
  return rows;
}

Change change(const Scenario* before, const Scenario* now) {
  if (!before) return now ? Change::appeared : Change::same;
  if (!now) return Change::gone;
  if (before->raw == now->raw) return before->verdict == now->verdict ? Change::same : Change::other;
  const int a = rank(before->raw), b = rank(now->raw);
  if (a < 0 || b < 0) return Change::other;
  return b > a ? Change::worse : Change::better;
}

std::string_view to_text(Change c) {
  switch (c) {
    case Change::worse: return "worse";
    case Change::better: return "better";
    case Change::other: return "other";
    case Change::gone: return "gone";
    case Change::appeared: return "new";
    case Change::same: break;
  }
  return "same";
}

bool Difference::worse() const {
  return std::any_of(all.begin(), all.end(), [](const auto& one) { return one.change == Change::worse; });
}

Difference difference(const Results& before, const Results& now) {
  Difference d;
  remark(d, "candidate", before.candidate.name, now.candidate.name);
  remark(d, "version", before.candidate.version, now.candidate.version);
  remark(d, "suite", before.suite.hash, now.suite.hash);
  remark(d, "resolver", resolvers(before), resolvers(now));
  remark(d, "gauntlet", before.judged.version + " " + before.judged.commit, now.judged.version + " " + now.judged.commit);
  std::map<std::string, std::pair<const Scenario*, const Scenario*>> pairs;
  for (const auto& s : before.scenarios) pairs[s.id].first = &s;
  for (const auto& s : now.scenarios) pairs[s.id].second = &s;
  for (const auto& [id, pair] : pairs) {
    const auto how = change(pair.first, pair.second);
    if (how == Change::same) ++d.same;
    else d.all.push_back({id, how, pair.first, pair.second});
  }
  std::stable_sort(d.all.begin(), d.all.end(), [](const auto& a, const auto& b) { return weight(a.change) < weight(b.change); });
  return d;
}

boost::json::object to_json(const Difference& d) {
  namespace json = boost::json;
  json::object counts{{"same", d.same}};
  for (const auto c : {Change::worse, Change::better, Change::other, Change::gone, Change::appeared})
    counts[std::string(to_text(c))] = std::count_if(d.all.begin(), d.all.end(), [&](const auto& one) { return one.change == c; });
  json::array changes, remarks;
  const auto verdict = [](const Scenario* s) { return s ? json::value(name(s->verdict)) : json::value(nullptr); };
  for (const auto& one : d.all)
    changes.push_back(json::object{{"id", one.id}, {"change", to_text(one.change)}, {"old", verdict(one.old_one)}, {"new", verdict(one.new_one)}});
  for (const auto& one : d.remarks) remarks.emplace_back(one);
  return {{"schema", "gauntlet-diff/1"}, {"counts", counts}, {"remarks", remarks}, {"changes", changes}};
}

std::string told(const Difference& d, const std::string& old_name, const std::string& new_name) {
  auto out = fmt::format("from {} to {}\n", one_line(old_name, 200), one_line(new_name, 200));
  for (const auto& one : d.remarks) out += "  " + one + "\n";
  std::map<Change, size_t> counts;
  for (const auto& one : d.all) {
    ++counts[one.change];
    out += fmt::format("{:<7} {}  {} -> {}\n", to_text(one.change), one.id, verdict_of(one.old_one), verdict_of(one.new_one));
    if (one.change != Change::worse) continue;
    if (const auto why = shortfall(*one.new_one); !why.empty()) out += "          " + why + "\n";
  }
  for (const auto c : {Change::worse, Change::better, Change::other, Change::gone, Change::appeared})
    out += fmt::format("{} {}, ", counts[c], to_text(c));
  return out + fmt::format("{} the same\n", d.same);
}

}  // namespace gauntlet::report
