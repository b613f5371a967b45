// atlas: every attack against every defence, or against released MTAs. All worlds are rows of one list, as in a run.
#include <deque>
#include <filesystem>
#include <set>
#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/cores.h"
#include "fixtures/sender/defence.h"
#include "harness/atlas/attacks.h"
#include "harness/atlas/evidence.h"
#include "harness/atlas/tables.h"
#include "harness/cli/folders.h"
#include "harness/cli/places.h"
#include "harness/cli/progress.h"
#include "harness/cli/select.h"
#include "harness/cli/wait.h"
#include "harness/report/print.h"
#include "harness/run/conduct.h"
#include "harness/run/names.h"
#include "harness/scenario/reader.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;

namespace {

/// One sender: a candidate in one manner. It fills a column, and another if it remembers anything of a domain.
struct Sender {
  candidate::Manifest manifest;
  std::map<std::string, std::string> set;
  std::string folder;  ///< below --out
  std::vector<atlas::Column> columns;
  std::vector<scenario::Scenario> scenarios = {};

  bool remembers() const { return std::ranges::any_of(columns, &atlas::Column::warm); }
};

/// Seconds of one step of the reference sender: what it does without a policy that comes late is no outcome of an attack.
constexpr const char* unhurried = "4";
/// Plays at a time in a world: a busy sender takes what is late for what is not there, a released one the sooner.
constexpr int at_a_time = 40, at_a_time_released = 20;

/// The defence that an MTA with these claims says to be.
std::string defence_of(const std::vector<std::string>& claims) {
  const auto made = [&](std::string_view claim) { return std::ranges::find(claims, claim) != claims.end(); };
  if (made("dane-mandatory")) return "dane-mandatory";
  if (made("dane") && made("mta-sts")) return "dane-and-mta-sts";
  for (const char* claim : {"dane", "mta-sts", "tls-verified", "tls-mandatory"})
    if (made(claim)) return claim;
  return "opportunistic";
}

std::deque<Sender> defending() {
  const auto manifest = candidate::read_manifest(manifest_file("reference"));
  std::deque<Sender> all;
  for (const auto& d : sender::defences()) {
    const std::string strategy(sender::name_of(d.strategy));
    auto found = std::ranges::find(all, strategy, &Sender::folder);
    if (found == all.end()) found = all.insert(all.end(), {manifest, {{"strategy", strategy}, {"timeout", unhurried}}, strategy, {}});
    found->columns.push_back({.name = std::string(d.name), .sentence = std::string(d.sentence), .stands_for = std::string(d.stands_for),
                              .mtas = std::string(d.mtas), .played_by = "", .warm = d.warm, .claims = ""});
  }
  return all;
}

std::deque<Sender> released(const std::vector<std::string>& names) {
  std::deque<Sender> all;
  for (const auto& name : names) {
    auto manifest = candidate::read_manifest(manifest_file(name));
    if (manifest.remote) throw Complaints(manifest.file, 0, "what is `remote` runs elsewhere and is not started here; an MTA that is was expected");
    if (std::ranges::any_of(all, [&](const Sender& s) { return s.folder == manifest.name; }))
      throw Complaints("--candidates", 0, fmt::format("{} is named twice", manifest.name));
    const auto claims = manifest.claims_with({});
    const auto claimed = defence_of(claims);
    atlas::Column cold{.name = manifest.name, .sentence = manifest.title, .stands_for = "", .mtas = "", .played_by = "", .warm = false, .claims = claimed};
    std::vector<atlas::Column> columns{cold};
    if (std::ranges::find(claims, "mta-sts") != claims.end()) {
      columns.push_back(cold);
      columns.back().name += "-warm";
      columns.back().claims += "-warm";
      columns.back().warm = true;
    }
    std::string folder = manifest.name;
    all.push_back({std::move(manifest), {}, std::move(folder), std::move(columns)});
  }
  return all;
}

class Expedition {
 public:
  Expedition(const AtlasOptions& o, std::vector<atlas::Attack> attacks, std::deque<Sender> senders, asio::any_io_executor ex)
      : options_(o), attacks_(std::move(attacks)), senders_(std::move(senders)), resolver_(resolver_named(o.resolver)), interrupts_(ex), crew_(ex),
        pace_(ex, 4 * cores(), 1), progress_({!o.quiet, ::isatty(STDERR_FILENO) != 0, false}, settle_scenarios()),
        seed_(o.seed.value_or(run::any_seed())) {}

