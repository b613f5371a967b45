// doctor and candidates: what this machine grants, what has been fetched.
#include <filesystem>
#include <fstream>
#include <sys/resource.h>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/lab/isolation.h"
#include "fixtures/lab/layer.h"
#include "harness/candidate/manifest.h"
#include "harness/cli/commands.h"
#include "harness/cli/places.h"
#include "harness/cli/wait.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

struct Tool {
  const char* package;
  const char* program;
  bool needed;
};

constexpr Tool tools[] = {{"util-linux", "unshare", true}, {"util-linux", "nsenter", true}, {"mount", "mount", true},
                          {"iproute2", "ip", true}, {"uidmap", "newuidmap", false}};

/// What is there or not, as a line and as JSON.
struct Row {
  std::string name, path, mend;
  bool needed;
};

std::vector<Row> rows_of_tools() {
  std::vector<Row> rows;
  for (const auto& tool : tools)
    rows.push_back({tool.program, lab::find_program(tool.program), fmt::format("apt-get install {}", tool.package), tool.needed});
  return rows;
}

/// The lab's own servers. What the default needs is needed; other resolvers are for who wants them.
std::vector<Row> rows_of_servers() {
  std::vector<Row> rows;
  for (const auto& file : server_files()) {
    const auto product = dns::read_product(file);
    rows.push_back({product.name, lab::layer_of(product), fmt::format("gauntlet candidates install {}", product.name),
                    product.role == dns::Role::name_server || product.name == default_resolver});
  }
  return rows;
}

json::object to_json(const Row& row) {
  json::object o;
  o["program"] = row.name;
  o["path"] = row.path;
  return o;
}

void print(const Row& row) {
  fmt::print("{:<8} {:<5} {}\n", row.name, row.path.empty() ? "no" : "yes",
             !row.path.empty() ? row.path : fmt::format("to mend: {}{}", row.mend, row.needed ? "" : " (for who wants it)"));
}

}  // namespace

unsigned long files_for(size_t scenarios) { return 256 + 2 * scenarios; }

unsigned long open_files() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

int doctor(bool as_json) {
  const size_t suite_size = 300;
  const auto probes = wait_for(lab::probe());
  bool any = false, complete = true;
  json::object told;
  json::array rungs, programs;
  for (const auto& probe : probes) {
    any = any || probe.works;
    json::object o;
    o["rung"] = lab::name(probe.rung);
    o["works"] = probe.works;
    o["found"] = probe.found;
    o["mend"] = probe.mend;
    rungs.push_back(o);
    if (as_json) continue;
    fmt::print("{:<8} {:<5} {}\n", lab::name(probe.rung), probe.works ? "yes" : "no", probe.found);
    if (!probe.works) fmt::print("{:<14} to mend: {}\n", "", probe.mend);
  }
  auto rows = rows_of_tools();
  for (auto& row : rows_of_servers()) rows.push_back(std::move(row));
  for (const auto& row : rows) {
    complete = complete && (!row.needed || !row.path.empty());
    programs.push_back(to_json(row));
    if (!as_json) print(row);
  }
  const auto files = open_files();
  const bool enough = files >= files_for(suite_size);
  complete = complete && enough;
  if (!as_json) {
    fmt::print("{:<8} {:<5} {} may be open at a time\n", "files", enough ? "yes" : "no", files);
    if (!enough)
      fmt::print("{:<14} to mend: {} are needed for {} scenarios at a time: ulimit -n, LimitNOFILE= or --ulimit nofile= of whatever started this shell\n",
                 "", files_for(suite_size), suite_size);
  }
  told["open_files"] = files;
  if (as_json) {
    told["isolation"] = rungs;
    told["programs"] = programs;
    fmt::print("{}\n", json::serialize(told));
  }
  if (!any) return no_isolation;
  return complete ? conformant : broken;
}

/// A candidate, or a server of the lab's.
static lab::Program program_named(const std::string& name) {
  for (const auto& file : server_files())
    if (fs::path(file).stem() == name) return dns::read_product(file);
  if (name.ends_with(".server")) return dns::read_product(name);
  return candidate::read_manifest(manifest_file(name));
}

int install_candidates(const std::vector<std::string>& names) {
  for (const auto& name : names) {
    const auto program = program_named(name);
    if (program.packages.empty() && program.install.empty()) {
      fmt::print("{}: needs no packages\n", name);
      continue;
    }
    fmt::print("{}\n", wait_for(lab::install(program)));
    std::fflush(stdout);
  }
  return conformant;
}

int list_candidates(bool as_json) {
  json::array all;
  for (const auto& file : manifest_files()) {
    const auto m = candidate::read_manifest(file);
    const bool there = candidate::missing(m).empty();
    const auto usual = m.claims_with({});
    std::string claims;
    for (const auto& claim : usual) claims += (claims.empty() ? "" : " ") + claim;
    json::array postures;
    for (const auto& posture : m.postures) postures.emplace_back(posture.name);
    json::object o;
    o["name"] = m.name;
    o["title"] = m.title;
    o["claims"] = json::value_from(usual);
    o["postures"] = postures;
    o["installed"] = there;
    o["file"] = m.file;
    all.push_back(o);
    if (!as_json) fmt::print("{:<12} {:<14} {:<10} {}\n", m.name, there ? "installed" : "not installed", claims, m.title);
  }
  if (as_json) fmt::print("{}\n", json::serialize(all));
  return conformant;
}

}  // namespace gauntlet::cli
