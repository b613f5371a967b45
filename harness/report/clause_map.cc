// See clause_map.h.
#include "harness/report/clause_map.h"

#include <algorithm>
#include <set>

#include "harness/judge/profile.h"
#include "harness/report/explain.h"
#include "harness/report/look.h"

namespace gauntlet::report {
namespace {

struct Ruled {
  std::vector<std::string> broken, kept;
  bool touched = false, applies = false;
};

void add_once(std::vector<std::string>& all, const std::string& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

std::map<std::string, Ruled> ruled_in(const Results& r) {
  std::map<std::string, Ruled> all;
  for (const auto& s : r.scenarios) {
    const bool conclusive = s.raw == Verdict::pass || s.raw == Verdict::warning || s.raw == Verdict::fail;
    for (const auto& ruling : s.rulings)
      for (const auto& id : clauses_of(ruling)) {
        auto& one = all[id];
        one.touched = true;
        one.applies = one.applies || s.verdict != Verdict::not_applicable;
        if (ruling.level == Level::note || !ruling.held || !conclusive) continue;
        if (!*ruling.held) add_once(one.broken, s.id);
        else if (s.raw != Verdict::fail) add_once(one.kept, s.id);
      }
  }
  return all;
}

/// Clause -> "bsi-tr-03108-p C-05": the cases whose scenarios rule on it, or the profile that lists it.
std::map<std::string, std::vector<std::string>> askers(const Results& r, const std::vector<Authority>& authorities) {
  std::map<std::string, std::vector<std::string>> all;
  for (const auto& authority : authorities) {
    const std::set<std::string> listed(authority.clauses.begin(), authority.clauses.end());
    std::map<std::string, std::vector<std::string>> cases;
    for (const auto& one : authority.cases)
      for (const auto& s : r.scenarios)
        if (std::any_of(one.scenarios.begin(), one.scenarios.end(), [&](const auto& named) { return judge::names_scenario(named, s.id); }))
          for (const auto& clause : s.clauses)
            if (listed.contains(clause)) add_once(cases[clause], one.id);
    for (const auto& clause : authority.clauses) {
      auto text = authority.id;
      for (const auto& id : cases[clause]) text += " " + id;
      all[clause].push_back(text);
    }
  }
  return all;
}

/// "2.10" behind "2.9".
std::vector<int> numbers(const std::string& section) {
  std::vector<int> all{0};
  for (const char c : section)
    if (c == '.') all.push_back(0);
    else if (c >= '0' && c <= '9') all.back() = all.back() * 10 + (c - '0');
  return all;
}

Standing standing(const Clause& clause, const Ruled& ruled) {
  if (!ruled.broken.empty()) return Standing::unmet;
  if (!ruled.kept.empty()) return Standing::met;
  if (ruled.touched && !ruled.applies) return Standing::not_applicable;
  if (ruled.touched || clause.status == "open") return Standing::unruled;
  return clause.status == "implicit" ? Standing::implied : Standing::untested;
}

}  // namespace

std::string_view to_text(Standing s) {
  switch (s) {
    case Standing::met: return "met";
    case Standing::unmet: return "not met";
    case Standing::not_applicable: return "not applicable";
    case Standing::implied: return "ruled on with others";
    case Standing::untested: return "not testable here";
    case Standing::unruled: break;
  }
  return "not ruled on";
}

std::string_view icon(Standing s) {
  switch (s) {
    case Standing::met: return icon(Verdict::pass);
    case Standing::unmet: return icon(Verdict::fail);
    case Standing::not_applicable:
    case Standing::implied:
    case Standing::untested: return icon(Verdict::not_applicable);
    case Standing::unruled: break;
  }
  return "○";
}

std::vector<Document> clause_map(const Results& r, const std::vector<Clause>& clauses, const std::vector<Authority>& authorities) {
  auto ruled = ruled_in(r);
  auto asked = askers(r, authorities);
  std::vector<Document> documents;
  for (const auto& clause : clauses) {
    auto document = std::find_if(documents.begin(), documents.end(), [&](const auto& d) { return d.name == clause.document; });
    if (document == documents.end()) document = documents.insert(documents.end(), {clause.document, {}, {}});
    auto& sections = document->sections;
    auto section = std::find_if(sections.begin(), sections.end(), [&](const auto& s) { return s.number == clause.section; });
    if (section == sections.end()) section = sections.insert(sections.end(), {clause.section, clause.link, {}});
    const auto& one = ruled[clause.id];
    section->clauses.push_back({&clause, standing(clause, one), one.broken.empty() ? one.kept : one.broken, asked[clause.id]});
    ++document->counts[section->clauses.back().standing];
  }
  for (auto& document : documents)
    std::stable_sort(document.sections.begin(), document.sections.end(),
                     [](const auto& a, const auto& b) { return numbers(a.number) < numbers(b.number); });
  return documents;
}

}  // namespace gauntlet::report
