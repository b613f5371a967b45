// See oscal.h.
#include "harness/report/oscal.h"

#include <algorithm>
#include <map>

#include <boost/uuid/name_generator.hpp>
#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"
#include "harness/report/explain.h"

namespace gauntlet::report {
namespace {

namespace json = boost::json;

constexpr const char* own_names = "https://gauntlet.example/ns/oscal";

bool must(Level level) { return level == Level::must || level == Level::must_not; }

bool bears_on(const Control& control, const Scenario& s) {
  return std::any_of(s.clauses.begin(), s.clauses.end(), [&](const auto& clause) { return control.covers(clause); });
}

bool bears_on(const Control& control, const Ruling& ruling) {
  const auto clauses = clauses_of(ruling);
  return std::any_of(clauses.begin(), clauses.end(), [&](const auto& clause) { return control.covers(clause); });
}

/// A MUST of one of the control's clauses was broken.
bool breaks(const Control& control, const Scenario& s) {
  return std::any_of(s.rulings.begin(), s.rulings.end(),
                     [&](const Ruling& ruling) { return must(ruling.level) && ruling.held == false && bears_on(control, ruling); });
}

/// One of the control's clauses was ruled on, and held.
bool keeps(const Control& control, const Scenario& s) {
  return std::any_of(s.rulings.begin(), s.rulings.end(),
                     [&](const Ruling& ruling) { return ruling.level != Level::note && ruling.held == true && bears_on(control, ruling); });
}

json::object prop(std::string_view name, std::string_view value) { return {{"name", name}, {"ns", own_names}, {"value", value}}; }

void add_prop(json::array& to, std::string_view name, const std::string& value) {
  if (const auto text = trim(value); !text.empty()) to.push_back(prop(name, text));
}

const char* reason_of(Finding f) { return f == Finding::satisfied ? "pass" : f == Finding::broken ? "fail" : "other"; }

class Document {
 public:
  Document(const Results& r, const std::vector<ControlMap>& maps) : r_(r), maps_(maps), run_(sha256(to_text(r))) {}

  json::object made() {
    const auto plan = uuid("plan");
    return {{"assessment-results",
             json::object{{"uuid", uuid("document")},
                          {"metadata", metadata()},
                          {"import-ap", json::object{{"href", "#" + plan}}},
                          {"results", json::array{result()}},
                          {"back-matter", json::object{{"resources", resources(plan)}}}}}};
  }

 private:
  /// Of this run and of nothing else.
  std::string uuid(const std::string& name) const {
    static const auto space = boost::uuids::string_generator()("6f1c2a52-4f0b-4c63-9a53-5a0d9a4a7c11");
    return boost::uuids::to_string(boost::uuids::name_generator_sha1(space)(run_ + " " + name));
  }

  json::object metadata() const {
    json::array props;
    add_prop(props, "verdict", name(r_.verdict));
    add_prop(props, "certified", r_.certified ? "yes" : "no");
    return {{"title", fmt::format("Gauntlet: {} {}", r_.candidate.title, r_.candidate.version)},
            {"last-modified", r_.started},
            {"version", r_.suite.version},
            {"oscal-version", "1.2.1"},
            {"props", props}};
  }

  json::object component(const std::string& what, const std::string& title, const std::string& description, json::array props) const {
    json::object out{{"uuid", uuid(what)}, {"type", "software"}, {"title", title}, {"description", description}};
    if (!props.empty()) out["props"] = std::move(props);
    out["status"] = json::object{{"state", "operational"}};
    return out;
  }

  json::object definitions() const {
    json::array product, tool;
    add_prop(product, "digest", r_.candidate.digest);
    for (const auto& claim : r_.candidate.claims) add_prop(product, "claim", claim);
    for (const auto& [name, value] : r_.candidate.options) add_prop(product, "option", name + "=" + value);
    add_prop(tool, "commit", r_.harness.commit);
    add_prop(tool, "suite", r_.suite.hash);
    const auto about = fmt::format("{} {}", r_.candidate.title, r_.candidate.version);
    const json::array assets{component("tool", "Gauntlet " + r_.harness.version, "The harness and suite that tested it.", tool)};
    const json::array used{json::object{{"component-uuid", uuid("tool")}}};
    const json::object platform{{"uuid", uuid("platform")}, {"uses-components", used}};
    return {{"components", json::array{component("product", about, "The sending mail server that was tested.", product)}},
            {"assessment-assets", json::object{{"components", assets}, {"assessment-platforms", json::array{platform}}}}};
  }

  json::object reviewed() const {
    json::array selections;
    for (const auto& map : maps_) {
      json::array ids;
      for (const auto& control : map.controls)
        ids.push_back(json::object{{"control-id", control.id}, {"statement-ids", json::array{json::value(control.statement)}}});
      selections.push_back(json::object{{"description", map.catalog}, {"include-controls", ids}});
    }
    if (selections.empty())
      selections.push_back(json::object{{"description", "No map of controls was given: observations only."},
                                        {"include-controls", json::array{json::object{{"control-id", "none"}}}}});
    return {{"description", "Controls that the suite's clauses bear on. A test of protocols never shows a whole control."},
            {"control-selections", selections}};
  }

