// See fault_matrix.h.
#include "harness/cli/fault_matrix.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/cores.h"
#include "fixtures/base/shell.h"
#include "fixtures/sender/faults.h"
#include "harness/cli/places.h"
#include "harness/desk/desk.h"
#include "harness/run/conduct.h"
#include "harness/run/names.h"
#include "harness/scenario/table.h"

namespace gauntlet::cli {

bool is_blunt(const std::string& fault) {
  return std::find(std::begin(blunt_faults), std::end(blunt_faults), fault) != std::end(blunt_faults);
}

bool is_cheat(const std::string& fault) {
  const auto found = sender::find_fault(fault);
  return found && found->group == "blunt";
}

namespace {

/// The blunt one that is asked what the two others pass.
const std::string trusting = "refuses-all-tls";

/// One row of the matrix: the scenarios that a fault is to be played with. (Of hundreds of rows each with its own copies of thousands no
/// machine has the memory.)
struct Row {
  std::string fault;  ///< "" = none
  bool whole = false;
  std::set<std::string> ids;  ///< unless whole
  std::string posture;  ///< that the sender is in; "" = the usual one

  /// Of the folder and of the column.
  std::string name() const { return (fault.empty() ? "faultless" : fault) + (posture.empty() ? "" : "-" + posture); }
};

/// The postures that the sender can be in beside the usual one.
const std::vector<std::string> other_postures = {"dane-mandatory", "tls-mandatory", "tls-verified"};

/// The posture that a fault shows in.
std::string posture_of(const std::string& fault) {
  const auto found = sender::find_fault(fault);
  if (!found) return "";
  const std::string group(found->group == "mandatory" ? "dane-mandatory" : found->group);
  return std::find(other_postures.begin(), other_postures.end(), group) != other_postures.end() ? group : "";
}

Row whole_row(const std::string& fault) { return {fault, true, {}, posture_of(fault)}; }

/// Those of the map, with the controls that they rest on.
Row short_row(const std::string& fault, const std::set<std::string>& ids, const Selected& selected) {
  return {fault, false, with_what_they_rest_on(ids, selected.chosen), posture_of(fault)};
}

/// Plays rows, as many at a time as the machine bears.
class Matrix {
 public:
  Matrix(const FaultOptions& o, const Selected& selected, asio::any_io_executor ex)
      : options_(o), selected_(selected), ex_(ex), interrupts_(ex), pace_(ex, o.parallel ? o.parallel : 40 * cores(), 3 * cores()), large_(ex, cores()) {
    manifest_ = candidate::read_manifest(manifest_file("reference"));
    resolver_ = resolver_named(o.resolver);
    suite_ = desk::sums_of(selected.chosen);
    suite_.merge(desk::sums_of(selected.left_out));
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
    std::vector<scenario::Scenario> some;
    if (!row.whole) std::ranges::copy_if(selected_.chosen, std::back_inserter(some), [&](const auto& s) { return row.ids.contains(s.id); });
    const auto& chosen = row.whole ? selected_.chosen : some;
    auto job = job_for(row, chosen);
    const std::string folder = job.folder;
    // The places of the row's cells are its own: it holds one among all already. Its worlds begin one after the other, but for
    // those of the blunt, who wait more than they do.
    const bool many = chosen.size() > 100, blunt = is_blunt(row.fault), large = many && !blunt;
    run::Pace own(ex_, large ? 10 * cores() : 1'000, blunt ? 4 : 1);
    // (A blunt row has several worlds that begin at once: it counts twice. Of others, many plays are work from beginning to end.)
    std::optional<run::Gate::Place> whole, more;
    if (large) whole = co_await large_.enter();
    auto busy = co_await pace_.busy.enter();
    if (many && blunt) more = co_await pace_.busy.enter();
    // A few plays are no burden once their world stands; of many, four fifths must have ended.
    const bool few = chosen.size() < 20;
    size_t left = chosen.size() * 4 / 5;
    job.heard = [&](const run::News& news) {
      if (!(few ? news.what == "world" : news.what == "ends" && left && --left == 0)) return;
      busy.leave();
      for (auto* place : {&whole, &more})
        if (*place) (*place)->leave();
    };
    co_await run::conduct(std::move(job), own, interrupts_);
    note(row, folder);
  }

  run::Job job_for(const Row& row, const std::vector<scenario::Scenario>& chosen) const {
    run::Job job;
    job.manifest = manifest_;
    job.resolver = resolver_;
    job.folder = options_.out + "/" + row.name();
    if (!row.fault.empty()) job.set["faults"] = "--fault " + row.fault;
    job.set = manifest_.options_of(row.posture, job.set);
    job.scenarios = &chosen;
    job.others = suite_;
    for (const auto& s : selected_.left_out) job.not_run.push_back({s.id, "filter"});
    for (const auto& s : selected_.chosen)
      if (!row.whole && !row.ids.contains(s.id)) job.not_run.push_back({s.id, "filter"});
    job.suite = scenarios_folder();
    job.harness = desk::this_harness();
    job.once_more = row.fault.empty();  // (Of a fault's row, what decided nothing is played again as a whole.)
    job.seed = run::any_seed();
    job.places = places();
    job.isolation = isolation_;
    std::vector<std::string> typed = {"gauntlet", "run", "reference"};
    if (!row.posture.empty()) typed.insert(typed.end(), {"--posture", row.posture});
    if (!row.fault.empty()) typed.insert(typed.end(), {"--set", "faults=--fault " + row.fault});
    job.reproduce = shell_line(typed);
    if (options_.resolver != default_resolver) job.reproduce += " " + shell_line({"--resolver", options_.resolver});
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
    if (is_cheat(row.fault))
      for (const auto& profile : results.profiles)
        if (profile.score) table_.scored.push_back(fmt::format("{}: {} {:.1f}", row.fault, profile.name, *profile.score));
    if (results.counts[report::Verdict::error]) table_.broken.push_back(row.fault);
    fmt::print(stderr, "{:<36} {:>4} of {} scenarios object, {:.1f} s\n", row.fault.empty() ? "(" + row.name() + ")" : row.name(),
               results.counts[report::Verdict::fail] + results.counts[report::Verdict::warning], results.scenarios.size(), results.seconds);
  }

  const FaultOptions& options_;
  const Selected& selected_;
  desk::Sums suite_;  ///< all scenarios
  asio::any_io_executor ex_;
  run::Interrupts interrupts_;
  run::Pace pace_;
  run::Gate large_;  ///< rows of many plays at a time
  candidate::Manifest manifest_;
  dns::Product resolver_;
  lab::Isolation isolation_ = lab::Isolation::root;
  FaultTable table_;
  bool stop_ = false;
};

/// The faultless sender in that posture: with everything, or with `ids` and what they rest on.
Row posture_row(const std::string& posture, const Selected& selected, const std::set<std::string>* ids) {
  auto row = ids ? short_row("", *ids, selected) : whole_row("");
  row.posture = posture;
  return row;
}

/// The bluntest first: they wait longest.
std::vector<Row> whole_rows(const std::vector<std::string>& names) {
  std::vector<Row> rows;
  for (const bool first : {true, false})
    for (const auto& name : names)
      if (is_blunt(name) == first) rows.push_back(whole_row(name));
  return rows;
}

/// What the map says of each fault; one that it does not list plays everything. (The blunt ones are not among them.)
std::vector<Row> short_rows(const std::vector<std::string>& names, const Selected& selected, const FaultMap& map) {
  std::vector<Row> rows;
  for (const auto& name : names)
    if (!is_blunt(name)) rows.push_back(map.contains(name) ? short_row(name, map.at(name), selected) : whole_row(name));
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
std::vector<Row> once_more(const FaultTable& table, const std::vector<std::string>& names, const FaultMap& map) {
  std::vector<Row> rows;
  for (const auto& name : names)
    if (!is_blunt(name) && map.contains(name) && table.caught_by(name).empty()) rows.push_back(whole_row(name));
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
      if (is_cheat(name) && !ids.empty()) {
        rows.push_back(short_row(name, ids, selected));
        rows.back().posture = posture;
      }
  }
  return rows;
}

awaitable<void> play_all(Matrix& matrix, const std::vector<std::string>& names, const Selected& selected) {
  std::vector<Row> faultless = {whole_row("")};
  for (const auto& posture : other_postures) faultless.push_back(posture_row(posture, selected, nullptr));
  co_await matrix.play(faultless);
  const auto rows = whole_rows(names);
  co_await matrix.play(rows);
  const auto cheats = cheats_in_postures(names, selected, false);
  co_await matrix.play(cheats);
}

/// In another posture, the faultless sender is asked what it is not asked otherwise. The blunt ones play one scenario of each file and what
/// the map has them decide; the last of them, of these, what the two others pass.
awaitable<void> play_what_decides(Matrix& matrix, const std::vector<std::string>& names, const Selected& selected, const FaultMap& map) {
  const std::vector<Row> faultless = {whole_row("")};
  co_await matrix.play(faultless);
  if (matrix.interrupted()) co_return;
  std::vector<Row> demanding;
  for (const auto& posture : other_postures) {
    const auto unasked = asked_in(posture, with_verdict(matrix.table(), "", report::Verdict::not_applicable), selected);
    if (!unasked.empty()) demanding.push_back(posture_row(posture, selected, &unasked));
  }
  co_await matrix.play(demanding);
  if (matrix.interrupted()) co_return;
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
  std::ranges::move(cheats_in_postures(names, selected, true), std::back_inserter(rows));
  co_await matrix.play(rows);
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

}  // namespace

awaitable<bool> measure_all(const FaultOptions& options, const Selected& selected, std::vector<std::string> names, FaultTable& table) {
  Matrix matrix(options, selected, co_await asio::this_coro::executor);
  co_await matrix.prepare();
  std::optional<FaultMap> map;
  if (!options.map.empty()) map = read_fault_map(options.map);
  // The faultless sender by itself: beside the crowd of the others the machine has too much to do for it.
  if (map) co_await play_what_decides(matrix, names, selected, *map);
  else co_await play_all(matrix, names, selected);
  if (map && !matrix.interrupted()) {
    const auto quiet = in_quiet(matrix.table(), names, selected, *map);
    co_await matrix.play(quiet);
    const auto again = once_more(matrix.table(), names, *map);
    for (const auto& row : again) fmt::print(stderr, "the map no longer holds for {}: its whole row is played\n", row.fault);
    co_await matrix.play(again);
  }
  matrix.close();
  table = matrix.table();
  co_return matrix.interrupted();
}

}  // namespace gauntlet::cli
