// serve: an appliance, a virtual machine or a service that runs elsewhere is played against, over a real interface; a page shows what to
// configure, what to mail and what came of it. What is left behind is what `run` leaves.
#include <algorithm>
#include <filesystem>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/cli/places.h"
#include "harness/cli/progress.h"
#include "harness/cli/select.h"
#include "harness/cli/wait.h"
#include "harness/desk/resume.h"
#include "harness/desk/background.h"
#include "harness/desk/desk.h"
#include "harness/judge/profile.h"
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

/// How the profile that is asked for numbers its scenarios: "C-07", "B-02/B-03".
std::map<std::string, std::string> numbers_of(const Selection& selection, const Selected& selected) {
  std::map<std::string, std::string> numbers;
  if (selection.profile.empty()) return numbers;
  for (const auto& profile : judge::read_profiles(scenarios_folder() + "/profiles", scenario::read_catalogue(scenarios_folder() + "/clauses"))) {
    if (profile.id != selection.profile) continue;
    for (const auto& c : profile.cases)
      for (const auto& s : selected.chosen)
        if (std::ranges::any_of(c.scenarios, [&](const auto& named) { return judge::names_scenario(named, s.id); }))
          numbers[s.id] += (numbers[s.id].empty() ? "" : "/") + c.id;
  }
  return numbers;
}

/// What was ruled in earlier sittings; what was not played to its end is yet to come.
void hear_of(live::Board& board, const std::string& folder) {
  const auto desk = desk::open(folder);
  const auto left = desk::unfinished(desk).scenarios;
  for (const auto& s : desk::adjudicate(desk).scenarios) {
    if (s.cell.empty() || std::ranges::binary_search(left, s.id)) continue;
    run::News news{.what = "ends", .id = s.id, .verdict = report::name(s.verdict)};
    board.hear(news);
  }
}

/// What was typed, but for what each sitting has of its own.
std::string typed(const ServeOptions& o) {
  std::vector<std::string> words = {"gauntlet", "serve", o.candidate, "--interface", o.door.interface, "--address", o.door.address};
  if (o.resolver != default_resolver) words.insert(words.end(), {"--resolver", o.resolver});
  if (!o.selection.profile.empty()) words.insert(words.end(), {"--profile", o.selection.profile});
  return desk::shell_line(words);
}

/// From the page, on which anybody may write who reaches it. "" or why it is not taken.
std::string take(const std::string& body, live::Board& board, live::Web& web, const run::Tube& tube) {
  run::Word word{.what = "", .name = "", .text = "", .at = run::now()};
  try {
    const auto said = boost::json::parse(body);
    const auto field = [&](const char* name, size_t most) { return printable(std::string(said.at(name).as_string()), most); };
    word.what = field("what", 20), word.name = field("name", 100), word.text = field("text", 1000);
  } catch (const std::exception&) {
    return "what, name and text were expected";
  }
  if (word.what != "remark" && word.what != "pause" && word.what != "go on") return "remark, pause or go on was expected";
  if (word.name.empty()) return "a name was expected";
  if (word.what == "remark" && word.text.empty()) return "a remark was expected";
  if (!tube || !tube(word)) return "no world hears it at the moment: once more, when one does";
  board.say(word);
  web.changed();
  return "";
}

run::Job job_of(const ServeOptions& o, const candidate::Manifest& manifest, const Selected& selected) {
  run::Job job;
  job.manifest = manifest;
  job.set = manifest.options_of("", {});
  job.resolver = resolver_named(o.resolver);
  job.folder = o.resume.empty() ? o.out + "/" + manifest.name : o.resume;
  job.resume = !o.resume.empty();
  job.operator_name = o.operator_name;
  job.cases = numbers_of(o.selection, selected);
  job.scenarios = &selected.chosen;
  job.left_out = &selected.left_out;
  job.not_run = selected.not_run;
  job.suite = scenarios_folder();
  job.harness = desk::this_harness();
  job.places = places();
  job.door = o.door;
  job.jobs = o.jobs;
  job.once_more = false;  // (a person may have to mail it: that is for --resume)
  job.seed = run::any_seed();
  job.reproduce = typed(o);
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
  run::Tube tube;
  live::Web* page = nullptr;
  contents.said = [&](const std::string& body) { return take(body, board, *page, tube); };
  live::Web web(ex, *lab::endpoint_of(o.page), contents);
  page = &web;
  if (!o.resume.empty()) hear_of(board, o.resume);
  for (const auto& line : configure) fmt::print(stderr, "{}\n", line);
  fmt::print(stderr, "The page: http://{}:{}/\n", o.page.substr(0, o.page.rfind(':')), web.port());
  run::Interrupts interrupts(ex);
  // It has one place in one world at a time.
  run::Pace pace(ex, 1, 1);
  Progress progress({.shown = !o.quiet}, ids.size());
  auto job = job_of(o, manifest, selected);
  job.isolation = lab::Isolation::root;
  job.tube = &tube;
  job.heard = [&](const run::News& news) {
    board.hear(news);
    // A pause outlasts the world that it was asked for in.
    if (news.what == "world" && board.paused() && tube) tube({.what = "pause", .name = o.operator_name, .text = "", .at = run::now()});
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
  if (interrupts.came())
    fmt::print(stderr, "To go on: {} --resume {}\n", typed(o), desk::shell_line({folder}));
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
  auto selection = o.selection;
  if (!o.resume.empty()) selection.ids = desk::RunFacts::load(o.resume).scenarios, selection.alone = true;
  auto selected = select(selection);
  leave_out(selected);
  if (selected.chosen.empty()) {
    fmt::print(stderr, "gauntlet: no scenario fits that can be played with what runs elsewhere\n");
    return nothing_selected;
  }
  return wait_for(play(o, manifest, selected));
}

}  // namespace gauntlet::cli
