// gauntlet: the command line. Parses, wires, and turns what was thrown into one sentence and an exit code.
#include <cctype>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/resource.h>

#include "fixtures/base/fault.h"
#include "fixtures/lab/room.h"
#include "harness/cli/commands.h"
#include "harness/cli/manual.h"
#include "harness/cli/places.h"
#include "harness/cli/select.h"
#include "harness/desk/desk.h"
#include "harness/report/print.h"
#include "harness/report/reporters.h"
#include "harness/run/conduct.h"
#include "harness/run/inner.h"

namespace {

using namespace gauntlet;

/// Ten thousand exchangers are as many listening sockets.
void allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// "..." only where several words in a row are taken.
class Help : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override {
    auto text = CLI::Formatter::make_option_opts(option);
    if (const auto dots = text.find(" ..."); dots != text.npos && !option->get_positional() && !option->get_allow_extra_args()) text.erase(dots, 4);
    return text;
  }
};

void add_selection(CLI::App* command, cli::Selection& selection) {
  command->add_option("--filter", selection.filters, "only scenarios whose id fits (with * and ?); may be repeated")->allow_extra_args(false);
  command->add_option("--exclude", selection.excludes, "not the scenarios whose id fits")->allow_extra_args(false);
  command->add_option("--scenario", selection.files, "a scenario file in place of the suite")->allow_extra_args(false)->check(CLI::ExistingFile);
}

void add_resolver(CLI::App* command, std::string& resolver) {
  command->add_option("--resolver", resolver, "name or path of the resolver's file (`gauntlet doctor` lists them)")->capture_default_str();
}

/// (CLI11's own tells the range up to the largest double.)
const CLI::Validator at_least_one([](const std::string& given) {
  const bool fits = given.find_first_not_of('0') != given.npos && std::isdigit(static_cast<unsigned char>(given[0]));
  return fits ? "" : "1 or more was expected, not " + given;
}, "N", "N");

struct Choice {
  int exit = cli::usage;
};

void add_run(CLI::App& app, Choice& choice) {
  auto* c = app.add_subcommand("run", "play the scenarios against candidates and rule on them");
  auto o = std::make_shared<cli::RunOptions>();
  auto* named = c->add_option("candidate", o->candidates, "name or path of a manifest");
  c->add_option("-o,--out", o->out, "folder for results, one below it per candidate")->capture_default_str();
  auto* failed = c->add_option("--rerun-failed", o->rerun_failed, "OUT of an earlier run: play again, by its options, what failed, was inconclusive or broke there; "
                                                                  "results go to OUT.again, or --out");
  auto* resume = c->add_option("--resume", o->resume, "OUT of a run that was interrupted or killed: play what has no verdict yet, and put all together there");
  add_selection(c, o->selection);
  c->add_option("--jobs", o->jobs, "scenarios at a time (default: all)")->check(at_least_one);
  c->add_option("--profile", o->selection.profile, "only what this profile asks; its cases are listed (`gauntlet list profiles`)")->allow_extra_args(false);
  auto shard = std::make_shared<std::string>();
  c->add_option("--shard", *shard, "K/N: only the K-th of N parts, auto: as the CI numbers its jobs; `gauntlet merge` puts them together")->allow_extra_args(false);
  c->add_option("--repeat", o->repeat, "play everything so many times and compare the verdicts")->check(at_least_one);
  c->add_flag("--shuffle", o->shuffle, "play in a random order");
  c->add_option("--seed", o->seed, "of names and order: repeats a run (default: another one each time)");
  auto settings = std::make_shared<std::vector<std::string>>();
  c->add_option("--set", *settings, "NAME=VALUE for an option of the manifest")->allow_extra_args(false);
  c->add_option("--posture", o->posture, "what the candidate is configured to demand: sets what its manifest means by that name")->allow_extra_args(false);
  c->add_option("--isolation", o->isolation, "root, mapped or single (default: the first that works)");
  add_resolver(c, o->resolver);
  c->add_option("--declaration", o->declaration, "file that says what the candidate offers in TLS: told is where it offers more or less")->allow_extra_args(false);
  c->add_flag("--certified", o->certified, "play all by the rules for claims (harness/bundle/CLAIMS.md): whatever bends them is refused");
  c->add_flag("--capture", o->capture, "keep what went over the candidate's wire: a pcapng with the TLS keys in it, and a transcript, per scenario");
  c->add_option("--bundle", o->bundle, "file (.tar.zst) for everything that a third party needs to check the run");
  c->add_option("--sign", o->sign, "private Ed25519 key (PEM) to sign the bundle with")->check(CLI::ExistingFile)->needs("--bundle");
  c->add_flag("--strict", o->strict, "a missed SHOULD is a failure");
  c->add_flag("--json", o->json, "print results.json instead of the table");
  c->add_flag("-q,--quiet", o->quiet, "print nothing but the report");
  c->add_flag("--no-color,--no-colour", o->no_colour, "no colour (also: NO_COLOR)");
  c->add_flag("--dry-run", o->dry_run, "say what would be played");
  // (What an earlier run was told is not told twice.)
  for (auto* again : {failed, resume})
    for (const char* option : {"--filter", "--exclude", "--scenario", "--profile", "--shard", "--repeat", "--seed", "--set", "--posture", "--resolver", "--declaration",
                               "--certified", "--dry-run"})
      again->excludes(c->get_option(option));
  failed->excludes(named)->excludes(resume);
  resume->excludes(named)->excludes(c->get_option("--out"))->excludes(c->get_option("--shuffle"));
  c->callback([c, o, settings, shard, &choice] {
    if (o->candidates.empty() && o->rerun_failed.empty() && o->resume.empty())
      throw CLI::RequiredError("candidate (or --rerun-failed, or --resume)");
    if (!o->rerun_failed.empty() && c->count("--out") == 0) o->out.clear();
    if (!shard->empty()) o->selection.shard = cli::shard_named(*shard);
    for (const auto& one : *settings) {
      const size_t eq = one.find('=');
      if (eq == one.npos) throw CLI::ValidationError("--set", "NAME=VALUE was expected, not \"" + one + "\"");
      o->set[one.substr(0, eq)] = one.substr(eq + 1);
    }
    choice.exit = cli::run(*o);
  });
}

