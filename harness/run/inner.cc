// See inner.h.
#include "harness/run/inner.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/dns/key_file.h"
#include "fixtures/lab/door.h"
#include "fixtures/lab/layer.h"
#include "fixtures/lab/network.h"
#include "harness/desk/captures.h"
#include "harness/run/crew.h"
#include "harness/run/news.h"
#include "harness/run/spoof.h"
#include "harness/run/word.h"

namespace gauntlet::run {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t most_captured = 512ull << 20;  // bytes of a cell, which are read whole when it is over

/// Process 1 of a namespace must reap what is orphaned in it; the world lives in process 2.
void become_second() {
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
std::string mount_point(const Order& order) {
  std::vector<std::string> needed = {order.root, order.folder, order.places.zones, order.places.programs,
                                           order.places.name_server, order.resolver, order.manifest, lab::cache_folder()};
  const auto manifest = candidate::read_manifest(order.manifest);
  needed.insert(needed.end(), manifest.binds.begin(), manifest.binds.end());
  needed.push_back(manifest.tree);
  for (const char* folder : {"/mnt", "/media", "/srv", "/opt"}) {
    const auto lies_in = [&](const std::string& path) {
      return !path.empty() && (fs::weakly_canonical(path).string() + "/").starts_with(std::string(folder) + "/");
    };
    if (fs::is_directory(folder) && std::none_of(needed.begin(), needed.end(), lies_in)) return folder;
  }
  throw Fault("none of /mnt, /media, /srv, /opt is free to mount the world's files on");
}

std::string subject_of(const std::string& text) {
  const auto at = text.find("Subject: ") + 9;
  return text.substr(at, text.find_first_of("\r\n", at) - at);
}

/// A person sends it: he is told what, and has done so when something of the play is seen.
awaitable<std::string> ask_a_person(Inner& inner, candidate::Message message) {
  Signal changed(inner.ex);
  bool moved = false;
  const auto subscription = inner.log.subscribe([&](const record::Event& e) {
    // (Not the end of a session that an earlier message had.)
    if (e.tag == message.tag && (e.what == "dns.query" || e.what == "tcp.accept")) moved = true, changed.notify();
  });
  News news{.what = "send", .id = message.tag};
  news.text = message.to;
  news.why = subject_of(message.text);
  tell(news);
  while (!moved && !inner.leaving) co_await within(1s, changed.wait());
  inner.log.unsubscribe(subscription);
  if (moved) {
    boost::json::object mailed;
    mailed["did"] = "mailed";
    mailed["name"] = inner.order.operator_name;
    mailed["text"] = news.why;
    mailed["at"] = now();
    inner.log.write(message.tag, "runner", "operator", std::move(mailed));
  }
  news.what = "sent";
  tell(news);
  co_return "";
}

candidate::Setting setting(Inner& inner) {
  candidate::Setting setting;
  setting.root = inner.folder + "/room";
  setting.programs = inner.order.places.programs;
  setting.roots_pem = inner.world->trusted_roots();
  setting.network = &inner.candidates_network;
  setting.in_user_namespace = inner.order.rung() != lab::Isolation::root;
  setting.options = inner.order.options;
  if (inner.clock) setting.clock = inner.clock->file();
  setting.by_hand = [&inner](candidate::Message message) -> awaitable<std::string> { return ask_a_person(inner, std::move(message)); };
  return setting;
}

awaitable<int> carry_out(Inner& inner) {
  if (inner.order.purpose == "shell") co_return co_await shell(inner);
  if (inner.order.purpose == "check") co_return co_await check(inner);
  if (inner.order.purpose == "raise") co_return co_await measure_raise(inner);
  if (inner.order.purpose == "sink") co_return co_await measure_sink(inner);
  if (inner.order.purpose == "policies") co_return co_await measure_policies(inner);
  if (inner.order.purpose == "spoof") co_return co_await measure_spoof(inner);
  co_return co_await play(inner);
}

world::Delegated delegated(const Order& order, const lab::Door& door) {
  return {order.delegated, dns::key_in(order.delegated_key), door.ours(), door.hosts()};
}

/// Everything dies with this process's namespace; unwinding thousands of coroutines first would only cost time.
[[noreturn]] void leave(int ending) {
  std::fflush(nullptr);
  ::_exit(ending);
}

}  // namespace

Inner::Inner(asio::io_context& io, const Order& o)
    : order(o), ex(io.get_executor()), log(o.record()), folder(mount_point(o)) {
  if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, "mode=755,size=8g") != 0)
    throw Fault(fmt::format("a tmpfs cannot be mounted on {}: {}", folder, std::strerror(errno)));
}

