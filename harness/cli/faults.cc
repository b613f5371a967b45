// faults: the suite over every fault of the reference sender. It judges the suite, not a candidate: a scenario
// that no fault fails proves nothing, a fault that no scenario catches is a hole.
#include <algorithm>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/sender/faults.h"
#include "harness/cli/fault_matrix.h"
#include "harness/cli/wait.h"
#include "harness/desk/desk.h"
#include "harness/report/print.h"

namespace gauntlet::cli {
namespace json = boost::json;

namespace {

void print_json(const FaultTable& table, const Selected& selected, const std::vector<std::string>& names) {
  json::array faults, scenarios;
  for (const auto& name : names) {
    json::object o;
    o["name"] = name;
    o["caught_by"] = json::value_from(table.caught_by(name));
    faults.push_back(o);
  }
  for (const auto& s : selected.chosen) {
    json::object o;
    o["id"] = s.id;
    o["catches"] = json::value_from(table.catches_of(s.id));
    scenarios.push_back(o);
  }
  json::object o;
  o["faults"] = faults;
  o["scenarios"] = scenarios;
  report::print(stdout, json::serialize(o) + "\n");
}

void print_text(const FaultTable& table, const Selected& selected, const std::vector<std::string>& names) {
  std::string text = "Faults and the scenarios that catch them\n\n";
  for (const auto& name : names) text += fmt::format("{:<36} {}\n", name, fmt::join(table.caught_by(name), " "));
  text += "\nScenarios and the faults that they catch\n\n";
  for (const auto& s : selected.chosen) text += fmt::format("{:<48} {}\n", s.id, fmt::join(table.catches_of(s.id), " "));
  report::print(stdout, text);
}

/// No scenario may be passed by all three of the bluntest senders.
std::vector<std::string> vacuous(const FaultTable& table, const Selected& selected) {
  std::vector<std::string> ids;
  for (const auto& s : selected.chosen) {
    bool all = true;
    for (const char* name : blunt_faults) {
      const auto column = table.columns.find(name);
      if (column == table.columns.end()) return {};
      const auto found = column->second.find(s.id);
      all = all && found != column->second.end() && found->second.verdict == report::Verdict::pass;
    }
    if (all) ids.push_back(s.id);
  }
  return ids;
}

/// What cheats pass although it rests on a policy that they do not keep: "FAULT SCENARIO".
std::vector<std::string> deceived(const FaultTable& table, const Selected& selected) {
  const std::vector<std::string> policies = {"dane", "dane-mandatory", "mta-sts", "requiretls", "tls-mandatory", "tls-verified"};
  const auto of_policy = [&](const std::string& premise) { return std::find(policies.begin(), policies.end(), premise) != policies.end(); };
  std::vector<std::string> found;
  for (const auto& [fault, column] : table.columns) {
    if (!is_cheat(fault)) continue;
    for (const auto& s : selected.chosen) {
      const auto cell = column.find(s.id);
      const bool passes = cell != column.end() && (cell->second.verdict == report::Verdict::pass || cell->second.verdict == report::Verdict::warning);
      const auto premises = scenario::premises(s);
      if (passes && std::any_of(premises.begin(), premises.end(), of_policy)) found.push_back(fault + " " + s.id);
    }
  }
  return found;
}

/// Whether anything can fail in it: one that only learns a trait rules on nothing.
bool rules(const scenario::Scenario& s) {
  for (const auto& step : s.steps)
    for (const auto& line : step.lines)
      if (line.kind == scenario::StepLine::Kind::ruling && line.level != scenario::Level::note) return true;
  return false;
}

/// Where nothing was ruled on, which may be why nobody caught it: the machine was busy, or the fault keeps from coming what is awaited.
std::string undecided(const FaultTable& table, const std::string& fault) {
  std::vector<std::string> ids;
  if (const auto column = table.columns.find(fault); column != table.columns.end())
    for (const auto& [id, cell] : column->second)
      if (cell.verdict == report::Verdict::inconclusive) ids.push_back(id);
  return ids.empty() ? "" : fmt::format(" (inconclusive: {})", fmt::join(ids, " "));
}

bool summarise(const FaultTable& table, const Selected& selected, const std::vector<std::string>& names, bool whole) {
  size_t uncaught = 0, toothless = 0, impure = 0;
  const auto complain = [](const std::string& what) { fmt::print(stderr, "{}\n", what); };
  for (const auto& name : names)
    if (table.caught_by(name).empty()) ++uncaught, complain("not caught: " + name + undecided(table, name));
  for (const auto& s : selected.chosen)
    if (table.catches_of(s.id).empty() && rules(s)) ++toothless, complain("catches nothing: " + s.id);
  for (const auto& [id, cell] : table.columns.at(""))
    // (What the faultless sender is not asked may still be put to a faulty one.)
    if (cell.verdict != report::Verdict::pass && !(cell.verdict == report::Verdict::not_applicable && !table.catches_of(id).empty()))
      ++impure, complain(fmt::format("the faultless sender gets {} in {}", report::name(cell.verdict), id));
  const auto empty = vacuous(table, selected);
  for (const auto& id : empty) complain("passed by all three blunt senders: " + id);
  const auto lies = deceived(table, selected);
  for (const auto& one : lies) complain("passed by a sender that keeps to no policy: " + one);
  for (const auto& one : table.scored) complain("a score for a sender that keeps to no policy: " + one);
  for (const auto& name : table.broken) complain("the run broke with " + name);
  fmt::print(stderr, "{} of {} faults caught, {} of {} scenarios catch at least one, {} not passed by the faultless sender, {} passed by all blunt ones, {} by cheats\n",
             names.size() - uncaught, names.size(), selected.chosen.size() - toothless, selected.chosen.size(), impure, empty.size(), lies.size());
  return !uncaught && (!whole || !toothless) && !impure && empty.empty() && lies.empty() && table.scored.empty() && table.broken.empty();
}

std::vector<std::string> names_of(const FaultOptions& o) {
  for (const auto& wanted : o.faults)
    if (!sender::find_fault(wanted)) throw Complaints("--fault", 0, fmt::format("\"{}\" is unknown; `gauntlet list faults` shows what there is", wanted));
  std::vector<std::string> names;
  for (const auto& fault : sender::fault_table())
    if (o.faults.empty() || std::find(o.faults.begin(), o.faults.end(), fault.name) != o.faults.end())
      names.emplace_back(fault.name);
  return names;
}

/// Every n-th fault of the map, the blunt ones among them, and the scenarios that it names for these, with what they rest on.
void take_sample(const FaultOptions& o, Selected& selected, std::vector<std::string>& names) {
  const auto map = read_fault_map(o.map);
  std::set<std::string> ids;
  size_t number = 0;
  std::erase_if(names, [&](const auto& name) { return number++ % static_cast<size_t>(o.sample) != 0 && !is_blunt(name); });
  for (const auto& name : names)
    if (map.contains(name)) ids.insert(map.at(name).begin(), map.at(name).end());
  const auto wanted = with_what_they_rest_on(ids, selected.chosen);
  std::vector<scenario::Scenario> chosen;
  for (auto& s : selected.chosen) (wanted.contains(s.id) ? chosen : selected.left_out).push_back(std::move(s));
  selected.chosen = std::move(chosen);
}

/// What the map does not know, and what it names that is not there, without playing anything.
std::vector<std::string> unknown_to_the_map(const FaultOptions& o, const Selected& selected, const std::vector<std::string>& names) {
  const auto map = read_fault_map(o.map);
  std::set<std::string> named;
  std::vector<std::string> all;
  for (const auto& [fault, ids] : map) {
    named.insert(ids.begin(), ids.end());
    if (!sender::find_fault(fault)) all.push_back("the map names a fault that is not there: " + fault);
  }
  const auto there = [&](const std::string& id) {
    const auto is = [&](const auto& s) { return s.id == id; };
    return std::any_of(selected.chosen.begin(), selected.chosen.end(), is) || std::any_of(selected.left_out.begin(), selected.left_out.end(), is);
  };
  for (const auto& id : named)
    if (!there(id)) all.push_back("the map names a scenario that is not there: " + id);
  for (const auto& name : names)
    if (!map.contains(name)) all.push_back("not caught, by the map: " + name);
  for (const auto& s : selected.chosen)
    if (!named.contains(s.id) && rules(s)) all.push_back("catches nothing, by the map: " + s.id);
  return all;
}

}  // namespace

int faults(const FaultOptions& o) {
  auto selected = select(o.selection);
  if (selected.chosen.empty()) return nothing_selected;
  auto names = names_of(o);
  const bool sampled = o.sample > 1;
  if (sampled) {
    const auto unknown = unknown_to_the_map(o, selected, names);
    for (const auto& one : unknown) fmt::print(stderr, "{}\n", one);
    if (!unknown.empty()) return violated;
    take_sample(o, selected, names);
  }
  FaultTable table;
  if (wait_for(measure_all(o, selected, names, table))) return interrupted;
  if (o.json) print_json(table, selected, names);
  else print_text(table, selected, names);
  const bool sound = summarise(table, selected, names, o.faults.empty() && !sampled);
  if (sound && !o.write_map.empty()) {
    std::vector<std::string> ids;
    for (const auto& s : selected.chosen) ids.push_back(s.id);
    desk::write_whole(o.write_map, to_text(decisive(table, ids)));
  }
  return sound ? conformant : violated;
}

}  // namespace gauntlet::cli