  awaitable<atlas::Grid> all() {
    for (auto& sender : senders_) {
      const auto rung = co_await run::choose_isolation(sender.manifest, "");
      crew_.start(one(sender, rung));
    }
    co_await crew_.finish();
    interrupts_.stop();
    co_return std::move(grid_);
  }

  bool interrupted() const { return interrupts_.came(); }
  /// Something of ours broke (said on stderr): what was played stands in the grid.
  bool broken_down() const { return broke_; }

 private:

  size_t settle_scenarios() {
    size_t plays = 0;
    for (const auto& attack : attacks_) grid_.rows.push_back({attack.id, attack.title, attack.controls, {}});
    for (auto& sender : senders_) {
      for (const auto& attack : attacks_) {
        sender.scenarios.push_back(attack.first);
        if (attack.warm && sender.remembers()) sender.scenarios.push_back(*attack.warm);
      }
      plays += sender.scenarios.size();
      for (const auto& column : sender.columns) grid_.columns.push_back(column);
    }
    for (auto& row : grid_.rows) row.cells.resize(grid_.columns.size());
    grid_.version = desk::version;
    grid_.resolver = options_.resolver;
    return plays;
  }

  run::Job job_for(const Sender& sender, lab::Isolation rung) {
    run::Job job;
    job.manifest = sender.manifest;
    job.set = sender.set;
    job.resolver = resolver_;
    job.folder = options_.out + "/" + sender.folder;
    job.scenarios = &sender.scenarios;
    job.suite = scenarios_folder();
    job.harness = desk::this_harness();
    job.places = places();
    job.isolation = rung;
    job.jobs = options_.candidates.empty() ? at_a_time : at_a_time_released;
    job.seed = seed_;
    job.reproduce = "gauntlet atlas";
    job.heard = [this, who = sender.folder](const run::News& news) { progress_.hear(who, news); };
    return job;
  }

  awaitable<void> one(const Sender& sender, lab::Isolation rung) {
    if (interrupts_.came()) co_return;
    auto job = job_for(sender, rung);
    const auto folder = job.folder;
    if (!co_await run::conduct(std::move(job), pace_, interrupts_)) {
      broke_ = true;
      co_return;
    }
    const auto desk = desk::open(folder);
    broke_ |= tell_faults(sender.folder, desk.facts);
    read(sender, desk);
  }

  void read(const Sender& sender, const desk::Desk& desk) {
    const atlas::Plays plays(desk);
    for (const auto& own : sender.columns) {
      const auto at = static_cast<size_t>(std::ranges::find(grid_.columns, own.name, &atlas::Column::name) - grid_.columns.begin());
      auto& column = grid_.columns[at];
      column.played_by = fmt::format("{} {}", desk.facts.candidate, desk.facts.version);
      for (const auto& [name, value] : sender.set) column.played_by += fmt::format(" {}={}", name, value);
      for (size_t i = 0; i < attacks_.size(); ++i) {
        const auto& attack = attacks_[i];
        const auto& id = own.warm && attack.warm ? attack.warm->id : attack.first.id;
        auto& cell = grid_.rows[i].cells[at];
        cell.outcome = plays.outcome(id);
        cell.evidence = fmt::format("evidence/{}/{}.txt", own.name, scenario::label(attack.id));
        desk::write_whole(options_.out + "/" + cell.evidence, plays.evidence(id, cell.outcome));
      }
    }
  }