void add_judging(CLI::App& app, Choice& choice) {
  struct Options { std::string folder, out; bool strict = false, quiet = false; };
  auto o = std::make_shared<Options>();
  auto* judge = app.add_subcommand("judge", "rule again on the record of a run and rewrite its reports");
  judge->add_option("folder", o->folder, "OUT/<candidate>")->required();
  judge->add_flag("--strict", o->strict, "a missed SHOULD is a failure");
  judge->add_flag("-q,--quiet", o->quiet, "print nothing");
  judge->callback([o, &choice] { choice.exit = cli::judge(o->folder, o->strict, o->quiet); });
  auto* merge = app.add_subcommand("merge", "put the shards of one run together, judge and report them as one");
  auto shards = std::make_shared<std::vector<std::string>>();
  merge->add_option("folder", *shards, "the shards' folders: OUT/<candidate>, or OUT where it holds one candidate; or those of `population`")->required();
  merge->add_option("-o,--out", o->out, "folder for the whole, with one below it for the candidate")->required();
  merge->add_flag("--strict", o->strict, "a missed SHOULD is a failure");
  merge->add_flag("-q,--quiet", o->quiet, "print nothing");
  merge->callback([o, shards, &choice] { choice.exit = cli::merge(*shards, o->out, o->strict, o->quiet); });
}