  json::object observation(const Scenario& s) const {
    json::array props;
    add_prop(props, "scenario", s.id);
    add_prop(props, "verdict", name(s.verdict));
    if (s.raw != s.verdict) add_prop(props, "raw-verdict", name(s.raw));
    for (const auto& clause : s.clauses) add_prop(props, "clause", clause);
    const auto why = s.raw == Verdict::pass ? std::string() : shortfall(s).empty() ? reason(s) : shortfall(s);
    const json::array actors{json::object{{"type", "tool"}, {"actor-uuid", uuid("tool")}}};
    json::object out{{"uuid", uuid("observation " + s.id)},
                     {"title", s.title.empty() ? s.id : s.title},
                     {"description", s.id + ": " + name(s.verdict) + (why.empty() ? "" : ". " + why)},
                     {"props", props},
                     {"methods", json::array{"TEST"}},
                     {"types", json::array{"finding"}},
                     {"origins", json::array{json::object{{"actors", actors}}}},
                     {"subjects", json::array{json::object{{"subject-uuid", uuid("product")}, {"type", "component"}}}},
                     {"collected", r_.started}};
    if (!s.cell.empty())
      out["relevant-evidence"] = json::array{json::object{
          {"href", "#" + uuid("record " + s.cell)}, {"description", "What was seen, in the record of the cell " + s.cell + "."}}};
    return out;
  }

  void add_finding(const ControlMap& map, const Control& control, json::array& all) const {
    const auto found = finding(control, r_);
    if (found == Finding::none) return;
    json::array related, props;
    for (const auto& s : r_.scenarios)
      if (s.raw != Verdict::error && bears_on(control, s))
        related.push_back(json::object{{"observation-uuid", uuid("observation " + s.id)}});
    add_prop(props, "catalog", map.catalog);
    add_prop(props, "alt-identifier", control.uuid);
    const json::object status{{"state", found == Finding::satisfied ? "satisfied" : "not-satisfied"}, {"reason", reason_of(found)}};
    all.push_back(json::object{
        {"uuid", uuid("finding " + map.catalog + " " + control.id)},
        {"title", control.id + " " + control.title},
        {"description", "Within the scope of the suite: " + control.because},
        {"props", props},
        {"target", json::object{{"type", "statement-id"}, {"target-id", control.statement}, {"status", status}}},
        {"related-observations", related}});
  }

  json::object result() const {
    json::array observations, findings;
    for (const auto& s : r_.scenarios)
      if (s.raw != Verdict::error) observations.push_back(observation(s));
    for (const auto& map : maps_)
      for (const auto& control : map.controls) add_finding(map, control, findings);
    json::object out{{"uuid", uuid("result")},
                     {"title", fmt::format("Suite {} {}", r_.suite.name, r_.suite.version)},
                     {"description", fmt::format("{}; {} of {} scenarios of the suite.", name(r_.verdict), r_.scenarios.size(),
                                                 r_.suite.scenarios)},
                     {"start", r_.started},
                     {"local-definitions", definitions()},
                     {"reviewed-controls", reviewed()}};
    if (!observations.empty()) out["observations"] = observations;
    if (!findings.empty()) out["findings"] = findings;
    if (!r_.not_certifiable.empty())
      out["remarks"] = fmt::format("No control is called satisfied by a run that is not whole. Not certifiable: {}.",
                                   fmt::join(r_.not_certifiable, "; "));
    return out;
  }

  json::array resources(const std::string& plan) const {
    json::array all{json::object{{"uuid", plan},
                                 {"title", fmt::format("Suite {} {}", r_.suite.name, r_.suite.version)},
                                 {"description", "The suite of scenarios stands for an assessment plan. Its hash: " + r_.suite.hash}}};
    for (const auto& cell : r_.cells) {
      json::object link{{"href", cell.record}};
      if (!cell.sha256.empty()) link["hashes"] = json::array{json::object{{"algorithm", "SHA-256"}, {"value", cell.sha256}}};
      all.push_back(json::object{
          {"uuid", uuid("record " + cell.id)}, {"title", "Record of the cell " + cell.id}, {"rlinks", json::array{link}}});
    }
    for (const auto& map : maps_)
      if (!map.href.empty())
        all.push_back(json::object{{"uuid", uuid("catalog " + map.catalog)},
                                   {"title", map.catalog},
                                   {"rlinks", json::array{json::object{{"href", map.href}}}}});
    return all;
  }

  const Results& r_;
  const std::vector<ControlMap>& maps_;
  const std::string run_;
};

}  // namespace

Finding finding(const Control& control, const Results& r) {
  bool passed = false, undecided = false;
  for (const auto& s : r.scenarios) {
    if (!bears_on(control, s)) continue;
    if (s.raw == Verdict::fail && breaks(control, s)) return Finding::broken;
    undecided = undecided || s.raw == Verdict::inconclusive || s.raw == Verdict::error;
    passed = passed || ((s.raw == Verdict::pass || s.raw == Verdict::warning) && keeps(control, s));
  }
  if (undecided) return Finding::undecided;
  const bool whole = r.not_run.empty() && !r.shard && !r.interrupted && all_faults(r).empty();
  return passed && whole ? Finding::satisfied : Finding::none;
}

std::string oscal(const Results& given, const std::vector<ControlMap>& maps) {
  auto r = given;
  finish(r);
  return pretty(Document(r, maps).made());
}

}  // namespace gauntlet::report
