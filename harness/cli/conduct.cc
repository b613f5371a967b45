// See conduct.h.
#include "harness/cli/conduct.h"

#include <chrono>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <unistd.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "fixtures/lab/tool.h"
#include "fixtures/record/event.h"
#include "harness/candidate/install.h"
#include "harness/cli/places.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;

Interrupts::Interrupts(asio::any_io_executor ex) : signals_(ex, SIGINT, SIGTERM) {
  signals_.async_wait([this](const boost::system::error_code& cancelled, int) {
    if (cancelled) return;
    came_ = true;
    for (int fd : lifelines_) ::shutdown(fd, 2), ::close(fd);
    lifelines_.clear();
  });
}

awaitable<lab::Isolation> choose_isolation(const candidate::Manifest& manifest, std::string wanted) {
  const auto probes = co_await lab::probe();
  for (const auto& probe : probes) {
    if (!wanted.empty() && lab::name(probe.rung) != wanted) continue;
    if (!probe.works) continue;
    if (probe.rung == lab::Isolation::single && !manifest.single_id) continue;
    co_return probe.rung;
  }
  if (!wanted.empty()) lab::isolation_named(wanted);
  throw NoIsolation(fmt::format("this machine grants no isolation that {} can run in; `gauntlet doctor` says what is missing",
                                manifest.name));
}

/// A byte for every play that ended; until the last process that could write one is gone.
static awaitable<void> heed(asio::readable_pipe& news, std::function<void()> on_play_end) {
  std::array<char, 256> bytes;
  for (;;) {
    boost::system::error_code end;
    const size_t got = co_await news.async_read_some(asio::buffer(bytes), asio::redirect_error(use_awaitable, end));
    if (end) co_return;
    for (size_t i = 0; i < got; ++i) on_play_end();
  }
}

/// Both ends, closed on exec; the reading one first.
static std::array<int, 2> new_pipe() {
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Fault(fmt::format("no pipe: {}", std::strerror(errno)));
  return ends;
}

awaitable<int> run_inner(run::Order order, lab::Isolation isolation, Interrupts& interrupts,
                         const std::string& output, std::function<void()> on_play_end) {
  order.news = static_cast<bool>(on_play_end);
  const auto ends = new_pipe();
  lab::Command inner;
  inner.argv.push_back(program_file());
  inner.argv.push_back("inside");
  inner.argv.push_back(order.to_text());
  auto command = lab::in_namespaces(isolation, inner);
  command.output = output;
  command.our_output = output.empty();
  command.input_fd = order.purpose == "shell" ? STDIN_FILENO : ends[0];
  const auto ex = co_await asio::this_coro::executor;
  asio::readable_pipe news(ex);
  int told = -1;  // not Asio's: it must not watch an end that children hold, too
  if (on_play_end) {
    const auto both = new_pipe();
    news.assign(both[0]);
    command.output_fd = told = both[1];
  }
  auto child = std::make_unique<lab::Child>(ex, command);
  ::close(ends[0]);
  if (told >= 0) ::close(told);
  interrupts.cut(ends[1]);
  int status = 0;
  if (on_play_end) {
    using namespace asio::experimental::awaitable_operators;
    status = co_await (child->wait() && heed(news, on_play_end));
  } else {
    status = co_await child->wait();
  }
  if (!interrupts.came()) {
    interrupts.forget(ends[1]);
    ::close(ends[1]);
  }
  co_return status;
}

