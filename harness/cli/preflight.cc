// preflight: on a machine with an MTA, whether its resolver validates and holds a current anchor, and whether the MTA would make use of it.
// Nothing is changed and nothing is mailed.
#include <algorithm>
#include <filesystem>
#include <optional>

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

/// What a program of the MTA's prints; nothing, and a finding in its place, when it fails.
awaitable<std::optional<std::string>> said_by(std::vector<std::string> argv, const char* subject, Findings& all) {
  lab::Command command;
  command.argv = argv;
  const auto result = co_await lab::run(command, patience);
  if (result.status == 0 && !result.timed_out) co_return result.out;
  const auto end = result.timed_out ? std::string("did not end in time") : fmt::format("ended with status {}", result.status);
  all.push_back({State::unknown, subject, fmt::format("{} {}: {}", argv[0], end, printable(trim(result.err), 200))});
  co_return std::nullopt;
}

/// A file that is there; nothing where it is not, and a finding where it may not be read.
std::optional<std::string> content(const std::string& file, const char* subject, Findings& all) {
  std::error_code failed;
  const bool there = std::filesystem::exists(file, failed);
  if (!there && !failed) return std::nullopt;
  try {
    return read_file(file);
  } catch (const Complaints& why) {
    all.push_back({State::unknown, subject, why.what()});
    return std::nullopt;
  }
}

awaitable<void> ask_postfix(std::string postconf, std::string resolv_conf, Findings& all) {
  std::vector<std::string> argv = preflight::wanted_of_postfix();
  argv.insert(argv.begin(), postconf);
  const auto text = co_await said_by(argv, "postfix", all);
  if (!text) co_return;
  const auto settings = preflight::settings_in(*text);
  std::vector<std::string> service = {postconf, "-F", "smtp/unix/chroot"};
  const auto said = co_await said_by(service, "postfix", all);
  const auto chroot = preflight::settings_in(said.value_or(""));
  auto inner = resolv_conf;
  const auto found = chroot.find("smtp/unix/chroot");
  const auto queue = settings.find("queue_directory");
  if (found != chroot.end() && found->second == "y" && queue != settings.end())
    inner = content(queue->second + "/etc/resolv.conf", "postfix", all).value_or("");
  add(all, preflight::examine_postfix(settings, resolv_conf, inner));
}

awaitable<void> ask_exim(std::string exim, Findings& all) {
  std::vector<std::string> said;
  for (const char* what : {"dns_dnssec_ok", "transports", "routers"}) {
    std::vector<std::string> argv = {exim, "-bP", what};
    const auto one = co_await said_by(argv, "exim", all);
    if (!one) co_return;
    said.push_back(*one);
  }
  add(all, preflight::examine_exim(said[0], said[1], said[2]));
}

awaitable<Findings> examine(PreflightOptions o) {
  Findings all;
  const auto text = read_file(o.resolv_conf);
  const auto conf = preflight::read_resolv_conf(text);
  add(all, preflight::examine(conf));
  for (const auto& server : conf.servers) add(all, co_await preflight::examine_resolver(server, o.names));
  auto files = o.anchors;
  if (files.empty())
    for (const auto& file : preflight::usual_anchor_files())
      files.push_back(file);
  bool any = false;
  for (const auto& file : files)
    if (const auto said = content(file, "anchor", all)) any = true, all.push_back(preflight::examine_anchors(file, preflight::anchors_in(*said)));
  if (!any) all.push_back({State::note, "anchor", "no resolver's file of trust anchors is here; --anchors names one"});
  const auto postconf = lab::find_program("postconf");
  auto exim = lab::find_program("exim4");
  if (exim.empty()) exim = lab::find_program("exim");
  if (!postconf.empty()) co_await ask_postfix(postconf, text, all);
  if (!exim.empty()) co_await ask_exim(exim, all);
  if (postconf.empty() && exim.empty()) all.push_back({State::note, "mta", "neither Postfix nor Exim is here: see yourself whether your MTA asks for DNSSEC"});
  co_return all;
}

}  // namespace

int preflight(const PreflightOptions& options) {
  const auto all = wait_for(examine(options));
  const auto any = [&](State state) { return std::ranges::any_of(all, [&](const Finding& f) { return f.state == state; }); };
  for (const auto& f : all) fmt::print("{:<9} {:<5}  {}\n", f.subject, word(f.state), f.text);
  return any(State::fails) ? violated : any(State::unknown) ? broken : conformant;
}

}  // namespace gauntlet::cli
