// faults: the suite over every fault of the reference sender. It judges the suite, not a candidate: a scenario
// that no fault fails proves nothing, a fault that no scenario catches is a hole.
#include <filesystem>
#include <thread>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/sender/faults.h"
#include "harness/cli/fault_table.h"
#include "harness/cli/places.h"
#include "harness/cli/select.h"
#include "harness/cli/wait.h"
#include "harness/desk/desk.h"
#include "harness/report/print.h"
#include "harness/run/names.h"
#include "harness/run/conduct.h"
#include "harness/scenario/table.h"

namespace gauntlet::cli {
namespace json = boost::json;

namespace {

int cores() { return static_cast<int>(std::max(1u, std::thread::hardware_concurrency())); }

/// The blunt one that is asked what the two others pass.
const std::string trusting = "refuses-all-tls";

bool blunt(const std::string& fault) {
  return std::find(std::begin(blunt_faults), std::end(blunt_faults), fault) != std::end(blunt_faults);
}

/// One row of the matrix: the scenarios that a fault is to be played with.
struct Row {
  std::string fault;  ///< "" = none
  std::vector<scenario::Scenario> chosen, left_out;
  std::string posture;  ///< that the sender is in; "" = the usual one

  /// Of the folder and of the column.
  std::string name() const { return (fault.empty() ? "faultless" : fault) + (posture.empty() ? "" : "-" + posture); }
};

/// A sender that is as far from any policy as can be, or that tries to look as if it were not. What it passes must ask for no
/// policy, and it gets no score.
bool cheat(const std::string& fault) {
  const auto found = sender::find_fault(fault);
  return found && found->group == "blunt";
}

/// The postures that the sender can be in beside the usual one.
const std::vector<std::string> other_postures = {"dane-mandatory", "tls-mandatory", "tls-verified"};

/// The posture that a fault shows in.
std::string posture_of(const std::string& fault) {
  const auto found = sender::find_fault(fault);
  if (!found) return "";
  const std::string group(found->group == "mandatory" ? "dane-mandatory" : found->group);
  return std::find(other_postures.begin(), other_postures.end(), group) != other_postures.end() ? group : "";
}

Row whole_row(const std::string& fault, const Selected& selected) {
  return {fault, selected.chosen, selected.left_out, posture_of(fault)};
}

/// Those of the map, with the controls that they rest on.
Row short_row(const std::string& fault, const std::set<std::string>& ids, const Selected& selected) {
  const auto wanted = with_what_they_rest_on(ids, selected.chosen);
  Row row{.fault = fault, .chosen = {}, .left_out = selected.left_out, .posture = posture_of(fault)};
  for (const auto& s : selected.chosen) (wanted.contains(s.id) ? row.chosen : row.left_out).push_back(s);
  return row;
}

/// Plays rows, as many at a time as the machine bears.
class Matrix {
 public:
  Matrix(const FaultOptions& o, asio::any_io_executor ex)
      : options_(o), ex_(ex), interrupts_(ex), pace_(ex, o.parallel ? o.parallel : 40 * cores(), 3 * cores()) {
    manifest_ = candidate::read_manifest(manifest_file("reference"));
    resolver_ = resolver_named(o.resolver);
  }

  awaitable<void> prepare() { isolation_ = co_await run::choose_isolation(manifest_, ""); }

  awaitable<void> play(const std::vector<Row>& rows) {
    run::Crew crew(ex_);
    crew.on_failure = [this](std::exception_ptr) { stop_ = true; };
    for (const auto& row : rows) crew.start(one(row));
    co_await crew.finish();
  }

  bool interrupted() const { return interrupts_.came(); }
  void close() { interrupts_.stop(); }
  FaultTable& table() { return table_; }

