// See html.h.
#include "harness/report/html.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/text.h"
#include "harness/report/clause_map.h"
#include "harness/report/difference.h"
#include "harness/report/explain.h"
#include "harness/report/html_data.h"
#include "harness/report/look.h"
#include "harness/report/page.h"

namespace gauntlet::report {
namespace {

using kainjow::mustache::data;
using List = kainjow::mustache::list;

std::string text(std::string_view v) { return std::string(v); }

/// A verdict as the page shows it: {{word}} as class, {{icon}}.
data shown(Verdict v) {
  data d;
  d.set("word", name(v));
  d.set("icon", text(icon(v)));
  return d;
}

List counted(const Results& r) {
  List all;
  for (const auto v : verdicts) {
    if (!r.counts[v]) continue;
    auto d = shown(v);
    d.set("n", std::to_string(r.counts[v]));
    all.push_back(d);
  }
  return all;
}

/// For a section that shows each under that key.
template <class Texts>
List each(const char* key, const Texts& texts) {
  List all;
  for (const auto& text : texts) {
    data one;
    one.set(key, text);
    all.push_back(one);
  }
  return all;
}

/// The clause's sentence, of which a kind of failure begins with the id.
std::string about(const std::string& what, const std::vector<Clause>& clauses) {
  const auto id = what.substr(0, what.find(','));
  const auto own = std::find_if(clauses.begin(), clauses.end(), [&](const auto& c) { return c.id == id; });
  return own == clauses.end() ? "" : own->level + ": " + own->text;
}

List causes(const Results& r, const std::vector<Clause>& clauses) {
  List all;
  for (const auto& kind : alike(r)) {
    data d;
    d.set("what", kind.what);
    if (const auto sentence = about(kind.what, clauses); !sentence.empty()) d.set("about", sentence);
    else d.set("about", false);
    d.set("n", std::to_string(kind.ids.size()));
    d.set("ids", each("id", kind.ids));
    all.push_back(d);
  }
  return all;
}

List provenance(const Results& r) {
  List all;
  for (const auto& [what, value] : facts_of(r)) {
    data d;
    d.set("what", what);
    d.set("value", value);
    all.push_back(d);
  }
  return all;
}

std::string class_of(Standing s) {
  switch (s) {
    case Standing::met: return "met";
    case Standing::unmet: return "unmet";
    case Standing::unruled: return "unruled";
    default: return "untested";
  }
}

Standing standing_of(CaseResult result) {
  switch (result) {
    case CaseResult::met: return Standing::met;
    case CaseResult::unmet: return Standing::unmet;
    case CaseResult::not_applicable: return Standing::not_applicable;
    case CaseResult::unruled: break;
  }
  return Standing::unruled;
}

data one_case(const ProfileCase& c) {
  data d;
  d.set("id", c.id);
  d.set("title", c.title);
  d.set("result", name(c.result));
  d.set("class", class_of(standing_of(c.result)));
  d.set("icon", text(icon(standing_of(c.result))));
  d.set("because", fmt::format("{}", fmt::join(c.because, ", ")));
  return d;
}

List profiles(const Results& r, const std::vector<Authority>& authorities) {
  List all;
  for (const auto& p : r.profiles) {
    data d;
    const auto own = std::find_if(authorities.begin(), authorities.end(), [&](const auto& a) { return a.id == p.name; });
    d.set("name", p.name);
    d.set("title", own == authorities.end() ? p.name : own->title);
    d.set("source", own == authorities.end() ? "" : own->source);
    d.set("must", fmt::format("{} of {}", p.must.met, p.must.ruled));
    d.set("should", fmt::format("{} of {}", p.should.met, p.should.ruled));
    d.set("score", p.score ? fmt::format("{:.1f}", *p.score) : "withheld: " + p.withheld);
    List cases;
    for (const auto& c : p.cases) cases.push_back(one_case(c));
    if (!cases.empty()) {
      d.set("hasCases", true);
      d.set("n", std::to_string(cases.size()));
      d.set("cases", cases);
    }
    all.push_back(d);
  }
  return all;
}

data one_clause(const Stands& s) {
  data d;
  const auto dash = s.clause->id.find('-');
  d.set("id", s.clause->id);
  d.set("short", dash == std::string::npos ? s.clause->id : s.clause->id.substr(dash + 1));
  d.set("class", class_of(s.standing));
  d.set("icon", text(icon(s.standing)));
  d.set("standing", text(to_text(s.standing)));
  d.set("about", fmt::format("{} {}: {}", s.clause->id, s.clause->level, s.clause->text));
  return d;
}

/// "TR-03108-P C-05": what the BSI calls it, where it asks for it.
std::string bsi(const std::vector<Stands>& clauses) {
  std::vector<std::string> all;
  for (const auto& s : clauses)
    for (const auto& asked : s.asked)
      if (asked.starts_with("bsi-"))
        if (const auto one = upper(asked.substr(4)); std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  // A profile whose case is named needs no second word.
  std::erase_if(all, [&](const auto& one) {
    return std::any_of(all.begin(), all.end(), [&](const auto& other) { return other.starts_with(one + " "); });
  });
  return fmt::format("{}", fmt::join(all, "; "));
}

List documents(const Results& r, const std::vector<Clause>& clauses, const std::vector<Authority>& authorities) {
  List all;
  for (const auto& document : clause_map(r, clauses, authorities)) {
    data d;
    d.set("name", document.name);
    List counts, sections;
    for (const auto& [standing, n] : document.counts) {
      data one;
      one.set("class", class_of(standing));
      one.set("icon", text(icon(standing)));
      one.set("n", std::to_string(n));
      one.set("standing", text(to_text(standing)));
      counts.push_back(one);
    }
    for (const auto& section : document.sections) {
      data one;
      one.set("number", section.number);
      one.set("link", section.link);
      one.set("bsi", bsi(section.clauses));
      List chips;
      for (const auto& s : section.clauses) chips.push_back(one_clause(s));
      one.set("clauses", chips);
      sections.push_back(one);
    }
    d.set("ruled", document.counts.contains(Standing::met) || document.counts.contains(Standing::unmet));
    d.set("counts", counts);
    d.set("sections", sections);
    all.push_back(d);
  }
  return all;
}

/// What is printed of a scenario that is no pass.
data finding(const Scenario& s, const std::string& run) {
  data d = shown(s.verdict);
  d.set("id", s.id);
  d.set("title", s.title);
  d.set("run", run);
  List parts;
  for (const auto& part : explain(s)) {
    data one;
    one.set("label", part.label);
    one.set("text", part.text);
    parts.push_back(one);
  }
  d.set("parts", parts);
  return d;
}

List findings(const Material& m) {
  List all;
  for (const auto v : {Verdict::fail, Verdict::error, Verdict::inconclusive, Verdict::warning, Verdict::known})
    for (const auto& run : m.runs)
      for (const auto& s : run.results.scenarios)
        if (s.verdict == v) all.push_back(finding(s, m.runs.size() > 1 ? run.name : ""));
  return all;
}

std::string levels(const Scenario& s) {
  std::set<std::string> all;
  for (const auto& r : s.rulings) all.insert(r.level == Level::must || r.level == Level::must_not ? "must" : r.level == Level::note ? "note" : "should");
  return fmt::format("{}", fmt::join(all, " "));
}

data row(const Row& row, size_t runs) {
  const auto& any = row.any();
  data d;
  d.set("id", row.id);
  d.set("title", any.title);
  d.set("family", any.family);
  d.set("levels", levels(any));
  d.set("clauses", each("id", any.clauses));
  d.set("differs", row.differs ? "1" : "0");
  std::vector<std::string> words;
  List cells;
  for (size_t i = 0; i < runs; ++i) {
    const auto* s = row.scenarios[i];
    data cell;
    cell.set("run", std::to_string(i));
    cell.set("word", s ? name(s->verdict) : "not-run");
    cell.set("said", s ? name(s->verdict) : "not run");
    cell.set("icon", s ? text(icon(s->verdict)) : "");
    words.push_back(s ? name(s->verdict) : "not-run");
    cells.push_back(cell);
  }
  d.set("verdicts", fmt::format("{}", fmt::join(words, " ")));
  d.set("cells", cells);
  return d;
}

List rows(const Material& m) {
  List all;
  for (const auto& one : side_by_side(m.runs)) all.push_back(row(one, m.runs.size()));
  return all;
}

/// Each with how many scenarios have it, of all runs.
List choices(const Material& m) {
  List all;
  for (const auto v : verdicts) {
    int n = 0;
    for (const auto& run : m.runs) n += run.results.counts[v];
    if (!n) continue;
    auto d = shown(v);
    d.set("n", std::to_string(n));
    all.push_back(d);
  }
  return all;
}

List families(const Material& m) {
  std::set<std::string> names;
  for (const auto& run : m.runs)
    for (const auto& [family, counts] : count_families(run.results)) names.insert(family);
  return each("name", names);
}

List not_run(const Results& r) {
  std::map<std::string, std::vector<std::string>> reasons;
  for (const auto& one : r.not_run) reasons[one.reason].push_back(one.id);
  List all;
  for (const auto& [reason, ids] : reasons) {
    data d;
    d.set("reason", reason);
    d.set("n", std::to_string(ids.size()));
    d.set("ids", fmt::format("{}", fmt::join(ids, ", ")));
    all.push_back(d);
  }
  return all;
}

data one_run(const Run& run, size_t i, const std::string& json) {
  const auto& r = run.results;
  const auto clauses = run.background ? run.background->clauses() : std::vector<Clause>{};
  const auto authorities = run.background ? run.background->authorities() : std::vector<Authority>{};
  data d;
  d.set("index", std::to_string(i));
  d.set("name", run.name);
  d.set("title", r.candidate.title);
  d.set("conformance", name(r.verdict));
  d.set("icon", text(icon(r.verdict)));
  d.set("sentence", in_a_sentence(r));
  d.set("started", r.started);
  d.set("resolver", resolvers(r));
  d.set("counts", counted(r));
  const auto kinds = causes(r, clauses);
  d.set("causes", kinds);
  d.set("hasCauses", !kinds.empty());
  d.set("profiles", profiles(r, authorities));
  d.set("documents", documents(r, clauses, authorities));
  d.set("provenance", provenance(r));
  d.set("notRun", not_run(r));
  d.set("json", inert(json));
  return d;
}

}  // namespace

std::string html(const Material& given) {
  auto material = given;
  for (auto& run : material.runs) run.results = scrubbed(std::move(run.results));
  const auto json = html_data(material);
  data d;
  List runs;
  for (size_t i = 0; i < material.runs.size(); ++i) runs.push_back(one_run(material.runs[i], i, json[i]));
  const auto& first = material.runs.front();
  d.set("heading", material.runs.size() == 1 ? first.name : fmt::format("{} runs side by side", material.runs.size()));
  d.set("several", material.runs.size() > 1);
  d.set("runs", runs);
  d.set("rows", rows(material));
  d.set("choices", choices(material));
  d.set("families", families(material));
  const auto found = findings(material);
  d.set("hasFindings", !found.empty());
  d.set("findings", found);
  d.set("version", first.results.judged.version);
  d.set("commit", first.results.judged.commit);
  return page("report", d);
}

}  // namespace gauntlet::report
