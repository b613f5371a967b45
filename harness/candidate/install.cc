// See install.h. apt resolves, fetches and verifies; dpkg unpacks; both work without privileges.
#include "harness/candidate/install.h"

#include <algorithm>
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
    throw Fault(fmt::format("`{}` ended with status {}: {}", fmt::join(command.argv, " "),
                            done.status, trim(done.err.substr(0, 500))));
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

namespace {

fs::path layers() {
  return fs::path(lab::cache_folder()) / "layers";
}

/// The packages that a layer says it is made of, sorted.
std::vector<std::string> made_of(const fs::path& layer) {
  if (!fs::exists(layer / ".complete")) return {};
  const std::string text = read_file(layer / ".complete");
  auto packages = words(text.substr(0, text.find('\n')));
  std::sort(packages.begin(), packages.end());
  return packages;
}

std::string layer_made_of(std::vector<std::string> packages) {
  std::sort(packages.begin(), packages.end());
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(layers(), none))
    if (!entry.path().filename().string().starts_with('.') && made_of(entry.path()) == packages)
      return entry.path().string();
  return "";
}

/// A layer without packages is somebody's own build, unpacked by hand.
std::string layer_named(const Manifest& manifest) {
  const auto layer = layers() / manifest.layer;
  if (!fs::is_directory(layer)) return "";
  if (manifest.packages.empty()) return layer.string();
  auto packages = manifest.packages;
  std::sort(packages.begin(), packages.end());
  return made_of(layer) == packages ? layer.string() : "";
}

}  // namespace

std::string layer_of(const Manifest& manifest) {
  if (!manifest.layer.empty()) return layer_named(manifest);
  return manifest.packages.empty() ? "" : layer_made_of(manifest.packages);
}

std::string missing(const Manifest& manifest) {
  const bool needs_layer = !manifest.packages.empty() || !manifest.layer.empty();
  if (needs_layer && layer_of(manifest).empty()) {
    if (manifest.packages.empty())
      return fmt::format("{} needs the layer {}, and there is no folder {}", manifest.name,
                         manifest.layer, (layers() / manifest.layer).string());
    return fmt::format("{} is not installed: gauntlet candidates install {}", manifest.name,
                       manifest.file);
  }
  for (const auto& folder : manifest.binds)
    if (!fs::is_directory(folder))
      return fmt::format("{} needs the folder {} (`bind`), which this machine does not have",
                         manifest.name, folder);
  return "";
}

awaitable<std::string> install(Manifest manifest) {
  std::string name = manifest.layer;
  if (name.empty()) {
    if (const auto there = layer_made_of(manifest.packages); !there.empty())
      co_return fmt::format("{}: already there ({})", manifest.name, there);
    name = fmt::format("{}", fmt::join(manifest.packages, "+"));
  }
  co_return co_await install_layer(name, manifest.packages);
}

awaitable<std::string> install_layer(std::string name, std::vector<std::string> packages) {
  const fs::path layer = fs::path(lab::cache_folder()) / "layers" / name;
  const std::string marker = fmt::format("{}\n", fmt::join(packages, " "));
  if (fs::exists(layer / ".complete") && read_file(layer / ".complete").starts_with(marker))
    co_return fmt::format("{}: already there ({})", name, layer.string());
  std::vector<std::string> words = {"-s", "install", "--no-install-recommends", "--reinstall"};
  words.insert(words.end(), packages.begin(), packages.end());
  const auto simulation = co_await must_run(apt(words), 60s);
  const auto wanted = to_fetch(simulation);
  if (wanted.empty())
    throw Fault(fmt::format("apt knows nothing to fetch for {}", fmt::join(packages, " ")));
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
  co_return fmt::format("{}: {} package{} in {}", name, debs.size(), debs.size() == 1 ? "" : "s",
                        layer.string());
}

}  // namespace gauntlet::candidate