void add_report(CLI::App& app, Choice& choice) {
  auto o = std::make_shared<cli::ReportOptions>();
  auto* c = app.add_subcommand("report", "write reports from results.json; several runs go side by side where a format has room for them");
  c->add_option("folder", o->folders, "OUT/<candidate>, or OUT for all that are in it")->required();
  for (const auto& reporter : report::reporters())
    c->add_option_function<std::string>("--" + std::string(reporter.name), [o, name = std::string(reporter.name)](const std::string& file) { o->files[name] = file; },
                                        std::string(reporter.what) + ": file to write, - for standard output")->allow_extra_args(false);
  c->add_option("--laboratory-pdf", o->laboratory_pdf, "the same as PDF, by a headless Chromium that is found in PATH: file to write, - for standard output");
  c->add_option("--controls", o->controls, "map of an authority's controls to clauses, in place of the run's own (scenarios/controls)")
      ->allow_extra_args(false)->check(CLI::ExistingFile);
  c->add_option("--profile", o->profile, "list the cases of this profile");
  c->add_flag("--verdicts", o->verdicts, "print a line a scenario: id and verdict");
  c->add_option("--junit-dialect", o->dialect, "ci (file, line, properties) or xunit (strict schema)")->check(CLI::IsMember({"ci", "xunit"}));
  c->add_flag("--strict", o->strict, "a missed SHOULD is a failure");
  c->callback([o, &choice] { choice.exit = cli::report(*o); });
  c->add_option("--operator", o->laboratory.operator_name, "of the laboratory's report: who tested");
  c->add_option("--place", o->laboratory.place, "of the laboratory's report");
  c->add_option("--date", o->laboratory.date, "of the laboratory's report");
  c->add_option("--product", o->laboratory.product, "of the laboratory's report: what the product is called");
  c->add_option("--opinion", o->opinion, "file with what the laboratory thinks of it, kept apart from what was observed")->check(CLI::ExistingFile);
  struct Two { std::string before, now; bool json = false; };
  auto two = std::make_shared<Two>();
  auto* diff = app.add_subcommand("diff", "what got better and worse from one run to another; exit 1 when something got worse");
  diff->add_option("old", two->before, "folder of the run before")->required();
  diff->add_option("new", two->now, "folder of the run now")->required();
  diff->add_flag("--json", two->json, "as JSON");
  diff->callback([two, &choice] { choice.exit = cli::diff(two->before, two->now, two->json); });
}

void add_evidence(CLI::App& app, Choice& choice) {
  struct Options { std::string from, to, key; bool allow_dirty = false; };
  auto o = std::make_shared<Options>();
  auto* bundle = app.add_subcommand("bundle", "pack a run's folder as evidence that a third party can check");
  bundle->add_option("folder", o->from, "OUT/<candidate>")->required();
  bundle->add_option("-o,--out", o->to, "file to write (.tar.zst)")->required();
  bundle->add_option("--sign", o->key, "private Ed25519 key (PEM) to sign it with")->check(CLI::ExistingFile);
  bundle->callback([o, &choice] { choice.exit = cli::bundle(o->from, o->to, o->key); });
  auto* verify = app.add_subcommand("verify", "check a bundle: sums, signature, and the record ruled on again");
  verify->add_option("file", o->from, "the bundle")->required();
  verify->add_option("--key", o->key, "the signer's public key (PEM), had by another way")->check(CLI::ExistingFile);
  verify->add_flag("--allow-dirty", o->allow_dirty, "take what a changed program or suite has played");
  verify->callback([o, &choice] { choice.exit = cli::verify(o->from, o->key, o->allow_dirty); });
}

void add_looking(CLI::App& app, Choice& choice) {
  struct Options { std::string what = "scenarios"; bool json = false, open = false, sketches = false; cli::Selection selection; std::vector<std::string> files; };
  auto o = std::make_shared<Options>();
  auto* list = app.add_subcommand("list", "list scenarios, verbs, faults or candidates");
  list->add_option("what", o->what, "what to list")->check(CLI::IsMember({"scenarios", "verbs", "faults", "candidates", "profiles"}));
  list->add_flag("--json", o->json, "as JSON");
  add_selection(list, o->selection);
  list->callback([o, &choice] { choice.exit = cli::list(o->what, o->json, o->selection); });
  auto* show = app.add_subcommand("show", "print a scenario with its clauses, or a clause with its scenarios");
  show->add_option("id", o->what, "a scenario's id, a file, a clause, or a profile")->required();
  show->callback([o, &choice] { choice.exit = cli::show(o->what); });
  auto* coverage = app.add_subcommand("coverage", "count which requirements are tested");
  coverage->add_flag("--json", o->json, "as JSON");
  coverage->add_flag("--open", o->open, "list the open ones");
  coverage->add_flag("--sketches", o->sketches, "of the situations that they were taken apart into");
  coverage->callback([o, &choice] { choice.exit = o->sketches ? cli::sketches(o->json, o->open) : cli::coverage(o->json, o->open); });
  auto* lint = app.add_subcommand("lint", "check scenarios, clauses and profiles");
  lint->add_option("file", o->files, "scenario files (default: the suite)");
  lint->callback([o, &choice] { choice.exit = cli::lint(o->files); });
}

