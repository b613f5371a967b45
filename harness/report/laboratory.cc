// See laboratory.h.
#include "harness/report/laboratory.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/report/clause_map.h"
#include "harness/report/explain.h"
#include "harness/report/look.h"
#include "harness/report/page.h"

namespace gauntlet::report {
namespace {

using kainjow::mustache::data;
using List = kainjow::mustache::list;

data fact(const std::string& what, const std::string& value) {
  data d;
  d.set("what", what);
  d.set("value", value);
  d.set("open", value.empty());
  return d;
}

List facts(const Results& r, const Laboratory& lab) {
  const auto product = lab.product.empty() ? r.candidate.title : lab.product;
  List all;
  for (const auto& [what, value] : std::initializer_list<std::pair<std::string, std::string>>{
           {"Laboratory and operator", lab.operator_name}, {"Place", lab.place}, {"Date of this report", lab.date},
           {"Product under test", product}, {"Its version, as it said itself", r.candidate.name + " " + r.candidate.version}, {"Its fingerprint", r.candidate.digest}})
    all.push_back(fact(what, value));
  for (const auto& [what, value] : facts_of(r))
    if (what != "Candidate" && what != "Claims" && what != "Options") all.push_back(fact(what, value));
  return all;
}

List declaration(const Results& r) {
  List all;
  all.push_back(fact("Claims", r.candidate.claims.empty() ? "none" : fmt::format("{}", fmt::join(r.candidate.claims, ", "))));
  std::vector<std::string> options;
  for (const auto& [name, value] : r.candidate.options) options.push_back(name + "=" + value);
  all.push_back(fact("Options", options.empty() ? "as its manifest has them" : fmt::format("{}", fmt::join(options, ", "))));
  for (const auto& one : r.offered)
    all.push_back(fact(fmt::format("{} {} DANE", one.kind, one.with_dane ? "with" : "without"), one.parameter + (one.parameter.empty() ? "" : ": ") + name(one.result)));
  if (r.offered.empty()) all.push_back(fact("TLS", "no declaration was given (--declaration); what the product offers was not held against one"));
  return all;
}

/// Ids of the clauses that the profile asks for; empty without one.
std::set<std::string> asked_for(const std::vector<Authority>& authorities, const std::string& profile) {
  for (const auto& authority : authorities)
    if (authority.id == profile) return {authority.clauses.begin(), authority.clauses.end()};
  return {};
}

/// At most some of them: a table's rows may be hundreds.
std::string some(const std::vector<std::string>& ids) {
  constexpr size_t most = 6;
  const std::vector<std::string> few(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(most, ids.size())));
  return fmt::format("{}{}", fmt::join(few, ", "), ids.size() > most ? fmt::format(" and {} more", ids.size() - most) : "");
}

data row(const Stands& s) {
  data d;
  d.set("id", s.clause->id);
  d.set("level", s.clause->level);
  d.set("text", s.clause->text);
  d.set("icon", std::string(icon(s.standing)));
  d.set("standing", std::string(to_text(s.standing)));
  d.set("because", some(s.because));
  return d;
}

List documents(const std::vector<Document>& all, const std::set<std::string>& asked) {
  List out;
  for (const auto& document : all) {
    List rows;
    for (const auto& section : document.sections)
      for (const auto& s : section.clauses)
        if (asked.empty() || asked.contains(s.clause->id)) rows.push_back(row(s));
    if (rows.empty()) continue;
    data d;
    d.set("name", document.name);
    d.set("rows", rows);
    out.push_back(d);
  }
  return out;
}

List cases(const Results& r, const std::string& profile) {
  List all;
  for (const auto& p : r.profiles)
    for (const auto& c : p.cases) {
      if (p.name != profile) continue;
      data d;
      d.set("id", c.id);
      d.set("title", c.title);
      d.set("result", name(c.result));
      d.set("because", some(c.because));
      all.push_back(d);
    }
  return all;
}

List deviations(const Results& r) {
  List all;
  for (const auto v : {Verdict::fail, Verdict::known, Verdict::warning, Verdict::inconclusive, Verdict::error})
    for (const auto& s : r.scenarios) {
      if (s.verdict != v) continue;
      data d;
      d.set("icon", std::string(icon(v)));
      d.set("word", name(v));
      d.set("id", s.id);
      d.set("title", s.title);
      const auto rulings = broken(s);
      d.set("expected", rulings.empty() ? "" : rulings.front().expected);
      d.set("observed", rulings.empty() ? reason(s) : rulings.front().observed);
      d.set("waiver", s.known ? fmt::format("The vendor admits it: {} ({})", s.known->reason, s.known->link) : "");
      all.push_back(d);
    }
  return all;
}

}  // namespace

std::string laboratory_report(const Material& m) {
  const auto r = scrubbed(m.runs.front().results);
  const auto& background = m.runs.front().background;
  const auto clauses = background ? background->clauses() : std::vector<Clause>{};
  const auto authorities = background ? background->authorities() : std::vector<Authority>{};
  const auto asked = asked_for(authorities, m.profile);
  const auto own = std::find_if(authorities.begin(), authorities.end(), [&](const auto& a) { return a.id == m.profile; });
  data d;
  d.set("heading", m.laboratory.product.empty() ? m.runs.front().name : m.laboratory.product);
  d.set("profile", own == authorities.end() ? "all clauses of the suite's catalogue" : own->title);
  d.set("source", own == authorities.end() ? "" : own->source);
  d.set("facts", facts(r, m.laboratory));
  d.set("declaration", declaration(r));
  d.set("icon", std::string(icon(r.verdict)));
  // (Who signs it signs the headline, too.)
  const bool part = r.verdict == Conformance::conformant && !r.not_run.empty();
  d.set("conformance", name(r.verdict) + (part ? ", as far as it was played" : ""));
  d.set("sentence", in_a_sentence(r));
  const auto found = cases(r, m.profile);
  d.set("hasCases", !found.empty());
  d.set("cases", found);
  d.set("documents", documents(clause_map(r, clauses, authorities), asked));
  d.set("deviations", deviations(r));
  d.set("noDeviations", deviations(r).empty());
  d.set("opinion", m.laboratory.opinion);
  d.set("noOpinion", m.laboratory.opinion.empty());
  return page("laboratory", d);
}

}  // namespace gauntlet::report