awaitable<void> Inner::raise(std::vector<world::Plot> plots, bool with_candidate) {
  co_await lab::raise_networks(candidates_network);
  auto door = order.door;
  door.authority = !order.delegated.empty();
  if (!door.interface.empty()) co_await lab::open_door(door, candidates_network);
  world::Settings settings;
  if (door.authority) settings.delegated = delegated(order, door);
  settings.authorities = order.authorities;
  settings.folder = folder;
  settings.ground = order.places.zones;
  settings.resolver = resolver_of(order);
  settings.name_server = dns::read_product(order.places.name_server);
  settings.servers = fs::path(order.places.name_server).parent_path().string();
  settings.client = &candidates_network;
  if (order.capture) settings.key_log = desk::keys_file(order.folder);
  if (clock && settings.resolver.follows_clock) settings.resolver.env = clock->environment();
  resolver = settings.resolver;
  world = std::make_unique<world::World>(ex, log, settings, std::move(plots));
  alarms = std::make_unique<lab::Alarms>(ex, log, [this](const asio::ip::address& to, unsigned short port) {
    return to.is_loopback() || world->declared(to, port);
  }, [this](const asio::ip::address& to) { return world->tag_at(to); },
  [this](std::exception_ptr failure) { break_off(sentence(failure)); }, &candidates_network);
  if (!with_candidate) {
    co_await world->start();
    co_return;
  }
  make_candidate();
  Crew both(ex);
  both.start(world->start());
  both.start(candidate->open());
  co_await both.finish();
  if (!door.interface.empty()) overhear(door);
  if (order.capture)
    sniffer = std::make_unique<lab::Sniffer>(ex, candidates_network, desk::wire_file(order.folder), most_captured,
                                             [this](std::exception_ptr failure) { break_off(sentence(failure)); });
  co_await candidate->prepare();
}

void Inner::overhear(const lab::Door& door) {
  const auto owner = [this](std::string_view name) { return world->tag_of(name); };
  auto heard = door.authority ? dns::told_with_answers(ex, log, world->resolver(), owner) : dns::told_of_others(log, door.ours(), owner);
  elsewhere = std::make_unique<dns::Elsewhere>(ex, candidates_network, lab::door_device, std::move(heard),
                                               [this](std::exception_ptr failure) { break_off(sentence(failure)); });
}

void Inner::make_candidate() {
  candidate = std::make_unique<candidate::Candidate>(ex, log, candidate::read_manifest(order.manifest), setting(*this));
  candidate->on_failure = [this](std::exception_ptr failure) { break_off(sentence(failure)); };
}

void Inner::break_off(const std::string& what) {
  fault(what);
  if (on_break) on_break(what);
}

void Inner::fault(const std::string& what) {
  fmt::print(stderr, "gauntlet: {}\n", what);
  if (order.purpose != "shell" && order.purpose != "check") tell({.what = "fault", .text = what});
  try {
    boost::json::object data;
    data["text"] = what;
    log.write("", "runner", "fault", std::move(data));
  } catch (const std::exception&) {
    // A full disk is one of the things to be told of; it cannot be written down there.
  }
}

void inside(const std::string& file) {
  become_second();
  for (int number : {SIGINT, SIGTERM, SIGHUP}) ::signal(number, SIG_IGN);
  std::unique_ptr<Inner> inner;
  const auto tell_of = [&](const std::string& what) {
    if (inner) inner->fault(what);
    else fmt::print(stderr, "gauntlet: {}\n", what);
  };
  try {
    const auto order = Order::load(file);
    asio::io_context io;
    inner = std::make_unique<Inner>(io, order);
    int ending = broken;
    std::exception_ptr failure;
    asio::co_spawn(io, carry_out(*inner), [&](std::exception_ptr e, int result) {
      failure = e;
      ending = result;
      io.stop();
    });
    io.run();
    if (failure) std::rethrow_exception(failure);
    leave(ending);
  } catch (const Complaints& complaints) {
    tell_of(complaints.what());
    leave(refused);
  } catch (...) {
    tell_of(sentence(std::current_exception()));
    leave(broken);
  }
}

}  // namespace gauntlet::run
