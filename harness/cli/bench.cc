// bench: how fast, in figures that are ratios of one run where they can be.
#include <filesystem>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/workshop.h"
#include "harness/cli/places.h"
#include "harness/cli/select.h"
#include "harness/cli/wait.h"
#include "harness/desk/desk.h"
#include "harness/run/names.h"
#include "harness/run/conduct.h"
#include "harness/run/inner.h"
#include "harness/run/spoof.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

/// The suite as `run` plays it.
struct Lasted {
  int plays = 0;     ///< that came to an end
  int messages = 0;  ///< that the candidate took into its queue for scenarios
  double seconds = 0;
  double processor = 0;  ///< seconds, of all processes: ours, the servers', the candidate's
};

/// Seconds of processor that our children took, and theirs, as far as they have ended.
double processor_of_children() {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Throws Fault where something broke, since what is left measures nothing.
Lasted lasted(const desk::Desk& desk) {
  auto faults = desk.facts.faults;
  for (const auto& cell : desk.facts.cells) faults.insert(faults.end(), cell.faults.begin(), cell.faults.end());
  if (!faults.empty()) throw Fault(fmt::format("the suite on {} was not played to its end: {}", desk.facts.candidate, faults.front()));
  Lasted all;
  all.seconds = desk.facts.seconds;
  for (const auto& cell : desk.cells)
    for (const auto& e : cell.events) {
      all.plays += e.what == "play.end";
      all.messages += e.what == "submit" && e.number("status") == 0 && !e.tag.empty() && e.tag != "bystander";
    }
  return all;
}

class Bench {
 public:
  Bench(const candidate::Manifest& manifest, const dns::Product& resolver, asio::any_io_executor ex)
      : manifest_(manifest), resolver_(resolver), interrupts_(ex), pace_(run::pace_of_a_run(ex)) {}

  awaitable<void> prepare() { isolation_ = co_await run::choose_isolation(manifest_, ""); }
  void close() { interrupts_.stop(); }

  /// What an inner process of this purpose measures; `fault` is that of policy hosts.
  awaitable<std::vector<run::News>> measure(std::string purpose, int domains, std::string fault = {}) {
    run::Order order;
    order.cell = fmt::format("{}-{}{}", purpose, domains, fault);
    order.fault = fault;
    order.folder = workshop_.path() + "/" + order.cell;
    order.root = scenarios_folder();
    order.manifest = fs::absolute(manifest_.file).string();
    order.resolver = resolver_.file;
    order.places = places();
    order.isolation = lab::name(isolation_);
    order.purpose = purpose;
    order.domains = domains;
    const auto left = co_await run::carry_out(order, interrupts_);
    if (left.status != run::played || left.measured.empty() || !left.faults.empty())
      throw Fault(fmt::format("measuring {} over {} domains ended with status {}: {}", purpose, domains, left.status,
                              left.faults.empty() ? "nothing was told" : left.faults.front()));
    co_return left.measured;
  }

  awaitable<Lasted> suite(const Selected& selected) {
    run::Job job;
    job.manifest = manifest_;
    job.resolver = resolver_;
    job.folder = workshop_.path() + "/" + manifest_.name;
    job.scenarios = &selected.chosen;
    job.others = desk::sums_of(selected.left_out);
    job.suite = scenarios_folder();
    job.harness = desk::this_harness();
    job.seed = run::any_seed();
    job.places = places();
    job.isolation = isolation_;
    const std::string folder = job.folder;
    const double before = processor_of_children();
    if (!co_await run::conduct(std::move(job), pace_, interrupts_)) throw Fault(fmt::format("the suite on {} was not played", manifest_.name));
    auto all = lasted(desk::open(folder));
    all.processor = processor_of_children() - before;
    co_return all;
  }

 private:
  Workshop workshop_{"gauntlet-bench"};
  candidate::Manifest manifest_;
  dns::Product resolver_;
  run::Interrupts interrupts_;
  run::Pace pace_;
  lab::Isolation isolation_ = lab::Isolation::root;
};

awaitable<int> measure_all(const std::vector<int>& domains, candidate::Manifest manifest, dns::Product resolver, const Selected& selected, bool as_json) {
  Bench bench(manifest, resolver, co_await asio::this_coro::executor);
  co_await bench.prepare();
  json::object told;
  json::array worlds;
  for (int n : domains) {
    const auto one = (co_await bench.measure("raise", n)).front();
    json::object row;
    row["domains"] = one.count;
    row["seconds"] = one.seconds;
    row["mib"] = one.mib;
    worlds.push_back(row);
    if (!as_json) fmt::print("world up, {:>5} signed domains with TLSA   {:>7.3f} s   {:>6.1f} MiB\n", n, one.seconds, one.mib);
    std::fflush(stdout);
  }
  const auto suite = co_await bench.suite(selected);
  const auto sink = (co_await bench.measure("sink", suite.messages)).front();
  told["worlds"] = worlds;
  told["candidate"] = manifest.name;
  told["messages"] = suite.messages;
  told["plays"] = suite.plays;
  told["suite_seconds"] = suite.seconds;
  told["processor_seconds"] = suite.processor;
  told["sink_seconds"] = sink.seconds;
  told["beyond_sink_seconds"] = suite.seconds - sink.seconds;
  told["ratio"] = suite.seconds / sink.seconds;
  if (as_json) fmt::print("{}\n", json::serialize(told));
  else
    fmt::print("suite on {}: {} plays, {} messages in {:.2f} s, worlds and all, {:.3f} s of processor a play; as many into a bare sink {:.2f} s; "
               "{:.2f} s beyond the sink, ratio {:.2f}\n"
               "(beyond the sink is what waiting for time-outs and second attempts costs: 10 s for 200 scenarios is good)\n",
               manifest.name, suite.plays, suite.messages, suite.seconds, suite.processor / std::max(1, suite.plays), sink.seconds, suite.seconds - sink.seconds, suite.seconds / sink.seconds);
  bench.close();
  co_return conformant;
}

struct PolicyHosts {
  int domains;
  const char* fault;
  const char* text;
};
constexpr PolicyHosts policy_hosts[] = {{5000, "", "as they should be"}, {200, "slow", "an octet a second"}, {200, "endless", "without end"}};

awaitable<int> measure_policies(candidate::Manifest manifest, dns::Product resolver, bool as_json) {
  Bench bench(manifest, resolver, co_await asio::this_coro::executor);
  co_await bench.prepare();
  json::array rows;
  for (const auto& hosts : policy_hosts) {
    const auto measured = co_await bench.measure("policies", hosts.domains, hosts.fault);
    const auto& up = measured.front();
    const auto& mail = measured.back();
    rows.push_back({{"domains", hosts.domains}, {"fault", hosts.fault}, {"world_seconds", up.seconds}, {"mail_seconds", mail.seconds},
                    {"fetches", mail.count}, {"mib", mail.mib}, {"candidate_mib", mail.candidate_mib}});
    if (!as_json)
      fmt::print("{:>5} domains with policies, {:<17}   world up {:>7.3f} s   a message to each {:>7.2f} s, {} fetches   {:>6.1f} MiB, {} {:.1f} MiB\n",
                 hosts.domains, hosts.text, up.seconds, mail.seconds, mail.count, mail.mib, manifest.name, mail.candidate_mib);
    std::fflush(stdout);
  }
  if (as_json) fmt::print("{}\n", json::serialize(rows));
  bench.close();
  co_return conformant;
}

/// The world of a resolver in some manner, flooded.
awaitable<json::object> spoofed(Bench& bench, const run::Guard& guard, int seconds, bool as_json) {
  const auto measured = co_await bench.measure("spoof", seconds, std::string(guard.manner));
  const auto &names = measured.front(), &guesses = measured.back();
  const bool believed = names.text == "believed";
  const double rate = guesses.count / guesses.seconds, odds = std::strtod(guesses.text.c_str(), nullptr);
  if (!as_json)
    fmt::print("{:<8} {:<10} {:>9} guesses in {:>5.2f} s, {:>7.0f}/s, {:>4} names: {:<10} one in {:.2g} is right, {:.2g} s by the odds ({})\n",
               guard.resolver, guard.manner, guesses.count, guesses.seconds, rate, names.count, believed ? "believed," : "withstood,", odds,
               odds / rate, guard.sentence);
  std::fflush(stdout);
  co_return json::object{{"resolver", guard.resolver}, {"manner", guard.manner}, {"believed", believed},
                         {"seconds", names.seconds}, {"names", names.count}, {"guesses", guesses.count},
                         {"guesses_per_second", rate}, {"odds", odds}, {"expected_seconds", odds / rate}};
}

awaitable<int> measure_spoofing(candidate::Manifest manifest, std::string only, int seconds, bool as_json) {
  json::array rows;
  for (const auto& guard : run::guards()) {
    if (!only.empty() && only != guard.resolver) continue;
    Bench bench(manifest, resolver_named(std::string(guard.resolver)), co_await asio::this_coro::executor);
    co_await bench.prepare();
    rows.push_back(co_await spoofed(bench, guard, seconds, as_json));
    bench.close();
  }
  if (as_json) fmt::print("{}\n", json::serialize(rows));
  co_return conformant;
}

}  // namespace

int bench_spoofing(const std::string& candidate, const std::string& only, int seconds, bool as_json) {
  if (!only.empty() && std::ranges::none_of(run::guards(), [&](const auto& guard) { return guard.resolver == only; }))
    throw Complaints("--resolver", 0, fmt::format("how {} guards itself against spoofing is not known; unbound, bind, knot or pdns was expected", only));
  return wait_for(measure_spoofing(candidate::read_manifest(manifest_file(candidate)), only, seconds, as_json));
}

int bench_policies(const std::string& candidate, const std::string& resolver, bool as_json) {
  return wait_for(measure_policies(candidate::read_manifest(manifest_file(candidate)), resolver_named(resolver), as_json));
}

int bench(const std::vector<int>& domains, const std::string& candidate, const std::string& resolver, bool as_json) {
  const auto manifest = candidate::read_manifest(manifest_file(candidate));
  const auto selected = select({});
  const std::vector<int> sizes = domains.empty() ? std::vector<int>{100, 500, 5000} : domains;
  return wait_for(measure_all(sizes, manifest, resolver_named(resolver), selected, as_json));
}

}  // namespace gauntlet::cli
