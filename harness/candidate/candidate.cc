// See candidate.h.
#include "harness/candidate/candidate.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/inotify.h>
#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/candidate/submit.h"

namespace gauntlet::candidate {
namespace fs = std::filesystem;

namespace {

lab::RoomPlan room_plan(const Manifest& m, const Setting& s) {
  lab::RoomPlan plan;
  plan.root = s.root;
  plan.programs = s.programs;
  plan.roots_pem = s.roots_pem;
  plan.in_user_namespace = s.in_user_namespace;
  plan.host_name = "sender.home.test";
  plan.binds = m.binds;
  plan.users = m.users;
  plan.groups = m.groups;
  plan.folders = m.folders;
  for (const auto& [path, text] : m.files) plan.files[path] = fill(text, s.options);
  if (!m.packages.empty()) {
    const std::string layer = lab::cache_folder() + "/layers/" + m.name;
    if (!fs::exists(layer + "/.complete"))
      throw Fault(fmt::format("the packages of {} are not there; `gauntlet candidates install {}` fetches them", m.name, m.name));
    plan.layers.push_back(layer);
  }
  return plan;
}

constexpr Duration ready_limit = 30s;

std::string first_lines(const std::string& text) { return trim(printable(trim(text), 600)); }

}  // namespace

Candidate::Candidate(asio::any_io_executor ex, record::Log& log, Manifest manifest, Setting setting)
    : ex_(ex), log_(log), manifest_(std::move(manifest)), setting_(std::move(setting)) {
  for (const auto& [name, value] : manifest_.options) setting_.options.emplace(name, value);
}

Candidate::~Candidate() {
  *alive_ = false;
  stopping_ = true;
}

lab::Command Candidate::shell(const std::string& script, const std::map<std::string, std::string>& values) const {
  auto all = setting_.options;
  for (const auto& [name, value] : values) all[name] = value;
  lab::Command command;
  command.argv = {"sh", "-c", fill(script, all)};
  return room_->inside(command);
}

awaitable<void> Candidate::open() {
  room_ = std::make_unique<lab::Room>(ex_, room_plan(manifest_, setting_));
  co_await room_->open();
}

awaitable<void> Candidate::prepare() {
  if (!manifest_.prepare.empty()) {
    const auto command = shell(manifest_.prepare, {});
    const auto done = co_await lab::run(command, 60s);
    if (done.status != 0)
      throw Fault(fmt::format("{}: `prepare` ended with status {}: {}", manifest_.file, done.status,
                              first_lines(done.err + done.out)));
  }
  if (manifest_.version.empty()) co_return;
  const auto command = shell(manifest_.version, {});
  const auto told = co_await lab::run(command, 10s);
  version_ = trim(told.out.substr(0, told.out.find('\n')));
}

namespace {

boost::json::object exit_facts(int status, bool expected) {
  boost::json::object data;
  data["status"] = status;
  data["expected"] = expected;
  return data;
}

awaitable<bool> answers(std::string endpoint) {
  boost::system::error_code error;
  const size_t colon = endpoint.rfind(':');
  asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
  const asio::ip::tcp::endpoint to(asio::ip::make_address(endpoint.substr(0, colon)),
                                   static_cast<unsigned short>(std::stoi(endpoint.substr(colon + 1))));
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
    bool there = how == "file" && fs::exists(room_->seen(what));
    if (how == "smtp") there = co_await answers(what);
    if (there) co_return true;
    pause.expires_after(10ms);
    co_await pause.async_wait(use_awaitable);
  }
  co_return false;
}

/// The end of what it printed.
std::string Candidate::last_words() const {
  const fs::path file = fs::path(setting_.root).parent_path() / "candidate.out";
  if (!fs::exists(file)) return "";
  const std::string text = trim(read_file(file.string()));
  return first_lines(text.size() > 300 ? text.substr(text.size() - 300) : text);
}

awaitable<std::string> Candidate::start() {
  stopping_ = false;
  // The program takes the shell's place (exec), so that this number is its own in the room.
  auto command = shell("echo $$ > /run/gauntlet.pid\n" + manifest_.start, {});
  command.output = (fs::path(setting_.root).parent_path() / "candidate.out").string();
  process_ = std::make_shared<lab::Child>(ex_, command);
  running_ = true;
  asio::co_spawn(ex_, watch_process(), asio::detached);
  if (!inotify_) asio::co_spawn(ex_, watch_logs(), asio::detached);
  const auto up = co_await within(ready_limit, ready());
  if (up && *up) {
    log_.write("", "candidate", "candidate.ready");
    co_return "";
  }
  if (up)
    co_return fmt::format("{} ended with status {} before it was ready: {}", manifest_.name, status_, last_words());
  log_.write("", "candidate", "candidate.late");
  co_return fmt::format("{} did not become ready within 30 s (\"ready {}\"): {}", manifest_.name, manifest_.ready,
                        last_words());
}

awaitable<void> Candidate::watch_process() {
  auto alive = alive_;
  auto process = process_;
  const int status = co_await process->wait();
  if (!*alive) co_return;
  running_ = false;
  status_ = status;
  log_.write("", "candidate", "candidate.exit", exit_facts(status, stopping_));
  if (!stopping_ && on_death) on_death();
}

awaitable<void> Candidate::watch_logs() {
  auto alive = alive_;
  const int fd = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (fd < 0) co_return;
  inotify_ = std::make_unique<asio::posix::stream_descriptor>(ex_, fd);
  for (const auto& file : manifest_.logs) {
    const auto folder = room_->seen(file).parent_path();
    ::inotify_add_watch(fd, folder.c_str(), IN_MODIFY | IN_CREATE);
  }
  std::array<char, 8192> events;
  for (;;) {
    boost::system::error_code closed;
    co_await inotify_->async_read_some(asio::buffer(events), asio::redirect_error(use_awaitable, closed));
    if (closed || !*alive) co_return;
    if (on_activity) on_activity();
  }
}

awaitable<void> Candidate::stop() {
  if (!running_) co_return;
  stopping_ = true;
  auto ended = [](Candidate& self) -> awaitable<void> {
    asio::steady_timer pause(self.ex_);
    while (self.running_) {
      pause.expires_after(5ms);
      co_await pause.async_wait(use_awaitable);
    }
  };
  std::string script = "kill -TERM $(cat /run/gauntlet.pid)\n";
  if (!manifest_.stop.empty()) script = manifest_.stop;
  const auto command = shell(script, {});
  co_await lab::run(command, 10s);
  if (!co_await within(5s, ended(*this))) {
    process_->signal(SIGKILL);
    co_await within(5s, ended(*this));
  }
}

awaitable<std::string> Candidate::submit(Message message) {
  if (!manifest_.submit_smtp.empty()) {
    co_return co_await submit_over_smtp(manifest_.submit_smtp, message.from, message.to, message.text);
  }
  std::map<std::string, std::string> values;
  values["from"] = message.from;
  values["to"] = message.to;
  auto command = shell(manifest_.submit, values);
  command.input = message.text;
  const auto done = co_await lab::run(command, 30s);
  if (done.status == 0) co_return "";
  co_return fmt::format("status {}: {}", done.status, first_lines(done.err + done.out));
}

static std::vector<Waiting> read_listing(const std::string& text) {
  std::vector<Waiting> waiting;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    Waiting one;
    fields >> one.id >> one.state >> one.sender;
    std::getline(fields, one.reason);
    one.reason = trim(printable(one.reason, 400));
    if (!one.sender.empty()) waiting.push_back(std::move(one));
  }
  return waiting;
}