  const AtlasOptions& options_;
  const std::vector<atlas::Attack> attacks_;
  std::deque<Sender> senders_;
  const dns::Product resolver_;
  atlas::Grid grid_;
  run::Interrupts interrupts_;
  run::Crew crew_;
  run::Pace pace_;
  Progress progress_;
  const std::uint32_t seed_;
  bool broke_ = false;
};

/// Where a released MTA differs from the defence that it says to be, as that was measured last.
std::string compared(const atlas::Grid& grid) {
  const auto file = atlas_folder() + "/outcomes.json";
  std::string out;
  if (std::ranges::all_of(grid.columns, [](const auto& column) { return column.claims.empty(); })) return out;
  if (!fs::exists(file)) return "no outcomes of the defences stand in " + file + ": nothing to compare with\n";
  const auto measured = atlas::read_outcomes(file, read_file(file));
  for (size_t i = 0; i < grid.columns.size(); ++i) {
    const auto& column = grid.columns[i];
    if (column.claims.empty()) continue;
    const auto found = std::ranges::find(measured.columns, column.claims, &atlas::Column::name);
    if (found == measured.columns.end()) {
      out += fmt::format("{} against {}: that was never measured\n", column.name, column.claims);
      continue;
    }
    const auto rows = atlas::differences(grid, i, measured, column.claims);
    out += fmt::format("{} against {}: {}\n", column.name, column.claims, rows.empty() ? "no difference" : fmt::format("{} differences", rows.size()));
    const auto theirs = static_cast<size_t>(found - measured.columns.begin());
    for (const auto& row : grid.rows)
      if (std::ranges::find(measured.rows, row.id, &atlas::Row::id) == measured.rows.end())
        out += fmt::format("  {}: {} ({}); that was never measured\n", row.id, atlas::name_of(row.cells[i].outcome.got), row.cells[i].outcome.why);
    for (const auto r : rows) {
      const auto& row = grid.rows[r];
      const auto kept = std::ranges::find(measured.rows, row.id, &atlas::Row::id);
      out += fmt::format("  {}: {} ({}), not {}\n", row.id, atlas::name_of(row.cells[i].outcome.got), row.cells[i].outcome.why,
                         atlas::name_of(kept->cells[theirs].outcome.got));
    }
  }
  return out;
}

/// Attacks at zones that a server signs by itself, which is not installed, are left out. Says what is lacking.
std::set<std::string> leave_out_unsigned(std::vector<atlas::Attack>& attacks) {
  std::set<std::string> lacking;
  std::erase_if(attacks, [&](const atlas::Attack& attack) {
    for (const auto& zone : attack.first.zones) {
      if (zone.zone.signer.empty()) continue;
      const auto name = zone.zone.signer + "-signer";
      const auto lack = lab::missing_layer(dns::read_product(servers_folder() + "/" + name + ".server"), name);
      if (!lack.empty()) return lacking.insert(lack), true;
    }
    return false;
  });
  return lacking;
}

awaitable<int> explore(const AtlasOptions& o, std::vector<atlas::Attack> attacks, std::deque<Sender> senders) {
  Expedition expedition(o, std::move(attacks), std::move(senders), co_await asio::this_coro::executor);
  const auto grid = co_await expedition.all();
  if (expedition.interrupted()) co_return interrupted;
  desk::write_whole(o.out + "/atlas.json", atlas::to_json(grid));
  desk::write_whole(o.out + "/outcomes.json", atlas::outcomes_json(grid));
  desk::write_whole(o.out + "/atlas.md", atlas::markdown_columns(grid) + "\n" + atlas::markdown(grid));
  desk::write_whole(o.out + "/index.html", atlas::page(grid));
  report::print(stdout, atlas::terminal(grid) + compared(grid) + fmt::format("{}/index.html\n", o.out));
  const auto open = [](const atlas::Row& row) { return std::ranges::any_of(row.cells, [](const auto& c) { return c.outcome.got == atlas::Got::not_asked; }); };
  co_return expedition.broken_down() || std::ranges::any_of(grid.rows, open) ? broken : conformant;
}

}  // namespace

std::string atlas_folder() { return scenarios_folder() + "/atlas"; }

int atlas(const AtlasOptions& o) {
  if (!o.tables.empty()) {
    report::print(stdout, atlas::markdown(atlas::read_outcomes(o.tables, read_file(o.tables))));
    return conformant;
  }
  auto attacks = atlas::read_attacks(atlas_folder());
  std::erase_if(attacks, [&](const auto& a) { return !o.filters.empty() && std::ranges::none_of(o.filters, [&](const auto& f) { return fits(f, a.id); }); });
  for (const auto& lack : leave_out_unsigned(attacks)) fmt::print(stderr, "gauntlet: attacks are left out: {}\n", lack);
  if (attacks.empty()) {
    fmt::print(stderr, "gauntlet: no attack fits; scenarios/atlas/ has them\n");
    return nothing_selected;
  }
  if (const auto complaints = atlas::wrong_with(attacks, scenario::read_catalogue(scenarios_folder() + "/clauses")); !complaints.empty())
    throw Complaints(complaints);
  auto senders = o.candidates.empty() ? defending() : released(o.candidates);
  if (!o.defences.empty()) {
    for (auto& sender : senders)
      std::erase_if(sender.columns, [&](const auto& c) { return std::ranges::none_of(o.defences, [&](const auto& f) { return fits(f, c.name); }); });
    std::erase_if(senders, [](const Sender& s) { return s.columns.empty(); });
  }
  if (senders.empty()) throw Complaints("--defence", 0, "no column has such a name; scenarios/atlas/README.md has them");
  return wait_for(explore(o, std::move(attacks), std::move(senders)));
}

}  // namespace gauntlet::cli
