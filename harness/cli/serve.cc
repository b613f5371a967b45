// serve: an appliance, a virtual machine or a service that runs elsewhere is played against, over a real interface; a page shows what to
// configure, what to mail and what came of it. What is left behind is what `run` leaves.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "harness/cli/places.h"
#include "harness/cli/progress.h"
#include "harness/cli/select.h"
#include "harness/cli/wait.h"
#include "harness/desk/background.h"
#include "harness/desk/desk.h"
#include "harness/live/board.h"
#include "harness/live/web.h"
#include "harness/report/print.h"
#include "harness/report/terminal.h"
#include "harness/run/conduct.h"
#include "harness/run/names.h"

namespace gauntlet::cli {
namespace {

/// What nobody can do to a machine that is not ours: move its clock, start it again.
bool beyond_reach(const scenario::Scenario& s) {
  const auto restarts = [](const auto& line) { return line.kind == scenario::StepLine::Kind::restart; };
  return scenario::moves_clock(s) ||
         std::ranges::any_of(s.steps, [&](const auto& step) { return std::ranges::any_of(step.lines, restarts); });
}

void leave_out(Selected& selected) {
  for (auto& s : selected.chosen)
    if (beyond_reach(s)) {
      selected.not_run.push_back({s.id, "not possible with what runs elsewhere"});
      selected.left_out.push_back(s);
    }
  std::erase_if(selected.chosen, beyond_reach);
}

std::vector<std::string> to_configure(const candidate::Manifest& m, const lab::Door& door) {
  const auto ours = door.address.substr(0, door.address.find('/'));
  std::vector<std::string> all = {
      fmt::format("Resolver: {} (it validates; its answers bear the AD bit), and no other", ours),
      fmt::format("Route: 198.18.0.0/15, where all mail exchangers are, by way of {}", ours),
      "Trust the CA certificates below, for MTA-STS and whatever else verifies names; they are other ones whenever a world is raised",
      "No smart host: it looks up MX records and delivers by itself"};
  if (m.submit_smtp.empty()) all.push_back("Mail goes out as NAME@home.test, with the Subject that is shown: that is how it is known");
  else all.push_back(fmt::format("It takes mail on {} for all domains, from NAME@home.test", m.submit_smtp));
  if (m.queue.empty()) all.push_back("Its queue cannot be seen: that it has kept a message is shown by its arriving later, and by nothing else");
  return all;
}

run::Job job_of(const ServeOptions& o, const candidate::Manifest& manifest, const Selected& selected) {
  run::Job job;
  job.manifest = manifest;
  job.set = manifest.options_of("", {});
  job.resolver = resolver_named(o.resolver);
  job.folder = o.out + "/" + manifest.name;
  job.scenarios = &selected.chosen;
  job.left_out = &selected.left_out;
  job.not_run = selected.not_run;
  job.suite = scenarios_folder();
  job.harness = desk::this_harness();
  job.places = places();
  job.door = o.door;
  job.jobs = o.jobs;
  job.seed = run::any_seed();
  job.reproduce = desk::shell_line({"gauntlet", "serve", o.candidate, "--interface", o.door.interface, "--address", o.door.address});
  return job;
}

awaitable<int> play(const ServeOptions& o, const candidate::Manifest& manifest, const Selected& selected) {
  const auto ex = co_await asio::this_coro::executor;
  std::vector<std::string> ids;
  for (const auto& s : selected.chosen) ids.push_back(s.id);
  const auto configure = to_configure(manifest, o.door);
  live::Board board(manifest.title, configure, ids);
  live::Web::Contents contents;
  contents.state = [&board] { return board.state(); };
  contents.roots = [&board] { return board.roots(); };
  live::Web web(ex, *lab::endpoint_of(o.page), contents);
  for (const auto& line : configure) fmt::print(stderr, "{}\n", line);
  fmt::print(stderr, "The page: http://{}:{}/\n", o.page.substr(0, o.page.rfind(':')), web.port());
  run::Interrupts interrupts(ex);
  // It has one place in one world at a time.
  run::Pace pace(ex, 1, 1);
  Progress progress({.shown = !o.quiet}, ids.size());
  auto job = job_of(o, manifest, selected);
  job.isolation = lab::Isolation::root;
  job.heard = [&](const run::News& news) {
    board.hear(news);
    if (news.what != "alive") web.changed();
    if (news.what == "send") fmt::print(stderr, "mail to {}, Subject {}\n", news.text, news.why);
    progress.hear("", news);
  };
  const auto folder = job.folder;
  const bool played = co_await run::conduct(job, pace, interrupts);
  interrupts.stop();
  if (!played) co_return usage;
  const auto desk = desk::open(folder);
  const auto results = desk::adjudicate(desk);
  desk::write_reports(desk, results, false);
  report::TerminalOptions options;
  options.width = 110;
  desk::write_page(folder);
  options.paths = desk::report_files(folder);
  report::print(stdout, report::terminal(results, options));
  board.end("The run is over: " + folder + "/results.json");
  web.close();
  co_return interrupts.came() ? interrupted : report::exit_code(results, false);
}

}  // namespace

int serve(const ServeOptions& o) {
  const auto manifest = candidate::read_manifest(manifest_file(o.candidate));
  if (!manifest.remote)
    throw Complaints(manifest.file, 0, "it is started here (`gauntlet run`); `remote` was expected for what runs elsewhere");
  if (const auto mistake = lab::door_mistake(o.door); !mistake.empty()) throw Complaints("--interface, --address", 0, mistake);
  if (!lab::endpoint_of(o.page)) throw Complaints("--page", 0, fmt::format("\"{}\" is no address with a port", o.page));
  if (lab::find_program("nft").empty()) throw Fault("nft is not here, which lets the appliance into the world: apt-get install nftables");
  auto selected = select(o.selection);
  leave_out(selected);
  if (selected.chosen.empty()) {
    fmt::print(stderr, "gauntlet: no scenario fits that can be played with what runs elsewhere\n");
    return nothing_selected;
  }
  return wait_for(play(o, manifest, selected));
}

}  // namespace gauntlet::cli
