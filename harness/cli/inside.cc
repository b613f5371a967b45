// The inner process: alone in its namespaces, it raises a world, sets the candidate loose in it and plays. It
// writes the record and, while it goes on, a line a scenario; the outer process (run.cc) rules.
#include <csignal>
#include <filesystem>
#include <random>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/lab/network.h"
#include "fixtures/lab/tool.h"
#include "fixtures/world/world.h"
#include "harness/cli/commands.h"
#include "harness/cli/inner.h"
#include "harness/cli/measure.h"
#include "harness/run/play.h"
#include "harness/run/plots.h"
#include "harness/scenario/reader.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;

/// Process 1 of a namespace must reap what is orphaned in it; the world lives in process 2.
static void become_second() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    return;
  }
  for (;;) {
    int status = 0;
    const pid_t gone = ::waitpid(-1, &status, 0);
    if (gone == child) ::_exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
    if (gone < 0 && errno == ECHILD) ::_exit(broken);
  }
}

/// A folder of the machine that nothing of ours lies in, to mount the world's files over.
static std::string mount_point(const run::Order& order) {
  auto lies_in = [](const std::string& path, const std::string& folder) {
    return fs::weakly_canonical(path).string().starts_with(folder + "/");
  };
  for (const char* folder : {"/mnt", "/media", "/srv", "/opt"}) {
    const auto needed = {order.scenarios, order.ground, order.programs, order.record, order.manifest, lab::cache_folder()};
    if (fs::is_directory(folder) && std::none_of(needed.begin(), needed.end(), [&](const auto& p) { return lies_in(p, folder); }))
      return folder;
  }
  throw Fault("none of /mnt, /media, /srv, /opt is free to mount the world's files on");
}

Inner::Inner(asio::io_context& io, const run::Order& o)
    : order(o), ex(io.get_executor()), log(o.record, o.last, o.since), folder(mount_point(o)) {
  if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, "mode=755,size=8g") != 0)
    throw Fault(fmt::format("a tmpfs cannot be mounted on {}: {}", folder, std::strerror(errno)));
}

candidate::Setting Inner::setting() const {
  candidate::Setting setting;
  setting.root = folder + "/room";
  setting.programs = order.programs;
  setting.roots_pem = world->trusted_roots();
  setting.in_user_namespace = order.isolation != lab::Isolation::root;
  setting.options = order.options;
  return setting;
}

/// Network, world and room; the candidate is not started yet.
awaitable<void> Inner::raise(std::vector<world::Plot> plots, bool with_candidate) {
  co_await lab::raise_network();
  world::Settings settings{folder, order.ground};
  world = std::make_unique<world::World>(ex, log, settings, std::move(plots));
  alarms = std::make_unique<lab::Alarms>(ex, log, [this](const asio::ip::address& to, unsigned short port) {
    return to.is_loopback() || world->declared(to, port);
  }, [this](const asio::ip::address& to) { return world->tag_at(to); });
  if (!with_candidate) {
    co_await world->start();
    co_return;
  }
  candidate = std::make_unique<candidate::Candidate>(ex, log, candidate::read_manifest(order.manifest), setting());
  using namespace asio::experimental::awaitable_operators;
  co_await (world->start() && candidate->open());
  co_await candidate->prepare();
}

namespace {

/// Plays that go on side by side, bounded, and broken off together.
class Company {
 public:
  Company(Inner& inner, const std::vector<scenario::Scenario>& scenarios, run::Stage& stage)
      : inner_(inner), scenarios_(scenarios), stage_(stage), progress_(inner.order, scenarios),
        gate_(inner.ex, inner.order.jobs > 0 ? inner.order.jobs : 1'000'000), done_(inner.ex) {}

  awaitable<void> all() {
    for (const auto& scenario : scenarios_) {
      ++left_;
      asio::co_spawn(inner_.ex, one(scenario), [this](std::exception_ptr failure) {
        if (failure && !failure_) failure_ = failure;
        if (failure) abort("we broke");
        --left_;
        done_.notify();
      });
    }
    while (left_) co_await done_.wait();
    progress_.close();
    if (failure_) std::rethrow_exception(failure_);
  }

  void abort(const std::string& why) {
    if (aborted_.empty()) aborted_ = why;
    for (auto* player : playing_) player->abort(why);
  }

 private:
  awaitable<void> one(const scenario::Scenario& scenario) {
    co_await gate_.enter();
    if (aborted_.empty()) {
      run::Player player(stage_, scenario);
      playing_.insert(&player);
      progress_.begins(scenario.id);
      const std::string why = co_await player.play();
      playing_.erase(&player);
      progress_.ends(scenario, player.view(), inner_.candidate->manifest());
    }
    gate_.leave();
  }