 private:
  awaitable<void> one(const Row& row) {
    const auto place = co_await pace_.all.enter();
    if (stop_ || interrupts_.came()) co_return;
    auto job = job_for(row);
    const std::string folder = job.folder;
    // The places of the row's cells are its own: it holds one among all already. Its worlds begin one after the other, but for
    // those of the blunt, who wait more than they do.
    run::Pace own(ex_, 1'000, blunt(row.fault) ? 4 : 1);
    auto busy = co_await pace_.busy.enter();
    // (A blunt row has several worlds that begin at once: it counts twice.)
    std::optional<decltype(busy)> more;
    if (blunt(row.fault) && row.chosen.size() > 100) more = co_await pace_.busy.enter();
    // A few plays are no burden once their world stands; of many, four fifths must have ended.
    const bool few = row.chosen.size() < 20;
    size_t left = row.chosen.size() * 4 / 5;
    job.heard = [&](const run::News& news) {
      if (!(few ? news.what == "world" : news.what == "ends" && left && --left == 0)) return;
      busy.leave();
      if (more) more->leave();
    };
    co_await run::conduct(std::move(job), own, interrupts_);
    note(row, folder);
  }

  run::Job job_for(const Row& row) const {
    run::Job job;
    job.manifest = manifest_;
    job.resolver = resolver_;
    job.folder = options_.out + "/" + row.name();
    if (!row.fault.empty()) job.set["faults"] = "--fault " + row.fault;
    job.set = manifest_.options_of(row.posture, job.set);
    job.scenarios = &row.chosen;
    job.left_out = &row.left_out;
    for (const auto& s : row.left_out) job.not_run.push_back({s.id, "filter"});
    job.suite = scenarios_folder();
    job.harness = desk::this_harness();
    job.seed = run::any_seed();
    job.places = places();
    job.isolation = isolation_;
    std::vector<std::string> typed = {"gauntlet", "run", "reference"};
    if (!row.posture.empty()) typed.insert(typed.end(), {"--posture", row.posture});
    if (!row.fault.empty()) typed.insert(typed.end(), {"--set", "faults=--fault " + row.fault});
    job.reproduce = desk::shell_line(typed);
    if (options_.resolver != default_resolver) job.reproduce += " " + desk::shell_line({"--resolver", options_.resolver});
    return job;
  }

  void note(const Row& row, const std::string& folder) {
    const auto desk = desk::open(folder);
    const auto results = desk::adjudicate(desk);
    desk::write_reports(desk, results, false);
    for (const auto& s : results.scenarios) {
      auto& column = table_.columns[row.fault];
      const auto [cell, fresh] = column.try_emplace(s.id, FaultTable::Cell{s.verdict, s.seconds});
      // The faultless sender plays in each posture: what one is not asked another is.
      using report::Verdict;
      const auto known = cell->second.verdict;
      const bool undecided = !row.fault.empty() && known == Verdict::inconclusive;
      const bool says_more = s.verdict != Verdict::not_applicable && (known == Verdict::not_applicable || known == Verdict::pass || undecided);
      if (!fresh && says_more) cell->second = {s.verdict, s.seconds};
    }
    if (cheat(row.fault))
      for (const auto& profile : results.profiles)
        if (profile.score) table_.scored.push_back(fmt::format("{}: {} {:.1f}", row.fault, profile.name, *profile.score));
    if (results.counts[report::Verdict::error]) table_.broken.push_back(row.fault);
    fmt::print(stderr, "{:<36} {:>4} of {} scenarios object, {:.1f} s\n", row.fault.empty() ? "(" + row.name() + ")" : row.name(),
               results.counts[report::Verdict::fail] + results.counts[report::Verdict::warning], results.scenarios.size(), results.seconds);
  }

  const FaultOptions& options_;
  asio::any_io_executor ex_;
  run::Interrupts interrupts_;
  run::Pace pace_;
  candidate::Manifest manifest_;
  dns::Product resolver_;
  lab::Isolation isolation_ = lab::Isolation::root;
  FaultTable table_;
  bool stop_ = false;
};

/// The faultless sender in that posture: with everything, or with `ids` and what they rest on.
Row posture_row(const std::string& posture, const Selected& selected, const std::set<std::string>* ids) {
  auto row = ids ? short_row("", *ids, selected) : whole_row("", selected);
  row.posture = posture;
  return row;
}

/// The bluntest first: they wait longest.
std::vector<Row> whole_rows(const std::vector<std::string>& names, const Selected& selected) {
  std::vector<Row> rows;
  for (const bool first : {true, false})
    for (const auto& name : names)
      if (blunt(name) == first) rows.push_back(whole_row(name, selected));
  return rows;
}

/// What the map says of each fault; one that it does not list plays everything. (The blunt ones are not among them.)
std::vector<Row> short_rows(const std::vector<std::string>& names, const Selected& selected, const FaultMap& map) {
  std::vector<Row> rows;
  for (const auto& name : names)
    if (!blunt(name)) rows.push_back(map.contains(name) ? short_row(name, map.at(name), selected) : whole_row(name, selected));
  return rows;
}

std::set<std::string> with_verdict(const FaultTable& table, const std::string& fault, report::Verdict verdict) {
  std::set<std::string> ids;
  for (const auto& [id, cell] : table.columns.at(fault))
    if (cell.verdict == verdict) ids.insert(id);
  return ids;
}

/// One scenario of each file: the rows of a table have the same steps, and are asked for nothing or for something alike.
std::set<std::string> one_of_each_file(const Selected& selected) {
  std::set<std::string> files, ids;
  for (const auto& s : selected.chosen)
    if (files.insert(scenario::without_row(s.id)).second) ids.insert(s.id);
  return ids;
}

/// Those of `ids` that need what the posture claims.
std::set<std::string> asked_in(const std::string& posture, std::set<std::string> ids, const Selected& selected) {
  for (const auto& s : selected.chosen)
    if (std::find(s.needs.begin(), s.needs.end(), posture) == s.needs.end()) ids.erase(s.id);
  return ids;
}

/// What the map promised and the crowded machine did not decide, to be asked again in quiet: uncaught faults, and scenarios that
/// caught nothing with the faults that they should have.
std::vector<Row> in_quiet(const FaultTable& table, const std::vector<std::string>& names, const Selected& selected, const FaultMap& map) {
  std::vector<Row> rows;
  for (const auto& name : names) {
    if (!map.contains(name)) continue;
    const bool uncaught = table.caught_by(name).empty();
    std::set<std::string> ids;
    for (const auto& id : map.at(name))
      if (uncaught || table.catches_of(id).empty()) ids.insert(id);
    if (!ids.empty()) rows.push_back(short_row(name, ids, selected));
  }
  return rows;
}

/// Faults that the scenarios of their short row let pass: the whole row is asked before the fault counts as uncaught.
std::vector<Row> once_more(const FaultTable& table, const std::vector<std::string>& names, const Selected& selected, const FaultMap& map) {
  std::vector<Row> rows;
  for (const auto& name : names)
    if (!blunt(name) && map.contains(name) && table.caught_by(name).empty()) rows.push_back(whole_row(name, selected));
  return rows;
}

/// Cheats in each other posture: with all that needs it, or with what proves it alone.
std::vector<Row> cheats_in_postures(const std::vector<std::string>& names, const Selected& selected, bool controls_only) {
  std::vector<Row> rows;
  for (const auto& posture : other_postures) {
    std::set<std::string> ids;
    for (const auto& s : selected.chosen)
      if (controls_only ? s.proves == posture : std::find(s.needs.begin(), s.needs.end(), posture) != s.needs.end()) ids.insert(s.id);
    for (const auto& name : names)
      if (cheat(name) && !ids.empty()) {
        rows.push_back(short_row(name, ids, selected));
        rows.back().posture = posture;
      }
  }
  return rows;
}

awaitable<void> play_all(Matrix& matrix, const std::vector<std::string>& names, const Selected& selected) {
  std::vector<Row> faultless = {whole_row("", selected)};
  for (const auto& posture : other_postures) faultless.push_back(posture_row(posture, selected, nullptr));
  co_await matrix.play(faultless);
  const auto rows = whole_rows(names, selected);
  co_await matrix.play(rows);
  const auto cheats = cheats_in_postures(names, selected, false);
  co_await matrix.play(cheats);
}

/// In another posture, the faultless sender is asked what it is not asked otherwise. The blunt ones play one scenario of each file and what
/// the map has them decide; the last of them, of these, what the two others pass.
awaitable<void> play_what_decides(Matrix& matrix, const std::vector<std::string>& names, const Selected& selected, const FaultMap& map) {
  const std::vector<Row> faultless = {whole_row("", selected)};
  co_await matrix.play(faultless);
  if (matrix.interrupted()) co_return;
  for (const auto& posture : other_postures) {
    const auto unasked = asked_in(posture, with_verdict(matrix.table(), "", report::Verdict::not_applicable), selected);
    const std::vector<Row> demanding = {posture_row(posture, selected, &unasked)};
    if (!unasked.empty()) co_await matrix.play(demanding);
    if (matrix.interrupted()) co_return;
  }
  auto rows = short_rows(names, selected, map);
  const auto asked = [&](const char* name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  const bool all_blunt = std::all_of(std::begin(blunt_faults), std::end(blunt_faults), asked);
  const auto sample = one_of_each_file(selected);
  for (const char* name : blunt_faults) {
    if (!asked(name) || (all_blunt && name == trusting)) continue;
    auto ids = sample;
    if (map.contains(name)) ids.insert(map.at(name).begin(), map.at(name).end());
    rows.insert(rows.begin(), short_row(name, ids, selected));
  }
  co_await matrix.play(rows);
  const auto cheats = cheats_in_postures(names, selected, true);
  co_await matrix.play(cheats);
  if (!all_blunt || matrix.interrupted()) co_return;
  auto left = sample;
  for (const char* name : blunt_faults) {
    if (name == trusting) continue;
    const auto passed = with_verdict(matrix.table(), name, report::Verdict::pass);
    std::erase_if(left, [&](const auto& id) { return !passed.contains(id); });
  }
  if (map.contains(trusting)) left.insert(map.at(trusting).begin(), map.at(trusting).end());
  const std::vector<Row> last = {short_row(trusting, left, selected)};
  if (!left.empty()) co_await matrix.play(last);
}

awaitable<bool> measure_all(const FaultOptions& o, const Selected& selected, std::vector<std::string> names, FaultTable& table) {
  Matrix matrix(o, co_await asio::this_coro::executor);
  co_await matrix.prepare();
  std::optional<FaultMap> map;
  if (!o.map.empty()) map = read_fault_map(o.map);
  // The faultless sender by itself: beside the crowd of the others the machine has too much to do for it.
  if (map) co_await play_what_decides(matrix, names, selected, *map);
  else co_await play_all(matrix, names, selected);
  if (map && !matrix.interrupted()) {
    const auto quiet = in_quiet(matrix.table(), names, selected, *map);
    co_await matrix.play(quiet);
    const auto again = once_more(matrix.table(), names, selected, *map);
    for (const auto& row : again) fmt::print(stderr, "the map no longer holds for {}: its whole row is played\n", row.fault);
    co_await matrix.play(again);
  }
  matrix.close();
  table = matrix.table();
  co_return matrix.interrupted();
}

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
    if (!cheat(fault)) continue;
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

bool summarise(const FaultTable& table, const Selected& selected, const std::vector<std::string>& names, bool whole) {
  size_t uncaught = 0, toothless = 0, impure = 0;
  const auto complain = [](const std::string& what) { fmt::print(stderr, "{}\n", what); };
  for (const auto& name : names)
    if (table.caught_by(name).empty()) ++uncaught, complain("not caught: " + name);
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
  std::erase_if(names, [&](const auto& name) { return number++ % static_cast<size_t>(o.sample) != 0 && !blunt(name); });
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
