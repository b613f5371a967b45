// See install.h. apt resolves, fetches and verifies; dpkg unpacks; both work without privileges.
#include "harness/candidate/install.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "fixtures/lab/tool.h"

namespace gauntlet::candidate {
namespace fs = std::filesystem;
namespace {

awaitable<std::string> must_run(lab::Command command, Duration limit) {
  const auto done = co_await lab::run(command, limit);
  if (done.status != 0)
    throw Fault(fmt::format("`{}` ended with status {}: {}", fmt::join(command.argv, " "), done.status,
                            trim(done.err.substr(0, 500))));
  co_return done.out;
}

/// "Inst postfix (3.7.11-0+deb12u1 Debian:12 [amd64])" -> postfix=3.7.11-0+deb12u1
std::vector<std::string> to_fetch(const std::string& simulation) {
  std::vector<std::string> all;
  std::istringstream lines(simulation);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("Inst ")) continue;
    std::istringstream fields(line);
    std::string word, name, version;
    fields >> word >> name;
    while (fields >> word)
      if (word.starts_with('(')) {
        version = word.substr(1);
        break;
      }
    all.push_back(name + "=" + version);
  }
  return all;
}

lab::Command apt(std::vector<std::string> words) {
  lab::Command command;
  command.argv = {"apt-get"};
  command.argv.insert(command.argv.end(), words.begin(), words.end());
  command.env["LC_ALL"] = "C";
  return command;
}

awaitable<void> fetch(std::vector<std::string> wanted, fs::path folder) {
  std::vector<std::string> words = {"download", "-qq"};
  words.insert(words.end(), wanted.begin(), wanted.end());
  lab::Command command = apt(words);
  // apt-get download writes to the working directory.
  command.argv.insert(command.argv.begin(), {"env", "--chdir=" + folder.string()});
  co_await must_run(command, 300s);
}

awaitable<void> unpack(fs::path archive, fs::path layer) {
  lab::Command command;
  command.argv = {"dpkg", "-x", archive.string(), layer.string()};
  co_await must_run(command, 60s);
}

}  // namespace

awaitable<std::string> install_layer(std::string name, std::vector<std::string> packages) {
  const fs::path layer = fs::path(lab::cache_folder()) / "layers" / name;
  const std::string marker = fmt::format("{}\n", fmt::join(packages, " "));
  if (fs::exists(layer / ".complete") && read_file(layer / ".complete").starts_with(marker))
    co_return fmt::format("{}: already there ({})", name, layer.string());
  std::vector<std::string> words = {"-s", "install", "--no-install-recommends", "--reinstall"};
  words.insert(words.end(), packages.begin(), packages.end());
  const auto simulation = co_await must_run(apt(words), 60s);
  const auto wanted = to_fetch(simulation);
  if (wanted.empty()) throw Fault(fmt::format("apt knows nothing to fetch for {}", fmt::join(packages, " ")));
  const fs::path work = fs::path(lab::cache_folder()) / "layers" / ("." + name + ".new");
  const fs::path archives = fs::path(lab::cache_folder()) / "archives" / name;
  fs::remove_all(work);
  fs::remove_all(archives);
  fs::create_directories(work);
  fs::create_directories(archives);
  co_await fetch(wanted, archives);
  std::string sums;
  std::vector<fs::path> debs;
  for (const auto& entry : fs::directory_iterator(archives)) debs.push_back(entry.path());
  std::sort(debs.begin(), debs.end());
  for (const auto& deb : debs) {
    sums += fmt::format("{}  {}\n", sha256(read_file(deb.string())), deb.filename().string());
    co_await unpack(deb, work);
  }
  std::ofstream(work / ".complete") << marker << sums;
  fs::remove_all(layer);
  fs::rename(work, layer);
  co_return fmt::format("{}: {} package{} in {}", name, debs.size(), debs.size() == 1 ? "" : "s", layer.string());
}

}  // namespace gauntlet::candidate
