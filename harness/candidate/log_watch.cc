// See log_watch.h.
#include "harness/candidate/log_watch.h"

#include <fcntl.h>
#include <sys/inotify.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "fixtures/base/fault.h"

namespace gauntlet::candidate {
namespace fs = std::filesystem;

namespace {

int new_watch() {
  const int fd = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (fd < 0) throw Fault(fmt::format("the candidate's logs cannot be watched: {}", std::strerror(errno)));
  return fd;
}

int add(int inotify, const std::string& opened, const std::string& file, std::uint32_t what) {
  const int watch = ::inotify_add_watch(inotify, opened.c_str(), what);
  if (watch < 0) throw Fault(fmt::format("{} cannot be watched: {}", file, std::strerror(errno)));
  return watch;
}

}  // namespace

LogWatch::LogWatch(asio::any_io_executor ex, lab::Rooted room, std::vector<std::string> files,
                   const std::string& printed)
    : room_(std::move(room)), files_(std::move(files)), inotify_(ex, new_watch()) {
  add(inotify_.native_handle(), printed, printed, IN_MODIFY);
}

/// Watches the folders of the logs; of one that is not there yet, the one that it will be made in. Says whether a folder
/// is watched that was not before: what was written there until now, no event tells of.
bool LogWatch::arm() {
  bool more = false;
  for (const auto& file : files_) {
    fs::path folder = fs::path(file).parent_path();
    auto opened = room_.open(folder.string(), O_PATH | O_DIRECTORY);
    while (!opened && folder != "/") {
      folder = folder.parent_path();
      opened = room_.open(folder.string(), O_PATH | O_DIRECTORY);
    }
    if (!opened) throw Fault(fmt::format("{} cannot be watched: {}", file, std::strerror(errno)));
    more |= watched_.insert(add(inotify_.native_handle(), opened.name(), file, IN_MODIFY | IN_CREATE)).second;
  }
  return more;
}

awaitable<bool> LogWatch::growth() {
  std::array<char, 8192> events;
  if (arm()) co_return true;
  boost::system::error_code closed;
  co_await inotify_.async_read_some(asio::buffer(events), asio::redirect_error(use_awaitable, closed));
  if (closed == asio::error::operation_aborted) co_return false;
  if (closed) throw Fault("the candidate's logs cannot be watched: " + closed.message());
  co_return true;
}

}  // namespace gauntlet::candidate
