// See folder.h. The mark of a run is a file `.gauntlet` in its folder, made before anything else; whoever
// works in the folder holds a lock on it, which the kernel gives back when the process ends.
#include "harness/run/folder.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/desk/facts.h"

namespace gauntlet::run {
namespace fs = std::filesystem;
namespace {

constexpr const char* mark = ".gauntlet";
/// What a run makes in its folder.
constexpr std::array ours{"cells", "scenarios", "suite", "evidence", "captures", "transcripts", "run.json", "results.json", "junit.xml", desk::page_file};

int lock(const std::string& path, int flags) {
  const std::string file = path + "/" + mark;
  const int fd = ::open(file.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd < 0) throw Fault(fmt::format("{} cannot be opened: {}", file, std::strerror(errno)));
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  ::close(fd);
  throw Complaints(path, 0, "another run is using this folder; another --out was expected");
}

void remove_ours(const std::string& path) {
  for (const char* name : ours) {
    std::error_code failed;
    fs::remove_all(fs::path(path) / name, failed);
    if (failed) throw Fault(fmt::format("{}/{} cannot be removed: {}", path, name, failed.message()));
  }
}

}  // namespace

Folder Folder::claim(const std::string& path) {
  std::error_code failed;
  fs::create_directories(path, failed);
  if (failed || !fs::is_directory(path))
    throw Fault(fmt::format("the folder {} cannot be made: {}", path,
                            failed ? failed.message() : "something else is there"));
  if (!fs::exists(fs::path(path) / mark) && !fs::is_empty(path))
    throw Complaints(path, 0, "this folder holds files that no run has made, and a run would write between them; an "
                              "empty folder, one of an earlier run or none was expected (--out names the folder above it)");
  Folder folder(path, lock(path, O_RDWR | O_CREAT));
  remove_ours(path);
  return folder;
}

Folder Folder::reopen(const std::string& path) {
  if (!fs::exists(fs::path(path) / mark))
    throw Complaints(path, 0, "no run has made this folder; OUT/<candidate> was expected");
  return Folder(path, lock(path, O_RDONLY));
}

Folder Folder::adopt(const std::string& path) { return Folder(path, lock(path, O_RDWR | O_CREAT)); }

Folder::Folder(Folder&& other) noexcept : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

Folder::~Folder() {
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace gauntlet::run
