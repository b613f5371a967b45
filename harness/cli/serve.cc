// serve: an appliance, a virtual machine or a service that runs elsewhere is played against, over a real interface; a page shows what to
// configure, what to mail and what came of it. What is left behind is what `run` leaves.
#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/shell.h"
#include "fixtures/base/text.h"
#include "fixtures/dns/key_file.h"
#include "fixtures/dns/signing.h"
#include "harness/cli/places.h"
#include "harness/cli/progress.h"
#include "harness/cli/select.h"
#include "harness/cli/wait.h"
#include "harness/desk/resume.h"
#include "harness/desk/desk.h"
#include "harness/judge/profile.h"
#include "harness/live/board.h"
#include "harness/live/web.h"
#include "harness/run/conduct.h"
#include "harness/run/names.h"
#include "harness/run/plots.h"
#include "harness/scenario/steps.h"

namespace gauntlet::cli {
namespace {

/// What nobody can do to a machine that is not ours: move its clock, stop or kill it and start it again; nor, where it has a resolver of its own, put a word in
/// that one's mouth.
bool beyond_reach(const scenario::Scenario& s, bool own_resolver) {
  if (own_resolver && std::ranges::any_of(s.attackers, [](const auto& attacker) { return !attacker.stub.empty(); })) return true;
  return scenario::moves_clock(s) || scenario::restarts(s);
}

/// How many of the lent addresses it takes: hosts, and name servers of attacked zones, are at one each, and one may be both (world/addresses.h).
size_t addresses_of(const scenario::Scenario& s) {
  std::set<std::string> attacked;
  for (const auto& attacker : s.attackers)
    for (const auto& [zone, rule] : attacker.dns) attacked.insert(zone);
  return std::max(s.hosts.size(), attacked.size());
}

/// What is left of the block beside the world's own hosts and name server.
size_t free_in(const lab::Door& door) {
  size_t own = 1;
  for (const auto& plot : run::plots_of({}, 0, run::Abroad{})) own += plot.hosts.size();
  const auto all = door.hosts().size();
  return all > own ? all - own : 0;
}

/// A message is odd by design: no person's program can be told to send that.
bool sends_oddly(const scenario::Scenario& s) {
  return std::ranges::any_of(s.steps, [](const auto& step) { return std::ranges::any_of(step.lines, scenario::is_odd); });
}

/// It is about the sender's own name or address, which are those of what is started here.
bool names_the_sender(const scenario::Scenario& s) {
  static const std::regex own(R"(sender\.home\.test|\b198\.18\.0\.1\b(?!\.)|2001:db8::1\b)");
  return std::regex_search(s.text, own);
}

/// Why it is not asked of what runs elsewhere; "" = it is. `free`: addresses of the block, where there is one. `by_hand`: persons send its mail.
std::string hindrance(const scenario::Scenario& s, const ServeOptions& o, size_t free, bool by_hand) {
  if (beyond_reach(s, !o.delegated.empty())) return "not possible with what runs elsewhere";
  if (by_hand && sends_oddly(s)) return "not possible with mail that persons write";
  if (names_the_sender(s)) return "what runs elsewhere has another name and another address";
  const bool v4_alone = o.door.address6.empty() || !o.door.block.empty();
  if (v4_alone && std::ranges::any_of(s.hosts, [](const auto& host) { return host.v6; })) return "not possible with IPv4 addresses alone";
  if (o.door.block.empty()) return "";
  if (std::ranges::any_of(s.zones, [](const auto& plan) { return !plan.zone.signer.empty(); })) return "its name server is at none of the addresses that were lent";
  if (addresses_of(s) > free) return fmt::format("it takes {} addresses, and {} are free", addresses_of(s), free);
  return "";
}

/// Returns how many were left out, by reason.
std::map<std::string, size_t> leave_out(Selected& selected, const ServeOptions& o, bool by_hand) {
  const auto free = free_in(o.door);
  std::map<std::string, size_t> reasons;
  std::vector<scenario::Scenario> chosen;
  for (auto& s : selected.chosen) {
    const auto why = hindrance(s, o, free, by_hand);
    if (!why.empty()) selected.not_run.push_back({s.id, why}), ++reasons[why];
    (why.empty() ? chosen : selected.left_out).push_back(std::move(s));
  }
  selected.chosen = std::move(chosen);
  return reasons;
}

/// As many plays to a world as there are addresses for any of them.
size_t plays_in_a_world(const ServeOptions& o, const Selected& selected) {
  if (o.door.block.empty()) return run::most_in_a_world;
  size_t most = 1;
  for (const auto& s : selected.chosen) most = std::max(most, addresses_of(s));
  return std::max<size_t>(1, free_in(o.door) / most);
}

/// "lab.agency.example." of what was typed. Throws Complaints for what is no domain below another one.
std::string absolute(const std::string& typed) {
  auto name = lower(typed);
  if (!name.ends_with('.')) name += '.';
  const auto is_bad = [](const auto& label) {
    return label.empty() || label.size() > 63 || label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos;
  };
  std::vector<std::string> labels;
  for (size_t at = 0; at < name.size(); at = name.find('.', at) + 1) labels.push_back(name.substr(at, name.find('.', at) - at));
  if (labels.size() < 2 || name.size() > 150 || std::ranges::any_of(labels, is_bad))
    throw Complaints("--delegated", 0, fmt::format("\"{}\" is no domain below another one; something like mail-test.agency.example was expected", typed));
  return name;
}

/// Where the run lies, and beside it what outlasts it: a sitting that is resumed goes on with the authorities and the key of the first.
std::string folder_of(const ServeOptions& o) {
  if (o.resume.empty()) return o.out;
  const auto beside = std::filesystem::path(o.resume + "/").parent_path().parent_path().string();
  return beside.empty() ? "." : beside;
}

std::string authorities_file(const ServeOptions& o) { return !o.authorities.empty() ? o.authorities : folder_of(o) + "/authorities.pem"; }

std::string key_file(const ServeOptions& o) { return !o.key.empty() ? o.key : fmt::format("{}/{}key", folder_of(o), absolute(o.delegated)); }

/// The records that the parent is to have.
std::vector<std::string> to_publish(const std::string& domain, const std::string& address, const std::string& key) {
  dns::Zone zone;
  zone.apex = domain;
  zone.is_signed = true;
  zone.server = address;
  zone.key = dns::key_in(key);
  std::vector<std::string> all = {fmt::format("{} NS ns1.{}", domain, domain), fmt::format("ns1.{} A {}", domain, address)};
  for (const auto& ds : dns::build_zone(zone).ds) all.push_back(std::string(trim(ds)));
  return all;
}

std::vector<std::string> names_by_delegation(const ServeOptions& o) {
  const auto domain = absolute(o.delegated);
  std::vector<std::string> all = {"Resolver: its own, which validates and asks the Internet's servers"};
  for (const auto& record : to_publish(domain, o.door.ours(), key_file(o))) all.push_back("Publish in the zone above: " + record);
  const std::string where = o.door.block.empty() ? "198.18.0.0/15" : o.door.block;
  all.push_back(fmt::format("Route: {}, where all mail exchangers and the name servers below {} are, by way of {}", where, domain, o.door.ours()));
  return all;
}

std::vector<std::string> to_configure(const ServeOptions& o, const candidate::Manifest& m) {
  const auto ours = o.door.ours();
  std::vector<std::string> all = {
      fmt::format("Resolver: {} (it validates; its answers bear the AD bit), and no other", ours),
      fmt::format("Route: 198.18.0.0/15, where all mail exchangers are, by way of {}", ours)};
  if (!o.delegated.empty()) all = names_by_delegation(o);
  if (!o.door.address6.empty())
    all.push_back(fmt::format("Route: 2001:db8:25::/48, where those are that have IPv6 addresses, by way of {}", o.door.address6.substr(0, o.door.address6.find('/'))));
  const std::string author = o.delegated.empty() ? ", from NAME@home.test" : "";
  for (auto&& more : std::vector<std::string>{
      fmt::format("Trust the CA certificates below, for MTA-STS and whatever else verifies names; they stay the same for as long as {} does", authorities_file(o)),
      "No smart host: it looks up MX records and delivers by itself"})
    all.push_back(std::move(more));
  if (m.submit_smtp.empty()) all.push_back("Mail goes out with the Subject that is shown: that is how it is known" + author);
  else all.push_back(fmt::format("It takes mail on {} for all domains{}", m.submit_smtp, author));
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
  if (!o.door.address6.empty()) words.insert(words.end(), {"--address6", o.door.address6});
  words.insert(words.end(), {"--authorities", authorities_file(o)});
  if (!o.delegated.empty()) words.insert(words.end(), {"--delegated", o.delegated, "--domain-key", key_file(o)});
  if (!o.door.block.empty()) words.insert(words.end(), {"--exchangers", o.door.block});
  if (!o.door.gateway.empty()) words.insert(words.end(), {"--gateway", o.door.gateway});
  if (o.resolver != default_resolver) words.insert(words.end(), {"--resolver", o.resolver});
  if (!o.selection.profile.empty()) words.insert(words.end(), {"--profile", o.selection.profile});
  return shell_line(words);
}

/// What the operator says; between two worlds it waits for the next.
struct Words {
  run::Tube tube;
  std::vector<run::Word> waiting;