namespace {

/// Scenarios that share a world, then each that must have one to itself, hazards last.
std::vector<std::vector<const scenario::Scenario*>> worlds(const std::vector<scenario::Scenario>& all, unsigned shuffle) {
  std::vector<const scenario::Scenario*> shared;
  std::vector<std::vector<const scenario::Scenario*>> alone, hazard;
  for (const auto& s : all) {
    if (s.hazard) hazard.push_back({&s});
    else if (s.alone) alone.push_back({&s});
    else shared.push_back(&s);
  }
  if (shuffle) {
    std::mt19937 random(shuffle);
    std::shuffle(shared.begin(), shared.end(), random);
    std::shuffle(alone.begin(), alone.end(), random);
  }
  std::vector<std::vector<const scenario::Scenario*>> out;
  if (!shared.empty()) out.push_back(shared);
  out.insert(out.end(), alone.begin(), alone.end());
  out.insert(out.end(), hazard.begin(), hazard.end());
  return out;
}

/// Keeps the scenarios as they are played, so that the record can be judged without the suite.
void keep_scenarios(const Job& job) {
  for (const auto& s : job.selected->chosen) {
    const fs::path file = job.folder + "/scenarios/" + s.id + ".scenario";
    fs::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out << s.text;
    out.close();
    if (!out) throw Fault(fmt::format("{} cannot be written: {}", file.string(), std::strerror(errno)));
  }
}

/// What was tested: the manifest to the byte, and the checksums of its packages.
std::string digest_of(const candidate::Manifest& manifest) {
  const auto layer = candidate::layer_of(manifest);
  const auto sums = layer + "/.complete";
  return "sha256:" + sha256(read_file(manifest.file) + (layer.empty() || !fs::exists(sums) ? "" : read_file(sums)));
}

awaitable<std::string> unbound_version() {
  lab::Command command;
  try {
    command = lab::tool("unbound", "unbound", {"-V"});
  } catch (const Fault&) {
    co_return "";
  }
  const auto told = co_await lab::run(command, 10s);
  const std::string mark = "Version ";
  const size_t at = told.out.find(mark);
  if (at == told.out.npos) co_return "";
  co_return told.out.substr(at + mark.size(), told.out.find('\n', at) - at - mark.size());
}

RunFacts facts_of(const Job& job) {
  RunFacts facts;
  facts.candidate = job.manifest.name;
  facts.title = job.manifest.title;
  facts.digest = digest_of(job.manifest);
  facts.claims = job.manifest.claims;
  std::erase(facts.claims, "none");
  facts.resolver = "unbound";
  facts.isolation = lab::name(job.isolation);
  facts.started = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
  facts.suite_hash = suite_hash(job.selected->chosen);
  facts.reproduce = job.reproduce;
  for (const auto& s : job.selected->chosen) facts.scenarios.push_back(s.id);
  facts.not_run = job.selected->left_out;
  return facts;
}

run::Order order_of(const Job& job) {
  run::Order order;
  order.scenarios = fs::absolute(job.folder + "/scenarios").string();
  order.manifest = fs::absolute(job.manifest.file).string();
  order.options = job.set;
  order.ground = fs::absolute(ground_folder()).string();
  order.programs = program_folder();
  order.record = fs::absolute(job.folder + "/record.jsonl").string();
  order.jobs = job.jobs;
  order.isolation = job.isolation;
  order.total = static_cast<int>(job.selected->chosen.size());
  order.progress = job.progress;
  order.tty = job.tty;
  order.colour = job.colour;
  return order;
}

void go_on_after(run::Order& order, const std::string& record) {
  if (!fs::exists(record)) return;
  const auto events = record::read_record(record);
  if (events.empty()) return;
  order.last = events.back().n;
  order.since = events.back().t;
}

/// The version that the candidate told, and what broke, stand in the record.
void learn_from_record(RunFacts& facts, const std::string& file, const candidate::Manifest& manifest) {
  if (!fs::exists(file)) return;
  for (const auto& event : record::read_record(file)) {
    if (event.what == "world.begin") facts.version = event.text("version");
    if (event.what == "fault") facts.faults.push_back(event.text("text"));
  }
  for (const auto& gap : manifest.known)
    if (facts.version.starts_with(gap.versions)) facts.known.push_back({gap.scenario, gap.reason, gap.link});
}

}  // namespace

awaitable<Exit> conduct(Job job, Interrupts& interrupts) {
  fs::remove_all(job.folder);
  std::error_code failed;
  fs::create_directories(job.folder, failed);
  if (failed) throw Fault(fmt::format("{} cannot be made: {}", job.folder, failed.message()));
  keep_scenarios(job);
  auto facts = facts_of(job);
  facts.resolver_version = co_await unbound_version();
  facts.save(job.folder);  // a run that is killed can be judged, too
  const auto began = std::chrono::steady_clock::now();
  auto order = order_of(job);
  Exit outcome = conformant;
  for (const auto& world : worlds(job.selected->chosen, job.shuffle)) {
    order.files.clear();
    order.origins.clear();
    order.evidence = fs::absolute(fmt::format("{}/evidence/candidate{}", job.folder, order.world > 1 ? fmt::format(".{}", order.world) : "")).string();
    for (const auto* s : world) {
      order.files.push_back(order.scenarios + "/" + s->id + ".scenario");
      order.origins.push_back(s->file);
    }
    const int status = co_await run_inner(order, job.isolation, interrupts, "", job.on_play_end);
    if (status == usage) co_return usage;
    if (status != conformant && status != interrupted) {
      outcome = broken;
      facts.faults.push_back(fmt::format("world {} ended with status {}", order.world, status));
    }
    order.done += static_cast<int>(world.size());
    ++order.world;
    if (interrupts.came()) {
      facts.faults.push_back("interrupted");
      break;
    }
    go_on_after(order, order.record);
  }
  facts.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (!fs::exists(order.record)) std::ofstream(order.record).close();
  learn_from_record(facts, order.record, job.manifest);
  facts.save(job.folder);
  co_return outcome;
}

}  // namespace gauntlet::cli