  Inner& inner_;
  const std::vector<scenario::Scenario>& scenarios_;
  run::Stage& stage_;
  Progress progress_;
  run::Gate gate_;
  Signal done_;
  std::set<run::Player*> playing_;
  size_t left_ = 0;
  std::string aborted_;
  std::exception_ptr failure_;
};

boost::json::object beginning(const Inner& inner) {
  boost::json::object data;
  data["world"] = inner.order.world;
  data["isolation"] = lab::name(inner.order.isolation);
  data["candidate"] = inner.candidate->manifest().name;
  data["version"] = inner.candidate->version();
  return data;
}

/// The outer process holds the other end of our stdin: when it is gone or wants us gone, that ends.
awaitable<void> watch_lifeline(Company& company, int& outcome) {
  asio::posix::stream_descriptor in(co_await asio::this_coro::executor, ::dup(STDIN_FILENO));
  char byte;
  boost::system::error_code end;
  while (!end) co_await in.async_read_some(asio::buffer(&byte, 1), asio::redirect_error(use_awaitable, end));
  outcome = interrupted;
  company.abort("interrupted");
}

}  // namespace

static std::vector<scenario::Scenario> scenarios_of(const run::Order& order) {
  std::vector<scenario::Scenario> scenarios;
  for (size_t i = 0; i < order.files.size(); ++i) {
    scenarios.push_back(scenario::read_scenario(order.scenarios, order.files[i]));
    scenarios.back().file = order.origins.at(i);
  }
  return scenarios;
}

static awaitable<int> play(Inner& inner) {
  const auto scenarios = scenarios_of(inner.order);
  co_await inner.raise(run::plots_of(scenarios), true);
  inner.log.write("", "runner", "world.begin", beginning(inner));
  run::Stage stage(inner.ex, inner.log, *inner.world, *inner.candidate);
  Company company(inner, scenarios, stage);
  int outcome = conformant;
  inner.world->on_loss = [&](std::string what) {
    outcome = broken;
    company.abort("a server of the lab died: " + what);
  };
  inner.candidate->on_death = [&] { company.abort("the candidate ended by itself"); };
  const std::string refusal = co_await inner.candidate->start();
  if (!refusal.empty()) fmt::print(stderr, "gauntlet: {}\n", refusal);
  if (refusal.empty()) {
    asio::co_spawn(inner.ex, stage.watch_queue(), asio::detached);
    asio::co_spawn(inner.ex, stage.send_bystanders(), asio::detached);
    asio::co_spawn(inner.ex, watch_lifeline(company, outcome), asio::detached);
    co_await company.all();
  }
  stage.close();
  inner.candidate->on_death = nullptr;
  inner.world->on_loss = nullptr;
  co_await inner.candidate->stop();
  inner.candidate->keep_evidence(inner.order.evidence);
  inner.log.write("", "runner", "world.end");
  co_return outcome;
}

static awaitable<int> shell(Inner& inner) {
  const auto scenarios = scenarios_of(inner.order);
  co_await inner.raise(run::plots_of(scenarios), true);
  const std::string refusal = co_await inner.candidate->start();
  if (!refusal.empty()) fmt::print(stderr, "gauntlet: {}\n", refusal);
  fmt::print(stderr, "The world stands: resolver 127.0.0.1, record {}. Leave the shell to end it.\n", inner.order.record);
  for (const auto& s : scenarios) fmt::print(stderr, "  {:<40} {}\n", s.id, inner.world->names(s.id).at("domain"));
  lab::Command command;
  command.argv.push_back("sh");
  command.argv.push_back("-i");
  command.input_fd = STDIN_FILENO;
  command.our_output = true;
  lab::Child child(inner.ex, inner.candidate->inside(command));
  co_await child.wait();
  co_await inner.candidate->stop();
  co_return conformant;
}

/// Of two things done side by side one failed and the other was broken off for it: the former is to be told.
static std::exception_ptr first_of(std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const asio::multiple_exceptions& both) {
    return first_of(both.first_exception());
  } catch (...) {
    return failure;
  }
}

int inside(const std::string& text) {
  become_second();
  const auto order = run::Order::from_text(text);
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGTERM, SIG_IGN);
  asio::io_context io;
  int outcome = broken;
  std::exception_ptr failure;
  std::unique_ptr<Inner> inner;
  auto tell = [&](const std::string& what) {
    fmt::print(stderr, "gauntlet: {}\n", what);
    boost::json::object data;
    data["text"] = what;
    try {
      if (inner) inner->log.write("", "runner", "fault", std::move(data));
    } catch (const std::exception&) {
      // A full disk is one of the things to be told of; it cannot be written down there.
    }
  };
  try {
    inner = std::make_unique<Inner>(io, order);
    auto task = order.purpose == "shell" ? shell(*inner)
                : order.purpose == "play" ? play(*inner)
                                          : measure(*inner);
    asio::co_spawn(io, std::move(task), [&](std::exception_ptr e, int result) {
      failure = e;
      outcome = result;
      io.stop();
    });
    io.run();
    if (failure) std::rethrow_exception(first_of(failure));
  } catch (const Complaints& complaints) {
    tell(complaints.what());
    outcome = usage;
  } catch (const std::exception& e) {
    tell(e.what());
    outcome = broken;
  }
  std::fflush(nullptr);
  // Everything dies with this process's namespace; unwinding thousands of coroutines first would only cost time.
  ::_exit(outcome);
}

}  // namespace gauntlet::cli