  void say(const run::Word& word) {
    if (!tube || !tube(word)) waiting.push_back(word);
  }
  void world_stands() {
    for (const auto& word : std::exchange(waiting, {})) say(word);
  }
};

/// From the page, on which anybody may write who reaches it. "" or why it is not taken.
std::string take(const std::string& body, live::Board& board, live::Web& web, Words& words) {
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
  words.say(word);
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
  job.others = desk::sums_of(selected.left_out);
  job.not_run = selected.not_run;
  job.suite = scenarios_folder();
  job.harness = desk::this_harness();
  job.places = places();
  job.door = o.door;
  job.authorities = authorities_file(o);
  if (!o.delegated.empty()) job.delegated = absolute(o.delegated), job.delegated_key = key_file(o);
  job.jobs = o.jobs;
  job.plays_in_a_world = plays_in_a_world(o, selected);
  job.once_more = false;  // (a person may have to mail it: that is for --resume)
  job.seed = run::any_seed();
  job.reproduce = typed(o);
  return job;
}

awaitable<int> play(const ServeOptions& o, const candidate::Manifest& manifest, const Selected& selected) {
  const auto ex = co_await asio::this_coro::executor;
  std::vector<std::string> ids;
  for (const auto& s : selected.chosen) ids.push_back(s.id);
  const auto configure = to_configure(o, manifest);
  auto job = job_of(o, manifest, selected);
  live::Board board(manifest.title, configure, ids, manifest.claims_with(job.set));
  live::Web::Contents contents;
  contents.state = [&board] { return board.state(); };
  contents.roots = [&board] { return board.roots(); };
  Words words;
  live::Web* page = nullptr;
  contents.said = [&](const std::string& body) { return take(body, board, *page, words); };
  live::Web web(ex, *lab::endpoint_of(o.page), contents);
  page = &web;
  if (!o.resume.empty()) hear_of(board, o.resume);
  for (const auto& line : configure) fmt::print(stderr, "{}\n", line);
  fmt::print(stderr, "The page: http://{}:{}/\n", o.page.substr(0, o.page.rfind(':')), web.port());
  run::Interrupts interrupts(ex);
  // It has one place in one world at a time.
  run::Pace pace(ex, 1, 1);
  Progress progress({.shown = !o.quiet}, ids.size());
  job.isolation = lab::Isolation::root;
  job.tube = &words.tube;
  job.paused = [&board] { return board.paused(); };
  job.heard = [&](const run::News& news) {
    board.hear(news);
    // A pause outlasts the world that it was asked for in.
    if (news.what == "world") {
      if (board.paused() && words.waiting.empty()) words.say({.what = "pause", .name = o.operator_name, .text = "", .at = run::now()});
      words.world_stands();
    }
    if (news.what != "alive") web.changed();
    if (news.what == "part") fmt::print(stderr, "names for the {}: {}\n", news.id, news.text);
    if (news.what == "send") fmt::print(stderr, "mail to {}, Subject {}\n", news.text, news.why);
    progress.hear("", news);
  };
  const auto folder = job.folder;
  const bool played = co_await run::conduct(job, pace, interrupts);
  interrupts.stop();
  if (!played) co_return usage;
  const int exit = rule_on(folder, false, false);
  for (const auto& word : words.waiting) fmt::print(stderr, "said when no world stood any more, and in no record: {} {}: {} {}\n", word.at, word.name, word.what, word.text);
  if (interrupts.came())
    fmt::print(stderr, "To go on: {} --resume {}\n", typed(o), shell_line({folder}));
  board.end("The run is over: " + folder + "/results.json");
  web.close();
  co_return interrupts.came() ? interrupted : exit;
}

}  // namespace

int serve(const ServeOptions& o) {
  const auto manifest = candidate::read_manifest(manifest_file(o.candidate));
  if (!manifest.remote)
    throw Complaints(manifest.file, 0, "it is started here (`gauntlet run`); `remote` was expected for what runs elsewhere");
  if (const auto mistake = lab::door_mistake(o.door); !mistake.empty()) throw Complaints("--interface, --address, --address6, --exchangers, --gateway", 0, mistake);
  if (!lab::endpoint_of(o.page)) throw Complaints("--page", 0, fmt::format("\"{}\" is no address with a port", o.page));
  if (lab::find_program("nft").empty()) throw Fault("nft is not here, which lets the appliance into the world: apt-get install nftables");
  auto selection = o.selection;
  if (!o.resume.empty()) selection.ids = desk::RunFacts::load(o.resume).scenarios, selection.alone = true;
  auto selected = select(selection);
  const auto reasons = leave_out(selected, o, manifest.by_hand());
  if (selected.chosen.empty()) {
    fmt::print(stderr, "gauntlet: no scenario fits that can be played with what runs elsewhere\n");
    for (const auto& [why, count] : reasons) fmt::print(stderr, "  {}: {}\n", why, count);
    return nothing_selected;
  }
  return wait_for(play(o, manifest, selected));
}

}  // namespace gauntlet::cli