void add_serve(CLI::App& app, Choice& choice) {
  auto o = std::make_shared<cli::ServeOptions>();
  auto* c = app.add_subcommand("serve", "play against what runs elsewhere (a manifest that says `remote`), over a real interface");
  c->add_option("candidate", o->candidate, "name or path of a manifest")->required();
  c->add_option("--interface", o->door.interface, "the interface that leads to it")->required();
  c->add_option("--address", o->door.address, "our address on that network, with the length of its prefix: 192.0.2.1/24")->required();
  c->add_option("--address6", o->door.address6, "the same for IPv6: 2001:db8:f::1/64. Without it nothing is played that has IPv6 addresses");
  c->add_option("--authorities", o->authorities, "the file of the CAs that it is to trust, made where there is none (default: OUT/authorities.pem)");
  c->add_option("--delegated", o->delegated,
                "a domain of yours that its parent delegates to that address: for what has a validating resolver of its own. What to publish is shown");
  auto* delegated = c->get_option("--delegated");
  c->add_option("--exchangers", o->door.block,
                "a block of addresses that lead to that interface, at which mail exchangers, policy hosts and name servers then are: 203.0.113.16/28. For what cannot be given a route")
      ->needs(delegated);
  c->add_option("--gateway", o->door.gateway, "the address on that network by which whoever is beyond it is answered")->needs(delegated);
  c->add_option("--domain-key", o->key, "the file of that domain's key, made where there is none (default: OUT/DOMAIN.key)")->needs("--delegated");
  add_selection(c, o->selection);
  c->add_option("--page", o->page, "where the page is served: ADDRESS:PORT")->capture_default_str();
  auto* out = c->add_option("-o,--out", o->out, "folder for results, one below it for the candidate")->capture_default_str();
  c->add_option("--resume", o->resume, "OUT/<candidate> of a run that was stopped (Ctrl-C pauses it so): what has not ended is played in new worlds")
      ->check(CLI::ExistingDirectory)->excludes(out)->excludes("--filter")->excludes("--exclude");
  c->add_option("--operator", o->operator_name, "who sits at it, for the record");
  c->add_option("--jobs", o->jobs, "scenarios at a time (default: all)")->check(at_least_one);
  c->add_option("--profile", o->selection.profile, "only what this profile asks")->allow_extra_args(false);
  c->add_flag("-q,--quiet", o->quiet, "print nothing but the report");
  add_resolver(c, o->resolver);
  c->callback([o, &choice] { choice.exit = cli::serve(*o); });
}

void add_preflight(CLI::App& app, Choice& choice) {
  auto o = std::make_shared<cli::PreflightOptions>();
  auto* c = app.add_subcommand("preflight", "on a machine with an MTA: whether its resolver validates, and the MTA would trust it");
  c->add_option("--resolv-conf", o->resolv_conf, "the file that says which resolver is asked")->capture_default_str();
  c->add_option("--signed", o->names.good, "a name that has addresses, in a signed zone")->capture_default_str();
  c->add_option("--bogus", o->names.bogus, "one that has addresses whose signatures do not hold")->capture_default_str();
  c->add_option("--sentinel", o->names.sentinel, "a signed zone with the names of RFC 8509: the resolver is asked which anchors of the root it trusts");
  c->add_option("--anchors", o->anchors, "a file of trust anchors that the resolver reads (default: where Debian's have theirs)")->allow_extra_args(false);
  c->footer("Exit status: 0 all holds, 1 something FAILS, 3 something (?) could not be asked.");
  c->callback([o, &choice] { choice.exit = cli::preflight(*o); });
}

