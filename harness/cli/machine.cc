// doctor and candidates: what this machine grants, what has been fetched.
#include <filesystem>
#include <fstream>
#include <sys/resource.h>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/lab/isolation.h"
#include "fixtures/lab/tool.h"
#include "harness/candidate/install.h"
#include "harness/candidate/manifest.h"
#include "harness/cli/commands.h"
#include "harness/cli/places.h"
#include "harness/cli/wait.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

struct Program {
  const char* package;
  const char* program;
  bool needed;
};

std::string where(const Program& p) {
  try {
    return lab::tool(p.package, p.program, {}).argv[0];
  } catch (const Fault&) {
    return {};
  }
}

constexpr Program programs[] = {{"util-linux", "unshare", true}, {"util-linux", "nsenter", true},
                                {"iproute2", "ip", true},        {"uidmap", "newuidmap", false},
                                {"nsd", "nsd", true},            {"unbound", "unbound", true}};

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
  json::array rungs, tools;
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
  for (const auto& p : programs) {
    const auto path = where(p);
    complete = complete && (!p.needed || !path.empty());
    json::object o;
    o["program"] = p.program;
    o["path"] = path;
    tools.push_back(o);
    if (!as_json)
      fmt::print("{:<8} {:<5} {}\n", p.program, path.empty() ? "no" : "yes",
                 !path.empty() ? path
                 : std::string(p.package) == "nsd" || std::string(p.package) == "unbound"
                     ? fmt::format("to mend: gauntlet candidates install {}", p.package)
                     : fmt::format("to mend: apt-get install {}", p.package));
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
    told["programs"] = tools;
    fmt::print("{}\n", json::serialize(told));
  }
  if (!any) return no_isolation;
  return complete ? conformant : broken;
}

int install_candidates(const std::vector<std::string>& names) {
  for (const auto& name : names) {
    candidate::Manifest manifest;
    manifest.name = manifest.layer = name;
    manifest.packages = {name};
    if (name != "nsd" && name != "unbound") manifest = candidate::read_manifest(manifest_file(name));
    if (manifest.packages.empty()) {
      fmt::print("{}: needs no packages\n", name);
      continue;
    }
    fmt::print("{}\n", wait_for(candidate::install(manifest)));
    std::fflush(stdout);
  }
  return conformant;
}

int list_candidates(bool as_json) {
  json::array all;
  for (const auto& file : manifest_files()) {
    const auto m = candidate::read_manifest(file);
    const bool there = candidate::missing(m).empty();
    std::string claims;
    for (const auto& claim : m.claims) claims += (claims.empty() ? "" : " ") + claim;
    json::object o;
    o["name"] = m.name;
    o["title"] = m.title;
    o["claims"] = json::value_from(m.claims);
    o["installed"] = there;
    o["file"] = m.file;
    all.push_back(o);
    if (!as_json) fmt::print("{:<12} {:<14} {:<10} {}\n", m.name, there ? "installed" : "not installed", claims, m.title);
  }
  if (as_json) fmt::print("{}\n", json::serialize(all));
  return conformant;
}

}  // namespace gauntlet::cli
