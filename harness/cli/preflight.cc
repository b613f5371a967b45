// preflight: on a machine with an MTA, whether its resolver validates and holds a current anchor, and whether the MTA would make use of it.
// Nothing is changed and nothing is mailed.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "fixtures/lab/child.h"
#include "harness/cli/commands.h"
#include "harness/cli/wait.h"
#include "harness/preflight/mta.h"
#include "harness/preflight/resolv_conf.h"

namespace gauntlet::cli {
namespace {

using preflight::Finding;
using preflight::Findings;
using preflight::State;

constexpr Duration patience = 10s;  ///< with a program of the MTA's

const char* word(State state) {
  switch (state) {
    case State::ok: return "ok";
    case State::fails: return "FAILS";
    case State::unknown: return "?";
    case State::note: return "-";
  }
  return "";
}

void add(Findings& all, Findings more) { all.insert(all.end(), more.begin(), more.end()); }

/// What a program of the MTA's prints; a finding in its place when it fails.
awaitable<std::string> said_by(std::vector<std::string> argv, const char* subject, Findings& all) {
  lab::Command command;
  command.argv = argv;
  const auto result = co_await lab::run(command, patience);
  if (result.status == 0 && !result.timed_out) co_return result.out;
  all.push_back({State::unknown, subject, fmt::format("{} ended with status {}: {}", argv[0], result.status, printable(trim(result.err), 200))});
  co_return "";
}

awaitable<void> ask_postfix(std::string postconf, std::string resolv_conf, Findings& all) {
  std::vector<std::string> argv = preflight::wanted_of_postfix();
  argv.insert(argv.begin(), postconf);
  const auto text = co_await said_by(argv, "postfix", all);
  if (text.empty()) co_return;
  const auto settings = preflight::settings_in(text);
  std::vector<std::string> service = {postconf, "-F", "smtp/unix/chroot"};
  const auto chroot = preflight::settings_in(co_await said_by(service, "postfix", all));
  auto inner = resolv_conf;
  if (const auto found = chroot.find("smtp/unix/chroot"); found != chroot.end() && found->second == "y") {
    const auto copy = settings.at("queue_directory") + "/etc/resolv.conf";
    inner = std::filesystem::exists(copy) ? read_file(copy) : "";
  }
  add(all, preflight::examine_postfix(settings, resolv_conf, inner));
}

awaitable<void> ask_exim(std::string exim, Findings& all) {
  std::vector<std::string> said;
  for (const char* what : {"dns_dnssec_ok", "transports", "routers"}) {
    std::vector<std::string> argv = {exim, "-bP", what};
    said.push_back(co_await said_by(argv, "exim", all));
    if (said.back().empty()) co_return;
  }
  add(all, preflight::examine_exim(said[0], said[1], said[2]));
}

awaitable<int> examine(PreflightOptions o, Findings& all) {
  const auto text = read_file(o.resolv_conf);
  const auto conf = preflight::read_resolv_conf(text);
  add(all, preflight::examine(conf));
  for (const auto& server : conf.servers) add(all, co_await preflight::examine_resolver(server, o.names));
  auto files = o.anchors;
  if (files.empty())
    for (const auto& file : preflight::usual_anchor_files())
      if (std::filesystem::exists(file)) files.push_back(file);
  for (const auto& file : files) all.push_back(preflight::examine_anchors(file, preflight::anchors_in(read_file(file))));
  if (files.empty()) all.push_back({State::note, "anchor", "no resolver's file of trust anchors is here; --anchors names one"});
  const auto postconf = lab::find_program("postconf");
  auto exim = lab::find_program("exim4");
  if (exim.empty()) exim = lab::find_program("exim");
  if (!postconf.empty()) co_await ask_postfix(postconf, text, all);
  if (!exim.empty()) co_await ask_exim(exim, all);
  if (postconf.empty() && exim.empty()) all.push_back({State::note, "mta", "neither Postfix nor Exim is here: see yourself whether your MTA asks for DNSSEC"});
  co_return conformant;
}

}  // namespace

int preflight(const PreflightOptions& options) {
  Findings all;
  wait_for(examine(options, all));
  const auto any = [&](State state) { return std::ranges::any_of(all, [&](const Finding& f) { return f.state == state; }); };
  for (const auto& f : all) fmt::print("{:<9} {:<5}  {}\n", f.subject, word(f.state), f.text);
  return any(State::fails) ? violated : any(State::unknown) ? broken : conformant;
}

}  // namespace gauntlet::cli