void add_machine(CLI::App& app, Choice& choice) {
  struct Options { bool json = false, policies = false; std::string candidate = "reference", isolation, resolver = cli::default_resolver; cli::Selection selection; std::vector<int> domains; int spoof = 0; std::vector<std::string> names; };
  auto o = std::make_shared<Options>();
  auto* doctor = app.add_subcommand("doctor", "find out what this machine grants and what is missing");
  doctor->add_flag("--json", o->json, "as JSON");
  doctor->callback([o, &choice] { choice.exit = cli::doctor(o->json); });
  auto* up = app.add_subcommand("up", "keep a world standing, with a shell in the candidate's room");
  up->add_option("candidate", o->candidate, "name or path of a manifest")->capture_default_str();
  up->add_option("--isolation", o->isolation, "root, mapped or single");
  add_resolver(up, o->resolver);
  add_selection(up, o->selection);
  up->callback([o, &choice] { choice.exit = cli::up(o->candidate, o->selection, o->isolation, o->resolver); });
  auto* bench = app.add_subcommand("bench", "measure: world up, suite against a bare sink, memory");
  bench->add_option("--domains", o->domains, "sizes of world to raise (default 100 500 5000)");
  bench->add_option("--candidate", o->candidate, "whose suite to time")->capture_default_str();
  add_resolver(bench, o->resolver);
  bench->add_flag("--json", o->json, "as JSON");
  bench->add_flag("--policies", o->policies, "measure policy hosts of MTA-STS instead: many, slow ones, endless ones; mail to each");
  auto* spoof = bench->add_option("--spoof", o->spoof, "measure instead how long an off-path spoofer needs to be believed by each resolver (or --resolver), "
                                                       "guarded and not: seconds of trying")->check(CLI::Range(1, 600))->excludes("--policies");
  bench->callback([o, &choice, bench, spoof] {
    if (spoof->count() > 0) choice.exit = cli::bench_spoofing(o->candidate, bench->count("--resolver") ? o->resolver : "", o->spoof, o->json);
    else choice.exit = o->policies ? cli::bench_policies(o->candidate, o->resolver, o->json) : cli::bench(o->domains, o->candidate, o->resolver, o->json);
  });
  auto* candidates = app.add_subcommand("candidates", "the MTAs that can be run")->require_subcommand(1);
  auto* install = candidates->add_subcommand("install", "fetch packages as layers: an MTA's, a resolver's, nsd");
  install->add_option("name", o->names, "candidates, resolvers, name servers")->required();
  install->callback([o, &choice] { choice.exit = cli::install_candidates(o->names); });
  auto* check = candidates->add_subcommand("check", "try a manifest step by step: start, submit, list, nudge, stop");
  check->add_option("file", o->candidate, "name or path of a manifest")->required();
  check->add_option("--isolation", o->isolation, "root, mapped or single");
  add_resolver(check, o->resolver);
  check->callback([o, &choice] { choice.exit = cli::check_candidate(o->candidate, o->isolation, o->resolver); });
  auto* list = candidates->add_subcommand("list", "list the manifests");
  list->add_flag("--json", o->json, "as JSON");
  list->callback([o, &choice] { choice.exit = cli::list_candidates(o->json); });
}

void add_faults(CLI::App& app, Choice& choice) {
  auto o = std::make_shared<cli::FaultOptions>();
  auto* c = app.add_subcommand("faults", "play the suite over every fault of the reference sender");
  c->add_option("-o,--out", o->out, "folder for results")->capture_default_str();
  c->add_option("--fault", o->faults, "only these faults")->allow_extra_args(false);
  c->add_option("--map", o->map, "play only what decides, as this file says")->check(CLI::ExistingFile);
  c->add_option("--sample", o->sample, "of the map, every N-th fault, and the scenarios that it names for these")->check(at_least_one)->needs("--map");
  c->add_option("--write-map", o->write_map, "file that shall say what decides, from the full matrix")->excludes("--map");
  add_resolver(c, o->resolver);
  c->add_option("--parallel", o->parallel, "runs at a time")->check(at_least_one);
  c->add_flag("--json", o->json, "as JSON");
  add_selection(c, o->selection);
  c->callback([o, &choice] { choice.exit = cli::faults(*o); });
}

void add_population(CLI::App& app, Choice& choice) {
  auto* c = app.add_subcommand("population", "reckon how mail fares in a population of domains, with every defence and under every attack");
  auto o = std::make_shared<cli::PopulationOptions>();
  auto shard = std::make_shared<std::string>();
  c->add_option("--domains", o->domains, "how many are drawn")->check(at_least_one)->capture_default_str();
  c->add_option("--profile", o->profile, "what they are drawn from: a name below scenarios/populations, or the path of a file")->capture_default_str();
  c->add_option("--seed", o->seed, "of the draw: the same gives the same domains")->capture_default_str();
  c->add_option("--shard", *shard, "K/N: only the K-th of N parts; `gauntlet merge` adds them up")->allow_extra_args(false);
  c->add_option("--defence", o->defences, "only this one; may be repeated")->allow_extra_args(false);
  c->add_option("--attack", o->attacks, "only this one; may be repeated")->allow_extra_args(false);
  c->add_option("--sweep", o->sweeps, "move one figure from end to end and draw what comes of it: dane, mta-sts, max-age, hijackable")->allow_extra_args(false);
  c->add_option("-o,--out", o->out, "folder for counts, tables and charts")->capture_default_str();
  c->add_flag("--real", o->real, "play them on sockets, too, all in one world, and name what differs");
  add_resolver(c, o->resolver);
  c->add_flag("--json", o->json, "print the counts as JSON instead of the tables");
  c->add_flag("-q,--quiet", o->quiet, "print nothing");
  c->callback([o, shard, &choice] {
    if (!shard->empty()) o->shard = cli::shard_named(*shard);
    choice.exit = cli::population(*o);
  });
}

