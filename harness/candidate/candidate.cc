// See candidate.h.
#include "harness/candidate/candidate.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/candidate/commands.h"

namespace gauntlet::candidate {
namespace fs = std::filesystem;

namespace {

lab::RoomPlan room_plan(const Manifest& m, const Setting& s) {
  lab::RoomPlan plan;
  plan.root = s.root;
  plan.programs = s.programs;
  plan.roots_pem = s.roots_pem;
  plan.in_user_namespace = s.in_user_namespace;
  plan.clock = s.clock;
  if (s.network) plan.network = s.network->path();
  plan.host_name = "sender.home.test";
  // Nothing lies there but what catches those who complete a name that needs no completing (RFC
  // 5321 5.1).
  plan.search = "lure.test";
  plan.dns_timeout = m.dns_timeout;
  plan.dns_attempts = m.dns_attempts;
  plan.binds = m.binds;
  plan.tree = m.tree;
  plan.users = m.users;
  plan.groups = m.groups;
  plan.folders = m.folders;
  for (const auto& [path, text] : m.files) plan.files[path] = fill(text, s.options);
  if (const auto layer = layer_of(m); !layer.empty()) plan.layers.push_back(layer);
  return plan;
}

constexpr Duration ready_limit = 30s;
constexpr std::uint64_t kept_of_a_file = 16 << 20;

}  // namespace

Candidate::Candidate(asio::any_io_executor ex, record::Log& log, Manifest manifest, Setting setting)
    : ex_(ex),
      log_(log),
      manifest_(std::move(manifest)),
      setting_(std::move(setting)),
      panics_(manifest_.panics),
      changed_(ex) {
  if (const auto lack = missing(manifest_); !lack.empty()) throw Fault(lack);
  for (const auto& [name, value] : manifest_.options) setting_.options.emplace(name, value);
}

Candidate::~Candidate() {
  *alive_ = false;
  stopping_ = true;
  if (logs_) logs_->end();
}

lab::Command Candidate::shell(const std::string& script,
                              const std::map<std::string, std::string>& values) const {
  auto all = setting_.options;
  for (const auto& [name, value] : values) all[name] = value;
  lab::Command command;
  command.argv = {"sh", "-c", fill(script, all)};
  return inside(command);
}

lab::Command Candidate::inside(const lab::Command& command) const {
  if (room_) return room_->inside(command);
  return setting_.network ? setting_.network->inside(command) : command;
}

/// What was spawned beside everything else fails loudly, or not at all when we are gone.
void Candidate::spawn(awaitable<void> task) {
  asio::co_spawn(ex_, std::move(task), [this, alive = alive_](std::exception_ptr failure) {
    if (!failure || !*alive) return;
    if (!on_failure) std::rethrow_exception(failure);
    on_failure(failure);
  });
}

awaitable<void> Candidate::open() {
  if (manifest_.remote) co_return;
  room_ = std::make_unique<lab::Room>(ex_, room_plan(manifest_, setting_));
  co_await room_->open();
}

awaitable<void> Candidate::prepare() {
  if (!manifest_.prepare.empty()) {
    const auto command = shell(manifest_.prepare, {});
    const auto done = co_await ask(command, 60s);
    if (failed(done))
      throw Fault(fmt::format("{}: `prepare` ended with status {}: {}", manifest_.file, done.status,
                              first_lines(done.err + done.out)));
  }
  if (manifest_.version.empty()) co_return;
  const auto command = shell(manifest_.version, {});
  const auto told = co_await ask(command, 10s);
  if (failed(told))
    tell_failure("", "version", told);
  else
    version_ = trim(told.out.substr(0, told.out.find('\n')));
}

namespace {

boost::json::object exit_facts(int status, bool expected) {
  boost::json::object data;
  data["status"] = status;
  data["expected"] = expected;
  return data;
}

awaitable<bool> answers(const lab::Netns* network, asio::ip::tcp::endpoint to) {
  boost::system::error_code error;
  auto socket = lab::socket_in(network, co_await asio::this_coro::executor, to.protocol());
  co_await socket.async_connect(to, asio::redirect_error(use_awaitable, error));
  co_return !error;
}

}  // namespace

awaitable<bool> Candidate::ready() {
  const std::string how = manifest_.ready.substr(0, manifest_.ready.find(' '));
  const std::string what = trim(manifest_.ready.substr(how.size()));
  asio::steady_timer pause(ex_);
  while (running_) {
    // No candidate tells when it is ready: its port or file is looked at until it is there.
    bool there = how == "file" && room_->files().exists(what);
    if (how == "smtp") there = co_await answers(setting_.network, *lab::endpoint_of(what));
    if (there) co_return true;
    pause.expires_after(10ms);
    co_await pause.async_wait(use_awaitable);
  }
  co_return false;
}

std::string Candidate::output_file() const {
  return (fs::path(setting_.root).parent_path() / "candidate.out").string();
}

/// The end of what it printed.
std::string Candidate::last_words() const {
  if (!fs::exists(output_file())) return "";
  const std::string text = trim(read_file(output_file()));
  return first_lines(text.size() > 300 ? text.substr(text.size() - 300) : text);
}

void Candidate::launch() {
  output_ = std::make_shared<lab::Capture>(ex_, output_file(), kept_of_a_file);
  // The program takes the shell's place (exec), so that this number is its own in the room.
  auto command = shell("echo $$ > /run/gauntlet.pid\n" + manifest_.start, {});
  // (We ignore it, and who is started inherits that.)
  const std::vector<std::string> mortal = {"env", "--default-signal=TERM"};
  command.argv.insert(command.argv.begin(), mortal.begin(), mortal.end());
  command.output_fd = command.error_fd = output_->end();
  process_ = std::make_shared<lab::Child>(command);
  output_->handed_over();
  running_ = talking_ = true;
  ++starts_;
  spawn(watch_process());
  spawn(watch_output(output_));
  if (!logs_) spawn(watch_logs());
}

/// Before it is started again: nothing of its last life may hold a port, or make it look ready.
awaitable<void> Candidate::tidy() {
  co_await room_->clear();
  if (manifest_.ready.starts_with("file ")) room_->files().remove(trim(manifest_.ready.substr(5)));
}

/// Whoever runs elsewhere runs already; is it there?
awaitable<std::string> Candidate::meet() {
  running_ = true;
  bool there = true;
  if (!manifest_.ready.empty()) {
    const auto up = co_await within(ready_limit, ready());
    there = up && *up;
  }
  if (!there)
    co_return fmt::format("{} is not there: nothing answered within 30 s (\"ready {}\")", manifest_.name, manifest_.ready);
  log_.write("", "candidate", "candidate.ready");
  co_return "";
}

awaitable<std::string> Candidate::start() {
  if (manifest_.remote) co_return co_await meet();
  stopping_ = false;
  if (starts_ > 0) co_await tidy();
  launch();
  const auto up = co_await within(ready_limit, ready());
  if (up && *up) {
    read_logs();  // what broke before it was ready is in no play
    log_.write("", "candidate", "candidate.ready");
    co_return "";
  }
  if (up) {
    co_await within(1s, all_said());
    co_return fmt::format("{} ended with status {} before it was ready: {}", manifest_.name,
                          status_, last_words());
  }
  log_.write("", "candidate", "candidate.late");
  co_return fmt::format("{} did not become ready within 30 s (\"ready {}\"): {}", manifest_.name,
                        manifest_.ready, last_words());
}

awaitable<void> Candidate::watch_process() {
  auto alive = alive_;
  auto process = process_;
  const int status = co_await process->wait();
  if (!*alive) co_return;
  running_ = false;
  status_ = status;
  changed_.notify();
  log_.write("", "candidate", "candidate.exit", exit_facts(status, stopping_));
  if (!stopping_ && on_death) on_death();
}

awaitable<void> Candidate::watch_output(std::shared_ptr<lab::Capture> output) {
  auto alive = alive_;
  const std::function<void()> when_full = [this, alive] {
    if (!*alive) return;
    boost::json::object data;
    data["file"] = "candidate.out";
    data["kept"] = kept_of_a_file;
    log_.write("", "candidate", "candidate.flood", std::move(data));
  };
  co_await output->copy(when_full);
  if (!*alive || output != output_) co_return;
  talking_ = false;
  changed_.notify();
}

void Candidate::read_logs() {
  if (panics_.none_expected()) return;
  std::vector<std::string> found;
  const auto take = [&](const std::string& name, int fd) {
    for (auto& line : panics_.news(name, fd)) found.push_back(std::move(line));
  };
  for (const auto& file : manifest_.logs)
    take(file, room_->files().open(file, O_RDONLY | O_NONBLOCK).fd());
  take("", lab::Opened(::open(output_file().c_str(), O_RDONLY | O_CLOEXEC)).fd());
  for (auto& line : found) {
    log_.write("", "candidate", "candidate.panic", {{"text", std::move(line)}});
    if (on_panic) on_panic();
  }
}

awaitable<void> Candidate::watch_logs() {
  auto alive = alive_;
  const auto watch = logs_ = std::make_shared<LogWatch>(ex_, room_->files(), manifest_.logs, output_file());
  while (co_await watch->growth()) {
    if (!*alive) co_return;
    read_logs();
    if (on_activity) on_activity();
  }
}

awaitable<void> Candidate::ended() {
  while (running_) co_await changed_.wait();
}

awaitable<void> Candidate::all_said() {
  while (talking_) co_await changed_.wait();
}

awaitable<void> Candidate::stop() {
  if (!running_) co_return;
  if (manifest_.remote) {
    running_ = false;
    co_return;
  }
  stopping_ = true;
  std::string script = "kill -TERM $(cat /run/gauntlet.pid)\n";
  if (!manifest_.stop.empty()) script = manifest_.stop;
  const auto command = shell(script, {});
  const auto done = co_await ask(command, 10s);
  if (failed(done) && running_) tell_failure("", "stop", done);
  if (co_await within(5s, ended())) co_return;
  lab::Result late;
  late.timed_out = true;
  late.err = "the candidate did not end within 5 s of it and was killed";
  tell_failure("", "stop", late);
  co_await kill();
}

awaitable<void> Candidate::kill() {
  if (!running_ || manifest_.remote) co_return;
  stopping_ = true;
  co_await room_->clear();
  bool gone = co_await within(5s, ended());
  if (gone) co_return;
  process_->signal(SIGKILL);
  gone = co_await within(5s, ended());
  if (!gone) throw Fault("the candidate cannot be ended");
}

namespace {

/// A name for each of several files in one folder: the last part of its path, or all of it where
/// that is taken.
std::string evidence_name(const std::string& path, std::set<std::string>& taken) {
  std::string name = fs::path(path).filename().string();
  if (!taken.insert(name).second) {
    name = path.substr(1);
    std::replace(name.begin(), name.end(), '/', '-');
    taken.insert(name);
  }
  return name;
}

bool is_regular(const lab::Opened& file) {
  struct stat status {};
  return file && ::fstat(file.fd(), &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

void Candidate::keep_evidence(const std::string& folder) const {
  if (!room_) return;
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) throw Fault(fmt::format("{} cannot be made: {}", folder, failure.message()));
  std::vector<std::string> paths = manifest_.logs;
  for (const auto& [path, text] : manifest_.files) paths.push_back(path);
  std::set<std::string> taken = {"candidate.out"};
  for (const auto& path : paths) {
    // (Opened without waiting for anybody: it may have become a fifo.)
    const auto file = room_->files().open(path, O_RDONLY | O_NONBLOCK);
    if (is_regular(file))
      lab::copy_bounded(file.fd(), folder + "/" + evidence_name(path, taken), kept_of_a_file);
  }
  const lab::Opened printed(::open(output_file().c_str(), O_RDONLY | O_CLOEXEC));
  lab::copy_bounded(printed.fd(), folder + "/candidate.out", kept_of_a_file);
  if (output_ && output_->dropped() > 0)
    std::ofstream(folder + "/candidate.out", std::ios::app) << fmt::format(
        "\n... {} bytes more were printed and are left out ...\n", output_->dropped());
}

}  // namespace gauntlet::candidate
