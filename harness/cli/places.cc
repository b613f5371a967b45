// See places.h.
#include "harness/cli/places.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/fault.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;

namespace {

std::string own_file() {
  // A program that was replaced while it runs (a rebuild) is still found under its name.
  std::string file = fs::read_symlink("/proc/self/exe").string();
  if (file.ends_with(" (deleted)")) file.resize(file.size() - 10);
  return file;
}

}  // namespace

std::string data_folder() {
  if (const char* own = std::getenv("GAUNTLET_DATA"); own && *own) return own;
  // Installed, the program is PREFIX/lib/gauntlet/gauntlet.
  const auto installed = fs::path(own_file()).parent_path().parent_path().parent_path() / "share/gauntlet";
  if (fs::is_directory(installed / "scenarios")) return installed.string();
  return GAUNTLET_SOURCE_FOLDER;
}

std::string scenarios_folder() { return data_folder() + "/scenarios"; }
std::string ground_folder() { return data_folder() + "/zones"; }
std::string candidates_folder() { return data_folder() + "/harness/candidates"; }
std::string servers_folder() { return data_folder() + "/fixtures/dns/servers"; }

run::Places places() {
  const auto file = own_file();
  return {file, fs::path(file).parent_path().string(), fs::absolute(ground_folder()).string(),
          fs::absolute(servers_folder() + "/nsd.server").string()};
}

namespace {

std::vector<std::string> files_in(const std::string& folder, const std::string& extension) {
  std::vector<std::string> all;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none))
    if (entry.path().extension() == extension) all.push_back(entry.path().string());
  std::sort(all.begin(), all.end());
  return all;
}

/// One of these files by its stem, or another by its path.
std::string file_of(const std::vector<std::string>& files, const std::string& name, const char* what) {
  for (const auto& file : files)
    if (fs::path(file).stem() == name) return file;
  if (fs::is_regular_file(name)) return fs::absolute(name).string();
  std::string there;
  for (const auto& file : files) there += (there.empty() ? "" : ", ") + fs::path(file).stem().string();
  throw Complaints(name, 0, fmt::format("no such {}; a file's path or one of {} was expected", what, there));
}

void check_installed(const dns::Product& product, const std::string& typed) {
  if (const auto lack = lab::missing_layer(product, typed); !lack.empty()) throw Fault(lack);
}

}  // namespace

std::vector<std::string> manifest_files() { return files_in(candidates_folder(), ".candidate"); }

std::string manifest_file(const std::string& name) { return file_of(manifest_files(), name, "candidate"); }

std::string population_file(const std::string& name) {
  return file_of(files_in(scenarios_folder() + "/populations", ".population"), name, "profile");
}

std::vector<std::string> server_files() { return files_in(servers_folder(), ".server"); }

std::vector<dns::Product> resolvers() {
  std::vector<dns::Product> all;
  for (const auto& file : server_files())
    if (auto product = dns::read_product(file); product.role == dns::Role::resolver) all.push_back(std::move(product));
  return all;
}

dns::Product resolver_named(const std::string& name) {
  std::vector<std::string> files;
  for (const auto& one : resolvers()) files.push_back(one.file);
  const auto product = dns::read_product(file_of(files, name, "resolver"));
  if (product.role != dns::Role::resolver)
    throw Complaints(name, 0, fmt::format("{} is no resolver (its `role`)", product.title));
  check_installed(dns::read_product(places().name_server), "nsd");
  check_installed(product, name);
  return product;
}

}  // namespace gauntlet::cli