void add_atlas(CLI::App& app, Choice& choice) {
  auto o = std::make_shared<cli::AtlasOptions>();
  auto* c = app.add_subcommand("atlas", "play every attack against every defence: what each attacker gets");
  c->add_option("-o,--out", o->out, "folder for grid and evidence")->capture_default_str();
  c->add_option("--candidates", o->candidates, "released MTAs in the columns, by name or path of their manifests");
  c->add_option("--filter", o->filters, "only attacks whose id fits (with * and ?); may be repeated")->allow_extra_args(false);
  c->add_option("--defence", o->defences, "only columns whose name fits; may be repeated")->allow_extra_args(false);
  add_resolver(c, o->resolver);
  c->add_option("--seed", o->seed, "of names: repeats a run (default: another one each time)");
  c->add_option("--tables", o->tables, "print these outcomes as Markdown, and play nothing")->check(CLI::ExistingFile);
  c->add_flag("-q,--quiet", o->quiet, "print the grid only");
  c->callback([o, &choice] { choice.exit = cli::atlas(*o); });
}

/// The manual and the shell's completion, from what stands here: neither is in the help of which they are made.
void add_manual(CLI::App& app, Choice& choice) {
  auto what = std::make_shared<std::string>();
  auto* c = app.add_subcommand("manual", "write the man page, or completion for a shell")->group("");
  c->add_option("what", *what, "man or bash")->required()->check(CLI::IsMember({"man", "bash"}));
  c->callback([what, &app, &choice] {
    report::print(stdout, *what == "man" ? cli::man_page(app) : cli::bash_completion(app));
    choice.exit = cli::conformant;
  });
}

int dispatch(int argc, char** argv) {
  // Our own helpers, run inside namespaces: not part of the command line that people see.
  if ((argc == 3 || argc == 4) && !std::strcmp(argv[1], "keep-room")) return lab::keep_room(argv[2], argv[3]);
  if (argc == 3 && !std::strcmp(argv[1], "inside")) run::inside(argv[2]);
  CLI::App app{"Gauntlet: a conformance harness and adversarial simulator for sending mail servers"};
  app.formatter(std::make_shared<Help>());
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("gauntlet ") + desk::version);
  app.footer("Exit status: 0 conformant, 1 a MUST violated, 2 usage, 3 harness fault or inconclusive,\n"
             "4 nothing selected, 5 no isolation, 130 interrupted.");
  Choice choice;
  add_run(app, choice);
  add_judging(app, choice);
  add_report(app, choice);
  add_evidence(app, choice);
  add_looking(app, choice);
  add_faults(app, choice);
  add_population(app, choice);
  add_atlas(app, choice);
  add_machine(app, choice);
  add_preflight(app, choice);
  add_manual(app, choice);
  add_serve(app, choice);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : cli::usage;
  }
  return choice.exit;
}

}  // namespace

int main(int argc, char** argv) {
  allow_many_files();
  ::signal(SIGPIPE, SIG_IGN);
  try {
    const int status = dispatch(argc, argv);
    report::print(stdout, "", report::Reader::may_leave);  // what is in the buffer still: a full disk is told of, whatever wrote
    return status;
  } catch (const Complaints& complaints) {
    fmt::print(stderr, "{}\n", complaints.what());
    return cli::usage;
  } catch (const run::NoIsolation& none) {
    fmt::print(stderr, "gauntlet: {}\n", none.what());
    return cli::no_isolation;
  } catch (...) {
    fmt::print(stderr, "gauntlet: {}\n", run::sentence(std::current_exception()));
    return cli::broken;
  }
}