awaitable<std::vector<Waiting>> Candidate::queue() {
  const auto command = shell(manifest_.queue, {});
  const auto done = co_await lab::run(command, 30s);
  co_return read_listing(done.out);
}

static std::map<std::string, std::string> one_value(const std::string& name, const std::string& value) {
  return {{name, value}};
}

awaitable<void> Candidate::nudge(std::vector<std::string> ids) {
  if (manifest_.nudge_one.empty() || ids.empty()) {
    if (manifest_.nudge_all.empty()) co_return;
    const auto all = shell(manifest_.nudge_all, {});
    co_await lab::run(all, 60s);
    co_return;
  }
  std::string script;
  if (manifest_.nudge_one.find("{ids}") != std::string::npos) {
    script = fill(manifest_.nudge_one, one_value("ids", fmt::format("{}", fmt::join(ids, " "))));
  } else {
    for (const auto& id : ids) script += fill(manifest_.nudge_one, one_value("id", id));
  }
  const auto command = shell(script, {});
  co_await lab::run(command, 60s);
}

void Candidate::keep_evidence(const std::string& folder) const {
  std::error_code ignored;
  fs::create_directories(folder, ignored);
  auto keep = [&](const fs::path& from, const std::string& name) {
    fs::copy_file(from, fs::path(folder) / name, fs::copy_options::overwrite_existing, ignored);
  };
  if (!room_) return;
  for (const auto& file : manifest_.logs) keep(room_->seen(file), fs::path(file).filename().string());
  for (const auto& [path, text] : manifest_.files) keep(room_->seen(path), fs::path(path).filename().string());
  keep(fs::path(setting_.root).parent_path() / "candidate.out", "candidate.out");
}

}  // namespace gauntlet::candidate
